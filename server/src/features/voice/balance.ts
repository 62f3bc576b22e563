import { type MeetingBalance } from '@meydan/shared/contracts/voice'
import { AppError } from '@meydan/shared/errors'
import { balanceOfParts, type BalanceParts } from '@meydan/shared/voice/balance'
import { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { seatViews } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'
import { readStoredBoard } from '../../sync/stored-board.ts'

type Held = { id: string; roomId: string; openedAt: Date; endedAt: Date | null }

/**
 * How much of a meeting came from which side and organisation: people there, notes written, voters, speaking. All zero
 * before it is opened. Reads the room's boards, so it costs something. Throws `not_found`.
 */
export async function balanceOf(db: Executor, meetingId: string): Promise<MeetingBalance> {
  const row = await db
    .selectFrom('meeting')
    .select(['id', 'roomId', 'openedAt', 'endedAt'])
    .where('id', '=', meetingId)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found')
  const { openedAt } = row
  const seats: BalanceParts['seats'] = new Map((await seatViews(db, row.roomId)).map((seat) => [seat.id, seat]))
  if (!openedAt) return balanceOfParts({ seats, present: [], notes: [], turnout: [], turns: [] })
  return balanceOfParts({
    seats,
    present: await presentAt(db, meetingId),
    notes: await notesWritten(db, { ...row, openedAt }),
    turnout: await turnoutOf(db, meetingId),
    turns: await turnsOf(db, meetingId),
  })
}

async function presentAt(db: Executor, meetingId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('meetingMinute')
    .select('seatId')
    .distinct()
    .where('meetingId', '=', meetingId)
    .execute()
  return rows.map(({ seatId }) => seatId)
}

async function turnoutOf(db: Executor, meetingId: string): Promise<BalanceParts['turnout']> {
  const rows = await db
    .selectFrom('voteTurnout')
    .innerJoin('vote', 'vote.id', 'voteTurnout.voteId')
    .select(['voteTurnout.side', 'voteTurnout.voters'])
    .where('vote.meetingId', '=', meetingId)
    .where('vote.state', '=', 'closed')
    .execute()
  return rows.map(({ side, voters }) => ({ side: Side.parse(side), voters }))
}

/** A turn that nobody ended ended with the meeting, or when the speaker was removed. */
async function turnsOf(db: Executor, meetingId: string): Promise<BalanceParts['turns']> {
  const { rows } = await sql<{ seatId: string; seconds: number }>`
    select t.seat_id, greatest(0, extract(epoch from
      least(coalesce(t.ended_at, m.ended_at, clock_timestamp()), seat.removed_at) - t.started_at))::float8 as seconds
    from speaking_turn t join meeting m on m.id = t.meeting_id join seat on seat.id = t.seat_id
    where t.meeting_id = ${meetingId} and t.counted`.execute(db)
  return rows
}

/**
 * The notes that came to the room's boards during a meeting and are still there. When: as the server saw it, where its
 * log is folded already; until then as the note says. A note and its copies count once.
 */
async function notesWritten(db: Executor, { roomId, openedAt, endedAt }: Held): Promise<BalanceParts['notes']> {
  const from = openedAt.getTime()
  const to = endedAt?.getTime() ?? Number.POSITIVE_INFINITY
  const written = new Map<string, BalanceParts['notes'][number]>()
  for (const documentId of await boardsOf(db, roomId)) {
    const notes = (await readStoredBoard(db, documentId, (board) => board.notes.all())) ?? []
    const addedAt = await additionsTo(db, documentId)
    for (const { id, seat, side, createdAt, source } of notes) {
      const at = addedAt.get(id) ?? createdAt
      const origin = source ? `${source.document} ${source.record}` : `${documentId} ${id}`
      if (at < from || at > to) continue
      // A copy stands only for an original that is gone: whoever copied it didn't write it.
      if (!source || !written.has(origin)) written.set(origin, { seatId: seat, side })
    }
  }
  return [...written.values()]
}

async function boardsOf(db: Executor, roomId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('document')
    .select('id')
    .where('roomId', '=', roomId)
    .where('kind', '=', 'board')
    .where('quarantinedAt', 'is', null)
    .orderBy('createdAt')
    .execute()
  return rows.map(({ id }) => id)
}

async function additionsTo(db: Executor, documentId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('documentChange')
    .select(['recordId', (eb) => eb.fn.min('changedAt').as('at')])
    .where('documentId', '=', documentId)
    .where('root', '=', 'notes')
    .where('action', '=', 'added')
    .groupBy('recordId')
    .execute()
  return new Map(rows.map(({ recordId, at }) => [recordId, at.getTime()]))
}
