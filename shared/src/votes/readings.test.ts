import { describe, expect, test } from 'vitest'
import type { OptionResult } from '../contracts/votes.ts'
import { type Side, sides } from '../words.ts'
import { type OptionReading, readingNames, readings, sortedBy } from './readings.ts'

const none = { civil: 0, public: 0, neutral: 0 }

function dotted(optionId: string, civil: number, publicDots: number, neutral = 0): OptionResult {
  const dots = { civil, public: publicDots, neutral }
  return { optionId, dots, agree: none, object: none, abstain: none, byProxy: 0 }
}

function judged(optionId: string, civil: [number, number, number], publicSide: [number, number, number]): OptionResult {
  const at = (index: number) => ({ ...none, civil: civil[index]!, public: publicSide[index]! })
  return { optionId, dots: none, agree: at(0), object: at(1), abstain: at(2), byProxy: 0 }
}

const order = (options: readonly OptionReading[]) => options.map(({ optionId }) => optionId)

describe('three readings of one vote', () => {
  // Ten of the civil side, two of the public one: the raw sum is the larger side's.
  const read = readings({ kind: 'dots', options: [dotted('a', 18, 0), dotted('b', 6, 4, 1), dotted('c', 6, 2)] })

  test('raw, one side, both weighing the same', () => {
    expect(order(sortedBy(read.options, 'raw'))).toEqual(['a', 'b', 'c'])
    expect(order(sortedBy(read.options, 'public'))).toEqual(['b', 'c', 'a'])
    expect(order(sortedBy(read.options, 'equal'))).toEqual(['b', 'a', 'c'])
    expect(read.options.map(({ equal }) => equal)).toEqual([0.3, (0.2 + 4 / 6) / 2, (0.2 + 2 / 6) / 2])
    expect(read.options.map(({ raw }) => raw)).toEqual([18, 11, 8])
  })

  test('the quadrant', () => {
    expect(read.options.map(({ quadrant }) => quadrant)).toEqual(['civil', 'public', 'public'])
    const both = readings({ kind: 'dots', options: [dotted('a', 2, 2), dotted('b', 1, 1)] }).options
    expect(both.map(({ quadrant }) => quadrant)).toEqual(['both', 'neither'])
  })

  test('ties share a place, and the next one is left out', () => {
    const { options } = readings({ kind: 'dots', options: [dotted('a', 1, 1), dotted('b', 3, 2), dotted('c', 1, 1)] })
    expect(options.map(({ places }) => places.raw)).toEqual([
      { rank: 2, tied: true },
      { rank: 1, tied: false },
      { rank: 2, tied: true },
    ])
    expect(order(sortedBy(options, 'raw'))).toEqual(['b', 'a', 'c'])
  })

  test('a third is a third, however it is written', () => {
    // 1/3 + 2/7 and 2/6 + 4/14 are equal; their sums in floating point needn't be.
    const options = [judged('a', [1, 2, 0], [2, 5, 0]), judged('b', [2, 4, 0], [4, 10, 0])]
    expect(readings({ kind: 'positions', options }).options.map(({ places }) => places.equal)).toEqual([
      { rank: 1, tied: true },
      { rank: 1, tied: true },
    ])
  })

  test('a side that gave nothing has no share, and supports nothing', () => {
    const { options, missing } = readings({ kind: 'dots', options: [dotted('a', 2, 0, 9), dotted('b', 1, 0)] })
    expect(missing).toEqual(['public'])
    expect(options[0]).toMatchObject({ share: { public: null }, equal: null, quadrant: 'civil', raw: 11 })
    expect(options[0]!.places.equal).toEqual({ rank: null, tied: false })
  })

  test('positions: more agree than object', () => {
    const options = [
      judged('a', [3, 1, 2], [1, 1, 5]),
      judged('b', [0, 0, 4], [2, 1, 0]),
      judged('c', [0, 0, 0], [0, 2, 0]),
    ]
    const read = readings({ kind: 'positions', options }).options
    expect(read.map(({ quadrant }) => quadrant)).toEqual(['civil', 'public', 'neither'])
    expect(read[0]!.share).toEqual({ civil: 0.5, public: 1 / 7, neutral: null })
    expect(read[2]!.equal).toBeNull()
  })

  test('nothing at all is nothing at all', () => {
    expect(readings({ kind: 'dots', options: [] })).toEqual({ options: [], missing: ['civil', 'public'] })
    const [only] = readings({ kind: 'dots', options: [dotted('a', 0, 0)] }).options
    expect(only).toMatchObject({ raw: 0, quadrant: 'neither', equal: null })
  })
})

