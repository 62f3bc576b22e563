import { type OptionResult, type PerSide, SMALL_SIDE, type VoteKind } from '../contracts/votes.ts'
import { type Side, sides } from '../words.ts'

/** The two sides whose agreement is looked for; who belongs to neither counts in the raw sum only. */
export const weighedSides = ['civil', 'public'] as const
type Weighed = (typeof weighedSides)[number]

/** Which of the two sides support an option. */
export const quadrants = ['both', 'civil', 'public', 'neither'] as const
export type Quadrant = (typeof quadrants)[number]

/** raw: everybody's sum · civil, public, neutral: one side's own · equal: both sides weighing the same. */
export const readingNames = ['raw', ...sides, 'equal'] as const
export type ReadingName = (typeof readingNames)[number]

/** `rank`: 1 is first, equal values share it (1, 1, 3); null where there is no value. */
export type Place = { rank: number | null; tied: boolean }

export type OptionReading = {
  optionId: string
  /** Dots, or how many agree, of everybody. */
  raw: number
  /** Of each side: its dots, or how many of it agree. */
  given: PerSide
  /**
   * Of each side, 0 to 1: how much of all its dots; or how many of those of it who took a position here agree. Null
   * where it gave none, so that there is nothing to share.
   */
  share: Record<Side, number | null>
  /** The mean of the civil and the public share; null where one of them is. */
  equal: number | null
  quadrant: Quadrant
  places: Record<ReadingName, Place>
}

export type Readings = {
  /** In the order of the result. */
  options: OptionReading[]
  /** The weighed sides that gave nothing at all: why nothing can be said of both weighing the same. */
  missing: Weighed[]
}

/** An exact share: two options tie only where they are equal, not where rounding makes them so. */
type Fraction = { of: bigint; all: bigint }

/**
 * Three readings of one result, and the quadrant. A side supports an option with its dots if the option has at least as
 * many of them as if it had spread them evenly over all options shown (share ≥ 1/n); with positions if more of it agree
 * than object. A side that gave nothing supports nothing.
 */
export function readings(vote: { kind: VoteKind; options: readonly OptionResult[] }): Readings {
  const { kind, options } = vote
  const totals = perSide((side) => options.reduce((sum, option) => sum + castOn(kind, option, side), 0))
  const exact = options.map((option) => exactValues(kind, option, totals))
  const places = readingNames.map((name) => [name, placesOf(exact.map((values) => values[name]))] as const)
  return {
    options: options.map((option, index) => {
      const values = exact[index]!
      const given = perSide((side) => givenTo(kind, option, side))
      return {
        optionId: option.optionId,
        raw: given.civil + given.public + given.neutral,
        given,
        share: perSide((side) => asNumber(values[side])),
        equal: asNumber(values.equal),
        quadrant: quadrantOf((side) => supports(kind, option, side, { total: totals[side], options: options.length })),
        places: Object.fromEntries(places.map(([name, list]) => [name, list[index]!])) as Record<ReadingName, Place>,
      }
    }),
    missing: weighedSides.filter((side) => totals[side] === 0),
  }
}

/** Sides with so few voters that their figures tell of these people, not of the side. */
export function smallSides(voters: PerSide): Side[] {
  return sides.filter((side) => voters[side] > 0 && voters[side] < SMALL_SIDE)
}

/** Options by their place in one reading, the first first; those that tie in their own order, those without place last. */
export function sortedBy(options: readonly OptionReading[], name: ReadingName): OptionReading[] {
  const rank = (option: OptionReading) => option.places[name].rank ?? Number.POSITIVE_INFINITY
  return options.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
}

function perSide<T>(value: (side: Side) => T): Record<Side, T> {
  return { civil: value('civil'), public: value('public'), neutral: value('neutral') }
}

/** What counts for an option. */
function givenTo(kind: VoteKind, option: OptionResult, side: Side): number {
  return kind === 'dots' ? option.dots[side] : option.agree[side]
}

/** Everything a side put on an option, whatever it says. */
function castOn(kind: VoteKind, option: OptionResult, side: Side): number {
  return kind === 'dots' ? option.dots[side] : option.agree[side] + option.object[side] + option.abstain[side]
}

function exactValues(kind: VoteKind, option: OptionResult, totals: PerSide): Record<ReadingName, Fraction | null> {
  const raw = sides.reduce((sum, side) => sum + givenTo(kind, option, side), 0)
  const share = perSide((side) =>
    fraction(givenTo(kind, option, side), kind === 'dots' ? totals[side] : castOn(kind, option, side)),
  )
  return { raw: fraction(raw, 1), ...share, equal: mean(share.civil, share.public) }
}

function fraction(of: number, all: number): Fraction | null {
  return all === 0 ? null : { of: BigInt(of), all: BigInt(all) }
}

function mean(a: Fraction | null, b: Fraction | null): Fraction | null {
  return a && b && { of: a.of * b.all + b.of * a.all, all: 2n * a.all * b.all }
}

function asNumber(value: Fraction | null): number | null {
  return value && Number(value.of) / Number(value.all)
}

function compare(a: Fraction, b: Fraction): number {
  const [left, right] = [a.of * b.all, b.of * a.all]
  return left === right ? 0 : left < right ? -1 : 1
}

function placesOf(values: readonly (Fraction | null)[]): Place[] {
  const present = values.filter((value) => value !== null)
  return values.map((value) => {
    if (!value) return { rank: null, tied: false }
    const above = present.filter((other) => compare(other, value) > 0).length
    const equal = present.filter((other) => compare(other, value) === 0).length
    return { rank: above + 1, tied: equal > 1 }
  })
}

function supports(
  kind: VoteKind,
  option: OptionResult,
  side: Weighed,
  of: { total: number; options: number },
): boolean {
  if (of.total === 0) return false
  // share ≥ 1/n, without dividing.
  return kind === 'dots' ? option.dots[side] * of.options >= of.total : option.agree[side] > option.object[side]
}

function quadrantOf(supported: (side: Weighed) => boolean): Quadrant {
  if (supported('civil')) return supported('public') ? 'both' : 'civil'
  return supported('public') ? 'public' : 'neither'
}
