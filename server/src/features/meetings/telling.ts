import type { Trx } from '../../database/schema.ts'
import { type MeetingNewsKind, notifyOfMeeting } from '../../notify/meeting-news.ts'
import type { MeetingAt } from './store.ts'

/** Tells everybody in the room but whoever did it; nobody where there is no news. Answers with those it told. */
export async function tellRoom(
  trx: Trx,
  at: MeetingAt,
  { kind, bySeatId }: { kind: MeetingNewsKind | null; bySeatId: string },
): Promise<string[]> {
  if (!kind) return []
  const seats = await trx
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', at.roomId)
    .where('removedAt', 'is', null)
    .execute()
  return notifyOfMeeting(trx, { ...at, kind, bySeatId, toSeatIds: seats.map(({ id }) => id) })
}
