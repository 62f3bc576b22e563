import type { CommentView, ThreadAnchor, ThreadView } from '@meydan/shared/contracts/threads'
import { AppError } from '@meydan/shared/errors'
import type { Side } from '@meydan/shared/words'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { joinedObject } from './anchored.ts'
import { commentsOf } from './comments.ts'
import type { Reader } from './reader.ts'

/** A thread under its room: an id alone leads nowhere. */
export type ThreadAt = { roomId: string; threadId: string }

type ThreadRow = {
  id: string
  anchor: ThreadAnchor['kind']
  documentId: string | null
  recordId: string | null
  field: string | null
  passageFrom: string | null
  passageTo: string | null
  state: ThreadView['state']
  words: string
  seatId: string | null
  side: Side | null
  firstId: string
  lastId: string | null
  comments: number
  unread: number
  isMine: boolean
  createdAt: Date
  lastAt: Date
  resolvedAt: Date | null
  resolvedBy: string | null
}

/** Comments of others in `thread` since this person read it, as part of a query. */
export function unreadIn({ personId }: Pick<Reader, 'personId'>) {
  return sql`
    from comment left join seat on seat.id = comment.seat_id
    where comment.thread_id = thread.id and comment.deleted_at is null and seat.person_id is distinct from ${personId}
      and comment.created_at > coalesce(
        (select read_at from thread_read where thread_id = thread.id and person_id = ${personId}), '-infinity')`
}

/** Whether this person wrote in `thread`, or is named in it, themselves or by their organisation. */
export function isAbout({ id, personId, organisationId }: Reader) {
  return sql<boolean>`exists (
    select 1 from comment left join seat on seat.id = comment.seat_id
    where comment.thread_id = thread.id and comment.deleted_at is null and (
      seat.person_id = ${personId} or exists (
        select 1 from comment_mention
        where comment_id = comment.id
          and (comment_mention.seat_id = ${id} or comment_mention.organisation_id = ${organisationId}))))`
}

/**
 * Threads as this reader sees them, those in which something was said last first. `picked` says which, as `select
 * thread.* from thread …` with its order and limit: all else is looked up for those alone.
 */
export async function threadViews(db: Executor, reader: Reader, picked: RawBuilder<unknown>): Promise<ThreadView[]> {
  const { rows } = await sql<ThreadRow>`
    with thread as materialized (${picked})
    select thread.id, anchor, thread.document_id, thread.record_id, thread.field, passage_from, passage_to,
      thread.created_at, last_at,
      resolved_at, resolved_by, object.state, object.words, began.seat_id, began.side, began.id as first_id,
      (select id from comment where thread_id = thread.id and deleted_at is null and id <> began.id
        order by created_at desc, id desc limit 1) as last_id,
      (select count(*)::int from comment where thread_id = thread.id and deleted_at is null) as comments,
      (select count(*)::int ${unreadIn(reader)}) as unread,
      ${isAbout(reader)} as is_mine
    from thread ${joinedObject(reader)}
    cross join lateral (
      select comment.id, comment.seat_id, organisation.side from comment
      left join seat on seat.id = comment.seat_id
      left join organisation on organisation.id = seat.organisation_id
      where thread_id = thread.id order by comment.created_at, comment.id limit 1
    ) began
    order by last_at desc, thread.id`.execute(db)
  const said = await commentsOf(
    db,
    rows.flatMap(({ firstId, lastId }) => (lastId === null ? [firstId] : [firstId, lastId])),
  )
  return rows.flatMap((row) => threadView(row, said, reader) ?? [])
}

/** Null where it was deleted between two reads. */
function threadView(row: ThreadRow, said: ReadonlyMap<string, CommentView>, reader: Reader): ThreadView | null {
  const { anchor: _, documentId: __, recordId: ___, field: ____, passageFrom: _____, passageTo: ______, ...known } = row
  const { firstId, lastId, ...rest } = known
  const first = said.get(firstId)
  if (!first) return null
  const last = (lastId !== null && said.get(lastId)) || null
  return {
    ...rest,
    anchor: anchorOf(row),
    first: commentIn(row, first, reader),
    last: last && commentIn(row, last, reader),
    createdAt: row.createdAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  }
}

/** Beside what is hidden, files are for those who hide: what they show may be what was hidden. */
export function commentIn(
  { state }: Pick<ThreadView, 'state'>,
  comment: CommentView,
  { saysHidden }: Reader,
): CommentView {
  return state === 'hidden' && !saysHidden ? { ...comment, attachments: [] } : comment
}

function anchorOf({ anchor: kind, documentId, recordId, field, passageFrom, passageTo }: ThreadRow): ThreadAnchor {
  if (kind === 'passage') return { kind, documentId: documentId!, from: passageFrom!, to: passageTo! }
  return (kind === 'room' ? { kind } : { kind, documentId, recordId, ...(field !== null && { field }) }) as ThreadAnchor
}

/** Throws `not_found`. */
export async function threadViewAt(db: Executor, reader: Reader, threadId: string): Promise<ThreadView> {
  const { roomId } = reader
  const [view] = await threadViews(
    db,
    reader,
    sql`select thread.* from thread where id = ${threadId} and room_id = ${roomId}`,
  )
  if (!view) throw new AppError('not_found')
  return view
}

/** The row alone, locked until the transaction ends. Throws `not_found`. */
export async function lockThread(trx: Executor, { roomId, threadId }: ThreadAt) {
  const row = await trx
    .selectFrom('thread')
    .select(['id', 'documentId', 'recordId', 'resolvedAt'])
    .where('id', '=', threadId)
    .where('roomId', '=', roomId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}
