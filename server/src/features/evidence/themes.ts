import type { Origin, readPlanThemes } from '@meydan/shared/contracts/plans'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { successorsOf } from './lineage.ts'
import { boardRecords, keyOf, originOfRecord, type Reader, type RecordAt, requireDocument } from './origins.ts'
import { votedLines } from './voted-lines.ts'

type PlanThemes = ReplyOf<typeof readPlanThemes>
type Origins = ReadonlyMap<string, readonly Origin[]>

/**
 * Of which themes the actions of a plan came: named themselves, by a note that is in one, by a line that was voted for.
 * One that was merged into others is told as those. A theme that is hidden, or that left no words, isn't told at all.
 * As the plan and its boards were projected last. Throws `not_found` where the room has no such plan.
 */
export async function planThemes(db: Executor, reader: Reader, documentId: string): Promise<PlanThemes> {
  await requireDocument(db, reader, documentId)
  const links = await recordsOfActions(db, reader, documentId)
  const themes = await themesOf(db, reader, [...links.values()].flat())
  const listed = new Map<string, { index: number; theme: PlanThemes['themes'][number] }>()
  const indexOf = ({ documentId: of, recordId, words, state }: Origin): number => {
    const key = keyOf({ documentId: of!, recordId })
    const theme = { documentId: of!, recordId, title: words, state: state as 'here' | 'gone' }
    if (!listed.has(key)) listed.set(key, { index: listed.size, theme })
    return listed.get(key)!.index
  }
  const actions = [...links].flatMap(([actionId, records]) => {
    const of = new Set(records.flatMap((record) => (themes.get(keyOf(record)) ?? []).map(indexOf)))
    return of.size > 0 ? [{ actionId, themes: [...of] }] : []
  })
  return { themes: [...listed.values()].map(({ theme }) => theme), actions }
}

/** The notes and themes that each action came of, those that were voted on included. */
async function recordsOfActions(db: Executor, reader: Reader, documentId: string): Promise<Map<string, RecordAt[]>> {
  const links = await db
    .selectFrom('evidenceLink')
    .select(['actionId', 'kind', 'sourceDocumentId', 'sourceRecord'])
    .where('documentId', '=', documentId)
    .where('kind', '!=', 'action')
    .orderBy('sourceId')
    .execute()
  const ids = links.flatMap(({ kind, sourceRecord }) => (kind === 'vote' ? [sourceRecord] : []))
  const lines = ids.length > 0 ? await votedLines(db, reader, { records: [], ids }) : []
  const voted = new Map(lines.map((line) => [line.vote.optionId, line]))
  const found = new Map<string, RecordAt[]>()
  for (const { actionId, kind, sourceDocumentId, sourceRecord } of links) {
    const named = sourceDocumentId === null ? undefined : { documentId: sourceDocumentId, recordId: sourceRecord }
    // A whole vote says nothing of which theme was meant.
    const record = kind === 'vote' ? voted.get(sourceRecord) : named
    if (record?.documentId) found.set(actionId, [...(found.get(actionId) ?? []), record])
  }
  return found
}

/** Of notes the theme they are in, of themes what they are now; by `keyOf` the record. */
async function themesOf(db: Executor, reader: Reader, records: readonly RecordAt[]): Promise<Origins> {
  const own = await rowsOf(db, reader, records)
  const themeOf = new Map<string, RecordAt>()
  for (const row of own) {
    if (row.isHidden && !reader.saysHidden) continue
    const recordId = row.kind === 'theme' ? row.recordId : row.themeId
    if (recordId) themeOf.set(keyOf(row), { documentId: row.documentId, recordId })
  }
  // One that went before it was ever projected is known by what came of it alone.
  for (const record of records) if (!own.some((row) => keyOf(row) === keyOf(record))) themeOf.set(keyOf(record), record)
  const wanted = [...themeOf.values()]
  const known = new Map((await rowsOf(db, reader, wanted)).map((row) => [keyOf(row), originOfRecord(row, reader)]))
  const successors = await successorsOf(db, reader, wanted)
  const now = (at: RecordAt): Origin[] => {
    const theme = known.get(keyOf(at))
    const next = theme?.state === 'here' ? [theme] : (successors.get(keyOf(at)) ?? (theme ? [theme] : []))
    return next.filter(({ words, state }) => state === 'here' || (state === 'gone' && words !== ''))
  }
  return new Map([...themeOf].map(([key, at]) => [key, now(at)]))
}

async function rowsOf(db: Executor, reader: Reader, records: readonly RecordAt[]) {
  if (records.length === 0) return []
  const wanted = new Set(records.map(keyOf))
  const rows = await boardRecords(db, reader)
    .where('boardRecord.documentId', 'in', [...new Set(records.map(({ documentId }) => documentId))])
    .where(sql<boolean>`record_id = any(${[...new Set(records.map(({ recordId }) => recordId))]}::text[])`)
    .execute()
  return rows.filter((row) => wanted.has(keyOf(row)))
}
