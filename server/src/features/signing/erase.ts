import { type HolderInRoom, seatsHeld } from '../../access/seats-held.ts'
import type { Clock } from '../../clock.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Publisher } from '../../live/publish.ts'
import type { ErasedDocument } from '../../sync/history/erase.ts'
import { redactedContent } from './contents.ts'
import { contentIn } from './views.ts'

export type EraseDeps = { db: Database; publisher: Publisher; clock: Clock }

/**
 * Empties what a person wrote beside their signatures, and beside versions they froze, in a room. What they said, when
 * and for whom stays. Answers with how many words that were.
 */
export async function eraseSigningOf({ db, publisher, clock }: EraseDeps, of: HolderInRoom): Promise<number> {
  const signatures = await db
    .updateTable('signature')
    .set({ words: '', redactedAt: clock() })
    .where('seatId', 'in', seatsHeld(db, of))
    .where('words', '!=', '')
    .executeTakeFirst()
  const notes = await db
    .updateTable('frozenVersion')
    .set({ note: '' })
    .where('seatId', 'in', seatsHeld(db, of))
    .where('note', '!=', '')
    .executeTakeFirst()
  publisher.topic(of.roomId, 'signing')
  return Number(signatures.numUpdatedRows + notes.numUpdatedRows)
}

/**
 * For the erasure of one document, together with it: its frozen versions lose the words of what the person wrote in,
 * unless the document still says the same. Their hash stays, and with it that they are no longer what was signed.
 */
export function eraseFrozenOn({ clock }: Pick<EraseDeps, 'clock'>) {
  return async (trx: Trx, { documentId, erasure }: ErasedDocument): Promise<void> => {
    const rows = await trx.selectFrom('frozenVersion').select('id').where('documentId', '=', documentId).execute()
    if (rows.length === 0) return
    const changed = await recordsChangedBy(trx, documentId, [...erasure.seats])
    const written = new Set([...erasure.words.records, ...changed])
    // One at a time: all of them together can be large.
    for (const { id } of rows) {
      const { content } = await trx
        .selectFrom('frozenVersion')
        .select('content')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const redacted = await redactedContent(trx, { documentId, content: contentIn(content), written })
      if (!redacted) continue
      await trx
        .updateTable('frozenVersion')
        .set({ content: redacted.bytes, redactedAt: clock() })
        .where('id', '=', id)
        .execute()
    }
  }
}

async function recordsChangedBy(trx: Trx, documentId: string, seats: readonly string[]): Promise<string[]> {
  if (seats.length === 0) return []
  const rows = await trx
    .selectFrom('documentChange')
    .select('recordId')
    .distinct()
    .where('documentId', '=', documentId)
    .where('seatId', 'in', seats)
    .execute()
  return rows.map(({ recordId }) => recordId)
}
