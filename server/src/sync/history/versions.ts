import { type DocumentKind, documentKinds } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import type { Database, Executor } from '../../database/schema.ts'
import { type Change, changesOf, type LogRow } from './changes.ts'
import type { DeletedRecords } from './deleted-records.ts'
import { DocumentLog } from '../document-log.ts'
import { LiveDocument } from '../live-document.ts'

/** Why a version was kept. */
export type VersionReason = 'daily' | 'activity' | 'before_delete' | 'before_restore'
/** Beside whole versions, records alone, as they were when somebody deleted them. */
const DELETED = 'deleted'

export type NewVersion = {
  documentId: string
  /** Where the document has another epoch by now, nothing is kept: it may hold what was erased since. */
  epoch: number
  /** The last row of the log that is in it. */
  upto: number
  reason: VersionReason
  /** The whole document as one update. */
  bytes: Uint8Array
  /** Whose act made it worth keeping; null for the server's. */
  seatId: string | null
}

/**
 * Keeps what a document was: one INSERT. Before mass deletes at most one a minute, so that nobody fills the disk with
 * them; whatever else they delete is kept record by record when the log is folded.
 */
export async function keepVersion(db: Executor, version: NewVersion): Promise<void> {
  const { documentId, epoch, upto, reason, bytes, seatId } = version
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  await sql`
    insert into document_version (document_id, upto, reason, bytes, seat_id)
    select id, ${upto}, ${reason}, ${content}, ${seatId}::uuid from document
    where id = ${documentId} and epoch = ${epoch} and (${reason} <> 'before_delete' or not exists (
      select 1 from document_version
      where document_id = ${documentId} and reason = 'before_delete' and created_at > now() - interval '1 minute'
    ))
    for share`.execute(db)
}

/**
 * Keeps the snapshot of a document as a version of its activity, without reading it: one INSERT. False where that is no
 * newer than the last version, or the document has another epoch by now.
 */
export async function keepSnapshot(
  db: Executor,
  { documentId, epoch }: { documentId: string; epoch: number },
): Promise<boolean> {
  const kept = await sql`
    insert into document_version (document_id, upto, reason, bytes)
    select d.id, s.upto, 'activity', s.bytes from document d join document_snapshot s on s.document_id = d.id
    where d.id = ${documentId} and d.epoch = ${epoch} and d.quarantined_at is null
      and s.upto > coalesce((select max(upto) from document_version where document_id = d.id and reason <> ${DELETED}), 0)
    order by s.upto desc limit 1
    for share of d`.execute(db)
  return Number(kept.numAffectedRows ?? 0) > 0
}

/** Keeps what the folded rows deleted, in the folding transaction. */
export async function keepDeleted(db: Executor, documentId: string, kept: readonly DeletedRecords[]): Promise<void> {
  if (kept.length === 0) return
  await db
    .insertInto('documentVersion')
    .values(
      kept.map(({ upto, deletedAt, bytes }) => ({
        documentId,
        upto,
        reason: DELETED,
        bytes: Buffer.from(bytes),
        createdAt: deletedAt,
      })),
    )
    .execute()
}

