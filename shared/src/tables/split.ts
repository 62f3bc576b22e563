import { type Side, sides } from '../words.ts'

/** How people come to tables, where it isn't done one by one. */
export const splitModes = ['random', 'mixSides', 'separateSides'] as const
export type SplitMode = (typeof splitModes)[number]

export const SEED_MAX = 2 ** 31 - 1

/** Somebody to be seated: which side and organisation they speak for. */
export type Guest = { seatId: string; side: Side; organisationId: string }

/**
 * Divides people among tables: one list of seats for each table. The same people and seed give the same tables, in
 * whatever order the people come, so that what is previewed is what is made. Tables differ by one person at most;
 * `mixSides` keeps each side and each organisation within one of each other too; `separateSides` gives every side
 * tables of its own, as many as fits its size, and only where there are fewer tables than sides do some share.
 */
export function splitPeople(people: readonly Guest[], given: { count: number; mode: SplitMode; seed: number }) {
  const { count, mode, seed } = given
  const random = randomFrom(seed)
  const sorted = people.toSorted((a, b) => (a.seatId < b.seatId ? -1 : 1))
  if (mode === 'separateSides') return separate(sorted, count, random)
  return deal(mode === 'random' ? shuffled(sorted, random) : inRuns(sorted, random), count, random)
}

type Random = () => number

/** Round the tables, one after the other: any run of the list comes to lie as evenly as the whole does. */
function deal(people: readonly Guest[], count: number, random: Random): string[][] {
  const tables: string[][] = Array.from({ length: count }, () => [])
  const order = shuffled([...tables.keys()], random)
  people.forEach(({ seatId }, index) => tables[order[index % count]!]!.push(seatId))
  return tables
}

/** Side by side, and within each organisation by organisation, by chance otherwise. */
function inRuns(people: readonly Guest[], random: Random): Guest[] {
  const bySide = shuffled(sides, random).map((side) => people.filter((each) => each.side === side))
  return bySide.flatMap((ofSide) => {
    const organisations = [...Map.groupBy(ofSide, ({ organisationId }) => organisationId).values()]
    return shuffled(organisations, random).flatMap((members) => shuffled(members, random))
  })
}

function separate(people: readonly Guest[], count: number, random: Random): string[][] {
  const groups = groupsFor(people, count)
  const shares = sharesOf(
    groups.map(({ length }) => length),
    count,
  )
  return groups.flatMap((group, index) => deal(inRuns(group, random), shares[index]!, random))
}

/** The sides that are there; those of no side join the smaller one where there are too few tables for all. */
function groupsFor(people: readonly Guest[], count: number): Guest[][] {
  const groups = sides.map((side) => people.filter((each) => each.side === side)).filter(({ length }) => length > 0)
  if (groups.length === 0) return [[]]
  while (groups.length > count) {
    const last = groups.pop()!
    groups.sort((a, b) => a.length - b.length)[0]!.push(...last)
  }
  return groups
}

/** Tables for each group: one, and then always the next for the one whose tables are fullest. */
function sharesOf(sizes: readonly number[], count: number): number[] {
  const shares = sizes.map(() => 1)
  for (let left = count - sizes.length; left > 0; left--) {
    const fullness = sizes.map((size, index) => size / shares[index]!)
    const fullest = fullness.indexOf(Math.max(...fullness))
    shares[fullest] = shares[fullest]! + 1
  }
  return shares
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const mixed = [...list]
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!]
  }
  return mixed
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
