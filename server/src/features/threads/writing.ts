import { COMMENTS_MAX, type startThread, THREADS_MAX, type ThreadAnchor } from '@meydan/shared/contracts/threads'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Seat } from '../../access/seats.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import { type Anchored, ownersOf, requireNotHidden } from './anchor.ts'
import { keepAttachments } from './attachments.ts'
import { keepMentions } from './mentions.ts'
import { lockThread } from './rows.ts'
import { tellOfComment } from './telling.ts'

type Said = InputOf<typeof startThread>['body']['comment']
/** A thread that was written in, and the people to be pushed to after the commit. */
export type Written = { threadId: string; told: string[] }

/** Whole milliseconds: that is all that travels. Not when the transaction began: before that it waited for the room. */
const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

/**
 * Begins a thread. The room must be locked; `about` was found before. What was sent already is answered as it is. Throws
 * `not_found` where it is hidden, `conflict` where the comment's id is somebody else's, `invalid`.
 */
export async function insertThread(
  trx: Trx,
  seat: Seat,
  { anchor, comment, about }: { anchor: ThreadAnchor; comment: Said; about: Anchored },
): Promise<Written> {
  const sent = await sentBefore(trx, seat, comment.id)
  if (sent) return { threadId: sent, told: [] }
  await requireNotHidden(trx, anchor)
  await requireFewer(trx, { column: 'roomId', id: seat.roomId, most: THREADS_MAX, problem: 'too_many_threads' })
  const { id: threadId } = await trx
    .insertInto('thread')
    .values({ roomId: seat.roomId, quote: about.words, createdAt: NOW, lastAt: NOW, ...columnsOf(anchor) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { threadId, told: await insertComment(trx, seat, { threadId, comment, owners: about.seatIds }) }
}

/** Answers in a thread, and opens it where it was resolved. Throws as `insertThread` does. */
export async function appendComment(
  trx: Trx,
  seat: Seat,
  { threadId, comment }: { threadId: string; comment: Said },
): Promise<Written> {
  const { documentId, recordId } = await lockThread(trx, { roomId: seat.roomId, threadId })
  const sent = await sentBefore(trx, seat, comment.id)
  if (sent && sent !== threadId) throw new AppError('conflict')
  if (sent) return { threadId, told: [] }
  await requireFewer(trx, { column: 'threadId', id: threadId, most: COMMENTS_MAX, problem: 'too_many_comments' })
  const owners = await ownersOf(trx, { documentId, recordId })
  return { threadId, told: await insertComment(trx, seat, { threadId, comment, owners }) }
}

function columnsOf(anchor: ThreadAnchor) {
  if (anchor.kind === 'passage') {
    const { documentId, from, to } = anchor
    return { anchor: anchor.kind, documentId, passageFrom: from, passageTo: to }
  }
  const { kind, ...at } = anchor
  return { anchor: kind, ...at }
}

/** The thread in which this seat said it already. Throws `conflict` where somebody else has a comment of this id. */
async function sentBefore(db: Executor, seat: Seat, commentId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('comment')
    .select(['threadId', 'seatId'])
    .where('id', '=', commentId)
    .executeTakeFirst()
  if (row && row.seatId !== seat.id) throw new AppError('conflict')
  return row?.threadId
}

type Insertion = { threadId: string; comment: Said; owners: readonly string[] }

async function insertComment(trx: Trx, seat: Seat, { threadId, comment, owners }: Insertion): Promise<string[]> {
  const { id: commentId, text, attachments } = comment
  const { roomId } = seat
  const inserted = await trx
    .insertInto('comment')
    .values({ id: commentId, threadId, seatId: seat.id, text, createdAt: NOW })
    // Sent at the same moment into another room.
    .onConflict((conflict) => conflict.doNothing())
    .returning('createdAt')
    .executeTakeFirst()
  if (!inserted) throw new AppError('conflict')
  const named = await keepMentions(trx, { roomId, commentId, text })
  await keepAttachments(trx, { roomId, seatId: seat.id, commentId, ids: attachments })
  await trx
    .updateTable('thread')
    .set({ lastAt: inserted.createdAt, resolvedAt: null, resolvedBy: null })
    .where('id', '=', threadId)
    .execute()
  return tellOfComment(trx, { roomId, threadId, commentId, bySeatId: seat.id }, { named, owners })
}

type Limit = { column: 'roomId' | 'threadId'; id: string; most: number; problem: string }

async function requireFewer(db: Executor, { column, id, most, problem }: Limit): Promise<void> {
  const table = column === 'roomId' ? sql`thread` : sql`comment`
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${table} where ${sql.ref(column)} = ${id}`.execute(db)
  if (rows[0]!.count >= most) throw new AppError('invalid', [{ path: 'text', problem }])
}
