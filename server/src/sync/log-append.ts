import { sql } from 'kysely'
import type pg from 'pg'
import type { Executor } from '../database/schema.ts'
import type { DocumentAt, LogFrame } from './document-log.ts'
import type { Holder } from './live-document.ts'

/**
 * What nearly every commit is: one frame, or a few, by people whose client ids are known. Named statements are planned
 * once per connection, and the frames' bytes go as one binary value: as an array of `bytea` they would be written out
 * in hexadecimal and read again.
 */
const APPEND_ONE = {
  name: 'document-append-one',
  text: `with raised as (
      update document set head = head + 1, changed_at = now()
      where id = $1 and epoch = $2 and quarantined_at is null returning head
    ), written as (
      insert into document_update (document_id, seq, bytes, seat_id, connection_id, frame_no)
      select $1, head, $3, $4, $5, $6 from raised
    ) select head from raised`,
}
const APPEND_MANY = {
  name: 'document-append-many',
  text: `with raised as (
      update document set head = head + $3::int, changed_at = now()
      where id = $1 and epoch = $2 and quarantined_at is null returning head
    ), written as (
      insert into document_update (document_id, seq, bytes, seat_id, connection_id, frame_no)
      select $1, raised.head - $3::int + given.place, substring($4::bytea from given.start + 1 for given.length),
        given.seat, given.connection, given.frame
      from raised, unnest($5::int[], $6::int[], $7::uuid[], $8::uuid[], $9::int[])
        with ordinality as given(start, length, seat, connection, frame, place)
    ) select head from raised`,
}

/** Appends frames, all or nothing; returns the last number given out, undefined where the document isn't that one now. */
export async function appendFrames(
  pool: Pick<pg.Pool, 'query'>,
  { id, epoch }: DocumentAt,
  frames: readonly LogFrame[],
): Promise<number | undefined> {
  const [first] = frames
  const statement =
    frames.length === 1 && first
      ? { ...APPEND_ONE, values: [id, epoch, first.bytes, first.seatId, first.connectionId, first.frameNo] }
      : { ...APPEND_MANY, values: manyValues(id, epoch, frames) }
  const { rows } = await pool.query<{ head: number }>(statement)
  return rows[0]?.head
}

function manyValues(id: string, epoch: number, frames: readonly LogFrame[]): unknown[] {
  const starts: number[] = []
  let end = 0
  for (const { bytes } of frames) {
    starts.push(end)
    end += bytes.length
  }
  return [
    id,
    epoch,
    frames.length,
    Buffer.concat(frames.map(({ bytes }) => bytes)),
    starts,
    frames.map(({ bytes }) => bytes.length),
    frames.map(({ seatId }) => seatId),
    frames.map(({ connectionId }) => connectionId),
    frames.map(({ frameNo }) => frameNo),
  ]
}

/**
 * The same, and binds new client ids to their persons. A retry of a batch that had been committed after all finds its
 * first frame and changes nothing.
 */
export async function appendOnce(
  db: Executor,
  { id, epoch }: DocumentAt,
  frames: readonly LogFrame[],
  holders: ReadonlyMap<number, Holder>,
): Promise<number | undefined> {
  const count = frames.length
  const first = frames[0]!
  const persons = [...holders.values()]
  const { rows } = await sql<{ head: number }>`
    with already as (
      select 1 from document_update where document_id = ${id}
        and connection_id = ${first.connectionId} and frame_no = ${first.frameNo}
    ), raised as (
      update document set head = head + (case when exists (select 1 from already) then 0 else ${count}::int end),
        changed_at = now()
      where id = ${id} and epoch = ${epoch} and quarantined_at is null returning head
    ), bound as (
      insert into document_client (document_id, client_id, person_id, seat_id)
      select ${id}, client, person, seat
      from raised, unnest(${[...holders.keys()]}::bigint[], ${persons.map(({ personId }) => personId)}::uuid[],
        ${persons.map(({ seatId }) => seatId)}::uuid[]) as held(client, person, seat)
      on conflict do nothing
    ), written as (
      insert into document_update (document_id, seq, bytes, seat_id, connection_id, frame_no)
      select ${id}, raised.head - ${count}::int + given.place, given.bytes, given.seat, given.connection, given.frame
      from raised, unnest(${frames.map(({ bytes }) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))}::bytea[],
        ${frames.map(({ seatId }) => seatId)}::uuid[], ${frames.map(({ connectionId }) => connectionId)}::uuid[],
        ${frames.map(({ frameNo }) => frameNo)}::int[])
        with ordinality as given(bytes, seat, connection, frame, place)
      where not exists (select 1 from already)
    )
    select head from raised`.execute(db)
  return rows[0]?.head
}
