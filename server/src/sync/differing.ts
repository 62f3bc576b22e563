import { sql } from 'kysely'
import type { Database } from '../database/schema.ts'

/** How far a node has followed a document. */
export type Followed = { id: string; seq: number; epoch: number }

/** What the database says of a document that is further there, or of another epoch; no epoch: it is gone. */
export type Difference = { id: string; epoch: number | null }

/**
 * Those of the documents that are not in the database what a node has of them: normally none, so that a look at a
 * thousand documents costs the node one statement and no answer.
 */
export async function differing(db: Database, followed: readonly Followed[]): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select mine.id, d.epoch
    from unnest(${list(followed, 'id')}::uuid[], ${list(followed, 'seq')}::bigint[], ${list(followed, 'epoch')}::int[])
      as mine(id, seq, epoch)
    left join document d on d.id = mine.id
    where d.id is null or d.head > mine.seq or d.epoch <> mine.epoch`.execute(db)
  return rows
}

/** As Postgres writes arrays: given a JavaScript array, pg would quote every element. */
function list(followed: readonly Followed[], field: keyof Followed): string {
  return `{${followed.map((one) => one[field]).join(',')}}`
}
