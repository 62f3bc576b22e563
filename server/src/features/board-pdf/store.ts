import { AppError } from '@meydan/shared/errors'
import { seatViews } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import type { PrintQuestion } from './message.ts'

/**
 * What is committed of a board, with the names that go on paper. Throws `not_found` where the room has no such board,
 * `unavailable` where it is quarantined.
 */
export async function boardToPrint(
  db: Executor,
  given: { roomId: string; documentId: string },
): Promise<Pick<PrintQuestion, 'parts' | 'seats' | 'title' | 'room'>> {
  const named = await db
    .selectFrom('document')
    .innerJoin('room', 'room.id', 'document.roomId')
    .select(['document.title', 'room.name as room'])
    .where('document.id', '=', given.documentId)
    .where('document.roomId', '=', given.roomId)
    .where('document.kind', '=', 'board')
    .executeTakeFirst()
  const stored = named && (await new DocumentLog(db).read(given.documentId))
  if (!stored) throw new AppError('not_found')
  if (stored.quarantined) throw new AppError('unavailable')
  const seats = await seatViews(db, given.roomId)
  return {
    ...named,
    parts: stored.parts,
    seats: seats.map(({ id, organisationName, side }) => [id, { organisation: organisationName, side }]),
  }
}
