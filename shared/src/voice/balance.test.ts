import { describe, expect, it, test } from 'vitest'
import { sides } from '../words.ts'
import { balanceOfParts, type BalanceParts, HINT_MIN_WRITINGS, writingHint } from './balance.ts'

const both = { civil: 1, public: 1 }

describe('the hint', () => {
  it('is given above 75 percent, not at it', () => {
    expect(writingHint({ civil: 75, public: 25 }, both)).toBeNull()
    expect(writingHint({ civil: 76, public: 24 }, both)).toEqual({ side: 'civil', percent: 76 })
    expect(writingHint({ civil: 10, public: 90 }, both)).toEqual({ side: 'public', percent: 90 })
    expect(writingHint({ civil: 0, public: 12 }, both)).toEqual({ side: 'public', percent: 100 })
    // Above 75, below 76: it must not say “75 %”, which would be no reason.
    expect(writingHint({ civil: 7501, public: 2499 }, both)).toEqual({ side: 'civil', percent: 76 })
  })

  it('needs enough writing, and people of both sides', () => {
    expect(writingHint({ civil: HINT_MIN_WRITINGS - 1, public: 0 }, both)).toBeNull()
    expect(writingHint({ civil: HINT_MIN_WRITINGS, public: 0 }, both)).not.toBeNull()
    expect(writingHint({ civil: 50, public: 0 }, { civil: 9, public: 0 })).toBeNull()
    expect(writingHint({ civil: 50, public: 0 }, { civil: 0, public: 9 })).toBeNull()
    expect(writingHint({ civil: 0, public: 0 }, both)).toBeNull()
  })
})

const seat = (organisationId: string, organisationName: string, side: (typeof sides)[number]) => ({
  organisationId,
  organisationName,
  side,
  // A seat as the room knows it says more; nothing of that is told.
  name: 'Somebody',
})
const seats: BalanceParts['seats'] = new Map([
  ['ahmad', seat('ngo', 'Dernek', 'civil')],
  ['leyla', seat('ngo', 'Dernek', 'civil')],
  ['mehmet', seat('city', 'Belediye', 'public')],
  ['zeynep', seat('host', 'KADEM', 'neutral')],
])
const nothing: BalanceParts = { seats, present: [], notes: [], turnout: [], turns: [] }

describe('the balance', () => {
  it('is all zero for a meeting in which nothing happened', () => {
    const empty = { people: 0, notes: 0, speakingSeconds: 0 }
    expect(balanceOfParts(nothing)).toEqual({
      sides: sides.map((side) => ({ side, ...empty, voters: 0 })),
      organisations: [],
      anonymousNotes: 0,
      speakingCounted: false,
    })
  })

  it('counts by side and organisation; a note without a name for its side, one without a side for nobody', () => {
    const {
      sides: bySide,
      organisations,
      ...rest
    } = balanceOfParts({
      seats,
      present: ['ahmad', 'ahmad', 'leyla', 'mehmet', 'stranger'],
      notes: [
        { seatId: 'ahmad', side: 'civil' },
        // The seat is what the room knows; the side of a note is only a claim.
        { seatId: 'mehmet', side: 'civil' },
        { seatId: null, side: 'public' },
        { seatId: null, side: 'neutral' },
      ],
      turnout: [
        { side: 'civil', voters: 2 },
        { side: 'civil', voters: 1 },
      ],
      turns: [
        { seatId: 'ahmad', seconds: 0.4 },
        { seatId: 'leyla', seconds: 0.4 },
        { seatId: 'mehmet', seconds: 61.2 },
        { seatId: 'stranger', seconds: 1000 },
      ],
    })
    expect(bySide).toEqual([
      { side: 'civil', people: 2, notes: 1, voters: 3, speakingSeconds: 1 },
      { side: 'public', people: 1, notes: 2, voters: 0, speakingSeconds: 61 },
      { side: 'neutral', people: 0, notes: 0, voters: 0, speakingSeconds: 0 },
    ])
    expect(
      organisations.map(({ name, people, notes, speakingSeconds }) => [name, people, notes, speakingSeconds]),
    ).toEqual([
      ['Dernek', 2, 1, 1],
      ['Belediye', 1, 1, 61],
    ])
    expect(rest).toEqual({ anonymousNotes: 1, speakingCounted: true })
  })
})

test.each([1, 2, 3, 4, 5])('sides are never less than their organisations (seed %i)', (seed) => {
  let state = seed
  const random = (below: number) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
  const ids = [...seats.keys()]
  const pick = () => ids[random(ids.length)]!
  const notes = Array.from({ length: random(60) }, () => ({
    seatId: random(3) === 0 ? null : pick(),
    side: sides[random(3)]!,
  }))
  const turns = Array.from({ length: random(20) }, () => ({ seatId: pick(), seconds: random(400) }))
  const balance = balanceOfParts({ ...nothing, notes, turns })
  const sum = (rows: { notes: number }[]) => rows.reduce((all, row) => all + row.notes, 0)
  expect(sum(balance.sides) + balance.anonymousNotes, `seed ${seed}`).toBe(notes.length)
  expect(sum(balance.organisations), `seed ${seed}`).toBe(notes.filter(({ seatId }) => seatId !== null).length)
  for (const { side, speakingSeconds } of balance.sides) {
    const own = turns.filter(({ seatId }) => seats.get(seatId)!.side === side)
    expect(speakingSeconds, `seed ${seed}`).toBe(own.reduce((all, { seconds }) => all + seconds, 0))
  }
})
