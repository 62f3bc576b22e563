import type { FieldOfWork, Side } from '../../words.ts'
import { byOrder } from '../order.ts'
import { stampsByItem } from './arrange.ts'
import type { Board } from './board.ts'
import { clipOf } from './clip.ts'
import { connectorLine } from './connectors.ts'
import { boundsOf, grown, type Rect } from './geometry.ts'
import { readPoints } from './ink.ts'
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
import { stampSigns } from './records.ts'
import { sideShown } from './side-shown.ts'
import { strokeOutline } from './stroke-outline.ts'
import { directionOfText, type TextDirection, withoutOverrides } from './text-direction.ts'

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
type From = { side: Side | null; organisation: string }
type Marked = From & { marks: SceneMarks; stamps: StampCount[] }

/**
 * One thing to draw. `rect` is in board units, y downwards; colours are names (`--note-<colour>`, `--ink-<ink>`), null
 * where nothing is filled. `direction` is that of the first paragraph that has one: each further paragraph turns by
 * itself (directionOfText). Texts hold line breaks and no other control characters.
 */
export type SceneItem = Placed &
  (
    | { kind: 'frame'; frame: FrameKind; title: string; direction: TextDirection; colour: NoteColour | null }
    | ({
        kind: 'theme'
        title: string
        direction: TextDirection
        count: number
        /** Of its notes, how many are from each side. */
        shares: Record<Side, number>
        colour: NoteColour
      } & Marked)
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

/**
 * What there is to draw of a board, or of part of it: for pictures, PDF, and whoever else draws without a screen.
 * Total: it doesn't throw, whatever a document holds, and leaves out what has no place.
 */
export function sceneOf(board: Board, area: SceneArea, words: SceneWords): Scene {
  const chosen = area === 'board' ? null : new Set(idsOf(clipOf(board, area.ids, null)))
  const stamps = stampsByItem(board)
  const drawn = inPaintOrder(board).flatMap((item) => {
    const rect = chosen && !chosen.has(item.id) ? null : board.rectOf(item.id)
    return rect ? [drawnItem(board, item, rect, countStamps(stamps.get(item.id)), words)] : []
  })
  const items = drawn.filter((item) => item.kind !== 'stroke' || item.outline.length > 0)
  const bounds = boundsOf(items.map(withTitle))
  return { bounds: bounds && grown(bounds, MARGIN), items }
}

function idsOf(clip: ReturnType<typeof clipOf>): string[] {
  const { frames, themes, notes, shapes, connectors, strokes, pictures } = clip
  return [frames, themes, notes, shapes, connectors, strokes, pictures].flatMap((records) =>
    records.map(({ id }) => id),
  )
}

/** Frames below everything; a theme's notes directly on it, wherever they lie in the pile themselves. */
function inPaintOrder(board: Board): Item[] {
  const piled = board
    .items()
    .filter((item) => item.type !== 'frame' && !(item.type === 'note' && board.themeOf(item)))
    .sort(byOrder)
  const withNotes = (item: Item): Item[] => {
    if (item.type !== 'theme') return [item]
    return [item, ...board.notesOf(item.id).map((note): Item => ({ ...note, type: 'note' }))]
  }
  return [...board.items('frame').sort(byOrder), ...piled.flatMap(withNotes)]
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
      const held = { count: board.notesOf(item.id).length, shares: sharesOf(board, item, words) }
      return { ...placed, kind: 'theme', colour: item.colour, ...held, ...titled(item), ...marked(item, stamps, words) }
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

function sharesOf(board: Board, theme: Theme, words: SceneWords): Record<Side, number> {
  const shares = { civil: 0, public: 0, neutral: 0 }
  for (const note of board.notesOf(theme.id)) {
    const side = sideOf(note, words)
    if (side) shares[side]++
  }
  return shares
}

function sideOf(item: Note | Theme, words: SceneWords): Side | null {
  return sideShown(item, item.seat === null ? undefined : words.seatOf(item.seat)?.side)
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
  return { side: sideOf(item, words), organisation: oneLine(seat?.organisation ?? ''), marks, stamps }
}

function countStamps(stamps: readonly Stamp[] = []): StampCount[] {
  return stampSigns
    .map((sign) => ({ sign, count: stamps.filter((stamp) => stamp.sign === sign).length }))
    .filter(({ count }) => count > 0)
}

/** A text without what neither XML nor Typst takes, and nobody could see: control characters, halves of a letter. */
export function readable(text: string): string {
  return withoutOverrides(text)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\ufffe\uffff]/gu, '')
}

function oneLine(text: string): string {
  return readable(text)
    .replace(/[\t\n]+/g, ' ')
    .trim()
}
