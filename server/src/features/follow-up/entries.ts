import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Executor } from '../../database/schema.ts'
import { dayAfter } from '../../clock.ts'
import type { OpenFeed } from './feeds.ts'
import { isAwaited, rolesThat, shownWords } from './roles.ts'

/** Older days are no news in a calendar, and more than this no calendar shows well. */
export const BACK_DAYS = 180
const MOST = 2_000

/** A day in a calendar; `path`: of its page. */
export type Entry = {
  kind: 'action' | 'ask'
  id: string
  title: string
  day: string
  isAgreed: boolean
  organisation: string | null
  roomName: string
  path: string
}
/** As a calendar knows it: under one name for ever, with a number that rises when what it says changes. */
export type CalendarEntry = Entry & { uid: string; sequence: number; changedAt: Date }

/** What is due in the rooms in which the calendar's person has a seat now; what is over or gone isn't in it any more. */
export async function entriesOf(db: Executor, feed: OpenFeed, today: string): Promise<Entry[]> {
  const { rows } = await sql<Omit<Entry, 'path'> & Place>`
    with mine as (
      select seat.id as seat_id, seat.role, seat.organisation_id, seat.room_id, room.name as room_name
      from seat join room on room.id = seat.room_id
      where seat.person_id = ${feed.personId} and seat.removed_at is null and room.archived_at is null
    )
    select * from (${actions(feed)} union all ${asks(feed)}) as entry
    where day >= ${dayAfter(today, -BACK_DAYS)}::date
    order by day desc, id limit ${MOST}`.execute(db)
  return rows.map(({ roomId, documentId, actionId, ...entry }) => ({
    ...entry,
    path: pathOf({ roomId, documentId, actionId }),
  }))
}

type Place = { roomId: string; documentId: string | null; actionId: string | null }

/** An action's page is its plan's; of anything else, the room's. */
function pathOf({ roomId, documentId, actionId }: Place): string {
  if (documentId === null || actionId === null) return `/rooms/${roomId}`
  return `/rooms/${roomId}/plans/${documentId}?action=${encodeURIComponent(actionId)}`
}

/** What is mine is what names me, and what my organisation answers for without naming anybody who is here. */
const actions = ({ organisationId }: OpenFeed) => sql`
  select 'action' as kind, document.id || ' ' || a.action_id as id, a.title, a.due as day,
    a.status <> 'proposed' as is_agreed, organisation.name as organisation, mine.room_name,
    mine.room_id, document.id as document_id, a.action_id
  from mine
  join document on document.room_id = mine.room_id and document.kind = 'plan'
  join plan_action a on a.document_id = document.id
  left join organisation on organisation.id = a.responsible_id
  where a.due is not null and a.status not in ('done', 'dropped') and ${
    organisationId
      ? sql`a.responsible_id = ${organisationId}`
      : sql`(a.person_seat_id = mine.seat_id or (
          a.responsible_id = mine.organisation_id and mine.role = any(${rolesThat('plan.write')})
          and not exists (select 1 from seat
            where seat.id = a.person_seat_id and seat.room_id = mine.room_id and seat.removed_at is null)))`
  }`

const asks = ({ organisationId }: OpenFeed) => sql`
  select 'ask', ask.id::text, ${shownWords}, ask.reply_by, true, asked.name, mine.room_name,
    mine.room_id, case when ask.subject_kind = 'action' then ask.document_id end, ask.record_id
  from mine
  join ask on ask.room_id = mine.room_id
  join organisation as asked on asked.id = ask.organisation_id
  where ${isAwaited} and ${
    organisationId
      ? sql`ask.organisation_id = ${organisationId}`
      : sql`ask.organisation_id = mine.organisation_id and mine.role = any(${rolesThat('answer.give')})`
  }`

/**
 * Gives each entry its name and number. A number rises when any calendar is read after its content changed, whatever
 * the language of that calendar is, and never falls: the rows stay when the entry is gone.
 */
export async function numbered(db: Database, entries: readonly Entry[], now: Date): Promise<CalendarEntry[]> {
  const named = entries.map((entry) => ({ ...entry, uid: uidOf(entry), contentHash: hashOf(entry) }))
  const uids = named.map(({ uid }) => uid)
  const known = await eventsOf(db, uids)
  const changed = named.filter(({ uid, contentHash }) => !known.get(uid)?.contentHash.equals(contentHash))
  if (changed.length > 0) {
    const rows = changed.map(({ uid, contentHash }) => ({ uid, contentHash, changedAt: now }))
    await db
      .insertInto('calendarEvent')
      // In one order: two readers would otherwise wait for each other.
      .values(rows.sort((a, b) => (a.uid < b.uid ? -1 : 1)))
      .onConflict((conflict) =>
        conflict
          .column('uid')
          .doUpdateSet(({ ref, eb }) => ({
            contentHash: ref('excluded.contentHash'),
            changedAt: ref('excluded.changedAt'),
            sequence: eb('calendarEvent.sequence', '+', 1),
          }))
          .whereRef('calendarEvent.contentHash', '!=', 'excluded.contentHash'),
      )
      .execute()
  }
  const events = changed.length > 0 ? await eventsOf(db, uids) : known
  return named.map(({ contentHash: _, ...entry }) => {
    const { sequence, changedAt } = events.get(entry.uid)!
    return { ...entry, sequence, changedAt }
  })
}

async function eventsOf(db: Executor, uids: string[]) {
  const rows = await db
    .selectFrom('calendarEvent')
    .selectAll()
    .where('uid', '=', sql<string>`any(${uids}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.uid, row]))
}

/** Ids of actions are made by clients: nothing of them gets into a calendar as it is. */
function uidOf({ kind, id }: Entry): string {
  return `${createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, 32)}@meydan`
}

function hashOf({ title, day, isAgreed, organisation, roomName, path }: Entry): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([title, day, isAgreed, organisation, roomName, path]))
    .digest()
}
