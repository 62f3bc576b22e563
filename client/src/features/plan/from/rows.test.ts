import { ACTION_TITLE_MAX } from '@meydan/shared/documents/plan/records'
import { expect, test } from 'vitest'
import type { AskedAction } from '../../../workshop/asked-actions.ts'
import { rowOfAll, rowOfEach, shortTitle } from './rows.ts'

function note(record: string, words: string, more: Partial<AskedAction> = {}): AskedAction {
  const sources = [{ kind: 'note' as const, document: 'board', record }]
  return { sources, title: words, text: words, fields: [], locality: '', ...more }
}

test('an action is named after the words of its note, and tells them where they are longer', () => {
  const long = 'söz '.repeat(200).trim()
  const [short, full, lines] = rowOfEach([note('a', ' Akşam \n kursu '), note('b', long), note('c', 'Bir\niki')])
  expect(short).toMatchObject({ chosen: true, title: 'Akşam kursu', text: '' })
  expect(full!.title.length).toBeLessThanOrEqual(ACTION_TITLE_MAX)
  expect(full!.title).toMatch(/söz…$/)
  expect(full!.text).toBe(long)
  expect(lines).toMatchObject({ title: 'Bir iki', text: '' })
})

test('a title is never cut through a sign', () => {
  const title = shortTitle('😀'.repeat(200))
  expect(title).toMatch(/^(😀)+…$/u)
  expect(title.length).toBeLessThanOrEqual(ACTION_TITLE_MAX)
})

test('one of all keeps where each came from, once, and what their fields say together', () => {
  const vote = { kind: 'vote' as const, document: null, record: 'v' }
  const given = [
    note('a', 'Kurs', { fields: ['education'], locality: 'Yenipınar' }),
    note('b', 'Tercüman', { fields: ['health', 'education'], locality: 'Yenipınar' }),
  ].map((one) => ({ ...one, sources: [vote, ...one.sources] }))
  expect(rowOfAll(given)).toMatchObject({
    title: 'Kurs',
    text: '– Kurs\n– Tercüman',
    fields: ['education', 'health'],
    locality: 'Yenipınar',
    sources: [vote, ...given.map(({ sources }) => sources[1])],
  })
})
