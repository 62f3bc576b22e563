import {
  cancelMeeting,
  listMeetingReplies,
  planSeries,
  readMeetingCalendar,
  remindOfMeeting,
  replyToMeeting,
} from '@meydan/shared/contracts/meeting-calendar'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import { meetingCalendar } from '../../calendar/meeting-event.ts'
import { factsOf, meetingFacts } from '../../calendar/meeting-facts.ts'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import type { Publisher } from '../../live/publish.ts'
import { AppError } from '@meydan/shared/errors'
import { cancelMeetingRow } from './planning.ts'
import { remindOfMeetingAt } from './remind-of.ts'
import { repliesOf, replyFor } from './replies.ts'
import { planSeriesOf } from './series.ts'
import { type MeetingAt, meetingOf } from './store.ts'
import { tellRoom } from './telling.ts'

export type CalendarDeps = {
  db: Database
  publisher: Publisher
  clock: Clock
  config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'>
}

/** The calendar of a room's meetings: series, whether they are held, who comes, and files for other calendars. */
export function calendarRoutes(mount: Mount, deps: CalendarDeps): void {
  const { db, clock, config } = deps
  const lead = createLead(deps)

  mount(cancelMeeting, async ({ params, body, identity, seat }) => {
    await lead(params, identity, async (trx) => {
      const kind = await cancelMeetingRow(trx, params, { ...body, now: clock() })
      return { told: await tellRoom(trx, params, { kind, bySeatId: seat.id }) }
    })
    return meetingOf(db, params)
  })

  mount(planSeries, async ({ params, body, identity, seat }) => {
    const { ids } = await lead(params, identity, async (trx) => {
      const order = { ...body, createdBy: identity.personId, timeZone: config.timeZone }
      const ids = await planSeriesOf(trx, params, order)
      return { ids, told: await tellOfSeries(trx, [params.meetingId, ...ids], { ...params, bySeatId: seat.id }) }
    })
    const views = ids.map((meetingId) => meetingOf(db, { ...params, meetingId }))
    return { meetings: (await Promise.all(views)).map(({ meeting }) => meeting) }
  })

  /** One line for all of them: of the first that is still to come. */
  async function tellOfSeries(trx: Trx, ids: string[], { roomId, bySeatId }: { roomId: string; bySeatId: string }) {
    const next = await trx
      .selectFrom('meeting')
      .select('id')
      .where('id', 'in', ids)
      .where('plannedAt', '>', clock())
      .where('cancelledAt', 'is', null)
      .orderBy('plannedAt')
      .executeTakeFirst()
    return next ? tellRoom(trx, { roomId, meetingId: next.id }, { kind: 'meeting_planned', bySeatId }) : []
  }

  mount(remindOfMeeting, async ({ params, identity, seat }) => {
    const now = clock()
    const order = { now, today: dayIn(config.timeZone, now), timeZone: config.timeZone, origin: originOf(config) }
    const { told: _, ...done } = await lead(params, identity, (trx) =>
      remindOfMeetingAt(trx, params, { ...order, bySeatId: seat.id }),
    )
    return done
  })

  replyRoutes(mount, deps)
  fileRoutes(mount, deps)
}

function replyRoutes(mount: Mount, { db, clock, publisher }: CalendarDeps): void {
  mount(listMeetingReplies, async ({ params, seat }) => ({ replies: await repliesOf(db, params, seat) }))

  mount(replyToMeeting, async ({ params, body, identity, seat }) => {
    const { roomId } = params
    const now = clock()
    await inLockedRoom(db, { roomId, identity, needs: 'meeting.reply' }, (trx) =>
      replyFor(trx, params, seat, { ...body, now }),
    )
    publisher.topic(roomId, 'meeting')
    return { replies: await repliesOf(db, params, seat) }
  })
}

function fileRoutes(mount: Mount, { db, config }: CalendarDeps): void {
  mount(readMeetingCalendar, async ({ params, identity, reply }) => {
    const row = await meetingFacts(db)
      .where('meeting.id', '=', params.meetingId)
      .where('meeting.roomId', '=', params.roomId)
      .executeTakeFirst()
    // Without a date there is nothing that a calendar could show.
    if (!row) throw new AppError('not_found')
    const meeting = factsOf(row)
    const day = dayIn(meeting.timeZone ?? config.timeZone, meeting.plannedAt)
    reply.headers({
      'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
      'content-disposition': `attachment; filename="meydan-${day}.ics"`,
      'cache-control': 'private, no-cache',
    })
    return Buffer.from(meetingCalendar(meeting, { language: identity.language, origin: originOf(config) }))
  })
}

type Lead = <T extends { told: string[] }>(
  at: MeetingAt,
  identity: Identity,
  work: (trx: Trx) => Promise<T>,
) => Promise<T>

/** Changes a room's calendar in its lock; after the commit everyone there is told, and those concerned wherever they are. */
function createLead({ db, publisher }: CalendarDeps): Lead {
  return async ({ roomId }, identity, work) => {
    const done = await inLockedRoom(db, { roomId, identity, needs: 'meeting.lead' }, work)
    publisher.topic(roomId, 'meeting')
    publisher.news(done.told)
    return done
  }
}

function originOf({ publicUrl, port }: CalendarDeps['config']): string {
  return publicUrl ?? `http://localhost:${port}`
}
