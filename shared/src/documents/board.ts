import * as Y from 'yjs'
import { z } from 'zod'
import { Side } from '../words.ts'
import { Collection, type RecordRoot } from './collection.ts'
import { byOrder, isOrderKey, keysBetween } from './order.ts'
import { writeText } from './text.ts'
import { versionOf } from './versions.ts'

/** Eight papers; their names are in the catalogues under `board.colour.`. */
export const noteColours = ['sun', 'apricot', 'rose', 'lilac', 'sky', 'mint', 'sage', 'sand'] as const
export const NoteColour = z.enum(noteColours)
export type NoteColour = z.infer<typeof NoteColour>

export const NOTE_SIZE = { width: 200, height: 150 }
export const FRAME_MIN = { width: 240, height: 200 }
export const NOTE_TEXT_MAX = 4000
const EDGE = 1_000_000

const Coordinate = z.number().min(-EDGE).max(EDGE)
export const Point = z.object({ x: Coordinate, y: Coordinate })
export type Point = z.infer<typeof Point>
export const Size = z.object({ width: z.number().min(40).max(20_000), height: z.number().min(40).max(20_000) })
export type Size = z.infer<typeof Size>

/**
 * A sticky note. `at` is its top left corner in board units, relative to its frame where it has one: so moving a
 * frame is one write, and nobody's note is left behind by it. Its words are the `Y.Text` of the same id in `texts`.
 * `seat` and `side` are the author's claim; who really wrote is in the database's `document_client`.
 */
export const Note = z.object({
  id: z.string().min(1).max(64),
  at: Point.catch({ x: 0, y: 0 }),
  frame: z.string().max(64).nullable().catch(null),
  colour: NoteColour.catch('sun'),
  order: z.string().max(256).catch('a0'),
  seat: z.string().max(64).nullable().catch(null),
  side: Side.catch('neutral'),
  createdAt: z.number().catch(0),
})
export type Note = z.infer<typeof Note>

/** A titled area: a lane, a table, a section. It carries its notes when moved. */
export const Frame = z.object({
  id: z.string().min(1).max(64),
  at: Point.catch({ x: 0, y: 0 }),
  size: Size.catch({ width: 480, height: 640 }),
  title: z.string().max(120).catch(''),
  order: z.string().max(256).catch('a0'),
})
export type Frame = z.infer<typeof Frame>

export const boardRoots = ['meta', 'notes', 'frames', 'texts'] as const

/** Marks writes made through a Board here, so that undo takes back one's own acts only. */
export const BOARD_EDIT = Symbol('board edit')

export type NewNote = { at: Point; frame?: string | null; colour?: NoteColour; text?: string }

