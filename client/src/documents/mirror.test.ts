import { Board } from '@meydan/shared/documents/board/board'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { mirror } from './mirror.ts'

const author = { seat: null, side: 'civil' as const }

function boardSaying(...texts: string[]) {
  const board = new Board(new Y.Doc())
  const ids = texts.map((text, index) => board.addNotes([{ at: { x: index * 300, y: 0 }, text }], author)[0]!)
  return { board, ids }
}

/** As the server makes it for each reader: nothing of the one before is in it. */
function madeAnew(doc: Y.Doc): Y.Doc {
  const made = new Y.Doc()
  mirror(made, doc)
  return made
}

test('what changed is shown, what is gone is gone, and the rest isn’t written to', () => {
  const { board, ids } = boardSaying('Kreş', 'Park')
  const shown = new Y.Doc()
  mirror(shown, madeAnew(board.doc))
  const seen = new Board(shown)
  expect(ids.map((id) => seen.textOf(id))).toEqual(['Kreş', 'Park'])

  board.write(ids[0]!, 'Kreş, akşam da')
  const written: string[] = []
  seen.texts.observe(({ keysChanged }) => written.push(...[...keysChanged].map(String)))
  mirror(shown, madeAnew(board.doc))
  expect(seen.textOf(ids[0]!)).toBe('Kreş, akşam da')
  expect(written).toEqual([ids[0]])

  board.transact(() => board.notes.remove(ids[1]!))
  mirror(shown, madeAnew(board.doc))
  expect([seen.notes.has(ids[0]!), seen.notes.has(ids[1]!)]).toEqual([true, false])
})

test('what says the same writes nothing, however it was made', () => {
  const { board } = boardSaying('Kreş', 'Park')
  const shown = new Y.Doc()
  mirror(shown, madeAnew(board.doc))
  const before = Y.encodeStateVector(shown)
  mirror(shown, madeAnew(board.doc))
  expect(Y.encodeStateVector(shown)).toEqual(before)
})

test('rich text keeps its marks and attributes, and a tick alone is a change', () => {
  const task = (checked: boolean): RichBlock[] => [
    { type: 'heading', level: 2, pieces: [{ text: 'Salon', bold: true }] },
    {
      type: 'taskList',
      tasks: [{ checked, action: null, blocks: [{ type: 'paragraph', pieces: [{ text: 'Ara' }] }] }],
    },
  ]
  const said = (checked: boolean) => {
    const minutes = new Minutes(new Y.Doc())
    minutes.begin(task(checked))
    return minutes
  }
  const shown = new Y.Doc()
  for (const checked of [false, true]) {
    mirror(shown, said(checked).doc)
    expect(new Minutes(shown).blocks()).toEqual(said(checked).blocks())
  }
})
