import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { PlanCopy } from '@meydan/shared/documents/plan/copy'
import { ACTIONS_MAX, DESCRIPTION_MAX } from '@meydan/shared/documents/plan/records'
import type { z } from 'zod'
import { textProblem } from '../../../exchange/text-problem.ts'

/** Why a file is no plan: `where` names the record and field at fault, as the file has them. */
export type PlanFileProblem = {
  problem: 'not_json' | 'not_a_plan' | 'newer' | 'full' | 'damaged' | 'nothing'
  where: string
}

const lists = ['goals', 'actions', 'checks', 'sources', 'replannings'] as const
const RECORDS_MAX = 20_000

/**
 * A plan exported as JSON. Strict where documents are lenient: what was changed by hand, or made to do harm, is refused
 * whole, with the place in the file, instead of coming in with holes.
 */
export function readPlanFile(text: string): { copy: PlanCopy } | PlanFileProblem {
  const given = parsed(text)
  if (given === undefined) return { problem: 'not_json', where: '' }
  if (!isRecord(given) || given['format'] !== 'meydan.plan') return { problem: 'not_a_plan', where: '' }
  if (typeof given['version'] === 'number' && given['version'] > 1) return { problem: 'newer', where: '' }
  const { actions } = given
  if (Array.isArray(actions) && actions.length > ACTIONS_MAX) return { problem: 'full', where: '' }
  const where = strangePart(given)
  if (where !== null) return { problem: 'damaged', where }
  const read = PlanCopy.safeParse(given)
  if (!read.success) return { problem: 'damaged', where: read.error.issues[0]?.path.join('.') ?? '' }
  if (read.data.actions.length + read.data.goals.length === 0) return { problem: 'nothing', where: '' }
  return { copy: read.data }
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

/** The first place that isn't as an export has it. */
function strangePart(given: Record<string, unknown>): string | null {
  let count = 0
  // Across all lists: of two records under one id nobody could ever delete the second.
  const seen = new Set<unknown>()
  for (const list of lists) {
    const records = given[list] ?? []
    if (!Array.isArray(records)) return list
    count += records.length
    if (count > RECORDS_MAX) return list
    const { id, fields } = documentCatalogue.plan.records[list]!
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
    if (typeof value === 'string' && textProblem(value)) return name.slice(0, 40)
    if (name === 'description' && (typeof value !== 'string' || value.length > 4 * DESCRIPTION_MAX)) return name
    const schema = fields.get(name)
    if (schema && !schema.safeParse(value).success) return name
  }
  return null
}