/** Mulberry32: the same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const SEEDS = Array.from({ length: 200 }, (_, index) => 7_000 + index)

function anyVote(seed: number) {
  const random = chance(seed)
  const kind = random(2) === 0 ? ('dots' as const) : ('positions' as const)
  const counts = () => ({ civil: random(8), public: random(5), neutral: random(3) })
  const options = Array.from({ length: 1 + random(12) }, (_, index) => ({
    optionId: `o${index}`,
    dots: kind === 'dots' ? counts() : none,
    agree: kind === 'dots' ? none : counts(),
    object: kind === 'dots' ? none : counts(),
    abstain: kind === 'dots' ? none : counts(),
    byProxy: 0,
  }))
  return { kind, options, random }
}

describe.each(SEEDS)('any vote (seed %i)', (seed) => {
  test('keeps what a reading promises', () => {
    const { kind, options, random } = anyVote(seed)
    const { options: read } = readings({ kind, options })
    sharesAddUp(kind, read)
    for (const name of readingNames) ranksAreRight(read, name)

    const shuffled = options.toSorted(() => random(3) - 1)
    const again = new Map(readings({ kind, options: shuffled }).options.map((option) => [option.optionId, option]))
    for (const option of read) expect(again.get(option.optionId)).toEqual(option)

    const exchange = <T>({ civil, public: other, ...rest }: Record<Side, T>) => ({
      ...rest,
      civil: other,
      public: civil,
    })
    const mirrored = readings({
      kind,
      options: options.map((option) => ({
        ...option,
        dots: exchange(option.dots),
        agree: exchange(option.agree),
        object: exchange(option.object),
        abstain: exchange(option.abstain),
      })),
    }).options
    const opposite = { both: 'both', neither: 'neither', civil: 'public', public: 'civil' } as const
    for (const [index, option] of read.entries()) {
      expect(mirrored[index]).toMatchObject({ raw: option.raw, quadrant: opposite[option.quadrant] })
      expect(mirrored[index]!.equal).toEqual(option.equal)
      expect(mirrored[index]!.places.equal).toEqual(option.places.equal)
    }
  })

  test('weighs both sides the same, however many of one there are', () => {
    const { kind, options } = anyVote(seed)
    const times = (counts: Record<Side, number>) => ({ ...counts, civil: counts.civil * 7 })
    const grown = options.map((option) => ({
      ...option,
      dots: times(option.dots),
      agree: times(option.agree),
      object: times(option.object),
      abstain: times(option.abstain),
    }))
    const [before, after] = [readings({ kind, options }).options, readings({ kind, options: grown }).options]
    for (const [index, option] of before.entries()) {
      expect(after[index]!.places.equal).toEqual(option.places.equal)
      expect(after[index]!.quadrant).toBe(option.quadrant)
    }
  })
})

function sharesAddUp(kind: 'dots' | 'positions', read: readonly OptionReading[]): void {
  for (const side of sides) {
    const shares = read.map(({ share }) => share[side]).filter((share) => share !== null)
    for (const share of shares) expect(share).toBeGreaterThanOrEqual(0)
    for (const share of shares) expect(share).toBeLessThanOrEqual(1)
    if (kind === 'dots' && shares.length > 0) expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
  }
}

function ranksAreRight(read: readonly OptionReading[], name: (typeof readingNames)[number]): void {
  const value = (option: OptionReading) =>
    name === 'raw' ? option.raw : name === 'equal' ? option.equal : option.share[name]
  const placed = sortedBy(read, name).filter((option) => option.places[name].rank !== null)
  for (const [index, option] of placed.entries()) {
    const { rank, tied } = option.places[name]
    const sharing = placed.filter((other) => other.places[name].rank === rank)
    expect(tied).toBe(sharing.length > 1)
    expect(rank).toBe(placed.findIndex((other) => other.places[name].rank === rank) + 1)
    const next = placed[index + 1]
    if (next) expect(value(option)!).toBeGreaterThanOrEqual(value(next)! - 1e-12)
  }
}
