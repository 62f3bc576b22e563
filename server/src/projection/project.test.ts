import { Board } from '@meydan/shared/documents/board/board'
import { mergeThemes } from '@meydan/shared/documents/board/lineage'
import { clusterTogether } from '@meydan/shared/documents/board/themes'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { rowsOf } from './project.ts'

const DOCUMENT = '00000000-0000-4000-8000-00000000000d'
const SEAT = '00000000-0000-4000-8000-00000000000a'
const OTHER = '00000000-0000-4000-8000-00000000000B'
const author = { seat: SEAT, side: 'civil' as const }

test('a board says its notes, themes and frames', () => {
  const board = new Board(new Y.Doc())
  const said = { kind: 'need' as const, fields: ['education' as const], severity: 4, table: 'table 1' }
  const [first, second] = board.addNotes(
    [
      { at: { x: 0, y: 0 }, text: 'No interpreters', ...said },
      { at: { x: 900, y: 0 }, text: 'No bus' },
    ],
    author,
  )
  const theme = clusterTogether(board, [first!, second!], author)!
  board.edit([theme], { title: 'Access' })
  board.add('shape', { at: { x: 0, y: 900 } }, author)
  const frame = board.addFrame({ at: { x: 0, y: 2_000 }, size: { width: 400, height: 400 }, title: 'First table' })
  const { records, actions, links } = rowsOf('board', board.doc, DOCUMENT)
  expect([actions, links]).toEqual([[], []])
  const made = { seatId: SEAT, side: 'civil' }
  const bare = { noteKind: null, severity: null, fields: [], themeId: null, tableId: null, cameOf: [] }
  expect(records).toEqual([
    {
      ...made,
      ...{ recordId: first, kind: 'note', words: 'No interpreters', themeId: theme },
      ...{ tableId: 'table 1', noteKind: 'need', severity: 4, fields: ['education'], cameOf: [] },
    },
    { ...made, ...bare, recordId: second, kind: 'note', words: 'No bus', themeId: theme },
    { ...made, ...bare, recordId: theme, kind: 'theme', words: 'Access' },
    { ...bare, seatId: null, side: 'neutral', recordId: frame, kind: 'frame', words: 'First table' },
  ])
  const other = board.add('theme', { at: { x: 0, y: 3_000 }, title: 'Transport' }, author)
  mergeThemes(board, [theme, other], theme)
  expect(rowsOf('board', board.doc, DOCUMENT).records).toContainEqual(
    expect.objectContaining({ recordId: theme, cameOf: [other] }),
  )
  // A theme that is gone holds nothing.
  board.themes.remove(theme)
  expect(rowsOf('board', board.doc, DOCUMENT).records.map(({ themeId }) => themeId)).toEqual([null, null, null])
})

test('a plan says its actions in their order, and what they came from', () => {
  const plan = new Plan(new Y.Doc())
  const goal = plan.addGoal('Everybody is understood')
  const [first] = plan.addActions(
    [{ title: 'Hire interpreters', goal, description: 'Two of them', responsible: OTHER, supporting: [SEAT, 'odd'] }],
    author,
  )
  const [second] = plan.addActions([{ title: 'Ask', due: '2027-03-31', start: '0000-01-01' }], author)
  plan.addCheck(first!, 'Write the call')
  plan.editCheck(plan.addCheck(first!, 'Ask around')!, { done: true })
  setStatus(plan, [second!], 'agreed')
  plan.addSources(first!, [{ kind: 'note', document: DOCUMENT, record: 'n' }], author)
  plan.addSources(first!, [{ kind: 'action', document: null, record: second! }], author)
  plan.addSources(first!, [{ kind: 'vote', document: null, record: 'v' }], author)
  const { records, actions, links } = rowsOf('plan', plan.doc, DOCUMENT)
  expect(records).toEqual([])
  expect(actions).toMatchObject([
    { actionId: second, position: 0, goalTitle: '', status: 'agreed', due: '2027-03-31', agreedDue: '2027-03-31' },
    {
      ...{ actionId: first, position: 1, goalTitle: 'Everybody is understood', description: 'Two of them' },
      ...{ responsibleId: OTHER.toLowerCase(), supportingIds: [SEAT], progress: 50, status: 'proposed', due: null },
    },
  ])
  expect(actions[0]!.start, 'Postgres has no year 0').toBeNull()
  expect(links.map(({ kind, sourceDocumentId, sourceRecord }) => [kind, sourceDocumentId, sourceRecord])).toEqual(
    expect.arrayContaining([
      ['note', DOCUMENT, 'n'],
      ['action', DOCUMENT, second],
      ['vote', null, 'v'],
    ]),
  )
})

test('whatever a document holds, rows are what Postgres takes', () => {
  const doc = new Y.Doc()
  const record = (root: string, id: string, fields: object) => {
    const map = new Y.Map<unknown>(Object.entries(fields))
    doc.getMap(root).set(id, map)
  }
  record('notes', 'both', { seat: 'nobody', side: 7, severity: 99, table: 'a\0b', fields: 'x' })
  doc.getMap('texts').set('both', new Y.Text('one\0two'))
  record('notes', 'nul\0', {})
  record('themes', 'both', { title: 'Theme \ud800' })
  record('themes', 'theme', { title: 'Half \ud800 of a letter' })
  expect(rowsOf('board', doc, DOCUMENT).records).toMatchObject([
    { recordId: 'both', kind: 'note', words: 'onetwo', seatId: null, side: 'neutral', severity: null, tableId: null },
    { recordId: 'theme', kind: 'theme', words: 'Half \ufffd of a letter' },
  ])
})
