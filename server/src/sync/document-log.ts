import { documentKinds, type DocumentKind } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Executor, Trx } from '../database/schema.ts'
import { authorsIn } from './history/authors.ts'
import type { Holder } from './live-document.ts'
import { appendFrames, appendOnce } from './log-append.ts'

export const FOLD_AFTER_ROWS = 400
const FOLD_AFTER_BYTES = 256 * 1024

/**
 * Whether a document's log is long enough to be folded. Folding costs as much as the whole document, so a large one may
 * have more after its snapshot: a row for each 512 bytes, or bytes for half of it. A board of 2,000 notes on which thirty
 * write would be folded every 14 s otherwise.
 */
export function isLongTail(tail: { rows: number; bytes: number }, snapshotBytes: number): boolean {
  const { rows, bytes } = tail
  return (
    rows >= Math.max(FOLD_AFTER_ROWS, snapshotBytes / 512) || bytes >= Math.max(FOLD_AFTER_BYTES, snapshotBytes / 2)
  )
}

const REFUSED_KEPT_BYTES = 64 * 1024

/** A document as somebody knows it: in another epoch it is another document under the same id. */
export type DocumentAt = { id: string; epoch: number }

export type LogFrame = {
  bytes: Uint8Array
  seatId: string | null
  /** With the connection, the unique key under which a batch of unknown outcome is retried. */
  connectionId: string
  frameNo: number
}

export type StoredDocument = {
  kind: DocumentKind
  roomId: string
  epoch: number
  /** The last sequence number contained in `parts`. */
  seq: number
  /** It did not load once: `parts` are what is known to be good of it, and nobody may write to it. */
  quarantined: boolean
  /** Of the snapshot that `parts` begins with: its checksum and the version of its content, as the fold verified them. */
  snapshot: { crc: number; version: number } | null
  /** Snapshot, if any, and the updates after it, in commit order. */
  parts: Uint8Array[]
  holders: Map<number, string>
}

type NewDocument = {
  roomId: string
  kind: DocumentKind
  title: string
  createdBy: string | null
  initial: Uint8Array
  /** Of this room: whose minutes it is. */
  meetingId?: string | null
}

/** Creates a document with its first content as log row 1, inside the transaction that needs it. */
export async function createDocument(
  trx: Trx,
  given: NewDocument,
): Promise<Pick<NewDocument, 'kind' | 'title'> & { id: string; createdAt: Date; meetingId: string | null }> {
  const { roomId, kind, title, createdBy, initial, meetingId = null } = given
  const row = await trx
    .insertInto('document')
    // Several made in one transaction keep their order.
    .values({ roomId, kind, title, createdBy, meetingId, head: 1, createdAt: sql<Date>`clock_timestamp()` })
    .returning(['id', 'createdAt'])
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('documentUpdate')
    .values({ documentId: row.id, seq: 1, bytes: Buffer.from(initial), connectionId: crypto.randomUUID(), frameNo: 1 })
    .execute()
  return { id: row.id, kind, title, meetingId, createdAt: row.createdAt }
}

/** The append-only log of one database. Every method is one statement, so nobody reads a half-written state. */
export class DocumentLog {
  readonly #db: Executor
  readonly #pool: Pick<pg.Pool, 'query'> | undefined

  /** With the pool behind `db` the usual append takes its short way; inside a transaction there is none. */
  constructor(db: Executor, pool?: Pick<pg.Pool, 'query'>) {
    this.#db = db
    this.#pool = pool
  }

  /** Where a document belongs; undefined for unknown ids. */
  async find(documentId: string): Promise<{ roomId: string; kind: string; epoch: number } | undefined> {
    return this.#db
      .selectFrom('document')
      .select(['roomId', 'kind', 'epoch'])
      .where('id', '=', documentId)
      .executeTakeFirst()
  }

