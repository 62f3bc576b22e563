import { directKinds, type MailTime, NotificationKind } from '@meydan/shared/contracts/notifications'
import { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { isHidden } from '../../sync/history/hidden-records.ts'

/** A notification, and what there is to say of it now, before mentions are names. */
export type ToldRow = {
  id: string
  personId: string
  kind: string
  roomId: string
  roomName: string
  byName: string | null
  byOrganisation: string | null
  bySide: string | null
  /** '' where it is deleted or hidden. */
  words: string
  threadId: string | null
  meetingId: string | null
  decisionId: string | null
  createdAt: Date
  readAt: Date | null
}

/** Columns of `toldFrom`, as `ToldRow`. */
export const toldColumns = sql`
  n.id, n.person_id, n.kind, n.room_id, room.name as room_name, n.thread_id, n.meeting_id, n.decision_id, n.created_at,
  n.read_at, coalesce(author.name, comment.outsider) as by_name, organisation.name as by_organisation, organisation.side as by_side,
  case
    when n.thread_id is not null then case when comment.deleted_at is null and not ${isAboutHidden()}
      then comment.text else '' end
    else coalesce(meeting.title, decision.title, '')
  end as words`

/** Notifications `n` of rooms in which their people still sit, with what they are about. */
export const toldFrom = sql`
  notification n
  join room on room.id = n.room_id
  join seat mine on mine.room_id = n.room_id and mine.person_id = n.person_id and mine.removed_at is null
  left join thread on thread.id = n.thread_id
  left join comment on comment.id = n.comment_id
  left join meeting on meeting.id = n.meeting_id
  left join decision on decision.id = n.decision_id
  left join seat author_seat on author_seat.id = n.by_seat_id
  left join person author on author.id = author_seat.person_id
  left join organisation on organisation.id = author_seat.organisation_id`

/** As somebody asked to be mailed of `n`: of its room, else of all rooms, else as usual. Needs `wishesFrom`. */
export const wishOf = sql<MailTime>`case when n.kind = any(${[...directKinds]}::text[])
  then coalesce(own_wish.mentions, all_wish.mentions, 'at_once') else coalesce(own_wish.others, all_wish.others, 'daily') end`

export const wishesFrom = sql`
  left join notification_setting own_wish on own_wish.person_id = n.person_id and own_wish.room_id = n.room_id
  left join notification_setting all_wish on all_wish.person_id = n.person_id and all_wish.room_id is null`

function isAboutHidden() {
  return isHidden({ documentId: 'thread.documentId', recordId: 'thread.recordId' })
}

/** Who did it; null: the clock, or somebody who was erased. */
export function authorOf({ byName, byOrganisation, bySide }: ToldRow) {
  if (byName === null) return null
  return { name: byName, organisation: byOrganisation ?? '', side: Side.catch('neutral').parse(bySide) }
}

export function kindOf({ kind }: Pick<ToldRow, 'kind'>): NotificationKind {
  return NotificationKind.parse(kind)
}

/** Path in this installation that shows it. */
export function pathOf({ roomId, threadId, meetingId, decisionId }: ToldRow): string {
  if (threadId) return `/rooms/${roomId}?thread=${threadId}`
  if (meetingId) return `/rooms/${roomId}?meeting=${meetingId}`
  return decisionId ? `/rooms/${roomId}?decision=${decisionId}` : `/rooms/${roomId}`
}
