import {
  addStep,
  createMeeting,
  deleteMeeting,
  deleteStep,
  directMeeting,
  editMeeting,
  editStep,
  listMeetings,
  readCurrentMeeting,
  readMeeting,
} from '@meydan/shared/contracts/meetings'
import type { Identity } from '../../access/identity.ts'
import { inLockedRoom } from '../../access/locked-room.ts'
import type { Database, Trx } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { type MeetingHooks, NOTHING_HAPPENED, type StepEffect } from '../../live/steps.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { addStepTo, deleteStepOf, editStepOf, insertSteps, stepsToBeginWith } from './agenda.ts'
import { type CalendarDeps, calendarRoutes } from './calendar-routes.ts'
import { carryOut } from './command.ts'
import { columnsOf, editMeetingRow } from './planning.ts'
import { currentOf, deleteMeetingRow, insertMeeting, meetingOf, meetingsOf } from './store.ts'
import { tellRoom } from './telling.ts'

export type MeetingDeps = CalendarDeps & {
  announce: Announce
  hooks: MeetingHooks
}

export function meetingRoutes(mount: Mount, deps: MeetingDeps): void {
  const { db, hooks, clock, publisher } = deps
  const change = createChange(deps)

  mount(listMeetings, async ({ params }) => ({ meetings: await meetingsOf(db, params.roomId) }))

  mount(readCurrentMeeting, async ({ params }) => currentOf(db, params.roomId))

  mount(readMeeting, async ({ params }) => meetingOf(db, params))

  mount(createMeeting, async ({ params: { roomId }, body, identity, seat }) => {
    const { template, carryOver, plannedFor, ...meeting } = body
    const { meetingId, told } = await change({ roomId, identity }, async (trx) => {
      const planned = { ...meeting, ...columnsOf(plannedFor) }
      const steps = await stepsToBeginWith(trx, roomId, { template, carryOver })
      const id = await insertMeeting(trx, { ...planned, roomId, createdBy: identity.personId })
      await insertSteps(trx, id, steps)
      const isAhead = planned.plannedAt !== null && planned.plannedAt > clock()
      const news = { kind: isAhead ? ('meeting_planned' as const) : null, bySeatId: seat.id }
      return { meetingId: id, told: await tellRoom(trx, { roomId, meetingId: id }, news) }
    })
    publisher.news(told)
    return meetingOf(db, { roomId, meetingId })
  })

  mount(editMeeting, async ({ params, body, identity, seat }) => {
    const told = await change({ ...params, identity }, async (trx) => {
      const kind = await editMeetingRow(trx, params, body, clock())
      return tellRoom(trx, params, { kind, bySeatId: seat.id })
    })
    publisher.news(told)
    return meetingOf(db, params)
  })

  mount(deleteMeeting, async ({ params, identity }) => {
    await change({ ...params, identity }, (trx) => deleteMeetingRow(trx, params))
    return {}
  })

  mount(directMeeting, async ({ params, body, seat, identity }) => {
    await change(
      { ...params, identity },
      (trx) => carryOut(trx, params, { ...body, seatId: seat.id }, hooks),
      (effect) => effect,
    )
    return meetingOf(db, params)
  })

  stepRoutes(mount, db, change)
  calendarRoutes(mount, deps)
}

function stepRoutes(mount: Mount, db: Database, change: Change): void {
  mount(addStep, async ({ params, body, identity }) => {
    await change({ ...params, identity }, (trx) => addStepTo(trx, params, body))
    return meetingOf(db, params)
  })

  mount(editStep, async ({ params: { stepId, ...at }, body, identity }) => {
    await change({ ...at, identity }, (trx) => editStepOf(trx, at, stepId, body))
    return meetingOf(db, at)
  })

  mount(deleteStep, async ({ params: { stepId, ...at }, identity }) => {
    await change({ ...at, identity }, (trx) => deleteStepOf(trx, at, stepId))
    return meetingOf(db, at)
  })
}

type Change = <T>(
  where: { roomId: string; identity: Identity },
  work: (trx: Trx) => Promise<T>,
  effectOf?: (answer: T) => StepEffect,
) => Promise<T>

/** Changes a room's meetings in its lock; after the commit everyone there is told, and who keeps the documents. */
function createChange({ db, publisher, announce }: MeetingDeps): Change {
  return async ({ roomId, identity }, work, effectOf = () => NOTHING_HAPPENED) => {
    const answer = await inLockedRoom(db, { roomId, identity, needs: 'meeting.lead' }, work)
    const { topics, documents } = effectOf(answer)
    for (const topic of new Set(['meeting' as const, ...topics])) publisher.topic(roomId, topic)
    for (const documentId of documents) announce(documentId)
    return answer
  }
}