  /**
   * Snapshot and tail in ONE statement: read in two, a compaction in between would delete rows that the snapshot read
   * before it doesn't hold yet. Undefined for unknown documents.
   */
  async read(documentId: string): Promise<StoredDocument | undefined> {
    const { rows } = await sql<{
      kind: string
      roomId: string
      epoch: number
      quarantined: boolean
      holders: Record<string, string> | null
      seq: number | null
      bytes: Buffer | null
      crc: number | null
      version: number | null
    }>`
      with newest as (
        select upto, bytes, crc, version from document_snapshot
        where document_id = ${documentId} order by upto desc limit 1
      ), part as (
        select upto as seq, bytes, crc, version from newest
        union all
        select seq, bytes, null, null from document_update
        where document_id = ${documentId} and seq > coalesce((select upto from newest), 0)
      )
      select d.kind, d.room_id, d.epoch, d.quarantined_at is not null as quarantined, part.*,
        case when part.seq is null or part.seq = (select min(seq) from part)
          then (${holdersOf(documentId)}) end as holders
      from document d left join part on true
      where d.id = ${documentId}
      order by part.seq`.execute(this.#db)
    const first = rows[0]
    const kind = documentKinds.find((known) => known === first?.kind)
    if (!first || !kind) return undefined
    return {
      kind,
      roomId: first.roomId,
      epoch: first.epoch,
      quarantined: first.quarantined,
      seq: rows.at(-1)?.seq ?? 0,
      snapshot: first.crc === null || first.version === null ? null : { crc: first.crc, version: first.version },
      parts: rows.flatMap(({ bytes }) => (bytes ? [bytes] : [])),
      holders: holdersFrom(first.holders),
    }
  }

  /**
   * What was committed after `seq`: newer rows, a snapshot where some of them are folded already, and the document's
   * client ids with their persons. Throws DocumentGone, or DocumentReplaced where its epoch is no longer this one.
   */
  async readAfter({ id, epoch }: DocumentAt, seq: number): Promise<Pick<StoredDocument, 'seq' | 'parts' | 'holders'>> {
    const { rows } = await sql<{
      epoch: number
      seq: number | null
      bytes: Buffer | null
      holders: Record<string, string> | null
    }>`
      with newest as (
        select upto, bytes from document_snapshot
        where document_id = ${id} and upto > ${seq} order by upto desc limit 1
      ), part as (
        select upto as seq, bytes from newest
        union all
        select seq, bytes from document_update
        where document_id = ${id} and seq > greatest(${seq}, coalesce((select upto from newest), 0))
      )
      select d.epoch, part.seq, part.bytes,
        case when part.seq = (select min(seq) from part) then (${holdersOf(id)}) end as holders
      from document d left join part on true
      where d.id = ${id}
      order by part.seq`.execute(this.#db)
    const [first] = rows
    if (!first) throw new DocumentGone(id)
    if (first.epoch !== epoch) throw new DocumentReplaced(id)
    return {
      seq: rows.at(-1)?.seq ?? seq,
      parts: rows.flatMap(({ bytes }) => (bytes ? [bytes] : [])),
      holders: holdersFrom(first.holders),
    }
  }

  /**
   * Appends a batch and binds new client ids to their persons, all or nothing. The head row's lock gives gap-free
   * numbers in commit order. `isRetry`: an earlier try may have been committed after all, and then nothing changes.
   * Returns the last number given out; throws DocumentGone, DocumentReplaced or DocumentQuarantined.
   */
  async append(
    document: DocumentAt,
    frames: readonly LogFrame[],
    holders: ReadonlyMap<number, Holder>,
    isRetry = true,
  ): Promise<number> {
    const isPlain = this.#pool && holders.size === 0 && !isRetry
    const head = isPlain
      ? await appendFrames(this.#pool!, document, frames)
      : await appendOnce(this.#db, document, frames, holders)
    if (head !== undefined) return head
    const now = await this.find(document.id)
    if (!now) throw new DocumentGone(document.id)
    throw now.epoch === document.epoch ? new DocumentQuarantined(document.id) : new DocumentReplaced(document.id)
  }

  /** Who first wrote under each client id of a document, where they are still known. */
  async authors(documentId: string): Promise<Map<number, Holder>> {
    return authorsIn(this.#db, documentId)
  }

  /** Runs `work` with a log inside one transaction that no other `work` under the same lock overlaps, on any node. */
  async underLock<T>(name: string, work: (log: DocumentLog) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx)
      return work(new DocumentLog(trx))
    })
  }

  /** Keeps a refused frame (at most 64 KB of it) for the operator, under its trace. */
  async keepRefused(
    documentId: string,
    { seatId, connectionId, frameNo, bytes }: LogFrame,
    reason: string,
  ): Promise<void> {
    await this.#db
      .insertInto('refusedFrame')
      .values({
        documentId,
        seatId,
        reason,
        connectionId,
        frameNo,
        bytes: Buffer.from(bytes.subarray(0, REFUSED_KEPT_BYTES)),
      })
      .execute()
  }
}

/** Client ids and their persons, as one JSON object: for the first row of a result only. */
function holdersOf(documentId: string) {
  return sql`select json_object_agg(client_id, person_id) from document_client
    where document_id = ${documentId} and person_id is not null`
}

function holdersFrom(json: Record<string, string> | null | undefined): Map<number, string> {
  return new Map(Object.entries(json ?? {}).map(([client, person]) => [Number(client), person]))
}

/** The document began anew: something was erased from it, or a backup came back. */
export class DocumentReplaced extends Error {
  constructor(documentId: string) {
    super(`document ${documentId} has been replaced`)
  }
}

/** It did not load on some node: nobody may write to it before an operator has looked. */
export class DocumentQuarantined extends Error {
  constructor(documentId: string) {
    super(`document ${documentId} is in quarantine`)
  }
}

export class DocumentGone extends Error {
  constructor(documentId: string) {
    super(`document ${documentId} is gone`)
  }
}
