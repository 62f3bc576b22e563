import type { StageView } from '@meydan/shared/contracts/stage'
import { expect, test } from 'vitest'
import { placeFor } from './whom-to-follow.ts'

const NOW = Date.UTC(2026, 10, 22, 9)
const participant = { seatId: 'me', mayDirect: false }
const facilitator = { seatId: 'me', mayDirect: true }
const seen = { now: NOW, leaderAway: false }

function stage(change: Partial<StageView> = {}): StageView {
  const broughtAt = new Date(NOW - 1_000).toISOString()
  const led = { leaderSeatId: 'leader', documentId: 'board', broughtAt, viewLocked: false }
  return { ...led, cursorsMuted: false, message: null, ...change }
}

test('whoever is called is brought, for two minutes', () => {
  expect(placeFor(stage(), participant, seen)).toEqual({ seatId: 'leader', documentId: 'board', how: 'brought' })
  expect(placeFor(stage(), participant, { ...seen, now: NOW + 2 * 60_000 })).toBeNull()
  expect(placeFor(null, participant, seen)).toBeNull()
  expect(placeFor(stage({ leaderSeatId: null }), participant, seen)).toBeNull()
})

test('a locked view holds participants however late they come, and facilitators as long as they like', () => {
  const locked = stage({ viewLocked: true })
  const late = { ...seen, now: NOW + 60 * 60_000 }
  expect(placeFor(locked, participant, late)?.how).toBe('locked')
  expect(placeFor(locked, facilitator, late)?.how).toBe('brought')
})

test('nobody is held by somebody who is away, and nobody leads themselves', () => {
  const locked = stage({ viewLocked: true })
  expect(placeFor(locked, participant, { ...seen, leaderAway: true })).toBeNull()
  expect(placeFor({ ...locked, leaderSeatId: 'me' }, participant, seen)).toBeNull()
})
