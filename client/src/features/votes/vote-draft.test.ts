import type { ItemKind } from '@meydan/shared/documents/board/records'
import { expect, test } from 'vitest'
import { draftOf, isoOf, lacksVote, optionsFrom } from './vote-draft.ts'

test('of what is selected notes, themes and frames are voted on, each once, in its words', () => {
  const names: Record<string, { type: ItemKind; label: string }> = {
    a: { type: 'note', label: '  Su kesintisi \n' },
    b: { type: 'connector', label: 'x' },
    c: { type: 'theme', label: 'Barınma' },
    d: { type: 'note', label: 'ş'.repeat(900) },
  }
  const handle = { nameOf: (id: string) => names[id] ?? null }
  const first = optionsFrom(handle, ['a', 'b', 'c', 'gone'], [])
  expect(first).toEqual([
    { recordId: 'a', recordType: 'note', label: 'Su kesintisi' },
    { recordId: 'c', recordType: 'theme', label: 'Barınma' },
  ])
  const second = optionsFrom(handle, ['a', 'd'], first)
  expect(second.map(({ recordId }) => recordId)).toEqual(['d'])
  expect(second[0]?.label).toHaveLength(400)
})

test('a deadline goes into the field and comes back as it was', () => {
  const iso = '2026-11-30T17:45:00.000Z'
  const { deadline } = draftOf({ ...blank(), deadline: iso })
  expect(isoOf(deadline)).toBe(iso)
  expect(isoOf('')).toBeNull()
  expect(isoOf('yesterday')).toBeNull()
})

test('a step of voting lacks a vote until one is made for it, or any is open', () => {
  const step = { id: 'a', mode: 'vote' as const }
  const vote = (stepId: string | null, state: 'draft' | 'open' | 'closed') => ({ ...blank(), stepId, state })
  expect(lacksVote(step, [])).toBe(true)
  expect(lacksVote(step, [vote('b', 'closed'), vote(null, 'draft')])).toBe(true)
  for (const made of [vote('a', 'draft'), vote('a', 'closed'), vote(null, 'open')]) {
    expect(lacksVote(step, [made])).toBe(false)
  }
  for (const other of [null, { id: 'a', mode: 'decide' as const }]) expect(lacksVote(other, [])).toBe(false)
})

function blank() {
  return { title: '', kind: 'dots', options: [] } as unknown as NonNullable<Parameters<typeof draftOf>[0]>
}
