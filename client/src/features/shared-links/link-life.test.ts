import type { SharedLink } from '@meydan/shared/contracts/shared-links'
import { expect, test } from 'vitest'
import { addressOfLink, hoursUntilEndOf, stateOfLink } from './link-life.ts'

const link: SharedLink = {
  id: '018f3a52-0000-7000-8000-000000000001',
  documentId: '018f3a52-0000-7000-8000-000000000002',
  level: 'read',
  label: 'Press',
  expiresAt: '2027-03-31T12:00:00.000Z',
  revokedAt: null,
  createdAt: '2027-03-01T12:00:00.000Z',
  opened: 0,
  openedAt: null,
  token: 'abc',
}
const at = (iso: string) => Date.parse(iso)

test('a link is open until its time, and closed when it was closed, whatever its time', () => {
  expect(stateOfLink(link, at('2027-03-31T11:59:59Z'))).toBe('open')
  expect(stateOfLink(link, at('2027-03-31T12:00:00Z'))).toBe('expired')
  const closed = { ...link, revokedAt: '2027-03-02T12:00:00.000Z' }
  expect(stateOfLink(closed, at('2027-03-03T12:00:00Z'))).toBe('revoked')
})

test('the secret of an address stands behind #', () => {
  expect(addressOfLink(link, 'https://meydan.example')).toBe('https://meydan.example/shared#abc')
})

test('a day counts until it is over, by this device’s clock', () => {
  const now = new Date(2027, 2, 31, 22, 30)
  expect(hoursUntilEndOf('2027-03-31', now)).toBe(2)
  expect(hoursUntilEndOf('2027-04-01', now)).toBe(26)
})

test('no day, a past day and one too far away are each said to be so', () => {
  const now = new Date(2027, 2, 31, 12)
  expect(hoursUntilEndOf('', now)).toBe('date')
  expect(hoursUntilEndOf('soon', now)).toBe('date')
  expect(hoursUntilEndOf('2027-03-30', now)).toBe('deadline_past')
  expect(hoursUntilEndOf('2029-03-30', now)).toBe('deadline_far')
})
