import { Language } from '@meydan/shared/languages'
import { sql } from 'kysely'
import type { Database, Trx } from '../../database/schema.ts'
import type { TellRow } from './letter.ts'
import { type ToldRow, toldColumns, toldFrom, wishesFrom, wishOf } from './told.ts'

/** What more of one letter nobody reads is behind its last link. */
const LINES_MOST = 50
/** So old a notification is settled that has no way by mail. */
const UNREACHED_MS = 24 * 60 * 60_000
const SETTLED_AT_ONCE = 5_000

/** Which notifications go out now: those of this wish, from before this moment. */
export type Due = { wish: 'at_once' | 'daily'; upTo: Date }
export type Reader = { id: string; email: string; language: Language }

const isWaiting = ({ wish, upTo }: Due) =>
  sql`n.mailed_at is null and n.read_at is null and n.created_at <= ${upTo} and ${wishOf} = ${wish}`

/** A guest's counts once it is confirmed. */
const emailOf = sql<string | null>`case when person.is_anonymous then guest_address.email else person.email end`
const addressFrom = sql`
  left join guest_address on guest_address.person_id = person.id and guest_address.confirmed_at is not null`

/**
 * The next people after this one for whom something waits, each held until the transaction ends: other nodes pass them
 * over meanwhile. `day`: but for those who had their letter of that day.
 */
export async function takeReaders(
  trx: Trx,
  due: Due,
  { after, most, day }: { after: string; most: number; day: string | null },
): Promise<Reader[]> {
  const { rows } = await sql<Reader>`
    with due as (
      select distinct n.person_id from notification n
      join seat on seat.room_id = n.room_id and seat.person_id = n.person_id and seat.removed_at is null
      ${wishesFrom}
      where n.person_id > ${after}::uuid and ${isWaiting(due)}
    )
    select person.id, person.language, ${emailOf} as email
    from due join person on person.id = due.person_id ${addressFrom}
    where person.disabled_at is null and ${emailOf} is not null
      and not exists (select 1 from digest where digest.person_id = person.id and digest.day = ${day}::date)
    order by person.id limit ${most}
    for no key update of person skip locked`.execute(trx)
  return rows.map((row) => ({ ...row, language: Language.catch('en').parse(row.language) }))
}

/** Of these people, those who had no letter of that day yet; by now they have. */
export async function noteDay(trx: Trx, readers: readonly Reader[], day: string): Promise<Reader[]> {
  if (readers.length === 0) return []
  const rows = await trx
    .insertInto('digest')
    .values(readers.map(({ id }) => ({ personId: id, day })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('personId')
    .execute()
  const first = new Set(rows.map(({ personId }) => personId))
  return readers.filter(({ id }) => first.has(id))
}

/** What waits for these people, which is mailed by that: of each letter the newest, and how much there is in all. */
export async function takeNews(trx: Trx, due: Due, readers: readonly Reader[], now: Date): Promise<TellRow[]> {
  const letter = due.wish === 'daily' ? sql`n.person_id` : sql`n.person_id, n.room_id`
  const taken = await sql<{ id: string; total: number }>`
    with waiting as materialized (
      select n.id, count(*) over (partition by ${letter})::int as total,
        row_number() over (partition by ${letter} order by n.created_at desc, n.id desc) as nth
      from notification n
      join seat on seat.room_id = n.room_id and seat.person_id = n.person_id and seat.removed_at is null
      ${wishesFrom}
      where n.person_id = any(${readers.map(({ id }) => id)}::uuid[]) and ${isWaiting(due)}
    ), mailed as (
      update notification set mailed_at = ${now} from waiting where notification.id = waiting.id
    )
    select id, total from waiting where nth <= ${LINES_MOST}`.execute(trx)
  // Apart from what was taken: how much that is nobody can tell Postgres within one statement, and it would guess badly.
  const totals = new Map(taken.rows.map(({ id, total }) => [id, total]))
  const { rows } = await sql<ToldRow>`
    select ${toldColumns} from ${toldFrom} where n.id = any(${[...totals.keys()]}::uuid[])
    order by n.person_id, n.created_at desc, n.id desc`.execute(trx)
  return rows.map((row) => ({ ...row, total: totals.get(row.id)! }))
}

/**
 * Whatever will not go out by mail is not looked at again: what was read, or isn't wanted, or is of a room that its
 * person has left; and in a day what has nowhere to go.
 */
export async function settle(db: Database, now: Date, upTo: Date): Promise<void> {
  await sql`
    update notification set mailed_at = ${now} where id in (
      select n.id from notification n join person on person.id = n.person_id ${addressFrom} ${wishesFrom}
      where n.mailed_at is null and n.created_at <= ${upTo} and (
        n.read_at is not null or ${wishOf} = 'never' or person.disabled_at is not null
        or (${emailOf} is null and n.created_at < ${new Date(now.getTime() - UNREACHED_MS)})
        or not exists (
          select 1 from seat
          where seat.room_id = n.room_id and seat.person_id = n.person_id and seat.removed_at is null))
      limit ${SETTLED_AT_ONCE})`.execute(db)
}
