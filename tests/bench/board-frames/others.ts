import { Board } from '@meydan/shared/documents/board/board'
import { moveItems } from '@meydan/shared/documents/board/moving'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { randomFrom } from '../../support/seed.ts'
import { joinAll, type ThinClient } from '../thin-client.ts'
import { keepWriting } from '../writer.ts'
import type { Place } from './place.ts'

export const POINTS_PER_SECOND = 15
/** Between thinking, reading and talking: a letter, or a note moved, per person and second. */
export const ACTS_PER_SECOND = 1

/** Where on the board the others are: all of it, or a part that is in sight. */
export type Area = { x: number; y: number; width: number; height: number }

/** Others on a board, as plain clients: each has a seat and a socket of their own and none keeps the document. */
export async function joinOthers(place: Place, board: string, count: number, area: Area): Promise<Person[]> {
  const places = place.cookies.slice(0, count).map((cookie) => ({
    url: `${place.server.url.replace('http', 'ws')}/sync/${board}?ack=1`,
    headers: { cookie, origin: place.server.url },
    document: board,
  }))
  const clients = await joinAll('meydan', places)
  return clients.map((client, index) => new Person(client, index, area))
}

/** Lets them all point, each in their own moment of the 67 ms, until the function returned is called. */
export function keepPointing(people: readonly Person[]): () => void {
  return keepWriting(
    people.map((person) => ({ write: () => person.point() })),
    people.length * POINTS_PER_SECOND,
  )
}

/** Lets them all write and move their notes at a workshop's pace. */
export function keepActing(people: readonly Person[]): () => void {
  return keepWriting(
    people.map((person) => ({ write: () => person.act() })),
    people.length * ACTS_PER_SECOND,
  )
}

export class Person {
  readonly #client: ThinClient
  readonly #area: Area
  readonly #random
  readonly #doc = new Y.Doc()
  readonly #board = new Board(this.#doc)
  #note = ''
  #clock = 0

  constructor(client: ThinClient, index: number, area: Area) {
    this.#client = client
    this.#area = area
    this.#random = randomFrom(100 + index)
    this.#doc.on('update', (update: Uint8Array) => client.update(update))
  }

  leave(): void {
    this.#client.close()
    this.#doc.destroy()
  }

  /** A step along a round of one's own. */
  point(): void {
    this.#clock += 1
    const turn = this.#clock / 12 + this.#doc.clientID
    const { x, y, width, height } = this.#area
    const cursor = {
      x: Math.round(x + width * (0.5 + 0.45 * Math.sin(turn))),
      y: Math.round(y + height * (0.5 + 0.45 * Math.cos(turn * 1.3))),
    }
    const claim = { cursor, selection: [], editing: null, drag: null, laser: false, following: null, view: null }
    const update = encoding.encode((encoder) => {
      for (const number of [1, this.#doc.clientID, this.#clock]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, JSON.stringify(claim))
    })
    this.#client.awareness(update)
  }

  /** The first act is a note; after it three letters come on one move. Only one's own note is in one's document. */
  act(): void {
    const board = this.#board
    const { x, y, width, height } = this.#area
    const at = { x: Math.round(x + this.#random.next() * width), y: Math.round(y + this.#random.next() * height) }
    if (!this.#note) {
      this.#note = board.addNotes([{ at, text: 'Yazıyorum ' }], { seat: null, side: 'civil' })[0]!
      return
    }
    if (this.#random.below(4) === 0) return moveItems(board, new Map([[this.#note, at]]))
    board.write(this.#note, `${board.textOf(this.#note).slice(-60)}e`)
  }
}
