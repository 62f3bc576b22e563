import { AppError } from '@meydan/shared/errors'
import { isGranted } from '@meydan/shared/permissions'
import { sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Trx } from '../../database/schema.ts'
import { takeBackNews } from '../../mail/take-back-news.ts'
import { keepMentions } from './mentions.ts'
import { lockThread } from './rows.ts'
import { tellNamed } from './telling.ts'
import type { Written } from './writing.ts'

type CommentAt = { threadId: string; commentId: string }

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

/** Throws `not_found`. */
async function commentAt(trx: Trx, seat: Seat, { threadId, commentId }: CommentAt) {
  await lockThread(trx, { roomId: seat.roomId, threadId })
  const row = await trx
    .selectFrom('comment')
    .select(['id', 'seatId', 'text', 'createdAt', 'editedAt', 'deletedAt'])
    .where('id', '=', commentId)
    .where('threadId', '=', threadId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}

/**
 * Changes the words of one's own comment, and tells those it names now. Throws `not_found`, `forbidden`, `invalid`, and
 * `conflict` where it was deleted or isn't what was `seen`.
 */
export async function changeComment(
  trx: Trx,
  seat: Seat,
  { text, seen, ...at }: CommentAt & { text: string; seen: string },
): Promise<Written> {
  const { threadId, commentId } = at
  const comment = await commentAt(trx, seat, at)
  if (comment.seatId !== seat.id) throw new AppError('forbidden')
  if (comment.deletedAt) throw new AppError('conflict')
  if (comment.text === text) return { threadId, told: [] }
  if ((comment.editedAt ?? comment.createdAt).getTime() !== Date.parse(seen)) throw new AppError('conflict')
  await trx.updateTable('comment').set({ text, editedAt: NOW }).where('id', '=', commentId).execute()
  const named = await keepMentions(trx, { roomId: seat.roomId, commentId, text })
  return {
    threadId,
    told: await tellNamed(trx, { roomId: seat.roomId, threadId, commentId, bySeatId: seat.id }, named),
  }
}

/**
 * Takes the words, files and signs of a comment away; that there was one stays, until nothing else is left of its thread:
 * then that goes too. False once it has. Throws `not_found`, `forbidden`.
 */
export async function removeComment(trx: Trx, seat: Seat, at: CommentAt): Promise<boolean> {
  const { threadId, commentId } = at
  const comment = await commentAt(trx, seat, at)
  if (comment.seatId !== seat.id && !isGranted('thread.moderate', grantsOf(seat))) throw new AppError('forbidden')
  if (!comment.deletedAt) {
    await emptyComments(trx, [commentId])
    await trx.updateTable('comment').set({ deletedBy: seat.id }).where('id', '=', commentId).execute()
  }
  return (await deleteEmptyThreads(trx, [threadId])) === 0
}

/** Leaves of these comments only that there were any. */
export async function emptyComments(trx: Trx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await takeBackNews(trx, ids)
  for (const table of ['attachment', 'commentReaction', 'commentMention'] as const)
    await trx.deleteFrom(table).where('commentId', 'in', ids).execute()
  await trx
    .updateTable('comment')
    .set({
      ...{ text: '', editedAt: null, deletedAt: sql<Date>`coalesce(deleted_at, ${NOW})` },
      // An outsider’s name is theirs as their words are; that it was an outsider stays.
      outsider: sql<string | null>`case when outsider is not null then '' end`,
    })
    .where('id', 'in', ids)
    .execute()
}

/** Deletes those of these threads in which nothing is said any more. Answers with how many that were. */
export async function deleteEmptyThreads(trx: Trx, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const { numDeletedRows } = await trx
    .deleteFrom('thread')
    .where('id', 'in', ids)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('comment')
            .select('comment.id')
            .whereRef('comment.threadId', '=', 'thread.id')
            .where('deletedAt', 'is', null),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Throws `not_found`. */
export async function setResolved(
  trx: Trx,
  seat: Seat,
  { threadId, resolved }: { threadId: string; resolved: boolean },
): Promise<Written> {
  const { resolvedAt } = await lockThread(trx, { roomId: seat.roomId, threadId })
  if ((resolvedAt !== null) !== resolved) {
    await trx
      .updateTable('thread')
      .set(resolved ? { resolvedAt: NOW, resolvedBy: seat.id } : { resolvedAt: null, resolvedBy: null })
      .where('id', '=', threadId)
      .execute()
  }
  return { threadId, told: [] }
}

/** Sets one's sign beside a comment, or takes it back. Throws `not_found`, and `conflict` where it was deleted. */
export async function setReaction(
  trx: Trx,
  seat: Seat,
  { sign, on, ...at }: CommentAt & { sign: string; on: boolean },
): Promise<Written> {
  const { threadId, commentId } = at
  if ((await commentAt(trx, seat, at)).deletedAt) throw new AppError('conflict')
  if (on) {
    await trx
      .insertInto('commentReaction')
      .values({ commentId, seatId: seat.id, sign })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await trx
      .deleteFrom('commentReaction')
      .where('commentId', '=', commentId)
      .where('seatId', '=', seat.id)
      .where('sign', '=', sign)
      .execute()
  }
  return { threadId, told: [] }
}