/** Keeps who changed what, in the folding transaction. Changes that are there already stay as they are. */
export async function insertChanges(db: Executor, documentId: string, changes: readonly Change[]): Promise<void> {
  for (let at = 0; at < changes.length; at += 500) {
    const values = changes.slice(at, at + 500).map((change) => ({ documentId, ...change }))
    await db
      .insertInto('documentChange')
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

export type VersionSummary = { id: string; upto: number; reason: VersionReason; seatId: string | null; createdAt: Date }

/** Whole versions that are kept, newest first. */
export async function listVersions(db: Executor, documentId: string): Promise<VersionSummary[]> {
  const rows = await db
    .selectFrom('documentVersion')
    .select(['id', 'upto', 'seatId', 'createdAt'])
    .select((eb) => eb.ref('reason').$castTo<VersionReason>().as('reason'))
    .where('documentId', '=', documentId)
    .where('reason', '!=', DELETED)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows
}

/** The whole document as of a version, or `now`, as one update; undefined where there is none. */
export async function readVersion(
  db: Executor,
  documentId: string,
  version: string,
): Promise<{ bytes: Uint8Array; upto: number; createdAt: Date } | undefined> {
  if (version === 'now') {
    const stored = await new DocumentLog(db).read(documentId)
    if (!stored) return undefined
    const live = new LiveDocument(stored.kind, stored.parts, new Map())
    const bytes = live.encodeFor(new Uint8Array([0]))
    live.destroy()
    return { bytes, upto: stored.seq, createdAt: new Date() }
  }
  return db
    .selectFrom('documentVersion')
    .select(['bytes', 'upto', 'createdAt'])
    .where('documentId', '=', documentId)
    .where('id', '=', version)
    .where('reason', '!=', DELETED)
    .executeTakeFirst()
}

/** A place in the list of changes: what comes after it is older. */
export type ChangePlace = Pick<Change, 'seq' | 'root' | 'recordId'>

/** Which changes are meant; `seatIds` empty: nobody's. */
export type ChangeFilter = { action?: Change['action'] | undefined; seatIds?: readonly string[] | undefined }

/** Who changed what, newest first: what is stored, and what the log holds that isn't folded yet. */
export async function listChanges(
  db: Database,
  documentId: string,
  { before, limit, only = {} }: { before?: ChangePlace | undefined; limit: number; only?: ChangeFilter },
): Promise<{ changes: Change[]; next: ChangePlace | null }> {
  // One view of both: a fold in between would move changes from the one to the other.
  const changes = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => [
      ...(await unfoldedChanges(trx, documentId, before)).filter((change) => isMeant(change, only)),
      ...(await storedChanges(trx, documentId, { before, limit: limit + 1, only })),
    ])
  const page = changes.sort(newestFirst).slice(0, limit)
  const last = page.at(-1)
  const next = last && changes.length > limit ? { seq: last.seq, root: last.root, recordId: last.recordId } : null
  return { changes: page, next }
}

function isMeant({ action, seatId }: Change, only: ChangeFilter): boolean {
  if (only.action && action !== only.action) return false
  return !only.seatIds || (seatId !== null && only.seatIds.includes(seatId))
}

async function storedChanges(
  db: Executor,
  documentId: string,
  { before, limit, only }: { before: ChangePlace | undefined; limit: number; only: ChangeFilter },
): Promise<Change[]> {
  const place = sql`(seq, root collate "C", record_id collate "C")`
  const older = before ? sql`and ${place} < (${before.seq}, ${before.root}, ${before.recordId})` : sql``
  const acted = only.action ? sql`and action = ${only.action}` : sql``
  const by = only.seatIds ? sql`and seat_id = any(${[...only.seatIds]}::uuid[])` : sql``
  const { rows } = await sql<Change>`
    select seq, root, record_id, action, fields, seat_id, changed_at from document_change
    where document_id = ${documentId} ${older} ${acted} ${by}
    order by seq desc, root collate "C" desc, record_id collate "C" desc limit ${limit}`.execute(db)
  return rows
}

async function unfoldedChanges(db: Executor, documentId: string, before: ChangePlace | undefined): Promise<Change[]> {
  const tail = await readTail(db, documentId)
  if (!tail || (before && tail.rows[0] && before.seq < tail.rows[0].seq)) return []
  try {
    const changes = changesOf(tail.kind, tail.base, tail.rows)
    return before ? changes.filter((change) => newestFirst(before, change) < 0) : changes
  } catch {
    // A document in quarantine has no readable tail; what was folded before is still true.
    return []
  }
}

function newestFirst(a: ChangePlace, b: ChangePlace): number {
  if (a.seq !== b.seq) return b.seq - a.seq
  if (a.root !== b.root) return a.root < b.root ? 1 : -1
  return a.recordId < b.recordId ? 1 : a.recordId > b.recordId ? -1 : 0
}

export type Tail = { kind: DocumentKind; base: Uint8Array | null; rows: LogRow[] }

/** Snapshot and the rows after it with their authors, in one statement; undefined for unknown documents. */
export async function readTail(db: Executor, documentId: string): Promise<Tail | undefined> {
  const { rows } = await sql<{
    kind: string
    seq: number | null
    bytes: Buffer | null
    seatId: string | null
    createdAt: Date | null
    isBase: boolean | null
  }>`
    with newest as (
      select upto, bytes, created_at from document_snapshot where document_id = ${documentId} order by upto desc limit 1
    ), part as (
      select upto as seq, bytes, null::uuid as seat_id, created_at, true as is_base from newest
      union all
      select seq, bytes, seat_id, created_at, false from document_update
      where document_id = ${documentId} and seq > coalesce((select upto from newest), 0)
    )
    select d.kind, part.* from document d left join part on true where d.id = ${documentId} order by part.seq`.execute(
    db,
  )
  const kind = documentKinds.find((known) => known === rows[0]?.kind)
  if (!kind) return undefined
  return {
    kind,
    base: rows.find(({ isBase }) => isBase)?.bytes ?? null,
    rows: rows.flatMap(({ seq, bytes, seatId, createdAt, isBase }) =>
      seq !== null && bytes && createdAt && !isBase ? [{ seq, bytes, seatId, createdAt }] : [],
    ),
  }
}
