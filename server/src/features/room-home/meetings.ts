import type { MeetingSummary } from '@meydan/shared/contracts/meetings'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

/** So many are next at once; the others are in their rooms. */
const NEXT_MOST = 8

export type MeetingInRoom = MeetingSummary & { roomId: string; roomName: string; programmeName: string }

function meetings(db: Executor) {
  return db
    .selectFrom('meeting')
    .innerJoin('room', 'room.id', 'meeting.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .select(['meeting.id', 'meeting.title', 'meeting.place', 'meeting.plannedAt', 'meeting.plannedMinutes'])
    .select(['meeting.timeZone', 'meeting.callUrl', 'meeting.seriesId', 'meeting.cancelledAt', 'meeting.state'])
    .select(['meeting.openedAt', 'meeting.endedAt', 'meeting.roomId'])
    .select(['room.name as roomName', 'programme.name as programmeName'])
    .select((eb) => [
      eb
        .selectFrom('meetingStep')
        .select(sql<number>`count(*)::int`.as('steps'))
        .whereRef('meetingStep.meetingId', '=', 'meeting.id')
        .as('steps'),
      eb
        .selectFrom('meetingStep')
        .select(sql<number>`coalesce(sum(minutes), 0)::int`.as('minutes'))
        .whereRef('meetingStep.meetingId', '=', 'meeting.id')
        .as('minutes'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof meetings>['execute']>>[number]

/** The open meeting of a room, the next one and the last: one statement. */
export async function meetingsAround(db: Executor, roomId: string, now: Date) {
  const rows = await meetings(db)
    .where('meeting.roomId', '=', roomId)
    .where('meeting.cancelledAt', 'is', null)
    .where(({ or, eb }) =>
      or([
        eb('meeting.state', '=', 'open'),
        eb('meeting.state', '=', 'ended'),
        // What was to begin and never did waits for somebody to move it: it is not what comes next for long.
        eb('meeting.plannedAt', '>', new Date(now.getTime() - 12 * 60 * 60_000)),
      ]),
    )
    .orderBy('meeting.plannedAt', (order) => order.asc().nullsLast())
    .orderBy('meeting.id')
    .execute()
  const found = rows.map(summaryOf)
  const ended = found.filter(({ state }) => state === 'ended')
  return {
    open: found.find(({ state }) => state === 'open') ?? null,
    next: found.find(({ state }) => state === 'planned') ?? null,
    last: ended.sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? ''))[0] ?? null,
  }
}

/** Those that are open and those to come, of rooms that are in use; `where` says of which rooms. */
export async function nextMeetings(
  db: Executor,
  { now, rooms }: { now: Date; rooms: { personId: string } | { programmeId: string } },
): Promise<MeetingInRoom[]> {
  let query = meetings(db).where('room.archivedAt', 'is', null).where('meeting.cancelledAt', 'is', null)
  if ('programmeId' in rooms) query = query.where('room.programmeId', '=', rooms.programmeId)
  else {
    const { personId } = rooms
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('seat')
          .select('seat.id')
          .whereRef('seat.roomId', '=', 'room.id')
          .where('seat.personId', '=', personId)
          .where('seat.removedAt', 'is', null),
      ),
    )
  }
  const rows = await query
    .where(({ or, and, eb }) =>
      or([
        eb('meeting.state', '=', 'open'),
        and([eb('meeting.state', '=', 'planned'), eb('meeting.plannedAt', '>', now)]),
      ]),
    )
    .orderBy(sql`meeting.state = 'open'`, 'desc')
    .orderBy('meeting.plannedAt', (order) => order.asc().nullsLast())
    .orderBy('meeting.id')
    .limit(NEXT_MOST)
    .execute()
  return rows.map((row) => {
    const { roomId, roomName, programmeName } = row
    return { ...summaryOf(row), roomId, roomName, programmeName }
  })
}

function summaryOf({ roomId: _, roomName: __, programmeName: ___, ...row }: Row): MeetingSummary {
  return {
    ...row,
    state: row.state as MeetingSummary['state'],
    steps: row.steps ?? 0,
    minutes: row.minutes ?? 0,
    plannedAt: row.plannedAt?.toISOString() ?? null,
    openedAt: row.openedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
  }
}
