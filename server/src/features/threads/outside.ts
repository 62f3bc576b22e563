import {
  LINK_THREADS_MAX,
  readSharedThreads,
  sayByLink,
  type SharedComment,
  type SharedThread,
} from '@meydan/shared/contracts/shared-links'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { COMMENTS_MAX, MENTION, type ThreadAnchor } from '@meydan/shared/contracts/threads'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import { requireLink, type SharedAccess } from '../../access/shared-links.ts'
import { lockRoom } from '../../access/seats.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { notify } from '../../notify/notify.ts'
import { findAnchored, ownersOf, requireNotHidden } from './anchor.ts'
import { isAboutHidden } from './anchored.ts'

type Deps = { db: Database; publisher: Publisher; announceLinks: () => void }
type Said = InputOf<typeof sayByLink>['body']
type Anchor = Exclude<ThreadAnchor, { kind: 'passage' }>

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

/** What people without a seat say by a link to one document, and what they are answered. Nothing else of the room. */
export function outsideRoutes(mount: Mount, { db, publisher, announceLinks }: Deps): void {
  mount(readSharedThreads, async ({ body: { token } }) => {
    const { linkId } = await requireLink(db, token)
    return { threads: await threadsOfLink(db, linkId) }
  })

  mount(sayByLink, async ({ body }) => {
    const access = await requireLink(db, body.token)
    if (access.level !== 'comment') throw new AppError('forbidden')
    const anchor = 'recordId' in body.about ? await anchorOf(db, access, body.about.recordId) : null
    const about = anchor && { anchor, ...(await findAnchored(db, access.roomId, anchor)) }
    const told = await db.transaction().execute(async (trx) => {
      const room = await lockRoom(trx, access.roomId)
      if (!room || room.archivedAt) throw new AppError('room_archived')
      // Closed while it waited for the room.
      await requireLink(trx, body.token)
      return say(trx, access, body, about)
    })
    if (told) {
      publisher.news(told)
      publisher.topic(access.roomId, 'threads')
      announceLinks()
    }
    return { threads: await threadsOfLink(db, access.linkId) }
  })
}

/** What an object of the shared document is to be spoken about as; the room, where it is the document as a whole. */
async function anchorOf(db: Executor, access: SharedAccess, recordId: string | null): Promise<Anchor> {
  const { documentId, kind } = access
  if (recordId === null) return { kind: 'room' }
  if (kind === 'plan') return { kind: 'action', documentId, recordId }
  if (kind !== 'board') throw new AppError('not_found')
  const record = db.selectFrom('boardRecord').select('kind').where('documentId', '=', documentId)
  const known = await record.where('recordId', '=', recordId).executeTakeFirst()
  return { kind: known?.kind === 'theme' || known?.kind === 'frame' ? known.kind : 'note', documentId, recordId }
}

type About = { anchor: Anchor; words: string; seatIds: readonly string[] } | null

/** The room must be locked. Null where it was said already. Answers with the people to be pushed to. */
async function say(trx: Trx, access: SharedAccess, said: Said, about: About): Promise<string[] | null> {
  const sent = await trx.selectFrom('comment').select('linkId').where('id', '=', said.id).executeTakeFirst()
  if (sent && sent.linkId !== access.linkId) throw new AppError('conflict')
  if (sent) return null
  const { roomId } = access
  const thread = about ? await begin(trx, access, about) : await goOn(trx, access, said)
  const inserted = await trx
    .insertInto('comment')
    .values({
      ...{ id: said.id, threadId: thread.id, seatId: null, createdAt: NOW, linkId: access.linkId },
      // Who looks on from outside names nobody: they would be told of what they never asked for.
      ...{ outsider: said.name, text: said.text.replaceAll('@[', '@ [') },
    })
    // Sent at the same moment into another room.
    .onConflict((conflict) => conflict.doNothing())
    .returning('createdAt')
    .executeTakeFirst()
  if (!inserted) throw new AppError('conflict')
  await trx
    .updateTable('thread')
    .set({ lastAt: inserted.createdAt, resolvedAt: null, resolvedBy: null })
    .where('id', '=', thread.id)
    .execute()
  const told = { roomId, bySeatId: null, threadId: thread.id, commentId: said.id }
  return [
    ...(await notify(trx, { ...told, kind: 'reply', toSeatIds: thread.wrote })),
    ...(await notify(trx, {
      ...told,
      kind: 'comment',
      toSeatIds: [...thread.owners, ...(await leading(trx, roomId))],
    })),
  ]
}

