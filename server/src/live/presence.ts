import type { PresentSeat } from '@meydan/shared/contracts/events'
import { Redis } from 'ioredis'
import { redisOptions } from '../sync/relay.ts'

/** Who is in which room, over all nodes. Connections are counted per seat: one person may have several windows. */
export interface PresenceBook {
  enter(roomId: string, connectionId: string, seatId: string): Promise<void>
  leave(roomId: string, connectionId: string): Promise<void>
  list(roomId: string): Promise<PresentSeat[]>
  /** Says again who is here, so that a store that lost it knows; called every few seconds. */
  refresh(): Promise<void>
  close(): Promise<void>
}

function bySeat(seatIds: Iterable<string>): PresentSeat[] {
  const counts = new Map<string, number>()
  for (const seatId of seatIds) counts.set(seatId, (counts.get(seatId) ?? 0) + 1)
  return [...counts]
    .map(([seatId, connections]) => ({ seatId, connections }))
    .sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
}

/** One process alone. */
export function processPresence(): PresenceBook {
  const rooms = new Map<string, Map<string, string>>()
  return {
    async enter(roomId, connectionId, seatId) {
      const room = rooms.get(roomId) ?? new Map<string, string>()
      rooms.set(roomId, room.set(connectionId, seatId))
    },
    async leave(roomId, connectionId) {
      const room = rooms.get(roomId)
      room?.delete(connectionId)
      if (room?.size === 0) rooms.delete(roomId)
    },
    async list(roomId) {
      return bySeat(rooms.get(roomId)?.values() ?? [])
    },
    async refresh() {},
    async close() {},
  }
}

/** A node that says nothing for this long is gone, and its people with it. */
const NODE_ALIVE_MS = 6_000

/**
 * Shared through Redis: a hash per room, `node/connection` → seat, and a key per node that expires when the node
 * stops renewing it. While Redis is away each node still knows its own people.
 */
export function redisPresence(url: string, nodeId: string, onError: (error: Error) => void): PresenceBook {
  const redis = new Redis(url, redisOptions)
  redis.on('error', onError)
  /** This node's own people: room → field → seat. One connection may be in several rooms. */
  const own = new Map<string, Map<string, string>>()
  const roomKey = (roomId: string) => `meydan:presence:room:${roomId}`
  const nodeKey = (id: string) => `meydan:presence:node:${id}`
  const field = (connectionId: string) => `${nodeId}/${connectionId}`
  const ownIn = (roomId: string): ReadonlyMap<string, string> => own.get(roomId) ?? new Map<string, string>()
  const soft = async (work: Promise<unknown>) => {
    await work.catch(onError)
  }

  async function refresh(): Promise<void> {
    if (redis.status !== 'ready') return
    const pipeline = redis.pipeline().set(nodeKey(nodeId), '1', 'PX', NODE_ALIVE_MS)
    for (const [roomId, people] of own) pipeline.hset(roomKey(roomId), people)
    await soft(pipeline.exec())
  }

  async function listShared(roomId: string): Promise<PresentSeat[]> {
    const fields = Object.entries(await redis.hgetall(roomKey(roomId)))
    const nodeOf = (name: string) => name.slice(0, name.lastIndexOf('/'))
    const nodes = [...new Set(fields.map(([name]) => nodeOf(name)))].filter((id) => id !== nodeId)
    const alive = nodes.length > 0 ? await redis.mget(nodes.map(nodeKey)) : []
    const gone = new Set(nodes.filter((_, index) => alive[index] === null))
    const left = fields.filter(([name]) =>
      nodeOf(name) === nodeId ? !ownIn(roomId).has(name) : gone.has(nodeOf(name)),
    )
    if (left.length > 0) await soft(redis.hdel(roomKey(roomId), ...left.map(([name]) => name)))
    const leftNames = new Set(left.map(([name]) => name))
    const shared = new Map(fields.filter(([name]) => !leftNames.has(name)))
    for (const [name, seatId] of ownIn(roomId)) shared.set(name, seatId)
    return bySeat(shared.values())
  }

  return {
    async enter(roomId, connectionId, seatId) {
      own.set(roomId, new Map(ownIn(roomId)).set(field(connectionId), seatId))
      const alive = redis.pipeline().set(nodeKey(nodeId), '1', 'PX', NODE_ALIVE_MS)
      await soft(alive.hset(roomKey(roomId), field(connectionId), seatId).exec())
    },
    async leave(roomId, connectionId) {
      const people = own.get(roomId)
      people?.delete(field(connectionId))
      if (people?.size === 0) own.delete(roomId)
      await soft(redis.hdel(roomKey(roomId), field(connectionId)))
    },
    async list(roomId) {
      if (redis.status !== 'ready') return bySeat(ownIn(roomId).values())
      try {
        return await listShared(roomId)
      } catch (error) {
        onError(error as Error)
        return bySeat(ownIn(roomId).values())
      }
    },
    refresh,
    async close() {
      const farewell = redis.pipeline().del(nodeKey(nodeId))
      for (const [roomId, people] of own) farewell.hdel(roomKey(roomId), ...people.keys())
      if (redis.status === 'ready') await soft(farewell.exec())
      redis.disconnect()
    },
  }
}
