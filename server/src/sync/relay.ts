import { Redis } from 'ioredis'

/**
 * Carries messages to the OTHER nodes of an installation. Losing one must never lose an edit: the database's sequence
 * numbers are the truth, and every node looks at them every two seconds.
 */
export interface Relay {
  /** Never throws and never waits: with Redis away the message is lost, and the safety net takes over. */
  publish(channel: string, message: Uint8Array): void
  /** Returns how to stop listening. */
  subscribe(channel: string, listener: (message: Uint8Array) => void): () => void
  close(): Promise<void>
}

/** One process alone: there are no other nodes. */
export function processRelay(): Relay {
  return { publish() {}, subscribe: () => () => {}, close: async () => {} }
}

export const redisOptions = { enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 200 }

/** Nodes around one Redis. Each message carries its sender's id, so that a node doesn't hear itself. */
export function redisRelay(url: string, nodeId: string, onError: (error: Error) => void): Relay {
  const sender = new Redis(url, redisOptions)
  // A subscriber must remember its channels over a lost connection, so it may queue; it sends nothing else.
  const receiver = new Redis(url, { maxRetriesPerRequest: null })
  sender.on('error', onError)
  receiver.on('error', onError)
  const own = Buffer.from(nodeId.padEnd(64).slice(0, 64))
  const listeners = new Map<string, Set<(message: Uint8Array) => void>>()
  receiver.on('messageBuffer', (channel: Buffer, message: Buffer) => {
    if (message.length < own.length || message.subarray(0, own.length).equals(own)) return
    for (const listener of listeners.get(channel.toString()) ?? []) listener(message.subarray(own.length))
  })
  const key = (channel: string) => `meydan:${channel}`
  return {
    publish(channel, message) {
      if (sender.status !== 'ready') return
      sender.publish(key(channel), Buffer.concat([own, message])).catch(onError)
    },
    subscribe(channel, listener) {
      const name = key(channel)
      const known = listeners.get(name) ?? new Set()
      if (known.size === 0) receiver.subscribe(name).catch(onError)
      known.add(listener)
      listeners.set(name, known)
      return () => {
        known.delete(listener)
        if (known.size > 0) return
        listeners.delete(name)
        receiver.unsubscribe(name).catch(onError)
      }
    },
    async close() {
      sender.disconnect()
      receiver.disconnect()
    },
  }
}