type Thread = { id: string; wrote: string[]; owners: readonly string[] }

async function begin(trx: Trx, { roomId, linkId }: SharedAccess, about: NonNullable<About>): Promise<Thread> {
  const { anchor, words, seatIds } = about
  await requireNotHidden(trx, anchor)
  await requireFewer(trx, sql`thread where link_id = ${linkId}`, LINK_THREADS_MAX, 'too_many_threads')
  const { kind, ...at } = anchor
  const { id } = await trx
    .insertInto('thread')
    .values({ ...at, roomId, anchor: kind, quote: words, linkId, createdAt: NOW, lastAt: NOW })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, wrote: [], owners: seatIds }
}

async function goOn(trx: Trx, { linkId }: SharedAccess, { about }: Said): Promise<Thread> {
  const id = 'threadId' in about ? about.threadId : ''
  const thread = await trx
    .selectFrom('thread')
    .select(['documentId', 'recordId'])
    .where('id', '=', id)
    .where('linkId', '=', linkId)
    .where(({ not }) => not(isAboutHidden))
    .forUpdate()
    .executeTakeFirst()
  if (!thread) throw new AppError('not_found')
  await requireFewer(trx, sql`comment where thread_id = ${id}`, COMMENTS_MAX, 'too_many_comments')
  const wrote = await trx
    .selectFrom('comment')
    .select('seatId')
    .distinct()
    .where('threadId', '=', id)
    .where('deletedAt', 'is', null)
    .execute()
  return { id, wrote: wrote.flatMap(({ seatId }) => seatId ?? []), owners: await ownersOf(trx, thread) }
}

async function requireFewer(trx: Trx, of: ReturnType<typeof sql>, most: number, problem: string): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${of}`.execute(trx)
  if (rows[0]!.count >= most) throw new AppError('invalid', [{ path: 'text', problem }])
}

async function leading(trx: Trx, roomId: string): Promise<string[]> {
  const seats = trx.selectFrom('seat').select('id').where('roomId', '=', roomId).where('role', '=', 'facilitator')
  return (await seats.where('removedAt', 'is', null).execute()).map(({ id }) => id)
}

type Row = Omit<SharedComment, 'createdAt' | 'deletedAt'> & { createdAt: Date; deletedAt: Date | null } & {
  threadId: string
  recordId: string | null
  words: string
  resolvedAt: Date | null
}

/** Conversations that were begun by a link, but about what is hidden. People of the room are their organisation here, and so are those they name. */
async function threadsOfLink(db: Executor, linkId: string): Promise<SharedThread[]> {
  const { rows } = await sql<Row>`
    select thread.id as thread_id, thread.record_id, thread.quote as words, thread.resolved_at, comment.id,
      comment.outsider, case when comment.outsider is null then organisation.name end as organisation,
      case when comment.deleted_at is null then comment.text else '' end as text,
      comment.created_at, comment.deleted_at
    from thread join comment on comment.thread_id = thread.id
    left join seat on seat.id = comment.seat_id
    left join organisation on organisation.id = seat.organisation_id
    where thread.link_id = ${linkId} and not ${isAboutHidden}
    order by thread.last_at desc, thread.id, comment.created_at, comment.id`.execute(db)
  const names = await namesIn(db, rows)
  const threads = new Map<string, SharedThread>()
  for (const { threadId, recordId, words, resolvedAt, text, createdAt, deletedAt, ...comment } of rows) {
    const thread = threads.get(threadId) ?? {
      ...{ id: threadId, recordId, words, comments: [] },
      resolvedAt: resolvedAt?.toISOString() ?? null,
    }
    thread.comments.push({
      ...comment,
      text: text.replace(MENTION, (_, kind: string, id: string) => `@${names.get(`${kind} ${id}`) ?? '…'}`),
      createdAt: createdAt.toISOString(),
      deletedAt: deletedAt?.toISOString() ?? null,
    })
    threads.set(threadId, thread)
  }
  return [...threads.values()]
}

async function namesIn(db: Executor, rows: readonly { text: string }[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ text }) => [...text.matchAll(MENTION)].map(([, , id]) => id!)))]
  if (ids.length === 0) return new Map()
  const named = await sql<{ key: string; name: string }>`
    select 'seat ' || seat.id as key, organisation.name
    from seat join organisation on organisation.id = seat.organisation_id where seat.id = any(${ids}::uuid[])
    union all
    select 'organisation ' || id, name from organisation where id = any(${ids}::uuid[])`.execute(db)
  return new Map(named.rows.map(({ key, name }) => [key, name]))
}
