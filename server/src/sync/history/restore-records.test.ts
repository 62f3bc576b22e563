import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { connectorLine } from '@meydan/shared/documents/board/connectors'
import { writePoints } from '@meydan/shared/documents/board/ink'
import { clusterTogether, ungroup } from '@meydan/shared/documents/board/themes'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { parsePlan } from '@meydan/shared/documents/plan/parse'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesOf, type LogRow } from './changes.ts'
import { deletedRecords } from './deleted-records.ts'
import { runsOf, Scribe } from './authors.ts'
import { restoreAll, restoreOne } from './restore-records.ts'

const nobody = new Map()

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

function aBoard() {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const add = (text: string, at = { x: 0, y: 0 }, frame: string | null = null) =>
    board.addNotes([{ at, text, frame }], { seat: null, side: 'civil' })[0]!
  return { doc, board, add }
}

test('everything is again as it was: deleted, changed and added records, and their words', () => {
  const { doc, board, add } = aBoard()
  const kept = add('stays')
  const gone = add('comes back')
  const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 900 }, title: 'Needs' })
  const then = copyOf(doc)
  removeItems(board, [gone, frame])
  board.write(kept, 'stays, changed')
  board.edit([kept], { colour: 'mint' })
  add('new since')
  doc.transact(() => restoreAll(doc, then, 'board', new Scribe(doc, nobody)))
  expect(parseBoard(doc)).toEqual(parseBoard(then))
})

test('what is the same already is not written again', () => {
  const { doc, add } = aBoard()
  add('same')
  const then = copyOf(doc)
  const before = Y.encodeStateAsUpdate(doc)
  doc.transact(() => restoreAll(doc, then, 'board', new Scribe(doc, nobody)))
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
})

test('restored words are their authors’ again, piece by piece', () => {
  const ahmad = new Y.Doc()
  ahmad.clientID = 1
  const id = new Board(ahmad).addNotes([{ at: { x: 0, y: 0 }, text: 'su ' }], { seat: null, side: 'civil' })[0]!
  const ben = copyOf(ahmad)
  ben.clientID = 2
  new Board(ben).write(id, 'su ve ekmek')
  const then = copyOf(ben)
  removeItems(new Board(ben), [id])
  const scribe = new Scribe(
    ben,
    new Map([
      [1, { personId: 'ahmad', seatId: 'a' }],
      [2, { personId: 'ben', seatId: 'b' }],
    ]),
  )
  ben.transact(() => restoreOne(ben, then, { root: 'notes', id, scribe }))
  const written = runsOf(new Board(ben).texts.get(id)!)
  expect(written.map(({ text, client }) => [text, scribe.holders.get(client)?.personId])).toEqual([
    ['su ', 'ahmad'],
    ['ve ekmek', 'ben'],
  ])
  expect([...scribe.holders.keys()], 'their old ids are theirs alone').not.toEqual(expect.arrayContaining([1, 2]))
})

test('a note comes back under its id to where it was seen, also where its frame is gone', () => {
  const { doc, board, add } = aBoard()
  const frame = board.addFrame({ at: { x: 500, y: 500 }, size: { width: 900, height: 900 }, title: 'Needs' })
  const id = add('inside', { x: 10, y: 20 }, frame)
  const then = copyOf(doc)
  removeItems(board, [id])
  removeItems(board, [frame])
  doc.transact(() => restoreOne(doc, then, { root: 'notes', id, scribe: new Scribe(doc, nobody) }))
  expect(board.notes.get(id)).toMatchObject({ at: { x: 510, y: 520 }, frame: null })
  expect(board.textOf(id)).toBe('inside')
})

test('a record that is there, or never was, is left alone', () => {
  const { doc, board, add } = aBoard()
  const id = add('then')
  const then = copyOf(doc)
  board.write(id, 'now')
  const scribe = new Scribe(doc, nobody)
  expect(restoreOne(doc, then, { root: 'notes', id, scribe })).toBe(false)
  expect(restoreOne(doc, then, { root: 'notes', id: 'nothing', scribe })).toBe(false)
  expect(board.textOf(id)).toBe('now')
})

