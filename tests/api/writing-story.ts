import { writingSteps } from '@meydan/server/features/writing/steps'
import type { Database } from '@meydan/server/database/schema'
import type { StepEffect, StepMoment } from '@meydan/server/live/steps'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { type Naming, StepSettings } from '@meydan/shared/contracts/meetings'
import { Board } from '@meydan/shared/documents/board/board'

export type WritingMeeting = {
  meetingId: string
  write: string
  reveal: string
  /** The step that runs is another one, with what the writing does about it. */
  goTo: (step: 'write' | 'reveal' | 'discuss') => Promise<StepEffect>
  /** These seats were here. */
  present: (seatIds: readonly string[]) => Promise<void>
}

type Given = { roomId: string; seatId: string; naming?: Naming; documentId?: string; frameId?: string }

/** An open meeting of a room with the steps write, reveal and discuss; it is at write. Written past its own feature. */
export async function writingMeeting(db: Database, given: Given): Promise<WritingMeeting> {
  const { roomId, seatId, naming = 'named', documentId = null, frameId = null } = given
  const settings = StepSettings.parse({ naming, documentId, frameId })
  const { id: meetingId } = await db
    .insertInto('meeting')
    .values({ roomId, title: 'Toplantı', state: 'open', openedAt: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const modes = ['write', 'reveal', 'discuss'] as const
  const steps = await db
    .insertInto('meetingStep')
    .values(modes.map((mode, position) => ({ meetingId, position, mode, minutes: 5, title: { en: mode }, settings })))
    .returning(['id', 'mode'])
    .execute()
  const idOf = (mode: string) => steps.find((step) => step.mode === mode)!.id
  const goTo: WritingMeeting['goTo'] = (mode) =>
    db.transaction().execute(async (trx) => {
      await trx
        .updateTable('meeting')
        .set({ stepId: idOf(mode) })
        .where('id', '=', meetingId)
        .execute()
      await trx.updateTable('meetingStep').set({ startedAt: new Date() }).where('id', '=', idOf(mode)).execute()
      const step = { id: idOf(mode), position: modes.indexOf(mode), mode, settings }
      const moment: StepMoment = { phase: 'begins', roomId, meetingId, seatId, step }
      return writingSteps()(trx, moment)
    })
  const present = async (seatIds: readonly string[]) => {
    const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000)
    await db
      .insertInto('meetingMinute')
      .values(seatIds.map((each) => ({ meetingId, seatId: each, minute })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await goTo('write')
  return { meetingId, write: idOf('write'), reveal: idOf('reveal'), goTo, present }
}

/** What is committed of a board. */
export async function boardNow(db: Database, documentId: string): Promise<Board> {
  const stored = (await new DocumentLog(db).read(documentId))!
  return new Board(new LiveDocument(stored.kind, stored.parts, stored.holders).doc)
}
