import type { ChangeView } from '@meydan/shared/contracts/history'
import { Board } from '@meydan/shared/documents/board/board'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { groupChanges, withAuthors } from './group-changes.ts'
import { momentShowing } from './moment-showing.ts'

const change = (given: Partial<ChangeView> & { minute: number }): ChangeView => ({
  seq: given.minute,
  root: 'notes',
  recordId: `r${given.minute}`,
  action: 'added',
  fields: [],
  seatId: 'ada',
  changedAt: new Date(Date.UTC(2026, 10, 22, 9, given.minute)).toISOString(),
  ...given,
})
const told = (changes: ChangeView[]) =>
  groupChanges(changes).map(({ seatId, action, counts }) => `${seatId} ${action} ${[...counts].flat().join(' ')}`)

test('what one person does within ten minutes is told once, whatever others do in between', () => {
  expect(
    told([
      change({ minute: 30 }),
      change({ minute: 29, seatId: 'ben' }),
      change({ minute: 25, root: 'themes' }),
      change({ minute: 20 }),
      change({ minute: 19 }),
      change({ minute: 18, action: 'deleted' }),
    ]),
  ).toEqual(['ada added notes 2 themes 1', 'ben added notes 1', 'ada added notes 1', 'ada deleted notes 1'])
})

test('a record changed again and again counts once, with everything that changed of it', () => {
  const [group] = groupChanges([
    change({ minute: 3, recordId: 'a', action: 'changed', fields: ['text'] }),
    change({ minute: 2, recordId: 'a', action: 'changed', fields: ['locked', 'at', 'order'] }),
  ])
  expect(group?.changes).toHaveLength(1)
  expect(group?.aspects).toEqual(['words', 'place', 'lock'])
})

test('what nobody did is its author’s where the board names one, else without a name; the rest is the server’s', () => {
  const board = new Board(new Y.Doc())
  const note = (seat: string | null) => board.addNotes([{ at: { x: 0, y: 0 }, text: 'x' }], { seat, side: 'civil' })[0]!
  const lane = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 600, height: 400 }, title: 'Table 1' })
  const [named, secret, gone] = [note('ada'), note(null), 'gone']
  const added = (recordId: string, root = 'notes') => change({ minute: 3, recordId, root, seatId: null })
  const groups = groupChanges(
    withAuthors([named, secret, gone].map((id) => added(id)).concat(added(lane, 'frames')), board),
  )
  expect(groups.map(({ seatId, isUnnamed, counts }) => [seatId, isUnnamed, [...counts].flat().join(' ')])).toEqual([
    ['ada', false, 'notes 1'],
    [null, true, 'notes 2'],
    [null, false, 'frames 1'],
  ])
  const deed = change({ minute: 1, recordId: named, seatId: 'ben' })
  expect(withAuthors([deed], board)).toEqual([deed])
})

test('words of no record are not told', () => {
  expect(groupChanges([change({ minute: 1, root: 'texts' })])).toEqual([])
})

test('a deletion is seen at the last moment before it, anything else at the first one after it or now', () => {
  const at = (minute: number) => change({ minute }).changedAt
  const version = (minute: number) => ({
    id: `v${minute}`,
    version: { id: `v${minute}`, reason: 'activity' as const, seatId: null, createdAt: at(minute) },
  })
  const moments = [version(10), version(20), { id: 'now', version: null }]
  const shows = (minute: number, action: ChangeView['action'], isThere = false) =>
    momentShowing(moments, change({ minute, action }), isThere)?.id
  expect(shows(25, 'deleted')).toBe('v20')
  expect(shows(19, 'deleted')).toBe('v10')
  expect(shows(5, 'deleted')).toBeUndefined()
  expect(shows(15, 'added')).toBe('v20')
  expect(shows(15, 'changed', true)).toBe('now')
  expect(shows(25, 'added')).toBeUndefined()
})
