import { z } from 'zod'
import { FieldOfWork, Side } from '../../words.ts'

/** Eight papers; their names are in the catalogues under `board.colour.`. */
export const noteColours = ['sun', 'apricot', 'rose', 'lilac', 'sky', 'mint', 'sage', 'sand'] as const
export const NoteColour = z.enum(noteColours)
export type NoteColour = z.infer<typeof NoteColour>

/** What ink, lines and outlines are drawn in: strong enough for 3:1 on paper, light and dark (`--ink-<name>`). */
export const inkColours = ['ink', 'red', 'ochre', 'green', 'blue', 'violet'] as const
export const InkColour = z.enum(inkColours)
export type InkColour = z.infer<typeof InkColour>

/** What a note or theme is about, in the words of a needs assessment. */
export const noteKinds = ['problem', 'need', 'resource', 'idea', 'solution', 'question'] as const
export const NoteKind = z.enum(noteKinds)
export type NoteKind = z.infer<typeof NoteKind>

export const frameKinds = ['section', 'lane', 'table'] as const
export const FrameKind = z.enum(frameKinds)
export type FrameKind = z.infer<typeof FrameKind>

export const shapeForms = ['rectangle', 'ellipse', 'diamond', 'text'] as const
export const ShapeForm = z.enum(shapeForms)
export type ShapeForm = z.infer<typeof ShapeForm>

/** Reactions; drawn as signs, named in the catalogues under `board.stamp.`. */
export const stampSigns = ['agree', 'heart', 'important', 'question', 'idea', 'done'] as const
export const StampSign = z.enum(stampSigns)
export type StampSign = z.infer<typeof StampSign>

export const NOTE_SIZE = { width: 200, height: 150 }
export const FRAME_MIN = { width: 240, height: 200 }
export const SHAPE_MIN = { width: 40, height: 40 }
export const NOTE_TEXT_MAX = 4000
export const TITLE_MAX = 120
export const ALT_MAX = 500
export const EVIDENCE_MAX = 1000
/** Themes that a theme remembers it came of, the nearest first. */
export const LINEAGE_MAX = 100
/** Characters of a stroke's points: some 2,000 of them. */
export const POINTS_MAX = 16_000
const EDGE = 1_000_000

const Coordinate = z.number().min(-EDGE).max(EDGE)
export const Point = z.object({ x: Coordinate, y: Coordinate })
export type Point = z.infer<typeof Point>
export const Size = z.object({ width: z.number().min(40).max(20_000), height: z.number().min(40).max(20_000) })
export type Size = z.infer<typeof Size>

const Id = z.string().min(1).max(64)
const ref = Id.nullable().catch(null)
const origin = { x: 0, y: 0 }

/**
 * What every object of a board has. `at` is its top left corner in board units, relative to its frame where it has
 * one: so moving a frame is one write, and nobody's work is left behind by it. `seat` and `side` are the author's
 * claim; who really wrote is in the database's `document_client`. `order` is the place in the pile, one for all kinds
 * but frames, which lie below everything. `source` is what a copy came from.
 */
const common = {
  id: Id,
  at: Point.catch(origin),
  frame: ref,
  order: z.string().max(256).catch('a0'),
  locked: z.boolean().catch(false),
  seat: ref,
  side: Side.catch('neutral'),
  createdAt: z.number().catch(0),
  source: z.object({ document: Id.nullable(), record: Id }).nullable().catch(null),
}

/** What a note or theme may say about itself beyond its words. Empty string or null: not said. */
const needFields = {
  kind: NoteKind.nullable().catch(null),
  /** Who is affected, in free words. */
  affected: z.string().max(300).catch(''),
  fields: z.array(FieldOfWork).max(10).catch([]),
  /** Quarter, town, institution: in free words. */
  locality: z.string().max(300).catch(''),
  severity: z.number().int().min(1).max(5).nullable().catch(null),
  /** A link or a text. Shown as a link only where it is `http:` or `https:`. */
  evidence: z.string().max(EVIDENCE_MAX).catch(''),
}

/**
 * A sticky note. Its words are the `Y.Text` of the same id in `texts`. In a theme, its place follows from the theme
 * and its order (see layout.ts), and `at` and `frame` say where it stood before. `table` is the table it was written
 * at.
 */
