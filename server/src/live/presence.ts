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
  const own = processPresence()
  const entries = new Map<string, { roomId: string; connectionId: string; seatId: string }>()
  const roomKey = (roomId: string) => `meydan:presence:room:${roomId}`
  const nodeKey = (id: string) => `meydan:presence:node:${id}`
  const field = (connectionId: string) => `${nodeId}/${connectionId}`
  const soft = async (work: Promise<unknown>) => {
    await work.catch(onError)
  }

  async function refresh(): Promise<void> {
    if (redis.status !== 'ready') return
    const pipeline = redis.pipeline().set(nodeKey(nodeId), '1', 'PX', NODE_ALIVE_MS)
    for (const { roomId, connectionId, seatId } of entries.values()) {
      pipeline.hset(roomKey(roomId), field(connectionId), seatId)
    }
    await soft(pipeline.exec())
  }

  async function listShared(roomId: string): Promise<PresentSeat[]> {
    const fields = Object.entries(await redis.hgetall(roomKey(roomId)))
    const nodeOf = (name: string) => name.slice(0, name.lastIndexOf('/'))
    const nodes = [...new Set(fields.map(([name]) => nodeOf(name)))].filter((id) => id !== nodeId)
    const alive = nodes.length > 0 ? await redis.mget(nodes.map(nodeKey)) : []
    const gone = new Set(nodes.filter((_, index) => alive[index] === null))
    const left = fields.filter(([name]) =>
      nodeOf(name) === nodeId ? !entries.has(name.slice(nodeId.length + 1)) : gone.has(nodeOf(name)),
    )
    if (left.length > 0) await soft(redis.hdel(roomKey(roomId), ...left.map(([name]) => name)))
    const leftNames = new Set(left.map(([name]) => name))
    const shared = new Map(fields.filter(([name]) => !leftNames.has(name)))
    for (const entry of entries.values()) {
      if (entry.roomId === roomId) shared.set(field(entry.connectionId), entry.seatId)
    }
    return bySeat(shared.values())
  }

  return {
    async enter(roomId, connectionId, seatId) {
      await own.enter(roomId, connectionId, seatId)
      entries.set(connectionId, { roomId, connectionId, seatId })
      const alive = redis.pipeline().set(nodeKey(nodeId), '1', 'PX', NODE_ALIVE_MS)
      await soft(alive.hset(roomKey(roomId), field(connectionId), seatId).exec())
    },
    async leave(roomId, connectionId) {
      await own.leave(roomId, connectionId)
      entries.delete(connectionId)
      await soft(redis.hdel(roomKey(roomId), field(connectionId)))
    },
    async list(roomId) {
      if (redis.status !== 'ready') return own.list(roomId)
      try {
        return await listShared(roomId)
      } catch (error) {
        onError(error as Error)
        return own.list(roomId)
      }
    },
    refresh,
    async close() {
      const names = [...entries.values()]
      const farewell = redis.pipeline().del(nodeKey(nodeId))
      for (const { roomId, connectionId } of names) farewell.hdel(roomKey(roomId), field(connectionId))
      if (redis.status === 'ready') await soft(farewell.exec())
      redis.disconnect()
    },
  }
}
