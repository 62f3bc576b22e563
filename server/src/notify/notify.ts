import type { NotificationKind } from '@meydan/shared/contracts/notifications'
import { sql } from 'kysely'
import type { Executor } from '../database/schema.ts'

/** What somebody is to be told of: one of these, by its kind. */
export type About =
  | { kind: Extract<NotificationKind, 'mention' | 'reply' | 'comment'>; threadId: string; commentId: string }
  | { kind: Extract<NotificationKind, `meeting_${string}`>; meetingId: string }
  | { kind: Extract<NotificationKind, 'proposal' | 'decision'>; decisionId: string }

export type News = About & {
  roomId: string
  /** Who did it, and isn't told of it; null: the clock. */
  bySeatId: string | null
  /** Seats of the room; whoever left it is not told. */
  toSeatIds: readonly string[]
}

/**
 * Writes down who is to be told of what, in the transaction that causes it, each person once for each thing: of several
 * reasons the first that is given counts. Answers with those it told, for `publisher.news` after the commit.
 */
export async function notify(db: Executor, news: News): Promise<string[]> {
  if (news.toSeatIds.length === 0) return []
  const about = { threadId: null, commentId: null, meetingId: null, decisionId: null, ...news }
  const { rows } = await sql<{ personId: string }>`
    insert into notification (person_id, room_id, kind, thread_id, comment_id, meeting_id, decision_id, by_seat_id)
    select distinct seat.person_id, ${news.roomId}::uuid, ${news.kind}, ${about.threadId}::uuid,
      ${about.commentId}::uuid, ${about.meetingId}::uuid, ${about.decisionId}::uuid, ${news.bySeatId}::uuid
    from seat
    where seat.room_id = ${news.roomId} and seat.removed_at is null and seat.id = any(${[...news.toSeatIds]}::uuid[])
      and seat.id is distinct from ${news.bySeatId}::uuid
      and not exists (
        select 1 from notification told
        where told.person_id = seat.person_id and told.comment_id = ${about.commentId}::uuid)
    returning person_id`.execute(db)
  return rows.map(({ personId }) => personId)
}

/** What somebody has read in a room's threads needs to be told no more, neither by the bell nor by mail. */
export async function settleReadThreads(db: Executor, at: { personId: string; roomId: string }): Promise<void> {
  await sql`
    update notification set read_at = now()
    from comment, thread_read
    where notification.person_id = ${at.personId} and notification.room_id = ${at.roomId}
      and notification.read_at is null and comment.id = notification.comment_id
      and thread_read.thread_id = notification.thread_id and thread_read.person_id = ${at.personId}
      and comment.created_at <= thread_read.read_at`.execute(db)
}
