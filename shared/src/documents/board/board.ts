import * as Y from 'yjs'
import type { Side } from '../../words.ts'
import { Collection, type RecordRoot } from '../collection.ts'
import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import { writeText } from '../text.ts'
import { versionOf } from '../versions.ts'
import { contains, middleOf, type Rect } from './geometry.ts'
import { inkBounds, readPoints } from './ink.ts'
import { connectorBounds } from './connectors.ts'
import { themeSize, themeSlot } from './layout.ts'
import {
  Connector,
  Frame,
  type FrameKind,
  type Item,
  type ItemKind,
  Note,
  NOTE_SIZE,
  NOTE_TEXT_MAX,
  type NoteColour,
  type NoteKind,
  Picture,
  type Point,
  Shape,
  Stamp,
  Stroke,
  Theme,
} from './records.ts'

/** Marks writes made through a Board here, so that undo takes back one's own acts only. */
export const BOARD_EDIT = Symbol('board edit')

/** Whose act it is: what new records say about their author. */
export type Author = { seat: string | null; side: Side }

/** What a new record is given; what isn't given is as its schema has it. `at` is on the board, whatever frame is there. */
export type New<R> = { at: Point } & Partial<Omit<R, 'id' | 'at' | 'frame' | 'seat' | 'side' | 'createdAt'>>
/** `at` is relative to `frame` where that is given, else on the board: then the note joins no frame by itself. */
export type NewNote = New<Note> & { frame?: string | null; text?: string }

/** Under which root the records of a kind are. */
export const rootOf = {
  note: 'notes',
  theme: 'themes',
  frame: 'frames',
  shape: 'shapes',
  connector: 'connectors',
  stroke: 'strokes',
  picture: 'pictures',
} as const satisfies Record<ItemKind, string>
export const itemKinds = Object.keys(rootOf) as ItemKind[]

/**
 * A board document: reading it, and its basic writes, each one transaction. What moves, clusters, arranges or copies
 * is in the files beside, and writes through this one: nobody else writes board documents.
 */
