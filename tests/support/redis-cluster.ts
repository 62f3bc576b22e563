import { Redis } from 'ioredis'
import { freePort } from './processes.ts'
import { type RedisServer, startRedis } from './redis.ts'
import { until } from './until.ts'

export type RedisCluster = {
  /** Address of any one of its servers. */
  url: string
  masters: readonly RedisServer[]
  /** The master that has this key's slot just now. */
  masterOf(key: string): Promise<RedisServer>
  /** Moves the slot of this key, and what lies in it, to another master; answers with that one. */
  moveSlotOf(key: string): Promise<RedisServer>
  stop(): Promise<void>
}

const SLOTS = 16_384

/** Three masters without replicas, one third of the slots each. What one of them holds is gone with it. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const masters = await Promise.all([0, 1, 2].map(async () => startRedis({ port: await freePort(), cluster: true })))
  const clients = masters.map(({ url }) => new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 }))
  for (const client of clients) client.on('error', () => {})
  await Promise.all(clients.map((client) => client.connect()))
  const third = Math.ceil(SLOTS / 3)
  await Promise.all(
    clients.map((client, at) =>
      client.call('CLUSTER', 'ADDSLOTSRANGE', at * third, Math.min(SLOTS, (at + 1) * third) - 1),
    ),
  )
  for (const [at, { port }] of masters.entries()) {
    const [, busPort] = (await clients[at]!.call('CONFIG', 'GET', 'cluster-port')) as [string, string]
    if (at > 0) await clients[0]!.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort)
  }
  const agrees = async (client: Redis) => {
    const info = String(await client.call('CLUSTER', 'INFO'))
    return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
  }
  await until(async () => (await Promise.all(clients.map(agrees))).every(Boolean), { what: 'the cluster is whole' })

  const first = clients[0]!
  const idOf = async (at: number) => String(await clients[at]!.call('CLUSTER', 'MYID'))
  const slotOf = async (key: string) => Number(await first.call('CLUSTER', 'KEYSLOT', key))
  const masterAt = async (slot: number) => {
    const ranges = (await first.call('CLUSTER', 'SLOTS')) as [number, number, [string, number]][]
    const [, , [, port]] = ranges.find(([from, to]) => slot >= from && slot <= to)!
    return masters.findIndex((master) => master.port === port)
  }
  return {
    url: masters[0]!.url,
    masters,
    masterOf: async (key) => masters[await masterAt(await slotOf(key))]!,
    async moveSlotOf(key) {
      const slot = await slotOf(key)
      const from = await masterAt(slot)
      const to = (from + 1) % masters.length
      await clients[to]!.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', await idOf(from))
      await clients[from]!.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', await idOf(to))
      const keys = (await clients[from]!.call('CLUSTER', 'GETKEYSINSLOT', slot, 1000)) as string[]
      for (const name of keys) await clients[from]!.call('MIGRATE', '127.0.0.1', masters[to]!.port, name, 0, 1000)
      const owner = await idOf(to)
      // The new owner first, or a moment without one would be seen.
      for (const at of [to, from, 3 - to - from]) await clients[at]!.call('CLUSTER', 'SETSLOT', slot, 'NODE', owner)
      return masters[to]!
    },
    async stop() {
      for (const client of clients) client.disconnect()
      await Promise.all(masters.map((master) => master.kill()))
    },
  }
}
