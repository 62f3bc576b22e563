import { crc32 } from 'node:zlib'
import { type DocumentKind, documentKinds } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/schema.ts'
import { failpoint } from '../../failpoints.ts'
import type { LogRow } from '../history/changes.ts'
import type { Folded } from './worker.ts'
import { insertChanges, keepDeleted } from '../history/versions.ts'

/** A document's log as it was read for folding. */
export type Foldable = {
  documentId: string
  kind: DocumentKind
  epoch: number
  base: { upto: number; bytes: Buffer } | null
  /** What lies after the snapshot, in commit order; never empty. */
  rows: LogRow[]
  /** Whether there may be more rows after these. */
  isPart: boolean
}

/** How much is folded at once: a log that nobody folded for long is folded in steps, each of them short. */
export type FoldStep = { rows: number; bytes: number }
export const FOLD_STEP: FoldStep = { rows: 10_000, bytes: 16 * 1024 * 1024 }
const WHOLE: FoldStep = { rows: 2 ** 31 - 1, bytes: Number.MAX_SAFE_INTEGER }

/**
 * Snapshot and tail in one statement, the tail no longer than a `step` (null: however long); undefined where nothing was
 * added to the snapshot, or nothing may be folded.
 */
export async function readFoldable(
  db: Database,
  documentId: string,
  step: FoldStep | null = FOLD_STEP,
): Promise<Foldable | undefined> {
  const most = step ?? WHOLE
  const { rows } = await sql<{
    kind: string
    epoch: number
    head: number
    isSnapshot: boolean
    seq: number
    bytes: Buffer
    seatId: string | null
    createdAt: Date
  }>`
    with newest as (
      select upto, bytes, created_at from document_snapshot
      where document_id = ${documentId} order by upto desc limit 1
    ), tail as (
      select seq, bytes, seat_id, created_at, sum(length(bytes)) over (order by seq) as total, row_number() over (order by seq)
      from document_update
      where document_id = ${documentId} and seq > coalesce((select upto from newest), 0)
      order by seq limit ${most.rows}
    ), part as (
      select true as is_snapshot, upto as seq, bytes, null::uuid as seat_id, created_at from newest
      union all
      select false, seq, bytes, seat_id, created_at from tail where total <= ${most.bytes} or row_number = 1
    )
    select d.kind, d.epoch, d.head, part.* from document d, part
    where d.id = ${documentId} and d.quarantined_at is null
    order by is_snapshot desc, seq`.execute(db)
  const kind = documentKinds.find((known) => known === rows[0]?.kind)
  const [first] = rows
  if (!first || !kind) return undefined
  const base = first.isSnapshot ? { upto: first.seq, bytes: first.bytes } : null
  const isPart = rows.at(-1)!.seq < first.head
  if (rows.length < 2 && (base || !isPart)) return undefined
  return { documentId, kind, epoch: first.epoch, base, rows: base ? rows.slice(1) : rows, isPart }
}

/**
 * Puts the folded document in the place of what it was made of, in one transaction, in which nobody who writes to the
 * document has to wait. Returns the number of rows deleted:
 * 0 where another node folds or has folded it, or something was erased meanwhile. Throws, and changes nothing, where the
 * rows are not those that were read.
 */
export async function storeFolded(
  db: Database,
  read: Foldable,
  { bytes, version, changes, deleted }: Folded,
): Promise<number> {
  const { documentId, rows } = read
  const upto = rows.at(-1)!.seq
  const content = Buffer.from(bytes!.buffer)
  return db.transaction().execute(async (trx) => {
    if (!(await isAsRead(trx, read))) return 0
    await trx
      .insertInto('documentSnapshot')
      .values({ documentId, upto, bytes: content, crc: crc32(content), version })
      .execute()
    await failpoint('in_compaction_before_delete')
    const gone = await trx
      .deleteFrom('documentUpdate')
      .where('documentId', '=', documentId)
      .where('seq', '<=', upto)
      .executeTakeFirst()
    if (Number(gone.numDeletedRows) !== rows.length) throw new Error('the log is not what was folded')
    await trx.deleteFrom('documentSnapshot').where('documentId', '=', documentId).where('upto', '<', upto).execute()
    await insertChanges(trx, documentId, changes)
    await keepDeleted(trx, documentId, deleted)
    return rows.length
  })
}

/** Erasing waits for the same lock: what was read before it must not come back as a snapshot after it. */
async function isAsRead(trx: Trx, { documentId, epoch, base }: Foldable): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`compact ${documentId}`}, 0)) as mine`.execute(trx)
  if (!rows[0]?.mine) return false
  const now = await trx
    .selectFrom('document')
    .select(['epoch', 'quarantinedAt'])
    .select(({ selectFrom }) =>
      selectFrom('documentSnapshot')
        .select(({ fn }) => fn.max('upto').as('upto'))
        .where('documentId', '=', documentId)
        .as('upto'),
    )
    .where('id', '=', documentId)
    .executeTakeFirst()
  return now?.epoch === epoch && now.quarantinedAt === null && now.upto === (base?.upto ?? null)
}
