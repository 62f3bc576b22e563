import { type listThreads, THREADS_PAGE, type ThreadView } from '@meydan/shared/contracts/threads'
import type { InputOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { Id, Time } from '@meydan/shared/contracts/ids'
import { AppError } from '@meydan/shared/errors'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { joinedObject } from './anchored.ts'
import type { Reader } from './reader.ts'
import { isAbout, threadViews, unreadIn } from './rows.ts'

type Asked = InputOf<typeof listThreads>['query']
type Listed = ReplyOf<typeof listThreads>

const TERMS_MAX = 8

/** A page of a room's threads. Throws `invalid` where `before` is no end of a page. */
export async function threadsPage(db: Executor, reader: Reader, asked: Asked): Promise<Omit<Listed, 'counts'>> {
  const where = sql.join([sql`thread.room_id = ${reader.roomId}`, ...conditions(reader, asked)], sql` and `)
  const found = await threadViews(
    db,
    reader,
    sql`select thread.* from thread ${asked.q === undefined ? sql`` : joinedObject(reader)} where ${where}
      order by thread.last_at desc, thread.id limit ${THREADS_PAGE + 1}`,
  )
  const threads = found.slice(0, THREADS_PAGE)
  return { threads, next: found.length > THREADS_PAGE ? endOf(threads.at(-1)!) : null }
}

/** Of the whole room, in one pass over what was said in it. */
export async function threadCounts(db: Executor, reader: Reader): Promise<Listed['counts']> {
  const { id, roomId, personId, organisationId } = reader
  const { rows } = await sql<Listed['counts']>`
    select count(*) filter (where resolved_at is null)::int as open,
      count(*) filter (where resolved_at is not null)::int as resolved,
      count(*) filter (where said.is_unread)::int as unread,
      count(*) filter (where said.is_mine)::int as mine
    from thread left join (
      select comment.thread_id,
        bool_or(seat.person_id is distinct from ${personId}
          and comment.created_at > coalesce(read_at, '-infinity')) as is_unread,
        bool_or(coalesce(seat.person_id = ${personId}, false) or comment.id in (
          select comment_id from comment_mention
          where comment_mention.seat_id = ${id} or comment_mention.organisation_id = ${organisationId})) as is_mine
      from thread
      join comment on comment.thread_id = thread.id and comment.deleted_at is null
      left join seat on seat.id = comment.seat_id
      left join thread_read on thread_read.thread_id = thread.id and thread_read.person_id = ${personId}
      where thread.room_id = ${roomId} and thread.resolved_at is null
      group by comment.thread_id
    ) said on said.thread_id = thread.id
    where thread.room_id = ${roomId}`.execute(db)
  return rows[0]!
}

function conditions(reader: Reader, asked: Asked): RawBuilder<unknown>[] {
  const { state, mine, unread, side, documentId, recordId, q = '', before } = asked
  const end = before === undefined ? null : readEnd(before)
  return [
    ...(state === 'open' ? [sql`thread.resolved_at is null`] : []),
    ...(state === 'resolved' ? [sql`thread.resolved_at is not null`] : []),
    ...(mine === 'true' ? [isAbout(reader)] : []),
    ...(unread === 'true' ? [sql`exists (select 1 ${unreadIn(reader)})`] : []),
    ...(side === undefined ? [] : [isBegunBy(side)]),
    ...(documentId === undefined ? [] : [sql`thread.document_id = ${documentId}`]),
    ...(recordId === undefined ? [] : [sql`thread.record_id = ${recordId}`]),
    ...q.normalize('NFC').trim().split(/\s+/).filter(Boolean).slice(0, TERMS_MAX).map(says),
    ...(end === null
      ? []
      : [sql`(thread.last_at < ${end.at} or (thread.last_at = ${end.at} and thread.id > ${end.id}::uuid))`]),
  ]
}

function isBegunBy(side: string) {
  return sql`${side} = (
    select organisation.side from comment
    join seat on seat.id = comment.seat_id join organisation on organisation.id = seat.organisation_id
    where comment.thread_id = thread.id and comment.id = (
      select id from comment where thread_id = thread.id order by created_at, id limit 1))`
}

function says(term: string) {
  return sql`(strpos(coalesce(object.folded, folded_words(object.words)), folded_words(${term})) > 0 or exists (
    select 1 from comment where thread_id = thread.id and strpos(comment.folded, folded_words(${term})) > 0))`
}

function endOf({ lastAt, id }: ThreadView): string {
  return `${lastAt} ${id}`
}

function readEnd(before: string): { at: Date; id: string } {
  const [at, id] = before.split(' ')
  if (!Time.safeParse(at).success || !Id.safeParse(id).success)
    throw new AppError('invalid', [{ path: 'before', problem: 'wrong_form' }])
  return { at: new Date(at!), id: id! }
}
