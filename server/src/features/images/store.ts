import type { ImageView } from '@meydan/shared/contracts/images'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Keepable } from '../../pictures/keepable.ts'

/** A picture under its room: an id alone leads nowhere. */
export type ImageAt = { roomId: string; imageId: string }

export async function insertImage(
  trx: Trx,
  given: Keepable & { roomId: string; seatId: string; mediaType: string },
): Promise<ImageView> {
  const { id } = await trx
    .insertInto('image')
    .values({ ...given, size: given.bytes.length })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, width: given.width, height: given.height }
}

/** Whether a room has this picture. */
export async function hasImage(db: Executor, given: ImageAt): Promise<boolean> {
  return (await imageRow(db, given).select('id').executeTakeFirst()) !== undefined
}

/** Throws `not_found` where the room has no such picture. */
export async function readBytes(db: Executor, given: ImageAt): Promise<Buffer> {
  const row = await imageRow(db, given).select('bytes').executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row.bytes
}

/**
 * Throws `not_found` where a picture is hidden, and no board of the room shows it beside. What boards hold is looked
 * through for pictures alone that are in something hidden: ids stand in the bytes as they are written, and hiding folds
 * the log, so that what is gone from a board is gone from these.
 */
export async function requireShown(db: Executor, { roomId, imageId }: ImageAt): Promise<void> {
  const holds = (column: string) => sql<boolean>`position(convert_to(${imageId}, 'UTF8') in ${sql.ref(column)}) > 0`
  const hidden = await db
    .selectFrom('hiddenObject')
    .select('id')
    .where('roomId', '=', roomId)
    .where(holds('records'))
    .limit(1)
    .executeTakeFirst()
  if (!hidden) return
  const { rows } = await sql`
    select 1 from document
    left join lateral (
      select upto, bytes from document_snapshot where document_id = document.id order by upto desc limit 1
    ) newest on true
    where document.room_id = ${roomId} and (${holds('newest.bytes')} or exists (
      select 1 from document_update
      where document_id = document.id and seq > coalesce(newest.upto, 0) and ${holds('document_update.bytes')}))
    limit 1`.execute(db)
  if (rows.length === 0) throw new AppError('not_found')
}

function imageRow(db: Executor, { roomId, imageId }: ImageAt) {
  return db.selectFrom('image').where('id', '=', imageId).where('roomId', '=', roomId)
}

/** Deletes what a person uploaded in a room, whoever shows it now. Answers with how many that were. */
export async function erasePicturesOf(db: Database, of: HolderInRoom): Promise<number> {
  const deleted = await db
    .deleteFrom('image')
    .where('roomId', '=', of.roomId)
    .where('seatId', 'in', seatsHeld(db, of))
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}
