import { BoardClip } from '@meydan/shared/documents/board/clip'
import { NOTE_TEXT_MAX } from '@meydan/shared/documents/board/records'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { z } from 'zod'
import { linkProblem, textProblem } from '../../../exchange/text-problem.ts'

export const IMPORT_BYTES_MAX = 20 * 1024 * 1024
/** A document takes some 40,000 records at most; half of that leaves room to work. */
export const IMPORT_RECORDS_MAX = 10_000

/** Two people who filled a note at once made it longer than one may. */
const TEXT_MAX = 4 * NOTE_TEXT_MAX

/** Why a file is no board: `where` names the record and field at fault, as the file has them. */
export type ClipProblem = {
  problem: 'not_json' | 'not_a_board' | 'newer' | 'too_many' | 'damaged' | 'nothing'
  where: string
}

const lists = ['frames', 'themes', 'notes', 'shapes', 'connectors', 'strokes', 'pictures', 'stamps'] as const

/**
 * A board exported as JSON. Strict where documents are lenient: what was changed by hand, or made to do harm, is refused
 * whole, with the place in the file, instead of coming in with holes.
 */
export function readClip(text: string): { clip: BoardClip } | ClipProblem {
  const given = parsed(text)
  if (given === undefined) return { problem: 'not_json', where: '' }
  if (!isRecord(given) || given['format'] !== 'meydan.board') return { problem: 'not_a_board', where: '' }
  const version = given['version']
  if (typeof version === 'number' && version > 1) return { problem: 'newer', where: '' }
  const strange = strangePart(given)
  if (strange !== null) return { problem: strange === 'count' ? 'too_many' : 'damaged', where: strange }
  const read = BoardClip.safeParse(given)
  if (!read.success) return { problem: 'damaged', where: read.error.issues[0]?.path.join('.') ?? '' }
  if (lists.every((list) => read.data[list].length === 0)) return { problem: 'nothing', where: '' }
  return { clip: read.data }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first place that isn't as an export has it; `count` for too much altogether. */
function strangePart(given: Record<string, unknown>): string | null {
  let count = 0
  // Across all lists: of two objects under one id nobody could ever delete the second.
  const seen = new Set<unknown>()
  for (const list of lists) {
    const records = given[list] ?? []
    if (!Array.isArray(records)) return list
    count += records.length
    if (count > IMPORT_RECORDS_MAX) return 'count'
    const { id, fields } = documentCatalogue.board.records[list]!
    for (const [index, record] of records.entries()) {
      const field = isRecord(record) ? strangeField(record, id, fields) : ''
      if (field !== null) return `${list}[${index + 1}]${field && `.${field}`}`
      if (seen.has(record.id)) return `${list}[${index + 1}].id`
      seen.add(record.id)
    }
  }
  return null
}

function strangeField(
  record: Record<string, unknown>,
  id: z.ZodType,
  fields: ReadonlyMap<string, z.ZodType>,
): string | null {
  if (!id.safeParse(record['id']).success) return 'id'
  for (const [name, value] of Object.entries(record)) {
    const problem = name === 'evidence' ? linkProblem : textProblem
    if (typeof value === 'string' && problem(value)) return name.slice(0, 40)
    const isWords = name === 'text'
    if (isWords && (typeof value !== 'string' || value.length > TEXT_MAX)) return name
    const schema = fields.get(name)
    if (schema && !schema.safeParse(value).success) return name
  }
  return null
}