describe('one deleted record of each kind comes back under its id, as it was, where it was', () => {
  const author = { seat: 's', side: 'civil' } as const
  const end = (item: string | null) => ({ item, at: { x: 7, y: 7 } })
  /** From the whole document, or from what the fold keeps of what a row deleted. */
  const sources: [string, (before: Y.Doc, rows: LogRow[]) => Y.Doc][] = [
    ['the log', (before) => before],
    [
      'what is kept of deleted records',
      (before, rows) => {
        const base = Y.encodeStateAsUpdate(before)
        const [kept] = deletedRecords('board', base, rows, changesOf('board', base, rows))
        const doc = new Y.Doc()
        Y.applyUpdate(doc, kept!.bytes)
        return doc
      },
    ],
  ]
  const kinds: [string, (board: Board, given: { at: { x: number; y: number }; noteId: string }) => string][] = [
    ['themes', (board, { at }) => board.add('theme', { at, title: 'Su', kind: 'need', affected: 'Aileler' }, author)],
    ['frames', (board, { at }) => board.addFrame({ at, size: { width: 700, height: 700 }, title: 'Lane' })],
    [
      'strokes',
      (board, { at }) => board.add('stroke', { at, points: writePoints([{ x: 3, y: 4, pressure: 1 }]) }, author),
    ],
    ['pictures', (board, { at }) => board.add('picture', { at, file: 'f', alt: 'Bir harita' }, author)],
    [
      'connectors',
      (board, { noteId }) => board.addConnector({ from: end(noteId), to: end(null), label: 'yüzünden' }, author),
    ],
    [
      'shapes',
      (board, { at }) => {
        const id = board.add('shape', { at, form: 'diamond' }, author)
        board.write(id, 'Karar')
        return id
      },
    ],
  ]
  for (const [source, from] of sources) {
    test.each(kinds)(`%s, from ${source}`, (root, make) => {
      const { doc, board, add } = aBoard()
      const noteId = add('beside', { x: 9_000, y: 0 })
      const id = make(board, { at: { x: 40, y: 60 }, noteId })
      const before = copyOf(doc)
      const [item, rect, words] = [board.item(id), board.rectOf(id), board.textOf(id)]
      const rows: LogRow[] = []
      doc.once('update', (bytes: Uint8Array) => rows.push({ seq: 1, bytes, seatId: 's', createdAt: new Date(0) }))
      removeItems(board, [id])
      expect(board.item(id)).toBeUndefined()
      const scribe = new Scribe(doc, nobody)
      expect(doc.transact(() => restoreOne(doc, from(before, rows), { root, id, scribe }))).toBe(true)
      expect([board.item(id), board.rectOf(id), board.textOf(id)]).toEqual([item, rect, words])
    })

    test(`a theme with its notes that are in no other theme by now, from ${source}`, () => {
      const { doc, board, add } = aBoard()
      const ids = ['a', 'b', 'c', 'd', 'e'].map((text) => add(text))
      const theme = clusterTogether(board, ids, author)!
      board.edit([theme], { title: 'Su' })
      const before = copyOf(doc)
      const rows: LogRow[] = []
      doc.once('update', (bytes: Uint8Array) => rows.push({ seq: 1, bytes, seatId: 's', createdAt: new Date(0) }))
      ungroup(board, theme)
      removeItems(board, [ids[1]!])
      const other = clusterTogether(board, [ids[3]!], author)!
      board.setLocked([ids[4]!], true)
      doc.transact(() =>
        restoreOne(doc, from(before, rows), { root: 'themes', id: theme, scribe: new Scribe(doc, nobody) }),
      )
      expect(board.notesOf(theme).map(({ id }) => board.textOf(id))).toEqual(['a', 'c'])
      expect(board.notesOf(other).map(({ id }) => board.textOf(id))).toEqual(['d'])
      expect(board.themes.get(theme)!.title).toBe('Su')
    })

    test(`where its frame is gone too, what comes back stands where it was seen, from ${source}`, () => {
      const { doc, board } = aBoard()
      const frame = board.addFrame({ at: { x: 500, y: 500 }, size: { width: 900, height: 900 }, title: 'Lane' })
      const id = board.add('stroke', { at: { x: 600, y: 600 }, points: '30 40 9 5 5 9' }, author)
      board.setLocked([id], false)
      expect(board.strokes.get(id)!.frame).toBe(frame)
      const [rect, before] = [board.rectOf(id), copyOf(doc)]
      const rows: LogRow[] = []
      doc.once('update', (bytes: Uint8Array) => rows.push({ seq: 1, bytes, seatId: 's', createdAt: new Date(0) }))
      removeItems(board, [id])
      removeItems(board, [frame])
      doc.transact(() => restoreOne(doc, from(before, rows), { root: 'strokes', id, scribe: new Scribe(doc, nobody) }))
      expect(board.rectOf(id)).toEqual(rect)
      expect(board.strokes.get(id)!.frame).toBeNull()
    })

    test(`a connector whose objects are gone lies where it lay, from ${source}`, () => {
      const { doc, board, add } = aBoard()
      const [a, b] = [add('a'), add('b', { x: 1_000, y: 0 })]
      const id = board.addConnector({ from: end(a), to: end(b) }, author)
      const [line, before] = [connectorLine(board, board.connectors.get(id)!), copyOf(doc)]
      const rows: LogRow[] = []
      doc.once('update', (bytes: Uint8Array) => rows.push({ seq: 1, bytes, seatId: 's', createdAt: new Date(0) }))
      removeItems(board, [a, b])
      doc.transact(() =>
        restoreOne(doc, from(before, rows), { root: 'connectors', id, scribe: new Scribe(doc, nobody) }),
      )
      expect(connectorLine(board, board.connectors.get(id)!)).toEqual(line)
    })
  }
})

test('plans are restored by the same rules', () => {
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  plan.goals.create({ id: 'g1', title: 'Rain', order: 'a0' })
  const then = copyOf(doc)
  plan.goals.remove('g1')
  plan.goals.create({ id: 'g2', title: 'Sun', order: 'a0' })
  doc.transact(() => restoreAll(doc, then, 'plan', new Scribe(doc, nobody)))
  expect(parsePlan(doc)).toEqual(parsePlan(then))
})
