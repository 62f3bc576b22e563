import type { VoiceView } from '@meydan/shared/contracts/voice'
import { isGranted } from '@meydan/shared/permissions'
import { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { grantsOf, type Seat } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'
import { hintFor } from './hint.ts'
import { isClockOn, type OpenMeeting, openMeeting, turnNow } from './store.ts'

/** What the holder of this seat may know of who speaks and who wants to. */
export async function voiceView(db: Executor, seat: Seat): Promise<VoiceView> {
  const meeting = await openMeeting(db, seat.roomId)
  const clock = await isClockOn(db, seat.roomId)
  if (!meeting) return { meetingId: null, hands: [], speaking: null, clock, times: null, done: null, hint: null }
  const leads = isGranted('voice.moderate', grantsOf(seat))
  const turn = await turnNow(db, meeting.id)
  return {
    meetingId: meeting.id,
    hands: await handsOf(db, meeting.id),
    speaking: turn && { ...turn, startedAt: turn.startedAt?.toISOString() ?? null },
    clock,
    times: clock ? await timesOf(db, meeting.id) : null,
    done: await doneWith(db, meeting, { seatId: seat.id, leads }),
    hint: leads ? await hintFor(db, { roomId: seat.roomId, meetingId: meeting.id }) : null,
  }
}

async function handsOf(db: Executor, meetingId: string): Promise<VoiceView['hands']> {
  const rows = await db
    .selectFrom('hand')
    .innerJoin('seat', 'seat.id', 'hand.seatId')
    .select(['hand.seatId', 'hand.raisedAt'])
    .where('hand.meetingId', '=', meetingId)
    .where('seat.removedAt', 'is', null)
    .orderBy('hand.raisedAt')
    .orderBy('hand.seatId')
    .execute()
  return rows.map(({ seatId, raisedAt }) => ({ seatId, raisedAt: raisedAt.toISOString() }))
}

async function timesOf(db: Executor, meetingId: string): Promise<VoiceView['times']> {
  const rows = await db
    .selectFrom('speakingTurn')
    .innerJoin('seat', 'seat.id', 'speakingTurn.seatId')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['speakingTurn.seatId', 'organisation.side'])
    .select(sql<number>`sum(extract(epoch from ended_at - started_at))::float8`.as('seconds'))
    .where('speakingTurn.meetingId', '=', meetingId)
    .where('speakingTurn.counted', '=', true)
    .where('speakingTurn.endedAt', 'is not', null)
    .groupBy(['speakingTurn.seatId', 'organisation.side'])
    .execute()
  const bySide = { civil: 0, public: 0, neutral: 0 }
  for (const { side, seconds } of rows) bySide[Side.parse(side)] += seconds
  for (const side of Side.options) bySide[side] = Math.round(bySide[side])
  return { bySeat: Object.fromEntries(rows.map(({ seatId, seconds }) => [seatId, Math.round(seconds)])), bySide }
}

async function doneWith(
  db: Executor,
  { stepId }: OpenMeeting,
  reader: { seatId: string; leads: boolean },
): Promise<VoiceView['done']> {
  if (!stepId) return null
  const rows = await db
    .selectFrom('stepDone')
    .innerJoin('seat', 'seat.id', 'stepDone.seatId')
    .select('stepDone.seatId')
    .where('stepDone.stepId', '=', stepId)
    .where('seat.removedAt', 'is', null)
    .orderBy('stepDone.doneAt')
    .execute()
  const seatIds = rows.map(({ seatId }) => seatId)
  return {
    stepId,
    count: seatIds.length,
    mine: seatIds.includes(reader.seatId),
    seatIds: reader.leads ? seatIds : null,
  }
}
