import type { PassageEnds } from '@meydan/shared/documents/minutes/passage'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor, Trx } from '../../database/schema.ts'
import { holdPassages, writePassages } from '../../projection/passages.ts'
import { passageWords } from './anchor.ts'
import { lockThread, type ThreadAt } from './rows.ts'
import type { Written } from './writing.ts'

/** Where a thread is to be, and where it was when that was judged. */
export type Move = { documentId: string; before: PassageEnds; after: PassageEnds; words: string }

/** Whether a thread has lost words, and which there are where it is to be. Throws `not_found`, `conflict`. */
export async function judgeMove(db: Executor, { roomId, threadId }: ThreadAt, after: PassageEnds): Promise<Move> {
  const thread = await db
    .selectFrom('thread')
    .select(['documentId', 'passageFrom', 'passageTo'])
    .where('id', '=', threadId)
    .where('roomId', '=', roomId)
    .where('anchor', '=', 'passage')
    .executeTakeFirst()
  if (!thread) throw new AppError('not_found')
  const before = { from: thread.passageFrom!, to: thread.passageTo! }
  const documentId = thread.documentId!
  const [left, words] = await passageWords(db, documentId, [before, after])
  if (words == null) throw new AppError('not_found')
  if (!words.trim() || words === left) throw new AppError('conflict')
  return { documentId, before, after, words }
}

/**
 * Puts a thread to words that are exactly what it was begun about, or what was left of it last: whoever may write can
 * write those anew, so it says no more than that. Throws `not_found`, and `conflict` where they are others, or somebody
 * moved it meanwhile.
 */
export async function moveTo(trx: Trx, at: ThreadAt, { documentId, before, after, words }: Move): Promise<Written> {
  const { threadId } = at
  await lockThread(trx, at)
  await holdPassages(trx, documentId)
  const { numUpdatedRows } = await trx
    .updateTable('thread')
    .set({ passageFrom: after.from, passageTo: after.to })
    .where('id', '=', threadId)
    .where('passageFrom', '=', before.from)
    .where('passageTo', '=', before.to)
    .where(
      sql<boolean>`${words} in (quote, (select minutes_passage.words from minutes_passage where thread_id = thread.id))`,
    )
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new AppError('conflict')
  await writePassages(trx, documentId, JSON.stringify([{ thread_id: threadId, words }]))
  return { threadId, told: [] }
}
