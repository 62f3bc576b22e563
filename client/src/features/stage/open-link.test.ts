import type { Invitation } from '@meydan/shared/contracts/invites'
import { expect, test } from 'vitest'
import { linkForAll } from './open-link.ts'

const NOW = Date.UTC(2026, 10, 22, 9)

function link(label: string, change: Partial<Invitation> = {}): Invitation {
  const times = { createdAt: '2026-11-20T09:00:00Z', expiresAt: '2026-11-23T09:00:00Z', revokedAt: null }
  const rest = { role: 'participant' as const, organisationId: null, maxUses: 10, uses: 0, token: label }
  return { id: crypto.randomUUID(), label, ...rest, ...times, ...change }
}

test('a hall is shown the open link with the most room left', () => {
  const links = [link('small', { uses: 8 }), link('large', { maxUses: 50, uses: 20 }), link('fresh')]
  expect(linkForAll(links, NOW)?.label).toBe('large')
})

test('never one that is closed, or isn’t for everybody', () => {
  const links = [
    link('expired', { expiresAt: '2026-11-22T08:59:00Z' }),
    link('used up', { uses: 10 }),
    link('revoked', { revokedAt: '2026-11-21T09:00:00Z' }),
    link('observers', { role: 'observer' }),
    link('facilitator', { role: 'facilitator', maxUses: 1 }),
    link('one organisation', { organisationId: crypto.randomUUID() }),
  ]
  expect(linkForAll(links, NOW)).toBeNull()
})
