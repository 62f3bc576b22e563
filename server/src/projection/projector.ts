import { sql } from 'kysely'
import type { Database, Trx } from '../database/schema.ts'
import { DocumentLog, type StoredDocument } from '../sync/document-log.ts'
import { type FoldWorker, folding } from '../sync/folding/worker.ts'
import { passagesOf } from './passages.ts'
import { PROJECTION_VERSION } from './project.ts'
import { projecting } from './projecting.ts'
import { readRows } from './read-rows.ts'
import { writeRows } from './write-rows.ts'

export type Reader = Pick<FoldWorker, 'ask'>

/** `elsewhere`: another node is at it. `replaced`: it began anew meanwhile. `kept`: in quarantine, or gone. */
export type Outcome = 'written' | 'current' | 'elsewhere' | 'replaced' | 'kept'

/**
 * Makes a document's rows what it says as it is committed. Nobody who writes to it waits for this. Rejects, and has
 * changed nothing, with UnprojectableDocument or what the database says. `anew`: even where they should be right.
 */
export async function projectDocument(
  db: Database,
  documentId: string,
  { worker = folding, anew = false }: { worker?: Reader; anew?: boolean } = {},
): Promise<Outcome> {
  return db.transaction().execute(async (trx) => {
    if (!(await isMine(trx, documentId))) return 'elsewhere'
    const standing = await standingOf(trx, documentId)
    if (standing !== 'behind' && !(anew && standing === 'current')) return standing
    const stored = await new DocumentLog(trx).read(documentId)
    if (!stored || stored.quarantined) return 'kept'
    const rows = await rowsOfStored(trx, documentId, stored, worker)
    if (!(await isStill(trx, documentId, stored.epoch))) return 'replaced'
    await writeRows(trx, documentId, rows)
    const state = { epoch: stored.epoch, head: stored.seq, version: PROJECTION_VERSION, projectedAt: sql<Date>`now()` }
    await trx
      .insertInto('projection')
      .values({ documentId, ...state })
      .onConflict((conflict) => conflict.column('documentId').doUpdateSet(state))
      .execute()
    return 'written'
  })
}

/** Its bytes make no document, or one that is newer than this server. */
export class UnprojectableDocument extends Error {}

async function rowsOfStored(trx: Trx, documentId: string, { kind, parts }: StoredDocument, worker: Reader) {
  const passages = kind === 'minutes' ? await passagesOf(trx, documentId) : []
  try {
    return await readRows({ documentId, kind, parts, passages }, worker)
  } catch (error) {
    throw new UnprojectableDocument('the document could not be read for its rows', { cause: error })
  }
}

async function isMine(trx: Trx, documentId: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(${projecting(documentId)}) as mine`.execute(trx)
  return rows[0]?.mine === true
}

async function standingOf(trx: Trx, documentId: string): Promise<'behind' | 'current' | 'kept'> {
  const found = await trx
    .selectFrom('document')
    .leftJoin('projection', 'projection.documentId', 'document.id')
    .select(['document.epoch', 'document.head', 'quarantinedAt'])
    .select(['projection.epoch as projectedEpoch', 'projection.head as projectedHead', 'projection.version'])
    .where('document.id', '=', documentId)
    .executeTakeFirst()
  if (!found || found.quarantinedAt !== null) return 'kept'
  const { epoch, head, projectedEpoch, projectedHead, version } = found
  return epoch === projectedEpoch && head === projectedHead && (version ?? 0) >= PROJECTION_VERSION
    ? 'current'
    : 'behind'
}

/**
 * Whether it hasn't begun anew since it was read. The lock stands between this and an erasure alone: what an erasure
 * has taken out must not come back from what was read before it. Appending to the log doesn't wait for it.
 */
async function isStill(trx: Trx, documentId: string, epoch: number): Promise<boolean> {
  const now = await trx
    .selectFrom('document')
    .select('epoch')
    .where('id', '=', documentId)
    .where('quarantinedAt', 'is', null)
    .forKeyShare()
    .executeTakeFirst()
  return now?.epoch === epoch
}
