import { Cluster } from 'ioredis'
import { metrics } from '../../metrics.ts'
import type { Relay } from './relay.ts'
import type { RedisLink } from './link.ts'
import { Receiver } from './receiver.ts'
import { Shards } from './shards.ts'

const BEAT_MS = 2_000
const OWN_BYTES = 64

type Listener = (message: Uint8Array) => void
type Ears = Pick<Receiver, 'add' | 'remove' | 'beat' | 'close'>

/**
 * Nodes around one Redis, or one cluster: there a channel lives in the shard of its slot, and a message goes to that
 * one server instead of all. Each message carries its sender's id, so that a node doesn't hear itself.
 */
export function redisRelay(link: RedisLink, nodeId: string): Relay {
  const own = Buffer.from(nodeId.padEnd(OWN_BYTES).slice(0, OWN_BYTES))
  const listeners = new Map<string, Set<Listener>>()
  const heard = (channel: string, message: Buffer) => {
    if (message.length < OWN_BYTES || message.subarray(0, OWN_BYTES).equals(own)) return
    metrics.relayReceived.inc()
    for (const listener of listeners.get(channel) ?? []) listener(message.subarray(OWN_BYTES))
  }
  const lost = (error: Error) => {
    metrics.relayLost.inc()
    link.onError(error)
  }
  let ears: Ears | undefined
  let closed = false
  link.onKnown((client) => {
    if (closed) return
    ears = client instanceof Cluster ? shards(link, client, heard) : oneServer(link, heard)
    for (const channel of listeners.keys()) ears.add(channel)
  })
  const timer = setInterval(() => ears?.beat(), BEAT_MS)
  const key = (channel: string) => `meydan:${channel}`
  return {
    publish(channel, message) {
      const client = link.ready()
      if (!client) return metrics.relayLost.inc()
      metrics.relaySent.inc()
      const whole = Buffer.concat([own, message])
      const sent =
        client instanceof Cluster ? client.spublish(key(channel), whole) : client.publish(key(channel), whole)
      sent.catch(lost)
    },
    subscribe(channel, listener) {
      const name = key(channel)
      const known = listeners.get(name) ?? new Set()
      if (known.size === 0) ears?.add(name)
      listeners.set(name, known.add(listener))
      return () => {
        if (!known.delete(listener) || known.size > 0) return
        listeners.delete(name)
        ears?.remove(name)
      }
    },
    async close() {
      closed = true
      clearInterval(timer)
      ears?.close()
    },
  }
}

function oneServer(link: RedisLink, onMessage: (channel: string, message: Buffer) => void): Ears {
  return new Receiver({ connection: link.subscriber(), sharded: false, onMessage, onError: link.onError })
}

function shards(link: RedisLink, cluster: Cluster, onMessage: (channel: string, message: Buffer) => void): Ears {
  const { onError } = link
  return new Shards({
    cluster,
    receiverAt: (address, onMoved) => {
      const connection = link.subscriber(address)
      connection.on('moved', onMoved)
      return new Receiver({ connection, sharded: true, onMessage, onError })
    },
    onError,
  })
}
