import { describe, expect, test } from 'vitest'
import { grouped, kindOfChange, newestFirst, placeOf, type RawEvent, readPlace } from './grouping.ts'

const NOON = Date.parse('2027-03-01T12:00:00Z')
const event = (minutes: number, given: Partial<RawEvent> = {}): RawEvent => ({
  kind: 'note_changed',
  at: new Date(NOON + minutes * 60_000),
  seatId: 'ahmad',
  documentId: 'board',
  recordId: 'note',
  threadId: null,
  object: 'board note',
  words: 'No interpreters',
  fields: [],
  ...given,
})

describe('What is told as one', () => {
  test('is of one person, of one object, and within a quarter of an hour', () => {
    const told = grouped([
      event(0),
      event(14),
      event(15),
      event(3, { seatId: 'mehmet' }),
      event(4, { object: 'other' }),
    ])
    expect(told.map(({ count }) => count)).toEqual([1, 2, 1, 1])
    expect(told.map(({ at }) => (at.getTime() - NOON) / 60_000)).toEqual([15, 14, 4, 3])
  })

  test('is the adding of what one goes on to write; deleting it is another thing', () => {
    const told = grouped([event(0, { kind: 'note_added', words: '' }), event(1), event(2, { kind: 'note_deleted' })])
    expect(told.map(({ kind, count, words }) => [kind, count, words])).toEqual([
      ['note_deleted', 1, 'No interpreters'],
      ['note_added', 2, 'No interpreters'],
    ])
  })

  test('names all fields once, and the last words there were', () => {
    const [one] = grouped([
      event(0, { fields: ['title', 'due'], words: 'First' }),
      event(1, { fields: ['due', 'cost'], words: '' }),
    ])
    expect(one).toMatchObject({ fields: ['cost', 'due', 'title'], words: 'First', count: 2 })
  })

  test('has the same name however often it is asked for, and what came later', () => {
    const [before] = grouped([event(0)])
    const [after] = grouped([event(5), event(0)])
    expect(after!.id).toBe(before!.id)
  })
})

test('a place is read as it was written', () => {
  const [one] = grouped([event(0)])
  expect(newestFirst(readPlace(placeOf(one!)), one!)).toBe(0)
  expect(readPlace(placeOf(one!))).toEqual({ at: one!.at, id: one!.id })
})

test.each([
  ['notes', 'changed', ['text'], 'note_changed'],
  ['notes', 'changed', ['at', 'order'], 'document_changed'],
  ['notes', 'deleted', [], 'note_deleted'],
  ['themes', 'added', ['title'], 'theme_added'],
  ['actions', 'changed', ['order'], 'action_changed'],
  ['strokes', 'added', ['at'], 'document_changed'],
  ['constructor', 'added', [], 'document_changed'],
])('%s %s %j is told as %s', (root, action, fields, kind) => {
  expect(kindOfChange(root, action, fields)).toBe(kind)
})
