import type { StanceKind } from '@meydan/shared/contracts/decisions'
import { AppError } from '@meydan/shared/errors'
import type { Seat } from '../../access/seats.ts'
import type { Trx } from '../../database/schema.ts'
import { decisionAt } from './at.ts'

/** Adds an organisation's word after those it gave before. Throws `not_found`, `decision_closed`. */
export async function speak(
  trx: Trx,
  { seat, now }: { seat: Seat; now: Date },
  given: { decisionId: string; kind: StanceKind; reason: string },
): Promise<void> {
  const { id: decisionId, state, closesAt } = await decisionAt(trx, seat.roomId, given.decisionId)
  if (state !== 'open' || !closesAt || closesAt <= now) throw new AppError('decision_closed')
  const { organisationId, side } = seat
  const last = await trx
    .selectFrom('stance')
    .select('position')
    .where('decisionId', '=', decisionId)
    .where('organisationId', '=', organisationId)
    .orderBy('position', 'desc')
    .executeTakeFirst()
  const { kind, reason } = given
  await trx
    .insertInto('stance')
    .values({
      ...{ decisionId, organisationId, side, kind, reason, seatId: seat.id, createdAt: now },
      position: (last?.position ?? -1) + 1,
    })
    .execute()
}
