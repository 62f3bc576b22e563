import type { Programme, RoomSummary } from '@meydan/shared/contracts/programmes'

export type ProgrammeWithRooms = {
  id: string
  name: string
  cities: string[]
  organised: boolean
  rooms: RoomSummary[]
}

/**
 * The home's sections: programmes one organises and those one only has a seat in, the liveliest first; in each the
 * rooms by last activity, archived ones at the end.
 */
export function programmesWithRooms(
  programmes: readonly Programme[],
  rooms: readonly RoomSummary[],
): ProgrammeWithRooms[] {
  const groups = new Map<string, ProgrammeWithRooms>()
  for (const { id, name, cities } of programmes) groups.set(id, { id, name, cities, organised: true, rooms: [] })
  for (const room of rooms) {
    const { programmeId: id, programmeName: name } = room
    if (!groups.has(id)) groups.set(id, { id, name, cities: [], organised: false, rooms: [] })
    groups.get(id)!.rooms.push(room)
  }
  for (const group of groups.values()) {
    group.rooms.sort((a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null) || byActivity(a, b))
  }
  const latest = ({ rooms: own }: ProgrammeWithRooms) =>
    Math.max(0, ...own.map(({ lastActivityAt }) => Date.parse(lastActivityAt)))
  return [...groups.values()].sort((a, b) => latest(b) - latest(a))
}

function byActivity(a: RoomSummary, b: RoomSummary): number {
  return Date.parse(b.lastActivityAt) - Date.parse(a.lastActivityAt)
}
