import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { clusterTogether, ungroup } from '@meydan/shared/documents/board/themes'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesOf, type LogRow } from './changes.ts'
import { deletedRecords } from './deleted-records.ts'
import { surroundingsOf } from './surroundings.ts'

function written(edits: ((board: Board) => void)[]): LogRow[] {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const rows: LogRow[] = []
  for (const edit of edits) {
    doc.once('update', (bytes: Uint8Array) => {
      rows.push({ seq: rows.length + 1, bytes, seatId: 'ada', createdAt: new Date(rows.length) })
    })
    doc.transact(() => edit(board))
  }
  return rows
}

function kept(rows: readonly LogRow[]) {
  return deletedRecords('board', null, rows, changesOf('board', null, rows)).map(({ upto, bytes }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    return { upto, texts: parseBoard(doc).notes.map(({ text }) => text), bytes: Buffer.from(bytes) }
  })
}

const add = (board: Board, text: string) =>
  board.addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })
const named = (board: Board, text: string) => board.notes.all().find(({ id }) => board.textOf(id) === text)!.id

test('what was deleted is kept as it was just before, and nothing beside it', () => {
  const rows = written([
    (board) => void add(board, 'first'),
    (board) => void add(board, 'stays'),
    (board) => void board.write(named(board, 'first'), 'first, last words'),
    (board) => removeItems(board, [named(board, 'first, last words')]),
  ])
  const [state, ...more] = kept(rows)
  expect(more).toEqual([])
  expect(state).toMatchObject({ upto: 3, texts: ['first, last words'] })
  expect(state!.bytes.includes('stays')).toBe(false)
})

test('each deletion by itself; together what one row deleted; nothing where none did', () => {
  const rows = written([
    (board) => void ['a', 'b', 'c'].map((text) => add(board, text)),
    (board) => removeItems(board, [named(board, 'b')]),
    (board) => removeItems(board, [named(board, 'a'), named(board, 'c')]),
  ])
  expect(kept(rows).map(({ upto, texts }) => [upto, texts.sort()])).toEqual([
    [1, ['b']],
    [2, ['a', 'c']],
  ])
  expect(kept(rows.slice(0, 1))).toEqual([])
})

test('where they stood and what they held is kept with them, without the words of others', () => {
  const author = { seat: null, side: 'civil' } as const
  const rows = written([
    (board) => void board.addFrame({ at: { x: 500, y: 500 }, size: { width: 900, height: 900 }, title: 'Lane' }),
    (board) => board.addNotes([{ at: { x: 10, y: 20 }, frame: board.frames.all()[0]!.id, text: 'in a lane' }], author),
    (board) => void clusterTogether(board, [add(board, 'stays')[0]!, add(board, 'stays too')[0]!], author),
    (board) => removeItems(board, [named(board, 'in a lane')]),
    (board) => ungroup(board, board.themes.all()[0]!.id),
  ])
  const [note, theme] = kept(rows).map(({ bytes }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    expect(bytes.includes('stays') || bytes.includes('Lane')).toBe(false)
    const [item] = new Board(doc).items()
    return surroundingsOf(doc, item!.id)
  })
  expect(note).toMatchObject({ place: { x: 510, y: 520 }, members: [] })
  expect(theme!.members).toHaveLength(2)
})
