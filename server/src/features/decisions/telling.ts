import type { Trx } from '../../database/schema.ts'
import { notify } from '../../notify/notify.ts'

export type Told = { roomId: string; decisionId: string; kind: 'proposal' | 'decision'; bySeatId: string | null }

/** Tells everybody of the room but who did it. Answers with the people to be pushed to after the commit. */
export async function tellRoom(trx: Trx, told: Told): Promise<string[]> {
  const seats = await trx
    .selectFrom('seat')
    .select('id')
    .where('roomId', '=', told.roomId)
    .where('removedAt', 'is', null)
    .execute()
  return notify(trx, { ...told, toSeatIds: seats.map(({ id }) => id) })
}
