import type { PresentSeat } from '@meydan/shared/contracts/events'
import type { RedisLink } from '../sync/relay/link.ts'

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
const ASK_AGAIN_MS = 1_000

/**
 * Shared through Redis: a hash per room, `node/connection` → seat, and a key per node that expires when the node
 * stops renewing it. Every command has one key, so that a cluster may keep them anywhere. While Redis is away each
 * node still knows its own people.
 */
export function redisPresence(link: RedisLink, nodeId: string): PresenceBook {
  /** This node's own people: room → field → seat. One connection may be in several rooms. */
  const own = new Map<string, Map<string, string>>()
  const roomKey = (roomId: string) => `meydan:presence:room:{${roomId}}`
  const field = (connectionId: string) => `${nodeId}/${connectionId}`
  const ownIn = (roomId: string): ReadonlyMap<string, string> => own.get(roomId) ?? new Map<string, string>()
  const soft = async (...work: (Promise<unknown> | undefined)[]) => {
    await Promise.all(work.filter((each) => each !== undefined)).catch(link.onError)
  }
  const sayAlive = () => link.ready()?.set(nodeKey(nodeId), '1', 'PX', NODE_ALIVE_MS)
  const isGone = goneNodes(link)

  async function listShared(roomId: string): Promise<PresentSeat[]> {
    const redis = link.ready()
    const fields = Object.entries((await redis?.hgetall(roomKey(roomId))) ?? {})
    const gone = await isGone(fields.map(([name]) => nodeOf(name)).filter((id) => id !== nodeId))
    const left = fields.filter(([name]) =>
      nodeOf(name) === nodeId ? !ownIn(roomId).has(name) : gone.has(nodeOf(name)),
    )
    if (left.length > 0) void soft(redis?.hdel(roomKey(roomId), ...left.map(([name]) => name)))
    const leftNames = new Set(left.map(([name]) => name))
    const shared = new Map(fields.filter(([name]) => !leftNames.has(name)))
    for (const [name, seatId] of ownIn(roomId)) shared.set(name, seatId)
    return bySeat(shared.values())
  }

  return {
    async enter(roomId, connectionId, seatId) {
      own.set(roomId, new Map(ownIn(roomId)).set(field(connectionId), seatId))
      await soft(sayAlive(), link.ready()?.hset(roomKey(roomId), field(connectionId), seatId))
    },
    async leave(roomId, connectionId) {
      const people = own.get(roomId)
      people?.delete(field(connectionId))
      if (people?.size === 0) own.delete(roomId)
      await soft(link.ready()?.hdel(roomKey(roomId), field(connectionId)))
    },
    async list(roomId) {
      try {
        return await listShared(roomId)
      } catch (error) {
        link.onError(error as Error)
        return bySeat(ownIn(roomId).values())
      }
    },
    async refresh() {
      await soft(sayAlive(), ...[...own].map(([roomId, people]) => link.ready()?.hset(roomKey(roomId), people)))
    },
    async close() {
      const farewells = [...own].map(([roomId, people]) => link.ready()?.hdel(roomKey(roomId), ...people.keys()))
      await soft(link.ready()?.del(nodeKey(nodeId)), ...farewells)
    },
  }
}

function nodeKey(id: string): string {
  return `meydan:presence:node:{${id}}`
}

function nodeOf(field: string): string {
  return field.slice(0, field.lastIndexOf('/'))
}

/** Which of these nodes have fallen silent. Many rooms ask about the same few nodes: each is asked for once a second. */
function goneNodes(link: RedisLink): (ids: string[]) => Promise<Set<string>> {
  const asked = new Map<string, { at: number; alive: Promise<boolean> }>()
  const isAlive = (id: string) => {
    const known = asked.get(id)
    if (known && Date.now() - known.at < ASK_AGAIN_MS) return known.alive
    const alive = Promise.resolve(link.ready()?.exists(nodeKey(id))).then((count) => count !== 0)
    asked.set(id, { at: Date.now(), alive })
    alive.catch(() => asked.delete(id))
    return alive
  }
  return async (ids) => {
    const unique = [...new Set(ids)]
    const alive = await Promise.all(unique.map(isAlive))
    const gone = new Set(unique.filter((_, index) => !alive[index]))
    for (const id of gone) asked.delete(id)
    return gone
  }
}
