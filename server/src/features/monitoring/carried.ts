import {
  type CarriedAction,
  CARRIED_MAX,
  type CarriedGroup,
  type CarriedOver,
} from '@meydan/shared/contracts/monitoring'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

type Row = Omit<CarriedAction, 'change'> & {
  organisationId: string | null
  organisation: string | null
  side: Side | null
  /** What was known when the last meeting ended; null where nothing was. */
  wasStatus: string | null
  wasDue: string | null
  /** Whether the plan had been read by then. */
  wasRead: boolean
}

/** What a room's next meeting begins with. `saysHidden`: whether the reader may read what facilitators have hidden. */
export async function carriedOver(
  db: Executor,
  { roomId, saysHidden }: { roomId: string; saysHidden: boolean },
  today: string,
): Promise<CarriedOver> {
  const last = await db
    .selectFrom('meeting')
    .select(['id', 'title', 'endedAt'])
    .where('roomId', '=', roomId)
    .where('state', '=', 'ended')
    .orderBy('endedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  const since = last?.endedAt ?? null
  const rows = await actionsOf(db, { roomId, today, since })
  const open = rows.filter(({ status }) => status !== 'done')
  return {
    last: last && since ? { id: last.id, title: last.title, endedAt: since.toISOString() } : null,
    count: open.length,
    groups: grouped(open.slice(0, CARRIED_MAX)),
    done: rows
      .filter((row) => row.status === 'done' && row.wasRead && row.wasStatus !== 'done')
      .slice(0, CARRIED_MAX)
      .map((row) => ({ ...carried(row), change: null, responsible: row.organisation })),
    asks: await unanswered(db, { roomId, saysHidden }, today),
  }
}

async function actionsOf(
  db: Executor,
  { roomId, today, since }: { roomId: string; today: string; since: Date | null },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with read as (
      select document_id from action_reading join document on document.id = document_id
      where room_id = ${roomId} and at <= ${since}::timestamptz group by document_id
    )
    select a.document_id as "documentId", a.action_id as "actionId", a.title, a.status, a.due,
      coalesce(a.due < ${today} and a.status <> 'done', false) as "isOverdue",
      organisation.id as "organisationId", organisation.name as organisation, organisation.side,
      was.status as "wasStatus", was.due as "wasDue", a.document_id in (select document_id from read) as "wasRead"
    from document
    join room on room.id = document.room_id
    join plan_action a on a.document_id = document.id
    left join organisation on organisation.id = a.responsible_id and organisation.programme_id = room.programme_id
    left join lateral (
      select status, due from action_reading r
      where r.document_id = a.document_id and r.action_id = a.action_id and r.at <= ${since}::timestamptz
      order by at desc limit 1
    ) was on true
    where document.room_id = ${roomId} and document.kind = 'plan' and a.status in ('agreed', 'started', 'done')
    order by 6 desc, a.due nulls last, a.position, a.document_id`.execute(db)
  return rows
}

function carried(row: Row): CarriedAction {
  const { documentId, actionId, title, status, due, isOverdue } = row
  return { documentId, actionId, title, status, due, isOverdue, change: changeOf(row) }
}

/** Pure. Of a time in which nobody looked at the plan nothing is said. */
function changeOf({ wasRead, wasStatus, wasDue, due }: Row): CarriedAction['change'] {
  if (!wasRead) return null
  if (wasStatus !== 'agreed' && wasStatus !== 'started') return 'new'
  return wasDue !== due ? 'moved' : null
}

/** In the order of their first rows, which is that of what is most urgent; nobody's last. */
function grouped(rows: readonly Row[]): CarriedGroup[] {
  const groups = [...Map.groupBy(rows, ({ organisationId }) => organisationId)].map(
    ([organisationId, of]): CarriedGroup => ({
      organisationId,
      name: of[0]!.organisation ?? '',
      side: of[0]!.side,
      actions: of.map(carried),
    }),
  )
  return groups.sort((a, b) => Number(a.organisationId === null) - Number(b.organisationId === null))
}

async function unanswered(
  db: Executor,
  { roomId, saysHidden }: { roomId: string; saysHidden: boolean },
  today: string,
): Promise<CarriedOver['asks']> {
  const hidden = sql`(${isHidden({ documentId: 'ask.documentId', recordId: 'ask.recordId' })} or exists (
    select 1 from vote_option join vote on vote.id = vote_option.vote_id
    where ask.subject_kind = 'vote' and vote_option.id::text = ask.record_id and (vote_option.hidden or exists (
      select 1 from hidden_object h
      where h.document_id = vote.document_id and vote_option.record_id = any(h.record_ids)))))`
  const { rows } = await sql<CarriedOver['asks'][number]>`
    select ask.id, subject_kind as kind, case when ${hidden} and not ${saysHidden} then '' else words end as words,
      organisation.name as organisation, organisation.side, reply_by as "replyBy", reply_by < ${today} as "isOverdue"
    from ask join organisation on organisation.id = ask.organisation_id
    where room_id = ${roomId} and withdrawn_at is null and not exists (select 1 from answer where ask_id = ask.id)
    order by reply_by, ask.id limit ${CARRIED_MAX}`.execute(db)
  return rows
}
