import type * as Y from 'yjs'
import { z } from 'zod'
import { boardMigrations } from './board/migrations.ts'
import { parseBoard } from './board/parse.ts'
import { boardRoots, Connector, Frame, Note, Picture, Shape, Stamp, Stroke, Theme } from './board/records.ts'
import type { DocumentKind } from './kinds.ts'
import { MINUTES_HARD_MAX, minutesRoots, Part } from './minutes/records.ts'
import { minutesMigrations, parseMinutes } from './minutes/parse.ts'
import { planMigrations } from './plan/migrations.ts'
import { parsePlan } from './plan/parse.ts'
import { Action, Check, Goal, planRoots, Replanning, Source } from './plan/records.ts'
import type { RichForm } from './rich-text/schema.ts'
import { checkMigrations, type DocumentMigration } from './versions.ts'

/** What each field of a record may hold; a field that isn't here may not be there. The key of the record is its `id`. */
export type RecordModel = { readonly id: z.ZodType; readonly fields: ReadonlyMap<string, z.ZodType> }

export type DocumentModel = {
  /** Names a client may use as root types; anything else is refused by the gate. */
  readonly roots: ReadonlySet<string>
  /** Root → what its records must look like where they are written; readers put up with more. */
  readonly records: Readonly<Record<string, RecordModel>>
  /**
   * The root whose types are the long words of the records of the same id: a `Y.Text` each, or, where they are rich, a
   * `Y.XmlFragment` (see rich-text/schema.ts). `hardMax`: how much one of them may hold, with room for what people
   * offline write into it at once.
   */
  readonly texts: {
    readonly root: string
    readonly of: readonly string[]
    readonly rich?: RichForm
    readonly hardMax: number
  }
  readonly version: number
  readonly migrations: readonly DocumentMigration[]
  readonly parse: (doc: Y.Doc) => { problems: string[] }
}

/** Sixteen times what the board lets anyone write, eight times what a plan does: two people's offline words still fit. */
export const TEXT_HARD_MAX = 64_000

/** Every kind of document, what may be in it, and how to read it. */
export const documentCatalogue: Record<DocumentKind, DocumentModel> = {
  board: {
    roots: new Set(boardRoots),
    records: {
      notes: writtenForm(Note),
      themes: writtenForm(Theme),
      frames: writtenForm(Frame),
      shapes: writtenForm(Shape),
      connectors: writtenForm(Connector),
      strokes: writtenForm(Stroke),
      pictures: writtenForm(Picture),
      stamps: writtenForm(Stamp),
    },
    texts: { root: 'texts', of: ['notes', 'shapes'], hardMax: TEXT_HARD_MAX },
    version: checkMigrations(boardMigrations),
    migrations: boardMigrations,
    parse: parseBoard,
  },
  plan: {
    roots: new Set(planRoots),
    records: {
      goals: writtenForm(Goal),
      actions: writtenForm(Action),
      checks: writtenForm(Check),
      sources: writtenForm(Source),
      replannings: writtenForm(Replanning),
    },
    texts: { root: 'texts', of: ['actions'], rich: 'brief', hardMax: TEXT_HARD_MAX },
    version: checkMigrations(planMigrations),
    migrations: planMigrations,
    parse: parsePlan,
  },
  minutes: {
    roots: new Set(minutesRoots),
    records: { parts: writtenForm(Part) },
    texts: { root: 'texts', of: ['parts'], rich: 'minutes', hardMax: MINUTES_HARD_MAX },
    version: checkMigrations(minutesMigrations),
    migrations: minutesMigrations,
    parse: parseMinutes,
  },
}

/** Reading falls back to a default where a value is odd; what is written has no such excuse. */
function writtenForm(schema: z.ZodObject): RecordModel {
  const { id, ...fields } = schema.shape as Record<string, z.ZodType>
  const strict = (field: z.ZodType) => (field instanceof z.ZodCatch ? (field.unwrap() as z.ZodType) : field)
  return { id: id!, fields: new Map(Object.entries(fields).map(([name, field]) => [name, strict(field)])) }
}