export class Board {
  readonly doc: Y.Doc
  readonly notes: Collection<Note>
  readonly themes: Collection<Theme>
  readonly frames: Collection<Frame>
  readonly shapes: Collection<Shape>
  readonly connectors: Collection<Connector>
  readonly strokes: Collection<Stroke>
  readonly pictures: Collection<Picture>
  readonly stamps: Collection<Stamp>
  readonly texts: Y.Map<Y.Text>
  #members: { revision: number; of: Map<string, Note[]>; indexes: Map<string, number> } | undefined

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.notes = new Collection(doc.getMap('notes') as RecordRoot, Note)
    this.themes = new Collection(doc.getMap('themes') as RecordRoot, Theme)
    this.frames = new Collection(doc.getMap('frames') as RecordRoot, Frame)
    this.shapes = new Collection(doc.getMap('shapes') as RecordRoot, Shape)
    this.connectors = new Collection(doc.getMap('connectors') as RecordRoot, Connector)
    this.strokes = new Collection(doc.getMap('strokes') as RecordRoot, Stroke)
    this.pictures = new Collection(doc.getMap('pictures') as RecordRoot, Picture)
    this.stamps = new Collection(doc.getMap('stamps') as RecordRoot, Stamp)
    this.texts = doc.getMap('texts')
  }

  get version(): number {
    return versionOf(this.doc)
  }

  /** Root types whose changes undo and redo follow. */
  get undoScope(): Y.AbstractType<unknown>[] {
    const roots = [...Object.values(rootOf), 'stamps', 'texts']
    return roots.map((root) => this.doc.getMap(root) as Y.AbstractType<unknown>)
  }

  transact<T>(write: () => T): T {
    return this.doc.transact(write, BOARD_EDIT)
  }

  /** The records of a kind; typed by what all kinds have in common. */
  collectionOf(type: ItemKind): Collection<Item> {
    return this[rootOf[type]] as unknown as Collection<Item>
  }

  typeOf(id: string): ItemKind | undefined {
    return itemKinds.find((type) => this.collectionOf(type).has(id))
  }

  item(id: string): Item | undefined {
    const type = this.typeOf(id)
    return type && ({ ...this.collectionOf(type).get(id)!, type } as Item)
  }

  items(type?: ItemKind): Item[] {
    const types = type ? [type] : itemKinds
    return types.flatMap((each) =>
      this.collectionOf(each)
        .all()
        .map((record) => ({ ...record, type: each }) as Item),
    )
  }

  /** The words of a note or shape. */
  textOf(id: string): string {
    const text = this.texts.get(id)
    return text instanceof Y.Text ? text.toString() : ''
  }

  /** The notes of a theme, in their order. */
  notesOf(themeId: string): readonly Note[] {
    return this.#held().of.get(themeId) ?? []
  }

  /** Notes by theme, and each one's index in its theme: a theme of thousands is asked for the place of every one. */
  #held() {
    const { revision } = this.notes
    if (this.#members?.revision === revision) return this.#members
    const held = this.notes.all().filter(({ theme }) => theme)
    const of = Map.groupBy(held.sort(byOrder), ({ theme }) => theme!)
    const indexes = new Map([...of.values()].flatMap((notes) => notes.map(({ id }, index) => [id, index] as const)))
    this.#members = { revision, of, indexes }
    return this.#members
  }

  /** The theme a note is in; none where its theme is gone. */
  themeOf(note: Note): Theme | undefined {
    return note.theme ? this.themes.get(note.theme) : undefined
  }

  /** The frame an object is in, a note's through its theme; none where that frame is gone. */
  frameOf(item: { id: string; frame?: string | null; theme?: string | null }): Frame | undefined {
    const holder = (item.theme && this.themes.get(item.theme)) || item
    return holder.frame ? this.frames.get(holder.frame) : undefined
  }

  /** The top left corner of an object on the board, its frame's or theme's place included. */
  placeOf(item: { id?: string; at: Point; frame?: string | null; theme?: string | null }): Point {
    const theme = item.theme ? this.themes.get(item.theme) : undefined
    if (theme) {
      const index = this.#held().indexes.get(item.id ?? '') ?? -1
      const slot = themeSlot(index, this.notesOf(theme.id).length)
      const corner = this.placeOf(theme)
      return { x: corner.x + slot.x, y: corner.y + slot.y }
    }
    const frame = item.frame ? this.frames.get(item.frame) : undefined
    return frame ? { x: frame.at.x + item.at.x, y: frame.at.y + item.at.y } : item.at
  }

  /** What an object covers, in board units; null for an unknown id. */
  rectOf(id: string): Rect | null {
    const item = this.item(id)
    if (!item) return null
    if (item.type === 'connector') return connectorBounds(this, item)
    const place = this.placeOf(item)
    if (item.type === 'note') return { ...place, ...NOTE_SIZE }
    if (item.type === 'theme') return { ...place, ...themeSize(this.notesOf(id).length) }
    if (item.type !== 'stroke') return { ...place, ...item.size }
    const bounds = inkBounds(readPoints(item.points), item.width)
    return { ...bounds, x: place.x + bounds.x, y: place.y + bounds.y }
  }

  /** The topmost frame that holds a point of the board. */
  frameUnder(point: Point): Frame | undefined {
    const frames = this.frames.all().sort(byOrder)
    return frames.findLast((frame) => contains({ ...frame.at, ...frame.size }, point))
  }

  /** The highest order in use, null on an empty board. */
  topOrder(): string | null {
    let top: string | null = null
    for (const type of itemKinds) {
      if (type === 'frame') continue
      for (const { order } of this.collectionOf(type).all()) {
        if ((top === null || order > top) && isOrderKey(order)) top = order
      }
    }
    return top
  }

  addNotes(notes: readonly NewNote[], author: Author): string[] {
    return this.transact(() => {
      const keys = keysBetween(this.topOrder(), null, notes.length)
      return notes.map(({ text, ...note }, index) => {
        const id = crypto.randomUUID()
        this.notes.create(Note.parse({ order: keys[index]!, ...note, ...author, id, createdAt: Date.now() }))
        this.#words(id, text)
        return id
      })
    })
  }

  /** Adds an object of another kind on top of the pile; it joins the frame under its middle. Answers with its id. */
  add<K extends 'theme' | 'shape' | 'stroke' | 'picture'>(
    type: K,
    given: New<Extract<Item, { type: K }>>,
    author: Author,
  ): string {
    return this.transact(() => {
      const id = crypto.randomUUID()
      const schema = { theme: Theme, shape: Shape, stroke: Stroke, picture: Picture }[type]
      const [order] = keysBetween(this.topOrder(), null, 1)
      const record = schema.parse({ order, ...given, ...author, id, createdAt: Date.now() })
      ;(this[rootOf[type]] as unknown as Collection<typeof record>).create(record)
      if (type === 'shape') this.#words(id)
      const frame = this.frameUnder(middleOf(this.rectOf(id)!))
      const at = frame && { x: given.at.x - frame.at.x, y: given.at.y - frame.at.y }
      if (frame) this.collectionOf(type).edit(id, { frame: frame.id, at } as Partial<Item>)
      return id
    })
  }

  addConnector(given: Pick<Connector, 'from' | 'to'> & Partial<Connector>, author: Author): string {
    return this.transact(() => {
      const id = crypto.randomUUID()
      const [order] = keysBetween(this.topOrder(), null, 1)
      this.connectors.create(Connector.parse({ order, ...given, ...author, id, createdAt: Date.now() }))
      return id
    })
  }

  addFrame(given: Pick<Frame, 'at' | 'size' | 'title'> & Partial<Frame>): string {
    return this.transact(() => {
      const id = crypto.randomUUID()
      const last = this.frames
        .all()
        .sort(byOrder)
        .findLast((known) => isOrderKey(known.order))
      this.frames.create(Frame.parse({ order: keysBetween(last?.order ?? null, null, 1)[0], ...given, id }))
      return id
    })
  }

  /** Writes the words of a note or shape. Longer ones than NOTE_TEXT_MAX are refused (false), and so are locked ones. */
  write(id: string, value: string): boolean {
    if (value.length > NOTE_TEXT_MAX || this.isLocked(id)) return false
    this.transact(() => {
      const text = this.texts.get(id)
      if (text instanceof Y.Text) writeText(text, value)
    })
    return true
  }

  /** Whether an object may not be changed: it is locked, or in a theme that is. What is in a locked frame may. */
  isLocked(id: string): boolean {
    const item = this.item(id)
    return item !== undefined && (item.locked || (item.type === 'note' && this.themeOf(item)?.locked === true))
  }

  /** Sets fields of objects, each those it has; locked ones stay as they are. */
  edit(ids: Iterable<string>, patch: ItemPatch): void {
    this.transact(() => {
      for (const id of ids) {
        const type = this.typeOf(id)
        if (type && !this.isLocked(id)) this.collectionOf(type).edit(id, patch as Partial<Item>)
      }
    })
  }

  /** The one write that locked objects let through. */
  setLocked(ids: Iterable<string>, locked: boolean): void {
    this.transact(() => {
      for (const id of ids) {
        const type = this.typeOf(id)
        if (type) this.collectionOf(type).edit(id, { locked })
      }
    })
  }

  #words(id: string, text = ''): void {
    this.texts.set(id, new Y.Text(text.slice(0, NOTE_TEXT_MAX) || undefined))
  }
}

type Fields<R> = Partial<
  Omit<
    R,
    'id' | 'order' | 'at' | 'frame' | 'theme' | 'locked' | 'seat' | 'side' | 'createdAt' | 'kind' | 'colour' | 'cameOf'
  >
>
/** What `edit` may set; an object takes what it has a field for. Places, piles and clusters have their own acts. */
export type ItemPatch = Fields<Note> &
  Fields<Theme> &
  Fields<Frame> &
  Fields<Shape> &
  Fields<Connector> &
  Fields<Stroke> &
  Fields<Picture> & {
    kind?: NoteKind | FrameKind | null
    colour?: NoteColour | null
  }
