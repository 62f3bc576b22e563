import type * as Y from 'yjs'
import { byOrder } from '../order.ts'
import { Board, itemKinds } from './board.ts'
import type { Connector, Frame, Note, Picture, Shape, Stamp, Stroke, Theme } from './records.ts'

export type ParsedBoard = {
  notes: (Note & { text: string })[]
  themes: Theme[]
  frames: Frame[]
  shapes: (Shape & { text: string })[]
  connectors: Connector[]
  strokes: Stroke[]
  pictures: Picture[]
  stamps: Stamp[]
  problems: string[]
}

/** Everything readable on a board, in order. Total: odd documents give fewer records and `problems`, never an error. */
export function parseBoard(doc: Y.Doc): ParsedBoard {
  const board = new Board(doc)
  const worded = <R extends { id: string }>(record: R) => ({ ...record, text: board.textOf(record.id) })
  return {
    notes: board.notes.all().sort(byOrder).map(worded),
    themes: board.themes.all().sort(byOrder),
    frames: board.frames.all().sort(byOrder),
    shapes: board.shapes.all().sort(byOrder).map(worded),
    connectors: board.connectors.all().sort(byOrder),
    strokes: board.strokes.all().sort(byOrder),
    pictures: board.pictures.all().sort(byOrder),
    stamps: board.stamps.all().sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)),
    problems: [...itemKinds.flatMap((type) => board.collectionOf(type).problems()), ...board.stamps.problems()],
  }
}
