import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Executor } from '../database/schema.ts'

/** Throws `pictures_full` where `more` bytes don't fit beside the pictures and attachments that a room has. */
export async function requireSpace(
  db: Executor,
  { roomId, more, most }: { roomId: string; more: number; most: number },
): Promise<void> {
  const { rows } = await sql<{ used: number }>`
    select (select coalesce(sum(size), 0) from image where room_id = ${roomId})::float8
      + (select coalesce(sum(size), 0) from attachment where room_id = ${roomId})::float8 as used`.execute(db)
  if (rows[0]!.used + more > most) throw new AppError('pictures_full')
}
