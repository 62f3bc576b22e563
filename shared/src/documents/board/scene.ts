import type { FieldOfWork, Side } from '../../words.ts'
import { byOrder } from '../order.ts'
import { stampsByItem } from './arrange.ts'
import type { Board } from './board.ts'
import { clipOf } from './clip.ts'
import { connectorLine } from './connectors.ts'
import { boundsOf, grown, type Rect } from './geometry.ts'
import { readPoints } from './ink.ts'
import { themeSize, themeSlot } from './layout.ts'
import type {
  Connector,
  Frame,
  FrameKind,
  InkColour,
  Item,
  Note,
  NoteColour,
  NoteKind,
  Point,
  Shape,
  ShapeForm,
  Stamp,
  StampSign,
  Stroke,
  Theme,
} from './records.ts'
import { NOTE_SIZE, stampSigns } from './records.ts'
import { strokeOutline } from './stroke-outline.ts'
import { directionOfText, type TextDirection } from './text-direction.ts'

/** Everything on the board, or these objects with what they hold (a frame its notes, a theme its own). */
export type SceneArea = 'board' | { ids: readonly string[] }

/** What a scene needs to know from outside the document, in the language it is drawn in. */
export type SceneWords = {
  /** Whose seat it is, from the directory; the document's claim of a side holds only where this knows nothing. */
  seatOf: (seat: string) => { organisation: string; side: Side } | undefined
  kind: (kind: NoteKind) => string
  field: (field: FieldOfWork) => string
  untitledFrame: string
}

/** A need field's name, for its sign or colour, with its word, to be written. */
export type Named<N extends string> = { name: N; word: string }

/** What a note or theme says about itself beyond its words. Null, '' and []: not said. */
export type SceneMarks = {
  kind: Named<NoteKind> | null
  severity: number | null
  fields: Named<FieldOfWork>[]
  affected: string
  locality: string
  evidence: string
}

/** Reactions in the order of their signs, those that are there. */
export type StampCount = { sign: StampSign; count: number }

type Placed = { id: string; rect: Rect }
type From = { side: Side; organisation: string }
type Marked = From & { marks: SceneMarks; stamps: StampCount[] }

/**
 * One thing to draw. `rect` is in board units, y downwards; colours are names (`--note-<colour>`, `--ink-<ink>`), null
 * where nothing is filled. `direction` is that of the first paragraph that has one: each further paragraph turns by
 * itself (directionOfText). Texts hold line breaks and no other control characters.
 */
export type SceneItem = Placed &
  (
    | { kind: 'frame'; frame: FrameKind; title: string; direction: TextDirection; colour: NoteColour | null }
    | ({ kind: 'theme'; title: string; direction: TextDirection; count: number; colour: NoteColour } & Marked)
    | ({ kind: 'note'; text: string; direction: TextDirection; colour: NoteColour } & Marked)
    | {
        kind: 'shape'
        form: ShapeForm
        text: string
        direction: TextDirection
        colour: NoteColour | null
        ink: InkColour
        stamps: StampCount[]
      }
    | {
        kind: 'connector'
        from: Point
        to: Point
        arrow: Connector['arrow']
        label: string
        direction: TextDirection
        ink: InkColour
      }
    | { kind: 'stroke'; outline: Point[]; ink: InkColour }
    | { kind: 'picture'; file: string; alt: string; stamps: StampCount[] }
  )

/** A board as a flat list in the order it is painted. `bounds` has a margin around everything; null for nothing. */
export type Scene = { bounds: Rect | null; items: SceneItem[] }

/** What a frame's title takes above its frame, in board units. */
export const FRAME_TITLE_HEIGHT = 32
const MARGIN = 40
/** Twice as far as any object's corner can be: only forged ink lies beyond it. */
const FAR = 4_000_000

/**
 * What there is to draw of a board, or of part of it: for pictures, PDF, and whoever else draws without a screen.
 * Total: it doesn't throw, whatever a document holds, and leaves out what has no place.
 */
export function sceneOf(board: Board, area: SceneArea, words: SceneWords): Scene {
  const chosen = area === 'board' ? null : new Set(idsOf(clipOf(board, area.ids, null)))
  const stamps = stampsByItem(board)
  const drawn = inPaintOrder(board).flatMap(({ item, rect }) => {
    if (chosen && !chosen.has(item.id)) return []
    return isPlaced(rect) ? [drawnItem(board, item, rect, countStamps(stamps.get(item.id)), words)] : []
  })
  const bounds = boundsOf(drawn.map(withTitle))
  return { bounds: bounds && grown(bounds, MARGIN), items: drawn }
}

function idsOf(clip: ReturnType<typeof clipOf>): string[] {
  const { frames, themes, notes, shapes, connectors, strokes, pictures } = clip
  return [frames, themes, notes, shapes, connectors, strokes, pictures].flatMap((records) =>
    records.map(({ id }) => id),
  )
}

