import type { VoteView } from '@meydan/shared/contracts/votes'
import { expect, test } from 'vitest'
import { countsOf } from './vote-counts.ts'

const per = (civil: number, ofPublic: number) => ({ civil, public: ofPublic, neutral: 0 })
const line = (optionId: string) => ({
  ...{ optionId, dots: per(0, 0), byProxy: 0 },
  ...{ agree: per(2, 1), object: per(0, 1), abstain: per(0, 0) },
})
const vote = (kind: 'dots' | 'positions', lines: string[], hidden: string[] = []) =>
  ({
    kind,
    options: lines.map((id) => ({ id, hidden: hidden.includes(id) })),
    result: { options: lines.map(line) },
  }) as unknown as VoteView

test('the register’s own count comes first; sides that said nothing are left out', () => {
  const counts = { agree: 3, object: 0, abstain: 1, silent: 2 }
  const none = { agree: 0, object: 0, abstain: 0, silent: 2 }
  const tally = { all: counts, civil: counts, public: none, neutral: none }
  expect(countsOf({ tally }, vote('positions', ['a']))).toEqual({
    all: counts,
    bySide: [{ side: 'civil', counts }],
  })
})

test('a vote on one thing says how many; what was hidden in it doesn’t count', () => {
  const expected = {
    all: { agree: 3, object: 1, abstain: 0 },
    bySide: [
      { side: 'civil', counts: { agree: 2, object: 0, abstain: 0 } },
      { side: 'public', counts: { agree: 1, object: 1, abstain: 0 } },
    ],
  }
  expect(countsOf({ tally: null }, vote('positions', ['a']))).toEqual(expected)
  expect(countsOf({ tally: null }, vote('positions', ['a', 'b'], ['b']))).toEqual(expected)
})

test('of dots, of several things, and of nothing there is no such count', () => {
  expect(countsOf({ tally: null }, vote('positions', ['a', 'b']))).toBeNull()
  expect(countsOf({ tally: null }, vote('dots', ['a']))).toBeNull()
  expect(countsOf({ tally: null }, null)).toBeNull()
})
