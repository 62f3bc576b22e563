import type { ClauseStanceKind, ClauseView, speakToClause } from '@meydan/shared/contracts/minutes'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Seat } from '../../access/seats.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import { readRows } from '../../projection/read-rows.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import { folding } from '../../sync/folding/worker.ts'

type At = { roomId: string; documentId: string }
type Row = {
  clauseId: string
  words: string
  organisationId: string | null
  side: Side
  kind: ClauseStanceKind
  reason: string
  seatId: string | null
  createdAt: Date
  then: string
}

/** Throws `not_found` where the room has no such minutes. */
export async function requireMinutes(db: Executor, { roomId, documentId }: At): Promise<void> {
  const found = await db
    .selectFrom('document')
    .select('id')
    .where('id', '=', documentId)
    .where('roomId', '=', roomId)
    .where('kind', '=', 'minutes')
    .executeTakeFirst()
  if (!found) throw new AppError('not_found')
}

/** The clauses as the document's rows say them, each with the last word of every organisation that still says one. */
export async function clauseViews(db: Executor, documentId: string): Promise<ClauseView[]> {
  const { rows } = await sql<Row>`
    select clause.clause_id, clause.words, said.organisation_id, said.side, said.kind, said.reason, said.seat_id,
      said.created_at, said.words as "then"
    from minutes_clause clause left join (
      select distinct on (clause_id, organisation_id) * from clause_stance
      where document_id = ${documentId} order by clause_id, organisation_id, position desc
    ) said on said.clause_id = clause.clause_id and said.kind <> 'withdrawn'
    where clause.document_id = ${documentId}
    order by clause.position, said.created_at, said.id`.execute(db)
  const clauses = new Map<string, ClauseView>()
  for (const { clauseId, words, organisationId, createdAt, then, ...said } of rows) {
    const clause = clauses.get(clauseId) ?? { id: clauseId, words, stances: [] }
    clauses.set(clauseId, clause)
    if (organisationId === null) continue
    const isOutdated = asRead(then) !== asRead(words)
    const outdated = { isOutdated, words: isOutdated ? then : null }
    clause.stances.push({ ...said, ...outdated, organisationId, at: createdAt.toISOString() })
  }
  return [...clauses.values()]
}

/** What it says, however it is broken into lines. */
const asRead = (words: string) => words.replace(/\s+/g, ' ').trim()

/** The words of a clause as they are committed: its rows may be a moment behind. Throws `not_found`, `unavailable`. */
export async function clauseWords(db: Executor, documentId: string, clauseId: string): Promise<string> {
  const stored = await new DocumentLog(db).read(documentId)
  if (!stored) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const { clauses } = await readRows({ documentId, kind: stored.kind, parts: stored.parts }, folding)
  const known = JSON.parse(clauses) as { clause_id: string; words: string }[]
  const clause = known.find(({ clause_id: id }) => id === clauseId)
  if (!clause) throw new AppError('not_found')
  return clause.words
}

type Given = InputOf<typeof speakToClause>['body'] & { documentId: string; clauseId: string; standing: string }

/**
 * Adds an organisation's word to a clause after those it gave before. `standing`: the clause as it reads now. The room
 * must be locked. Throws `version_outdated` where that isn't what was read.
 */
export async function speak(trx: Trx, seat: Seat, given: Given): Promise<void> {
  const { documentId, clauseId, kind, reason, words, standing } = given
  if (asRead(words) !== asRead(standing)) throw new AppError('version_outdated')
  const { organisationId, side } = seat
  const last = await trx
    .selectFrom('clauseStance')
    .select(['position', 'kind', 'reason', 'words'])
    .where('documentId', '=', documentId)
    .where('clauseId', '=', clauseId)
    .where('organisationId', '=', organisationId)
    .orderBy('position', 'desc')
    .executeTakeFirst()
  const said = { kind: kind ?? 'withdrawn', reason: kind === null ? '' : reason, words: standing }
  // What was sent again after a lost answer was said once.
  if (last && last.kind === said.kind && last.reason === said.reason && last.words === said.words) return
  if (!last && kind === null) return
  await trx
    .insertInto('clauseStance')
    .values({
      ...{ ...said, documentId, clauseId, organisationId, side, seatId: seat.id },
      position: (last?.position ?? -1) + 1,
    })
    .execute()
}
