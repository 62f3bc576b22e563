import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'
import type { RawEvent } from './grouping.ts'

/** `others`: without what these seats did. */
export type Asked = { roomId: string; since: Date; mySeats: readonly string[]; others: boolean; most: number }

/** Ids of whom a comment mentions are nobody's words. */
const said = sql`regexp_replace(comment.text, '@\\[[a-z]+:[0-9a-f-]{36}\\]', '@…', 'g')`
const hiddenAnchor = isHidden({ documentId: 'thread.documentId', recordId: 'thread.recordId' })
const hiddenAsk = isHidden({ documentId: 'ask.documentId', recordId: 'ask.recordId' })

type Source = (roomId: string) => RawBuilder<unknown>

/** One select each, of the same columns: kind, at, seat, document, record, thread, object, words. */
const sources: readonly Source[] = [
  (roomId) => sql`
    select 'comment', comment.created_at, comment.seat_id, thread.document_id, thread.record_id, thread.id, thread.id::text,
      ${said}
    from comment join thread on thread.id = comment.thread_id
    where thread.room_id = ${roomId} and comment.deleted_at is null and not ${hiddenAnchor}`,
  (roomId) => sql`
    select 'thread_resolved', thread.resolved_at, thread.resolved_by, thread.document_id, thread.record_id, thread.id,
      thread.id::text, thread.quote
    from thread where thread.room_id = ${roomId} and thread.resolved_at is not null and not ${hiddenAnchor}`,
  (roomId) => sql`
    select 'decision_proposed', decision.created_at, decision.seat_id, null, null, null, decision.id::text, decision.title
    from decision where decision.room_id = ${roomId} and decision.kind = 'proposal'`,
  (roomId) => sql`
    select 'decision_closed', decision.decided_at, null, null, null, null, decision.id::text, decision.title
    from decision where decision.room_id = ${roomId} and decision.decided_at is not null`,
  (roomId) => sql`
    select 'vote_closed', vote.closed_at, null, null, null, null, vote.id::text, vote.title
    from vote where vote.room_id = ${roomId} and vote.state = 'closed'`,
  (roomId) => sql`
    select 'meeting_planned', meeting.created_at, planner.id, null, null, null, meeting.id::text, meeting.title
    from meeting
    left join seat as planner on planner.room_id = meeting.room_id and planner.person_id = meeting.created_by
      and planner.removed_at is null
    where meeting.room_id = ${roomId} and meeting.planned_at is not null and meeting.cancelled_at is null`,
  (roomId) => sql`
    select 'meeting_ended', meeting.ended_at, null, null, null, null, meeting.id::text, meeting.title
    from meeting where meeting.room_id = ${roomId} and meeting.state = 'ended'`,
  (roomId) => sql`
    select 'ask_sent', ask.created_at, ask.asked_by, ask.document_id, ask.record_id, null, ask.id::text, ${askWords}
    from ask where ask.room_id = ${roomId} and ask.withdrawn_at is null`,
  (roomId) => sql`
    select 'answer_given', answer.created_at, answer.seat_id, ask.document_id, ask.record_id, null, ask.id::text, ${askWords}
    from answer join ask on ask.id = answer.ask_id where ask.room_id = ${roomId} and ask.withdrawn_at is null`,
  (roomId) => sql`
    select 'version_frozen', version.created_at, version.seat_id, document.id, null, null, version.id::text, document.title
    from frozen_version as version join document on document.id = version.document_id
    where document.room_id = ${roomId} and version.redacted_at is null`,
  (roomId) => sql`
    select 'person_joined', seat.created_at, seat.id, null, null, null, seat.id::text, ''
    from seat where seat.room_id = ${roomId} and seat.removed_at is null`,
]

/** The line of a vote may stand for what is hidden: of those nothing is said. */
const askWords = sql`case when ask.subject_kind = 'vote' or ${hiddenAsk} then '' else ask.words end`

/** What happened in a room outside its documents after a moment, the newest first, at most so many. One statement. */
export async function rowEvents(db: Executor, { roomId, since, mySeats, others, most }: Asked): Promise<RawEvent[]> {
  const all = sql.join(
    sources.map((source) => sql`(${source(roomId)})`),
    sql` union all `,
  )
  const byOthers = others ? sql`and (seat_id is null or seat_id <> all(${[...mySeats]}::uuid[]))` : sql``
  const { rows } = await sql<Omit<RawEvent, 'fields'>>`
    select kind, at, seat_id, document_id::uuid, record_id, thread_id::uuid, object, left(words, 160) as words
    from (${all}) as happened (kind, at, seat_id, document_id, record_id, thread_id, object, words)
    where at > ${since} ${byOthers}
    order by at desc limit ${most}`.execute(db)
  return rows.map((row) => ({ ...row, fields: [] }))
}
