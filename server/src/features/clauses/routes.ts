import { readClauses, speakToClause } from '@meydan/shared/contracts/minutes'
import { isGranted } from '@meydan/shared/permissions'
import { inLockedRoom } from '../../access/locked-room.ts'
import { grantsOf, type Seat } from '../../access/seats.ts'
import { voicesOf } from '../../access/voices.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { clauseViews, clauseWords, requireMinutes, speak } from './store.ts'

export function clauseRoutes(mount: Mount, { db, publisher }: { db: Database; publisher: Publisher }): void {
  const read = async (seat: Seat, documentId: string) => {
    const room = await db
      .selectFrom('room')
      .select('archivedAt')
      .where('id', '=', seat.roomId)
      .executeTakeFirstOrThrow()
    const voices = await voicesOf(db, seat.roomId, speakToClause.needs)
    return {
      clauses: await clauseViews(db, documentId),
      organisations: voices.map(({ organisationId, side }) => ({ id: organisationId, side })),
      maySpeak: room.archivedAt === null && isGranted(speakToClause.needs, grantsOf(seat)),
    }
  }

  mount(readClauses, async ({ params, seat }) => {
    await requireMinutes(db, params)
    return read(seat, params.documentId)
  })

  mount(speakToClause, async ({ params: { roomId, documentId, clauseId }, body, identity, seat }) => {
    await requireMinutes(db, { roomId, documentId })
    const standing = await clauseWords(db, documentId, clauseId)
    await inLockedRoom(db, { roomId, identity, needs: speakToClause.needs }, (trx) =>
      speak(trx, seat, { ...body, documentId, clauseId, standing }),
    )
    publisher.topic(roomId, 'clauses')
    return read(seat, documentId)
  })
}
