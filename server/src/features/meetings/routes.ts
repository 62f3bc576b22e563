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
import type { Publisher } from '../../live/publish.ts'
import { type MeetingHooks, NOTHING_HAPPENED, type StepEffect } from '../../live/steps.ts'
import type { Announce } from '../../sync/history/edit-document.ts'
import { addStepTo, deleteStepOf, editStepOf, insertSteps, stepsToBeginWith } from './agenda.ts'
import { carryOut } from './command.ts'
import { currentOf, deleteMeetingRow, editMeetingRow, insertMeeting, meetingOf, meetingsOf } from './store.ts'

export type MeetingDeps = {
  db: Database
  publisher: Publisher
  announce: Announce
  hooks: MeetingHooks
}

export function meetingRoutes(mount: Mount, deps: MeetingDeps): void {
  const { db, hooks } = deps
  const change = createChange(deps)

  mount(listMeetings, async ({ params }) => ({ meetings: await meetingsOf(db, params.roomId) }))

  mount(readCurrentMeeting, async ({ params }) => currentOf(db, params.roomId))

  mount(readMeeting, async ({ params }) => meetingOf(db, params))

  mount(createMeeting, async ({ params: { roomId }, body: { template, carryOver, ...meeting }, identity }) => {
    const meetingId = await change({ roomId, identity }, async (trx) => {
      const steps = await stepsToBeginWith(trx, roomId, { template, carryOver })
      const id = await insertMeeting(trx, { ...meeting, roomId, createdBy: identity.personId })
      await insertSteps(trx, id, steps)
      return id
    })
    return meetingOf(db, { roomId, meetingId })
  })

  mount(editMeeting, async ({ params, body, identity }) => {
    await change({ ...params, identity }, (trx) => editMeetingRow(trx, params, body))
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
