import type { MeetingBalance, WritingHint } from '../contracts/voice.ts'
import { type Side, sides } from '../words.ts'

/** A side is said to write too much alone from here on, in percent. */
export const HINT_PERCENT = 75
/** Less than this says nothing about anybody. */
export const HINT_MIN_WRITINGS = 10

type Pair = { civil: number; public: number }

/**
 * Whether one of the two sides has written so much of what was written of late that whoever leads may want to ask the
 * other one: of `written` more than 75 %, where both are `present` and there is enough to say so.
 */
export function writingHint(written: Pair, present: Pair): WritingHint | null {
  const total = written.civil + written.public
  if (present.civil === 0 || present.public === 0 || total < HINT_MIN_WRITINGS) return null
  const side = written.civil > written.public ? 'civil' : 'public'
  // Compared as it is, shown rounded down: “76 %” is never less than it says, and exactly 75 % is no hint.
  if (written[side] * 100 <= HINT_PERCENT * total) return null
  return { side, percent: Math.max(HINT_PERCENT + 1, Math.floor((written[side] * 100) / total)) }
}

export type SeatOf = { organisationId: string; organisationName: string; side: Side }

export type BalanceParts = {
  /** Everyone who has or had a seat in the room, by id. */
  seats: ReadonlyMap<string, SeatOf>
  /** Seats that were there. */
  present: readonly string[]
  /** One entry per note: whose it is, or at least from which side. */
  notes: readonly { seatId: string | null; side: Side }[]
  /** Those who voted in votes that are closed. */
  turnout: readonly { side: Side; voters: number }[]
  /** Turns that were counted. */
  turns: readonly { seatId: string; seconds: number }[]
}

type Organisation = MeetingBalance['organisations'][number]
type Shares = { people: number; notes: number; speakingSeconds: number }
const none = (): Shares => ({ people: 0, notes: 0, speakingSeconds: 0 })

/**
 * How much of a meeting came from which side and organisation. Seconds are rounded once, at the end of the adding; what
 * a seat that is not of this room did counts for nobody.
 */
export function balanceOfParts({ seats, present, notes, turnout, turns }: BalanceParts): MeetingBalance {
  const bySide = new Map(sides.map((side) => [side, { ...none(), voters: 0 }]))
  const byOrganisation = new Map<string, Organisation>()
  const add = (seatId: string, what: keyof Shares, amount: number) => {
    const seat = seats.get(seatId)
    if (!seat) return
    const { organisationId, organisationName: name, side } = seat
    const organisation = byOrganisation.get(organisationId) ?? { organisationId, name, side, ...none() }
    byOrganisation.set(organisationId, organisation)
    organisation[what] += amount
    bySide.get(side)![what] += amount
  }
  let anonymousNotes = 0
  for (const seatId of new Set(present)) add(seatId, 'people', 1)
  for (const { seatId, side } of notes) {
    if (seatId !== null && seats.has(seatId)) add(seatId, 'notes', 1)
    else if (side === 'neutral') anonymousNotes += 1
    else bySide.get(side)!.notes += 1
  }
  for (const { side, voters } of turnout) bySide.get(side)!.voters += voters
  for (const { seatId, seconds } of turns) add(seatId, 'speakingSeconds', seconds)
  return {
    sides: sides.map((side) => ({ side, ...rounded(bySide.get(side)!) })),
    organisations: [...byOrganisation.values()]
      .map(rounded)
      .sort((a, b) => sides.indexOf(a.side) - sides.indexOf(b.side) || (a.name < b.name ? -1 : 1)),
    anonymousNotes,
    speakingCounted: turns.length > 0,
  }
}

function rounded<T extends Shares>(shares: T): T {
  return { ...shares, speakingSeconds: Math.round(shares.speakingSeconds) }
}
