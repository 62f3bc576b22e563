import type { ClauseStance } from '@meydan/shared/contracts/minutes'
import { expect, test } from 'vitest'
import { countsOf } from './clause-counts.ts'

const stance = (organisationId: string, given: Partial<ClauseStance>): ClauseStance => ({
  ...{ organisationId, side: 'civil', kind: 'agree', reason: '', seatId: null, at: '', isOutdated: false, words: null },
  ...given,
})
const organisations = [
  { id: 'a', side: 'civil' },
  { id: 'b', side: 'civil' },
  { id: 'c', side: 'public' },
] as const

test('organisations are counted by side; who spoke to another wording hasn’t spoken to this one', () => {
  const stances = [stance('a', {}), stance('b', { isOutdated: true }), stance('c', { side: 'public', kind: 'object' })]
  expect(countsOf({ stances }, organisations)).toEqual([
    { side: 'civil', agree: 1, object: 0, silent: 1 },
    { side: 'public', agree: 0, object: 1, silent: 0 },
  ])
})

test('what an organisation said that has left the room stays, and a side that isn’t there is left out', () => {
  expect(countsOf({ stances: [stance('gone', { side: 'neutral' })] }, [])).toEqual([
    { side: 'neutral', agree: 1, object: 0, silent: 0 },
  ])
  expect(countsOf({ stances: [] }, [])).toEqual([])
})
