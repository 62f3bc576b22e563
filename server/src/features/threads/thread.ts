import type { CommentView, ThreadView } from '@meydan/shared/contracts/threads'
import type { Executor } from '../../database/schema.ts'
import { commentsPage } from './comments.ts'
import type { Reader } from './reader.ts'
import { commentIn, threadViewAt } from './rows.ts'

export type ThreadAnswer = { thread: ThreadView; comments: CommentView[]; hasEarlier: boolean }

/** A thread with its last hundred comments, or the hundred before one of them. Throws `not_found`. */
export async function readThreadAt(
  db: Executor,
  reader: Reader,
  { threadId, before }: { threadId: string; before?: string | undefined },
): Promise<ThreadAnswer> {
  const thread = await threadViewAt(db, reader, threadId)
  const { comments, hasEarlier } = await commentsPage(db, threadId, before)
  return { thread, comments: comments.map((comment) => commentIn(thread, comment, reader)), hasEarlier }
}
