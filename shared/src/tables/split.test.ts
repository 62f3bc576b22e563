import { expect, test } from 'vitest'
import { sides } from '../words.ts'
import { type Guest, splitModes, splitPeople } from './split.ts'

const SEEDS = Array.from({ length: Number(process.env.SPLIT_SEEDS ?? 400) }, (_, index) => index + 1)

/** Some people, tables and a seed; the same for the same number. */
function aCase(seed: number) {
  const pick = (salt: number, below: number) => Math.abs((Math.sin(seed * 97 + salt) * 10_000) | 0) % below
  const people = Array.from({ length: pick(1, 61) }, (_, index): Guest => {
    const organisation = pick(index + 10, 12)
    return {
      seatId: `seat-${index}`,
      side: sides[organisation % (1 + pick(2, 3))]!,
      organisationId: `o${organisation}`,
    }
  })
  return { people, count: 2 + pick(3, 14), seed }
}

function spread(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers)
}

const byId = (people: readonly Guest[]) => new Map(people.map((each) => [each.seatId, each]))

test.each(splitModes)('%s: everybody sits at one table, the same each time, in whatever order they come', (mode) => {
  for (const seed of SEEDS) {
    const { people, count } = aCase(seed)
    const tables = splitPeople(people, { count, mode, seed })
    expect(tables, `seed ${seed}`).toHaveLength(count)
    expect(tables.flat().sort(), `seed ${seed}`).toEqual(people.map(({ seatId }) => seatId).sort())
    expect(splitPeople(people.toReversed(), { count, mode, seed }), `seed ${seed}`).toEqual(tables)
  }
})

test.each(['random', 'mixSides'] as const)('%s: tables differ by one person at most', (mode) => {
  for (const seed of SEEDS) {
    const { people, count } = aCase(seed)
    const tables = splitPeople(people, { count, mode, seed })
    expect(spread(tables.map(({ length }) => length)), `seed ${seed}`).toBeLessThanOrEqual(1)
  }
})

test('mixing sides: each side and each organisation differs by one at most from table to table', () => {
  for (const seed of SEEDS) {
    const { people, count } = aCase(seed)
    const known = byId(people)
    const tables = splitPeople(people, { count, mode: 'mixSides', seed })
    const groups = new Set(people.flatMap(({ side, organisationId }) => [side, organisationId]))
    for (const group of groups) {
      const counts = tables.map(
        (table) =>
          table.filter((id) => known.get(id)!.side === group || known.get(id)!.organisationId === group).length,
      )
      expect(spread(counts), `seed ${seed}, ${group}`).toBeLessThanOrEqual(1)
    }
  }
})

test('separating sides: tables of one side each, and no other shares would make the fullest table smaller', () => {
  for (const seed of SEEDS) {
    const { people, count } = aCase(seed)
    const known = byId(people)
    const present = sides.filter((side) => people.some((each) => each.side === side))
    const tables = splitPeople(people, { count, mode: 'separateSides', seed })
    if (present.length > count || present.length === 0) continue
    for (const table of tables)
      expect(new Set(table.map((id) => known.get(id)!.side)).size, `seed ${seed}`).toBeLessThanOrEqual(1)
    const sizes = present.map((side) => people.filter((each) => each.side === side).length)
    const fullest = Math.max(...tables.map(({ length }) => length))
    // With tables of at most one fewer there would not be enough of them.
    const needed = sizes.reduce((sum, size) => sum + Math.ceil(size / (fullest - 1)), 0)
    expect(needed, `seed ${seed}`).toBeGreaterThan(count)
  }
})

test('with two tables and three sides, those of no side sit where there is more room', () => {
  const of = (side: Guest['side'], count: number) =>
    Array.from({ length: count }, (_, index): Guest => ({ seatId: `${side}${index}`, side, organisationId: side }))
  const people = [...of('civil', 5), ...of('public', 3), ...of('neutral', 2)]
  const tables = splitPeople(people, { count: 2, mode: 'separateSides', seed: 1 })
  expect(tables.map(({ length }) => length).sort()).toEqual([5, 5])
  expect(tables.some((table) => table.every((id) => id.startsWith('civil')))).toBe(true)
})

test('another seed makes other tables', () => {
  const { people } = aCase(3)
  const made = SEEDS.slice(0, 30).map((seed) => JSON.stringify(splitPeople(people, { count: 4, mode: 'random', seed })))
  expect(new Set(made).size).toBeGreaterThan(25)
})
