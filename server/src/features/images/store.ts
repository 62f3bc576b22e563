import type { ImageView } from '@meydan/shared/contracts/images'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Database, Executor, Trx } from '../../database/schema.ts'
import type { Keepable } from './keepable.ts'

/** Throws `pictures_full` where `more` bytes don't fit beside the pictures that a room has. */
export async function requireSpace(
  db: Executor,
  { roomId, more, most }: { roomId: string; more: number; most: number },
): Promise<void> {
  const { used } = await db
    .selectFrom('image')
    .select(sql<number>`coalesce(sum(size), 0)::float8`.as('used'))
    .where('roomId', '=', roomId)
    .executeTakeFirstOrThrow()
  if (used + more > most) throw new AppError('pictures_full')
}

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
export async function hasImage(db: Executor, given: { roomId: string; imageId: string }): Promise<boolean> {
  return (await imageRow(db, given).select('id').executeTakeFirst()) !== undefined
}

/** Throws `not_found` where the room has no such picture. */
export async function readBytes(db: Executor, given: { roomId: string; imageId: string }): Promise<Buffer> {
  const row = await imageRow(db, given).select('bytes').executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row.bytes
}

function imageRow(db: Executor, { roomId, imageId }: { roomId: string; imageId: string }) {
  return db.selectFrom('image').where('id', '=', imageId).where('roomId', '=', roomId)
}

/** Deletes what a person uploaded in a room, whoever shows it now. Answers with how many that were. */
export async function erasePicturesOf(
  db: Database,
  { roomId, personId }: { roomId: string; personId: string },
): Promise<number> {
  const seats = db.selectFrom('seat').select('id').where('roomId', '=', roomId).where('personId', '=', personId)
  const deleted = await db
    .deleteFrom('image')
    .where('roomId', '=', roomId)
    .where('seatId', 'in', seats)
    .executeTakeFirst()
  return Number(deleted.numDeletedRows)
}
