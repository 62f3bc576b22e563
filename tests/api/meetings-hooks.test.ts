import { agendaOf } from '@meydan/shared/agenda/catalogue'
import { carryOut, type Command } from '@meydan/server/features/meetings/command'
import { insertSteps } from '@meydan/server/features/meetings/agenda'
import { insertMeeting, meetingOf } from '@meydan/server/features/meetings/store'
import type { StepHook, StepMoment } from '@meydan/server/live/steps'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase
let story: Story
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

async function aMeeting() {
  story = await consultationRoom(fresh.db)
  const { roomId, facilitator } = story
  const meetingId = await fresh.db.transaction().execute(async (trx) => {
    const given = { roomId, createdBy: facilitator.personId, title: 'Buluşma', place: '', plannedAt: null }
    const id = await insertMeeting(trx, given)
    await insertSteps(trx, id, agendaOf('needs'))
    return id
  })
  const at = { roomId, meetingId }
  const direct = (order: Omit<Command, 'seatId'>, ...onStep: StepHook[]) =>
    fresh.db
      .transaction()
      .execute((trx) => carryOut(trx, at, { ...order, seatId: facilitator.seatId }, { onStep, onEnd: [] }))
  return { at, direct }
}

test('features are told of what ends and then of what begins, and what they answer is told once', async () => {
  const { at, direct } = await aMeeting()
  const heard: StepMoment[] = []
  const writing: StepHook = async (_trx, moment) => {
    heard.push(moment)
    return { topics: ['writing', 'stage'], documents: [story.boardId] }
  }
  const votes: StepHook = async () => ({ topics: ['stage', 'votes'], documents: [] })
  const effect = await direct({ command: 'start', version: 1 }, writing, votes)
  expect(effect).toEqual({ topics: ['writing', 'stage', 'votes'], documents: [story.boardId] })
  const { steps } = (await meetingOf(fresh.db, at)).meeting
  const told = (position: number, phase: StepMoment['phase']) => {
    const { id, mode, settings } = steps[position]!
    return { phase, ...at, seatId: story.facilitator.seatId, step: { id, position, mode, settings } }
  }
  expect(heard.splice(0)).toEqual([told(0, 'begins')])
  await direct({ command: 'next', version: 2 }, writing)
  expect(heard.splice(0)).toEqual([told(0, 'ends'), told(1, 'begins')])
  await direct({ command: 'back', version: 3 }, writing)
  expect(heard.splice(0)).toEqual([told(1, 'ends'), told(0, 'begins')])
  for (const [index, command] of (['pause', 'lead', 'back'] as const).entries()) {
    expect(await direct({ command, version: 4 + index }, writing)).toEqual({ topics: [], documents: [] })
  }
  expect(heard).toEqual([])
  await direct({ command: 'end', version: 7 }, writing)
  expect(heard).toEqual([told(0, 'ends')])
})

test('where a feature fails nothing has happened', async () => {
  const { at, direct } = await aMeeting()
  await direct({ command: 'start', version: 1 })
  const before = await meetingOf(fresh.db, at)
  const writes: StepHook = async (trx, { meetingId }) => {
    await trx.insertInto('stage').values({ roomId: story.roomId }).execute()
    expect((await meetingOf(trx, { roomId: story.roomId, meetingId })).meeting.version).toBe(3)
    return { topics: [], documents: [] }
  }
  const fails: StepHook = async () => {
    throw new Error('the board does not load')
  }
  await expect(direct({ command: 'next', version: 2 }, writes, fails)).rejects.toThrow('the board does not load')
  expect((await meetingOf(fresh.db, at)).meeting).toEqual(before.meeting)
  expect(await fresh.db.selectFrom('stage').select('roomId').where('roomId', '=', story.roomId).execute()).toEqual([])
})
