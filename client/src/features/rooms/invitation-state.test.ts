import type { Invitation } from '@meydan/shared/contracts/invites'
import { expect, test } from 'vitest'
import { sortInvitations, stateOfInvitation } from './invitation-state.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const open: Invitation = {
  id: 'a',
  role: 'participant',
  label: '',
  organisationId: null,
  maxUses: 5,
  uses: 4,
  expiresAt: '2026-11-22T12:00:00Z',
  revokedAt: null,
  createdAt: '2026-11-20T12:00:00Z',
  token: 't',
}

test('a link closes by use, time or decision; the decision is what is told', () => {
  expect(stateOfInvitation(open, now)).toBe('open')
  expect(stateOfInvitation({ ...open, uses: 5 }, now)).toBe('used_up')
  expect(stateOfInvitation({ ...open, expiresAt: '2026-11-21T12:00:00Z' }, now)).toBe('expired')
  expect(stateOfInvitation({ ...open, uses: 5, revokedAt: '2026-11-21T00:00:00Z' }, now)).toBe('revoked')
})

test('open links stand first, the newest of them on top', () => {
  const list = [
    { ...open, id: 'used', uses: 5, createdAt: '2026-11-21T10:00:00Z' },
    { ...open, id: 'old' },
    { ...open, id: 'new', createdAt: '2026-11-21T09:00:00Z' },
  ]
  expect(sortInvitations(list, now).map(({ id }) => id)).toEqual(['new', 'old', 'used'])
})
