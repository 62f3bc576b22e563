import type { PerSide, VoteView } from '@meydan/shared/contracts/votes'
import { expect, test } from 'vitest'
import { votesByRecord, votesForFile } from './board-votes.ts'

const none: PerSide = { civil: 0, public: 0, neutral: 0 }
const dots = (optionId: string, civil: number, of: number) => {
  return { optionId, dots: { civil, public: of, neutral: 0 }, agree: none, object: none, abstain: none, byProxy: 0 }
}
const option = (id: string, recordId: string, position: number) => {
  return { id, recordId, recordType: 'note' as const, label: `says ${recordId}`, position, hidden: false }
}

const vote = {
  ...{ id: 'v', title: 'Öncelik', kind: 'dots', budget: 3, budgetOf: 'person', closedAt: '2026-11-22T10:00:00.000Z' },
  options: [option('1', 'a', 0), option('2', 'b', 1)],
  result: { options: [dots('1', 4, 3), dots('2', 0, 0)], voters: none, byProxy: none, eligible: none, reasons: [] },
} as unknown as VoteView

test('each object has what every vote says of it', () => {
  const second = { ...vote, id: 'w', title: 'Second' } as VoteView
  const found = votesByRecord([vote, second])
  expect(found.get('a')?.map(({ title, result }) => [title, result.dots.civil])).toEqual([
    ['Öncelik', 4],
    ['Second', 4],
  ])
  expect(found.has('c')).toBe(false)
})

test('a file holds the sums of the objects it holds, and no vote without one', () => {
  const [held] = votesForFile([vote], new Set(['b']))
  expect(held?.options).toMatchObject([{ recordId: 'b', label: 'says b', dots: none }])
  expect(JSON.stringify(held)).not.toContain('optionId')
  expect(votesForFile([vote], new Set(['c']))).toEqual([])
})
