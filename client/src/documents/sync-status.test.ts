import { expect, test } from 'vitest'
import { type SyncFacts, syncStatusOf } from './sync-status.ts'

const calm: SyncFacts = {
  connected: true,
  caughtUp: true,
  mayWrite: true,
  sent: 3,
  acked: 3,
  pendingChanges: 0,
  waitingSince: null,
  hasLost: false,
  quarantined: false,
}

test('saved is said only when the server has acknowledged every frame', () => {
  expect(syncStatusOf(calm, 0).state).toBe('saved')
  expect(syncStatusOf({ ...calm, acked: 2, waitingSince: 0 }, 10).state).toBe('saving')
  expect(syncStatusOf({ ...calm, caughtUp: false }, 10).state).toBe('saving')
  expect(syncStatusOf({ ...calm, connected: false }, 10).state).toBe('offline')
})

test('a wait of more than two seconds is told', () => {
  const waiting = { ...calm, acked: 2, waitingSince: 1_000, pendingChanges: 1 }
  expect(syncStatusOf(waiting, 3_000).state).toBe('saving')
  expect(syncStatusOf(waiting, 3_001)).toEqual({ state: 'unsaved', pendingChanges: 1 })
})

test('what the server ends for good is never called saved', () => {
  expect(syncStatusOf({ ...calm, closed: 'refused' }, 0).state).toBe('rejected')
  expect(syncStatusOf({ ...calm, closed: 'newerVersion' }, 0).state).toBe('replaced')
  expect(syncStatusOf({ ...calm, closed: 'noSeat' }, 0).state).toBe('readonly')
  expect(syncStatusOf({ ...calm, closed: 'noSeat', pendingChanges: 2 }, 0).state).toBe('rejected')
})

test('an observer reads', () => {
  expect(syncStatusOf({ ...calm, mayWrite: false }, 0).state).toBe('readonly')
})

test('a document in quarantine is read, and the screen is told why', () => {
  expect(syncStatusOf({ ...calm, quarantined: true }, 0)).toEqual({
    state: 'readonly',
    pendingChanges: 0,
    quarantined: true,
  })
})

test('while lost words are shown nothing else is said, unless the whole board was replaced', () => {
  expect(syncStatusOf({ ...calm, hasLost: true }, 0).state).toBe('rejected')
  expect(syncStatusOf({ ...calm, hasLost: true, connected: false }, 0).state).toBe('rejected')
  expect(syncStatusOf({ ...calm, hasLost: true, closed: 'newerVersion' }, 0).state).toBe('replaced')
})
