import type { AttachmentView } from '@meydan/shared/contracts/threads'
import { AppError } from '@meydan/shared/errors'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import { makeKeepable } from '../../pictures/keepable.ts'
import { PICTURE_MEDIA } from '@meydan/shared/contracts/images'
import { isAboutHidden } from './anchored.ts'
import { fileKind } from './file-kind.ts'
import { fileName } from './file-name.ts'
import type { Reader } from './reader.ts'

export type KeepableFile = {
  name: string
  mediaType: string
  bytes: Buffer
  width: number | null
  height: number | null
}

/**
 * What is kept of what somebody sent: pictures re-encoded, the rest as it is once it is known what it is. Throws
 * `file_not_allowed`, and for pictures what `makeKeepable` does.
 */
export async function keepableFile(sent: Buffer, called: string, by: string): Promise<KeepableFile> {
  const kind = fileKind(sent)
  const named = kind && fileName(called, kind === 'picture' ? PICTURE_MEDIA : kind)
  if (!named) throw new AppError('file_not_allowed')
  if (kind !== 'picture') return { ...named, bytes: sent, width: null, height: null }
  return { ...named, ...(await makeKeepable(sent, by)) }
}

export async function insertAttachment(
  trx: Trx,
  given: KeepableFile & { roomId: string; seatId: string },
): Promise<AttachmentView> {
  return trx
    .insertInto('attachment')
    .values({ ...given, size: given.bytes.length })
    .returning(['id', 'name', 'mediaType', 'size', 'width', 'height'])
    .executeTakeFirstOrThrow()
}

/** Throws `invalid` where one of these isn't this seat's own, or is in a comment already. */
export async function keepAttachments(
  trx: Trx,
  { roomId, seatId, commentId, ids }: { roomId: string; seatId: string; commentId: string; ids: readonly string[] },
): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const kept = await trx
    .updateTable('attachment')
    .set({ commentId })
    .where('id', 'in', wanted)
    .where('roomId', '=', roomId)
    .where('seatId', '=', seatId)
    .where('commentId', 'is', null)
    .returning('id')
    .execute()
  if (kept.length < wanted.length) throw new AppError('invalid', [{ path: 'attachments', problem: 'not_offered' }])
}

/**
 * What an attachment is, without its bytes. Throws `not_found` where the room has none such, its comment isn't said yet
 * and it is another's, or it is beside what is hidden.
 */
export async function attachmentFor(db: Executor, reader: Reader, attachmentId: string) {
  const row = await db
    .selectFrom('attachment')
    .leftJoin('comment', 'comment.id', 'attachment.commentId')
    .leftJoin('thread', 'thread.id', 'comment.threadId')
    .select(['attachment.id', 'name', 'mediaType', 'commentId', 'attachment.seatId', 'comment.deletedAt'])
    .select(isAboutHidden.as('isHidden'))
    .where('attachment.id', '=', attachmentId)
    .where('attachment.roomId', '=', reader.roomId)
    .executeTakeFirst()
  const isTheirs = row?.commentId === null ? row.seatId === reader.id : row?.deletedAt === null
  if (!row || !isTheirs || (row.isHidden && !reader.saysHidden)) throw new AppError('not_found')
  return row
}

/** Throws `not_found` where it is gone meanwhile. */
export async function attachmentBytes(db: Database, id: string): Promise<Buffer> {
  const row = await db.selectFrom('attachment').select('bytes').where('id', '=', id).executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row.bytes
}