export const Note = z.object({
  ...common,
  ...needFields,
  colour: NoteColour.catch('sun'),
  theme: ref,
  table: ref,
})
export type Note = z.infer<typeof Note>

/**
 * A named cluster of notes; its size follows from how many it holds. `cameOf` are themes of this board: those that were
 * merged into it, and the one it was split off from, each with what that came of in turn.
 */
export const Theme = z.object({
  ...common,
  ...needFields,
  title: z.string().max(TITLE_MAX).catch(''),
  colour: NoteColour.catch('sand'),
  cameOf: z.array(Id).max(LINEAGE_MAX).catch([]),
})
export type Theme = z.infer<typeof Theme>

/** A titled area: a lane, a table, a section. It carries what is in it when moved. */
export const Frame = z.object({
  id: Id,
  at: Point.catch(origin),
  size: Size.catch({ width: 480, height: 640 }),
  title: z.string().max(TITLE_MAX).catch(''),
  kind: FrameKind.catch('section'),
  colour: NoteColour.nullable().catch(null),
  order: z.string().max(256).catch('a0'),
  locked: z.boolean().catch(false),
  source: common.source,
})
export type Frame = z.infer<typeof Frame>

/** A shape with words in it (its `Y.Text` in `texts`), or words alone. */
export const Shape = z.object({
  ...common,
  size: Size.catch({ width: 200, height: 120 }),
  form: ShapeForm.catch('rectangle'),
  /** The paper inside; null: none. */
  colour: NoteColour.nullable().catch(null),
  ink: InkColour.catch('ink'),
})
export type Shape = z.infer<typeof Shape>

/** One end of a connector: it sticks to `item` while that is there; `at`, in board units, is where it ends otherwise. */
export const ConnectorEnd = z.object({ item: Id.nullable(), at: Point })
export type ConnectorEnd = z.infer<typeof ConnectorEnd>

export const Connector = z.object({
  id: Id,
  from: ConnectorEnd.catch({ item: null, at: origin }),
  to: ConnectorEnd.catch({ item: null, at: origin }),
  arrow: z.enum(['none', 'end', 'both']).catch('end'),
  ink: InkColour.catch('ink'),
  label: z.string().max(TITLE_MAX).catch(''),
  order: common.order,
  locked: common.locked,
  seat: common.seat,
  side: common.side,
  createdAt: common.createdAt,
  source: common.source,
})
export type Connector = z.infer<typeof Connector>

/** A line drawn by hand. `points` is read by ink.ts. */
export const Stroke = z.object({
  ...common,
  points: z
    .string()
    .max(POINTS_MAX)
    .regex(/^[-0-9 ]*$/)
    .catch(''),
  ink: InkColour.catch('ink'),
  /** Thickness in board units. */
  width: z.number().min(1).max(48).catch(4),
})
export type Stroke = z.infer<typeof Stroke>

/** A picture; `file` is the id under which the server keeps it for the room. */
export const Picture = z.object({
  ...common,
  size: Size.catch({ width: 320, height: 240 }),
  file: z.string().max(64).catch(''),
  alt: z.string().max(ALT_MAX).catch(''),
})
export type Picture = z.infer<typeof Picture>

/** A reaction of one seat to one object. Two of the same sign by the same seat count once. */
export const Stamp = z.object({
  id: Id,
  item: Id.catch('-'),
  sign: StampSign.catch('agree'),
  seat: common.seat,
  side: common.side,
  createdAt: common.createdAt,
})
export type Stamp = z.infer<typeof Stamp>

export const boardRoots = [
  'meta',
  'notes',
  'themes',
  'frames',
  'shapes',
  'connectors',
  'strokes',
  'pictures',
  'stamps',
  'texts',
] as const

/** Kinds of object one can select; stamps belong to what they are on. */
export type ItemKind = 'note' | 'theme' | 'frame' | 'shape' | 'connector' | 'stroke' | 'picture'
/** An object with its kind; its words are asked for apart. */
export type Item =
  | ({ type: 'note' } & Note)
  | ({ type: 'theme' } & Theme)
  | ({ type: 'frame' } & Frame)
  | ({ type: 'shape' } & Shape)
  | ({ type: 'connector' } & Connector)
  | ({ type: 'stroke' } & Stroke)
  | ({ type: 'picture' } & Picture)