/** The only writer of board documents. Every method is one transaction. */
export class Board {
  readonly doc: Y.Doc
  readonly notes: Collection<Note>
  readonly frames: Collection<Frame>
  readonly texts: Y.Map<Y.Text>

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.notes = new Collection(doc.getMap('notes') as RecordRoot, Note)
    this.frames = new Collection(doc.getMap('frames') as RecordRoot, Frame)
    this.texts = doc.getMap('texts')
  }

  get version(): number {
    return versionOf(this.doc)
  }

  /** Root types whose changes undo and redo follow. */
  get undoScope(): Y.AbstractType<unknown>[] {
    return [this.doc.getMap('notes'), this.doc.getMap('frames'), this.doc.getMap('texts')] as Y.AbstractType<unknown>[]
  }

  transact<T>(write: () => T): T {
    return this.doc.transact(write, BOARD_EDIT)
  }

  textOf(noteId: string): string {
    const text = this.texts.get(noteId)
    return text instanceof Y.Text ? text.toString() : ''
  }

  /** Where a note or frame stands on the board, its frame's place included. A missing frame counts as the origin. */
  placeOf(item: { at: Point; frame?: string | null }): Point {
    const frame = item.frame ? this.frames.get(item.frame) : undefined
    return frame ? { x: frame.at.x + item.at.x, y: frame.at.y + item.at.y } : item.at
  }

  addNotes(notes: readonly NewNote[], author: { seat: string | null; side: Side }): string[] {
    return this.transact(() => {
      const keys = keysBetween(this.#topOrder(), null, notes.length)
      return notes.map((note, index) => {
        const id = crypto.randomUUID()
        this.notes.create({
          id,
          at: note.at,
          frame: note.frame ?? null,
          colour: note.colour ?? 'sun',
          order: keys[index]!,
          seat: author.seat,
          side: author.side,
          createdAt: Date.now(),
        })
        const text = new Y.Text(note.text ? note.text.slice(0, NOTE_TEXT_MAX) : undefined)
        this.texts.set(id, text)
        return id
      })
    })
  }

  /** Texts longer than NOTE_TEXT_MAX are refused (false) and nothing is written. */
  writeNote(id: string, value: string): boolean {
    if (value.length > NOTE_TEXT_MAX) return false
    this.transact(() => {
      const text = this.texts.get(id)
      if (text instanceof Y.Text) writeText(text, value)
    })
    return true
  }

  /** Puts notes at places on the board; each joins the frame under its middle, or leaves its frame. */
  dropNotes(places: ReadonlyMap<string, Point>): void {
    this.transact(() => {
      for (const [id, place] of places) {
        const frame = this.frameUnder(middleOf(place))
        const at = frame ? { x: place.x - frame.at.x, y: place.y - frame.at.y } : place
        this.notes.edit(id, { at, frame: frame?.id ?? null })
      }
    })
  }

  recolour(ids: Iterable<string>, colour: NoteColour): void {
    this.transact(() => {
      for (const id of ids) this.notes.edit(id, { colour })
    })
  }

  bringToFront(ids: readonly string[]): void {
    this.transact(() => {
      const keys = keysBetween(this.#topOrder(), null, ids.length)
      ids.forEach((id, index) => {
        this.notes.edit(id, { order: keys[index]! })
      })
    })
  }

  addFrame(frame: { at: Point; size: Size; title: string }): string {
    return this.transact(() => {
      const id = crypto.randomUUID()
      const last = this.frames
        .all()
        .sort(byOrder)
        .findLast((known) => isOrderKey(known.order))
      this.frames.create({ id, ...frame, order: keysBetween(last?.order ?? null, null, 1)[0]! })
      return id
    })
  }

  /** Moves frames with what they hold, and drops notes, in one go: a mixed selection is dragged as one. */
  dropItems(places: ReadonlyMap<string, Point>): void {
    this.transact(() => {
      const notes = new Map<string, Point>()
      for (const [id, place] of places) {
        if (this.frames.has(id)) this.frames.edit(id, { at: place })
        else notes.set(id, place)
      }
      this.dropNotes(notes)
    })
  }

  /** Gives a frame new edges. Notes stay where they are seen; those now inside join, those now outside leave. */
  resizeFrame(id: string, at: Point, size: Size): void {
    this.transact(() => {
      const frame = this.frames.get(id)
      if (!frame) return
      const places = new Map(this.notes.all().map((note) => [note.id, this.placeOf(note)]))
      const own = new Set(this.notes.all().flatMap((note) => (note.frame === id ? [note.id] : [])))
      this.frames.edit(id, { at, size })
      const next = { ...frame, at, size }
      const touched = [...places].filter(([noteId, place]) => own.has(noteId) || contains(next, middleOf(place)))
      this.dropNotes(new Map(touched))
    })
  }

  editFrame(id: string, patch: Partial<Omit<Frame, 'id'>>): void {
    this.transact(() => this.frames.edit(id, patch))
  }

  /** Puts the notes whose middle lies inside the frame into it: what grouping by a new frame means. */
  gatherInto(frameId: string): void {
    const frame = this.frames.get(frameId)
    if (!frame) return
    const inside = this.notes.all().filter((note) => contains(frame, middleOf(this.placeOf(note))))
    this.dropNotes(new Map(inside.map((note) => [note.id, this.placeOf(note)])))
  }

  /** Removes notes with their words, and frames; notes of a removed frame stay where they were seen. */
  remove(ids: Iterable<string>): void {
    this.transact(() => {
      const gone = new Set(ids)
      const orphans = this.notes.all().filter((note) => note.frame && gone.has(note.frame) && !gone.has(note.id))
      const places = new Map(orphans.map((note) => [note.id, this.placeOf(note)]))
      for (const id of gone) {
        this.notes.remove(id)
        this.frames.remove(id)
        this.texts.delete(id)
      }
      // A frame that lay under the removed one takes them in.
      this.dropNotes(places)
    })
  }

  /** The topmost frame that holds a point of the board. */
  frameUnder(point: Point): Frame | undefined {
    return this.frames
      .all()
      .sort(byOrder)
      .findLast((frame) => contains(frame, point))
  }

  #topOrder(): string | null {
    let top: string | null = null
    for (const { order } of this.notes.all()) if ((top === null || order > top) && isOrderKey(order)) top = order
    return top
  }
}

/** The middle of a note whose top left corner is at `place`: what decides which frame holds it. */
export function middleOf(place: Point): Point {
  return { x: place.x + NOTE_SIZE.width / 2, y: place.y + NOTE_SIZE.height / 2 }
}

function contains(frame: Frame, point: Point): boolean {
  return (
    point.x >= frame.at.x &&
    point.y >= frame.at.y &&
    point.x <= frame.at.x + frame.size.width &&
    point.y <= frame.at.y + frame.size.height
  )
}

export type ParsedBoard = { notes: (Note & { text: string })[]; frames: Frame[]; problems: string[] }

/** Everything readable on a board, in order. Total: odd documents give fewer records and `problems`, never an error. */
export function parseBoard(doc: Y.Doc): ParsedBoard {
  const board = new Board(doc)
  return {
    notes: board.notes
      .all()
      .sort(byOrder)
      .map((note) => ({ ...note, text: board.textOf(note.id) })),
    frames: board.frames.all().sort(byOrder),
    problems: [...board.notes.problems(), ...board.frames.problems()],
  }
}
