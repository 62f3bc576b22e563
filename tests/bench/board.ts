import { Board } from '@meydan/shared/documents/board/board'
import type { Note } from '@meydan/shared/documents/board/records'
import { keysBetween } from '@meydan/shared/documents/order'
import { boardFromTemplate } from '@meydan/shared/documents/templates/catalogue'
import * as Y from 'yjs'
import { randomFrom } from '../support/seed.ts'

export type BuiltBoard = {
  /** What a new board starts from; not among the updates. */
  initial: Uint8Array
  /** Every edit as its author's client sent it, in order. */
  updates: Uint8Array[]
  /** The whole board after all but the last TAIL_ROWS updates, and after all of them. */
  folded: Uint8Array
  state: Uint8Array
  /** The Yjs client ids that wrote. */
  clients: number[]
}

/** Rows that lie behind the snapshot, fewer than start a folding. */
export const TAIL_ROWS = 150

const AUTHORS = 20
const ROUNDS = 13
const LETTERS = 2
const WORDS = 'Kreş'

/**
 * A board as people make it: notes are put somewhere with some words, and then twenty people come back to them again
 * and again, type two letters somewhere in the words and move the note. 5,000 notes are 200,000 updates.
 */
export function buildBoard(notes: number): BuiltBoard {
  const initial = boardFromTemplate('needs', 'tr')
  const doc = new Y.Doc()
  Y.applyUpdate(doc, initial)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const random = randomFrom(1)
  const clients = Array.from({ length: AUTHORS }, (_, index) => 10_000_001 + index)
  const board = new Board(doc)
  const total = notes * (1 + ROUNDS * (LETTERS + 1))
  let folded = initial
  const edit = (work: () => void) => {
    if (updates.length === total - TAIL_ROWS) folded = Y.encodeStateAsUpdate(doc)
    board.transact(work)
  }
  const ids = keysBetween(null, null, notes).map((order, index) => {
    doc.clientID = random.pick(clients)
    const id = crypto.randomUUID()
    const at = { x: (index % 100) * 220, y: Math.floor(index / 100) * 220 }
    edit(() => {
      board.notes.create({ id, at, order, frame: null, colour: 'sun', seat: null, side: 'civil', createdAt: 1 } as Note)
      board.texts.set(id, new Y.Text(WORDS))
    })
    return id
  })
  for (let round = 0; round < ROUNDS; round++) {
    for (const id of random.shuffle(ids)) {
      doc.clientID = random.pick(clients)
      const text = board.texts.get(id) as Y.Text
      const place = random.below(text.length)
      for (let letter = 0; letter < LETTERS; letter++) edit(() => text.insert(place + letter, 'e'))
      const at = { x: random.below(20_000), y: random.below(20_000) }
      edit(() => board.notes.edit(id, { at }))
    }
  }
  return { initial, updates, folded, state: Y.encodeStateAsUpdate(doc), clients }
}
