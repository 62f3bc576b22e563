import {
  DECISIONS_MAX,
  type editDecision,
  OPEN_PROPOSALS_MAX,
  type propose,
  type recordDecision,
} from '@meydan/shared/contracts/decisions'
import type { InputOf } from '@meydan/shared/contracts/contract'
import { AppError } from '@meydan/shared/errors'
import { sql } from 'kysely'
import type { Seat } from '../../access/seats.ts'
import type { Trx } from '../../database/schema.ts'
import { decisionAt } from './at.ts'
import { openIn } from './list.ts'
import { tellRoom } from './telling.ts'
import { isEditable, isTheirs } from './views.ts'

type By = { seat: Seat; now: Date }
type Made = { id: string; told: string[] }

const YEAR_MS = 366 * 24 * 60 * 60 * 1000

/** Puts a proposal before the room's organisations. The room must be locked. Throws `invalid`. */
export async function makeProposal(trx: Trx, { seat, now }: By, given: InputOf<typeof propose>['body']): Promise<Made> {
  const closesAt = deadline(given.closesAt, now)
  await requirePlace(trx, seat.roomId, { isProposal: true })
  const { id } = await trx
    .insertInto('decision')
    .values({
      ...{ ...given, closesAt, createdAt: now },
      ...{ roomId: seat.roomId, kind: 'proposal', state: 'open', seatId: seat.id },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const told = await tellRoom(trx, { roomId: seat.roomId, decisionId: id, kind: 'proposal', bySeatId: seat.id })
  return { id, told }
}

/** Puts down what was decided elsewhere. The room must be locked. Throws `invalid`. */
export async function makeRecord(
  trx: Trx,
  { seat, now }: By,
  given: InputOf<typeof recordDecision>['body'],
): Promise<Made> {
  const { roomId } = seat
  const decidedAt = past(given.decidedAt, now)
  await requireSources(trx, roomId, given)
  await requirePlace(trx, roomId, { isProposal: false })
  const { id } = await trx
    .insertInto('decision')
    .values({ ...given, decidedAt, createdAt: now, roomId, kind: given.voteId ? 'vote' : 'meeting', seatId: seat.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, told: await tellRoom(trx, { roomId, decisionId: id, kind: 'decision', bySeatId: seat.id }) }
}

/** Throws `not_found`, `forbidden`, `decision_closed`, `conflict`, `invalid`. */
export async function changeDecision(
  trx: Trx,
  { seat, now }: By,
  given: { decisionId: string; change: InputOf<typeof editDecision>['body'] },
): Promise<void> {
  const row = await theirDecision(trx, seat, given.decisionId)
  const { closesAt, decidedAt, ...rest } = given.change
  if (row.kind === 'proposal') {
    if (rest.state !== undefined || decidedAt !== undefined) throw new AppError('conflict')
    // Its time is over, and what was said is about to be counted.
    if (row.closesAt! <= now) throw new AppError('decision_closed')
    await requireUnheard(trx, row, given.change)
  } else if (closesAt !== undefined || rest.rule !== undefined || rest.quorum !== undefined) {
    throw new AppError('conflict')
  }
  const times = {
    ...(closesAt !== undefined && { closesAt: deadline(closesAt, now) }),
    ...(decidedAt !== undefined && { decidedAt: past(decidedAt, now) }),
  }
  await trx
    .updateTable('decision')
    .set({ ...rest, ...times, editedAt: now })
    .where('id', '=', row.id)
    .execute()
}

/** Answers with whom to push to. Throws `not_found`, `forbidden`, `decision_closed`. */
export async function withdraw(trx: Trx, { seat, now }: By, decisionId: string): Promise<string[]> {
  const row = await theirDecision(trx, seat, decisionId)
  await trx
    .updateTable('decision')
    .set({ state: 'withdrawn', decidedAt: row.decidedAt ?? now })
    .where('id', '=', row.id)
    .execute()
  return tellRoom(trx, { roomId: seat.roomId, decisionId, kind: 'decision', bySeatId: seat.id })
}

async function theirDecision(trx: Trx, seat: Seat, decisionId: string) {
  const row = await decisionAt(trx, seat.roomId, decisionId)
  if (!isTheirs(row, seat)) throw new AppError('forbidden')
  if (!isEditable(row as Parameters<typeof isEditable>[0])) throw new AppError('decision_closed')
  return row
}

type Change = InputOf<typeof editDecision>['body']

/** Who has spoken spoke to these words; then only more time can be given. */
async function requireUnheard(trx: Trx, row: { id: string; closesAt: Date | null }, change: Change): Promise<void> {
  const heard = await trx.selectFrom('stance').select('id').where('decisionId', '=', row.id).executeTakeFirst()
  if (!heard) return
  const { closesAt, ...others } = change
  const isLater = closesAt === undefined || Date.parse(closesAt) >= row.closesAt!.getTime()
  if (!isLater || Object.values(others).some((value) => value !== undefined)) throw new AppError('conflict')
}

function deadline(closesAt: string, now: Date): Date {
  const at = new Date(closesAt)
  const problem = at <= now ? 'deadline_past' : at.getTime() > now.getTime() + YEAR_MS ? 'deadline_far' : null
  if (problem) throw new AppError('invalid', [{ path: 'closesAt', problem }])
  return at
}

function past(decidedAt: string, now: Date): Date {
  const at = new Date(decidedAt)
  if (at > now) throw new AppError('invalid', [{ path: 'decidedAt', problem: 'moment_ahead' }])
  return at
}

async function requirePlace(trx: Trx, roomId: string, { isProposal }: { isProposal: boolean }): Promise<void> {
  const { count } = await trx
    .selectFrom('decision')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('roomId', '=', roomId)
    .executeTakeFirstOrThrow()
  if (count >= DECISIONS_MAX || (isProposal && (await openIn(trx, roomId)) >= OPEN_PROPOSALS_MAX))
    throw new AppError('invalid', [{ path: 'title', problem: 'too_many_proposals' }])
}

type Sources = { voteId: string | null; meetingId: string | null }

async function requireSources(trx: Trx, roomId: string, { voteId, meetingId }: Sources): Promise<void> {
  const isThere = async (table: 'vote' | 'meeting', id: string) => {
    const found = trx.selectFrom(table).select('id').where('id', '=', id).where('roomId', '=', roomId)
    return Boolean(await (table === 'vote' ? found.where('state', '=', 'closed') : found).executeTakeFirst())
  }
  const notOffered = (path: string) => new AppError('invalid', [{ path, problem: 'not_offered' }])
  if (voteId !== null && !(await isThere('vote', voteId))) throw notOffered('voteId')
  if (meetingId !== null && !(await isThere('meeting', meetingId))) throw notOffered('meetingId')
}