/** Frames below everything; a theme's notes directly on it, wherever they lie in the pile themselves. */
function inPaintOrder(board: Board): { item: Item; rect: Rect }[] {
  const frames = board.items('frame').sort(byOrder)
  const piled = board
    .items()
    .filter((item) => item.type !== 'frame' && !(item.type === 'note' && board.themeOf(item)))
    .sort(byOrder)
  return [...frames, ...piled].flatMap((item) => {
    if (item.type === 'theme') return withNotes(board, item)
    const rect = board.rectOf(item.id)
    return rect ? [{ item, rect }] : []
  })
}

/** Places of a theme's notes are counted through once: to ask for each would be slow for thousands. */
function withNotes(board: Board, theme: Extract<Item, { type: 'theme' }>): { item: Item; rect: Rect }[] {
  const notes = board.notesOf(theme.id)
  const corner = board.placeOf(theme)
  return [
    { item: theme, rect: { ...corner, ...themeSize(notes.length) } },
    ...notes.map((note, index) => {
      const slot = themeSlot(index, notes.length)
      const rect = { x: corner.x + slot.x, y: corner.y + slot.y, ...NOTE_SIZE }
      return { item: { ...note, type: 'note' } as Item, rect }
    }),
  ]
}

function isPlaced({ x, y, width, height }: Rect): boolean {
  return [x, y, x + width, y + height].every((edge) => Math.abs(edge) <= FAR)
}

function withTitle(item: SceneItem): Rect {
  const { rect } = item
  if (item.kind !== 'frame') return rect
  return { ...rect, y: rect.y - FRAME_TITLE_HEIGHT, height: rect.height + FRAME_TITLE_HEIGHT }
}

function drawnItem(board: Board, item: Item, rect: Rect, stamps: StampCount[], words: SceneWords): SceneItem {
  const placed = { id: item.id, rect }
  switch (item.type) {
    case 'frame':
      return { ...placed, kind: 'frame', frame: item.kind, colour: item.colour, ...frameTitle(item, words) }
    case 'theme': {
      const count = board.notesOf(item.id).length
      return { ...placed, kind: 'theme', colour: item.colour, count, ...titled(item), ...marked(item, stamps, words) }
    }
    case 'note': {
      const text = texted(board.textOf(item.id))
      return { ...placed, kind: 'note', colour: item.colour, ...text, ...marked(item, stamps, words) }
    }
    case 'shape':
      return { ...placed, kind: 'shape', ...shapeLook(item), ...texted(board.textOf(item.id)), stamps }
    case 'connector':
      return { ...placed, kind: 'connector', ...connectorLine(board, item), ...connectorLook(item) }
    case 'stroke':
      return { ...placed, kind: 'stroke', outline: outlineAt(board, item), ink: item.ink }
    case 'picture':
      return { ...placed, kind: 'picture', file: item.file, alt: readable(item.alt), stamps }
  }
}

function frameTitle(frame: Frame, words: SceneWords) {
  return titled({ title: readable(frame.title).trim() || words.untitledFrame })
}

function titled(given: { title: string }): { title: string; direction: TextDirection } {
  const title = oneLine(given.title)
  return { title, direction: directionOfText(title) }
}

function texted(given: string): { text: string; direction: TextDirection } {
  const text = readable(given)
  return { text, direction: directionOfText(text) }
}

function shapeLook({ form, colour, ink }: Shape) {
  return { form, colour, ink }
}

function connectorLook({ arrow, ink, label }: Connector) {
  const { title, direction } = titled({ title: label })
  return { arrow, ink, label: title, direction }
}

function outlineAt(board: Board, stroke: Stroke): Point[] {
  const { x, y } = board.placeOf(stroke)
  return strokeOutline(readPoints(stroke.points), stroke.width).map((point) => ({ x: x + point.x, y: y + point.y }))
}

function marked(item: Note | Theme, stamps: StampCount[], words: SceneWords): Marked {
  const seat = item.seat === null ? undefined : words.seatOf(item.seat)
  const { kind, severity } = item
  const marks: SceneMarks = {
    kind: kind && { name: kind, word: words.kind(kind) },
    severity,
    fields: [...new Set(item.fields)].map((field) => ({ name: field, word: words.field(field) })),
    affected: oneLine(item.affected),
    locality: oneLine(item.locality),
    evidence: oneLine(item.evidence),
  }
  return { side: seat?.side ?? item.side, organisation: oneLine(seat?.organisation ?? ''), marks, stamps }
}

function countStamps(stamps: readonly Stamp[] = []): StampCount[] {
  return stampSigns
    .map((sign) => ({ sign, count: stamps.filter((stamp) => stamp.sign === sign).length }))
    .filter(({ count }) => count > 0)
}

/** Neither XML nor Typst takes control characters or halves of a letter, and nobody could see them. */
function readable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, '')
}

function oneLine(text: string): string {
  return readable(text)
    .replace(/[\t\n]+/g, ' ')
    .trim()
}
