import type { DecisionRule, Quorum } from '@meydan/shared/contracts/decisions'
import type { Clock } from '../../clock.ts'
import { voicesOf } from '../../access/voices.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { JobLog } from '../../jobs/queue.ts'
import { lockRoom } from '../../access/seats.ts'
import { decisionAt } from './at.ts'
import { awaitedOf, outcomeOf, tallyOf } from './outcome.ts'
import { tellRoom } from './telling.ts'
import { stancesOf, wordsOn } from './views.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const EXTENDED_MOST_DAYS = 14

export type ClosingDeps = { db: Database; log: JobLog; clock: Clock }
type Due = { id: string; roomId: string }

/** Closes proposals whose time is over, or gives them more once. Answers with the rooms it did so in, and whom it told. */
export async function closeDue({ db, log, clock }: ClosingDeps): Promise<{ roomId: string; told: string[] }[]> {
  const now = clock()
  const due = await db
    .selectFrom('decision')
    .innerJoin('room', 'room.id', 'decision.roomId')
    .select(['decision.id', 'decision.roomId'])
    .where('decision.state', '=', 'open')
    .where('decision.closesAt', '<=', now)
    // In an archived room nothing goes on.
    .where('room.archivedAt', 'is', null)
    .orderBy('decision.closesAt')
    .execute()
  const closed: { roomId: string; told: string[] }[] = []
  for (const one of due) {
    try {
      const told = await db.transaction().execute((trx) => closeIfDue(trx, one, now))
      if (told) closed.push({ roomId: one.roomId, told })
    } catch (error) {
      log.error({ err: error, decisionId: one.id }, 'a proposal could not be closed when its time was over')
    }
  }
  return closed
}

/** Null where another node was faster, or somebody gave it more time. */
async function closeIfDue(trx: Trx, { id, roomId }: Due, now: Date): Promise<string[] | null> {
  const room = await lockRoom(trx, roomId)
  const row = await decisionAt(trx, roomId, id)
  if (!room || room.archivedAt || row.state !== 'open' || row.closesAt! > now) return null
  const voices = await voicesOf(trx, roomId, 'decision.speak')
  const stances = stancesOf(await wordsOn(trx, [id]))
  const state = outcomeOf({ rule: row.rule as DecisionRule, quorum: row.quorum as Quorum }, stances, voices)
  const isExtended = state === 'no_quorum' && row.extendedAt === null
  const change = isExtended
    ? { closesAt: extendedFrom(row.createdAt, row.closesAt!, now), extendedAt: now }
    : {
        state,
        decidedAt: now,
        outcome: JSON.stringify({ tally: tallyOf(stances, voices), awaited: awaitedOf(stances, voices) }),
      }
  await trx.updateTable('decision').set(change).where('id', '=', id).execute()
  return tellRoom(trx, { roomId, decisionId: id, kind: isExtended ? 'proposal' : 'decision', bySeatId: null })
}

/** By as long as it was open, at least one day and at most fourteen, from now: it may be looked at late. */
function extendedFrom(createdAt: Date, closesAt: Date, now: Date): Date {
  const length = closesAt.getTime() - createdAt.getTime()
  return new Date(now.getTime() + Math.min(Math.max(length, DAY_MS), EXTENDED_MOST_DAYS * DAY_MS))
}
