import { expect, test } from 'vitest'
import { emptyKey, isNarrowed, noFilter, queryOf } from './list-filter.ts'

test('what isn’t asked for is no part of the question', () => {
  expect(queryOf(noFilter())).toEqual({ state: 'open', mine: 'false', unread: 'false' })
  expect(queryOf({ ...noFilter(), state: 'all', side: 'public', words: '  courses ' })).toEqual({
    state: 'all',
    mine: 'false',
    unread: 'false',
    side: 'public',
    q: 'courses',
  })
  expect(queryOf({ ...noFilter(), words: 'x'.repeat(300) }).q).toHaveLength(200)
})

test('an empty list says why by what was asked last', () => {
  expect(isNarrowed(noFilter())).toBe(false)
  expect(isNarrowed({ ...noFilter(), words: '  ' })).toBe(false)
  expect(isNarrowed({ ...noFilter(), mine: true })).toBe(true)
  expect(emptyKey(noFilter(), 0)).toBe('threads.empty.all.title')
  expect(emptyKey({ ...noFilter(), state: 'resolved' }, 3)).toBe('threads.empty.resolved.title')
  expect(emptyKey({ ...noFilter(), unread: true, mine: true }, 3)).toBe('threads.empty.unread.title')
  expect(emptyKey({ ...noFilter(), unread: true, words: 'x' }, 3)).toBe('threads.empty.found.title')
})
