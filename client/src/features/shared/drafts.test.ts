import { expect, test } from 'vitest'
import { createDrafts } from './drafts.ts'

const about = { recordId: 'note-1' }

test('words stay with what they are about', () => {
  const drafts = createDrafts()
  drafts.write(about, 'Where is it?')
  drafts.write({ recordId: null }, 'All in all')
  drafts.write({ threadId: 'note-1' }, 'An answer')
  expect([drafts.of(about).text, drafts.of({ recordId: null }).text]).toEqual(['Where is it?', 'All in all'])
  expect(drafts.unsent()).toEqual(['Where is it?', 'All in all', 'An answer'])
  drafts.forget(about)
  expect(drafts.of(about).text).toBe('')
})

test('the same words go under the same id again, other words under another one', () => {
  const drafts = createDrafts()
  const first = drafts.sendAs(about, 'Where is it?')
  expect(drafts.sendAs(about, 'Where is it?')).toBe(first)
  const second = drafts.sendAs(about, 'Where is it, please?')
  expect(second).not.toBe(first)
  drafts.forget(about)
  expect(drafts.sendAs(about, 'Where is it, please?')).not.toBe(second)
})

test('blank words are nothing unsent', () => {
  const drafts = createDrafts()
  drafts.write(about, '  \n')
  expect(drafts.unsent()).toEqual([])
})
