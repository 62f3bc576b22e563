import { documentKinds, type DocumentKind } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import type { Executor, Trx } from '../database/schema.ts'
import type { Holder } from './live-document.ts'

/** Fold a document's log when this many rows lie after its snapshot. */
export const COMPACT_AFTER_ROWS = 200

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
  /** Snapshot, if any, and the updates after it, in commit order. */
  parts: Uint8Array[]
  holders: Map<number, string>
}

/** Creates a document with its first content as log row 1, inside the transaction that needs it. */
export async function createDocument(
  trx: Trx,
  given: { roomId: string; kind: DocumentKind; title: string; createdBy: string | null; initial: Uint8Array },
): Promise<{ id: string; kind: DocumentKind; title: string; createdAt: Date }> {
  const { roomId, kind, title, createdBy, initial } = given
  const row = await trx
    .insertInto('document')
    .values({ roomId, kind, title, createdBy, head: 1 })
    .returning(['id', 'createdAt'])
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('documentUpdate')
    .values({ documentId: row.id, seq: 1, bytes: Buffer.from(initial), connectionId: crypto.randomUUID(), frameNo: 1 })
    .execute()
  return { id: row.id, kind, title, createdAt: row.createdAt }
}

/** The append-only log of one database. Every method is one statement, so nobody reads a half-written state. */
export class DocumentLog {
  readonly #db: Executor

  constructor(db: Executor) {
    this.#db = db
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
      holders: Record<string, string> | null
      seq: number | null
      bytes: Buffer | null
    }>`
      with newest as (
        select upto, bytes from document_snapshot where document_id = ${documentId} order by upto desc limit 1
      ), part as (
        select upto as seq, bytes from newest
        union all
        select seq, bytes from document_update
        where document_id = ${documentId} and seq > coalesce((select upto from newest), 0)
      )
      select d.kind, d.room_id, d.epoch, part.seq, part.bytes,
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
      seq: rows.at(-1)?.seq ?? 0,
      parts: rows.flatMap(({ bytes }) => (bytes ? [bytes] : [])),
      holders: holdersFrom(first.holders),
    }
  }

  /**
   * What was committed after `seq`: newer rows, a snapshot where some of them are folded already, and the document's
   * client ids with their persons.
   */
  async readAfter(documentId: string, seq: number): Promise<Pick<StoredDocument, 'seq' | 'parts' | 'holders'>> {
    const { rows } = await sql<{ seq: number; bytes: Buffer; holders: Record<string, string> | null }>`
      with newest as (
        select upto, bytes from document_snapshot
        where document_id = ${documentId} and upto > ${seq} order by upto desc limit 1
      ), part as (
        select upto as seq, bytes from newest
        union all
        select seq, bytes from document_update
        where document_id = ${documentId} and seq > greatest(${seq}, coalesce((select upto from newest), 0))
      )
      select seq, bytes, case when seq = (select min(seq) from part) then (${holdersOf(documentId)}) end as holders
      from part order by seq`.execute(this.#db)
    return {
      seq: rows.at(-1)?.seq ?? seq,
      parts: rows.map(({ bytes }) => bytes),
      holders: holdersFrom(rows[0]?.holders),
    }
  }

  /**
   * Appends a batch and binds new client ids to their persons, all or nothing. The head row's lock gives gap-free
   * numbers in commit order. A retry of a batch that had been committed after all finds its first frame and changes
   * nothing. Returns the last number given out; throws when the document is gone.
   */
  async append(documentId: string, frames: readonly LogFrame[], holders: ReadonlyMap<number, Holder>): Promise<number> {
    const count = frames.length
    const first = frames[0]!
    const { rows } = await sql<{ head: number }>`
      with already as (
        select 1 from document_update where document_id = ${documentId}
          and connection_id = ${first.connectionId} and frame_no = ${first.frameNo}
      ), raised as (
        update document set head = head + (case when exists (select 1 from already) then 0 else ${count}::int end),
          changed_at = now()
        where id = ${documentId} returning head
      ), bound as (
        insert into document_client (document_id, client_id, person_id, seat_id)
        select ${documentId}, client, person, seat
        from unnest(${[...holders.keys()]}::bigint[], ${[...holders.values()].map(({ personId }) => personId)}::uuid[],
          ${[...holders.values()].map(({ seatId }) => seatId)}::uuid[]) as held(client, person, seat)
        on conflict do nothing
      ), written as (
        insert into document_update (document_id, seq, bytes, seat_id, connection_id, frame_no)
        select ${documentId}, raised.head - ${count}::int + given.place, given.bytes, given.seat, given.connection, given.frame
        from raised, unnest(${frames.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))}::bytea[],
          ${frames.map(({ seatId }) => seatId)}::uuid[], ${frames.map(({ connectionId }) => connectionId)}::uuid[],
          ${frames.map(({ frameNo }) => frameNo)}::int[])
          with ordinality as given(bytes, seat, connection, frame, place)
        where not exists (select 1 from already)
      )
      select head from raised`.execute(this.#db)
    const head = rows[0]?.head
    if (head === undefined) throw new DocumentGone(documentId)
    return head
  }

  /** Runs `work` with a log inside one transaction that no other `work` under the same lock overlaps, on any node. */
  async underLock<T>(name: string, work: (log: DocumentLog) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx)
      return work(new DocumentLog(trx))
    })
  }

  /** Documents of these that have rows beyond what a node knows: the safety net under the relay's hints. */
  async heads(documentIds: readonly string[]): Promise<Map<string, number>> {
    if (documentIds.length === 0) return new Map()
    const rows = await this.#db.selectFrom('document').select(['id', 'head']).where('id', 'in', documentIds).execute()
    return new Map(rows.map(({ id, head }) => [id, head]))
  }

  /** Keeps a refused frame (at most 64 KB of it) for the operator. */
  async keepRefused(documentId: string, seatId: string, reason: string, bytes: Uint8Array): Promise<void> {
    await this.#db
      .insertInto('refusedFrame')
      .values({ documentId, seatId, reason, bytes: Buffer.from(bytes.subarray(0, 65_536)) })
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

export class DocumentGone extends Error {
  constructor(documentId: string) {
    super(`document ${documentId} is gone`)
  }
}
