import {
  type MeetingSummary,
  type MeetingView,
  type StepMode,
  StepSettings,
  type StepView,
  type Texts,
} from '@meydan/shared/contracts/meetings'
import { AppError } from '@meydan/shared/errors'
import { type Selectable, sql } from 'kysely'
import { clockNow, readClock } from '../../database/clock.ts'
import type { Executor, Trx } from '../../database/schema.ts'
import type { Meeting, MeetingStep } from '../../database/schema.generated.ts'

/** A meeting under its room: an id alone leads nowhere. */
export type MeetingAt = { roomId: string; meetingId: string }
export type MeetingRow = Selectable<Meeting>
export type StepRow = Selectable<MeetingStep>

export const MEETINGS_MAX = 500

/** A room's series, the newest first. */
export async function meetingsOf(db: Executor, roomId: string): Promise<MeetingSummary[]> {
  const rows = await summaries(db, roomId)
    .orderBy(sql`coalesce(meeting.opened_at, meeting.planned_at, meeting.created_at)`, 'desc')
    .orderBy('meeting.createdAt', 'desc')
    .orderBy('meeting.id')
    .execute()
  return rows.map(summaryOf)
}

/** What a room is at: its open meeting, else the planned one that comes next, or that was to come first. */
export async function currentOf(
  db: Executor,
  roomId: string,
): Promise<{ meeting: MeetingView | null; next: MeetingSummary | null; now: string }> {
  const open = await meetingRows(db, roomId).where('state', '=', 'open').executeTakeFirst()
  if (open) return { meeting: await viewOf(db, open), next: null, now: open.now.toISOString() }
  const row = await summaries(db, roomId)
    .where('meeting.state', '=', 'planned')
    .where('meeting.cancelledAt', 'is', null)
    .orderBy(sql`coalesce(meeting.planned_at > now(), false)`, 'desc')
    .orderBy('meeting.plannedAt', (order) => order.asc().nullsLast())
    .orderBy('meeting.createdAt')
    .limit(1)
    .executeTakeFirst()
  const now = await readClock(db)
  return { meeting: null, next: row ? summaryOf(row) : null, now: now.toISOString() }
}

/** One meeting with its agenda, and the database's time; throws `not_found`. */
export async function meetingOf(db: Executor, at: MeetingAt): Promise<{ meeting: MeetingView; now: string }> {
  const row = await meetingRows(db, at.roomId).where('id', '=', at.meetingId).executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return { meeting: await viewOf(db, row), now: row.now.toISOString() }
}

/**
 * A meeting of the room, nobody else's until the transaction ends, and the time at which it became so. Throws
 * `not_found`.
 */
export async function lockMeeting(trx: Trx, at: MeetingAt): Promise<MeetingRow & { now: Date }> {
  const row = await meetingRows(trx, at.roomId).where('id', '=', at.meetingId).forNoKeyUpdate().executeTakeFirst()
  if (!row) throw new AppError('not_found')
  return row
}

export async function stepRows(db: Executor, meetingId: string): Promise<StepRow[]> {
  return db.selectFrom('meetingStep').selectAll().where('meetingId', '=', meetingId).orderBy('position').execute()
}

export type NewMeeting = Pick<MeetingRow, 'roomId' | 'title' | 'place' | 'plannedAt'> & {
  createdBy: string | null
} & Partial<Pick<MeetingRow, 'plannedMinutes' | 'timeZone' | 'callUrl' | 'seriesId'>>

/** Plans a meeting without steps. Throws `invalid` where a room has so many that nobody finds one. */
export async function insertMeeting(trx: Trx, meeting: NewMeeting): Promise<string> {
  const { count } = await trx
    .selectFrom('meeting')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('roomId', '=', meeting.roomId)
    .executeTakeFirstOrThrow()
  if (count >= MEETINGS_MAX) throw new AppError('invalid', [{ path: 'title', problem: 'too_many_meetings' }])
  const { id } = await trx.insertInto('meeting').values(meeting).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Writes to a meeting that is locked, and raises its version. */
export async function changeMeeting(trx: Trx, meetingId: string, change: Partial<MeetingRow>) {
  await trx
    .updateTable('meeting')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', meetingId)
    .execute()
}

/** Deletes a meeting that was never opened; throws `not_found`, `meeting_open` or `meeting_ended`. */
export async function deleteMeetingRow(trx: Trx, at: MeetingAt): Promise<void> {
  const { state } = await lockMeeting(trx, at)
  if (state !== 'planned') throw new AppError(state === 'open' ? 'meeting_open' : 'meeting_ended')
  await trx.deleteFrom('meeting').where('id', '=', at.meetingId).execute()
}

/** Settings as they are now, whatever a row from before lacks. */
export function settingsOf(row: Pick<StepRow, 'settings'>): StepSettings {
  return StepSettings.parse(row.settings)
}

function meetingRows(db: Executor, roomId: string) {
  return db.selectFrom('meeting').selectAll().select(clockNow.as('now')).where('roomId', '=', roomId)
}

function summaries(db: Executor, roomId: string) {
  return db
    .selectFrom('meeting')
    .leftJoin('meetingStep', 'meetingStep.meetingId', 'meeting.id')
    .select(['meeting.id', 'meeting.title', 'meeting.place', 'meeting.plannedAt', 'meeting.state'])
    .select(['meeting.plannedMinutes', 'meeting.timeZone', 'meeting.callUrl', 'meeting.seriesId'])
    .select(['meeting.openedAt', 'meeting.endedAt', 'meeting.cancelledAt'])
    .select(({ fn }) => [
      fn.count<number>('meetingStep.id').as('steps'),
      fn.sum<number | null>('meetingStep.minutes').as('minutes'),
    ])
    .where('meeting.roomId', '=', roomId)
    .groupBy('meeting.id')
}

type SummaryRow = Pick<MeetingRow, Exclude<keyof MeetingSummary, 'steps' | 'minutes'>> & {
  steps: number
  minutes: number | null
}

function summaryOf(row: SummaryRow): MeetingSummary {
  return {
    ...row,
    minutes: row.minutes ?? 0,
    state: row.state as MeetingView['state'],
    plannedAt: isoOf(row.plannedAt),
    openedAt: isoOf(row.openedAt),
    endedAt: isoOf(row.endedAt),
    cancelledAt: isoOf(row.cancelledAt),
  }
}

async function viewOf(db: Executor, row: MeetingRow): Promise<MeetingView> {
  const { id, title, place, version, stepId, stepLeftMs, leaderSeatId, thanks } = row
  const { plannedMinutes, timeZone, callUrl, seriesId } = row
  return {
    ...{ id, title, place, version, stepId, stepLeftMs, leaderSeatId, thanks },
    ...{ plannedMinutes, timeZone, callUrl, seriesId },
    state: row.state as MeetingView['state'],
    plannedAt: isoOf(row.plannedAt),
    stepEndsAt: isoOf(row.stepEndsAt),
    openedAt: isoOf(row.openedAt),
    endedAt: isoOf(row.endedAt),
    cancelledAt: isoOf(row.cancelledAt),
    steps: (await stepRows(db, id)).map(stepView),
  }
}

function stepView(row: StepRow): StepView {
  const { id, position, minutes, skipped } = row
  return {
    ...{ id, position, minutes, skipped },
    mode: row.mode as StepMode,
    title: row.title as Texts,
    instruction: row.instruction as Texts,
    settings: settingsOf(row),
    startedAt: isoOf(row.startedAt),
    endedAt: isoOf(row.endedAt),
  }
}

function isoOf(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
