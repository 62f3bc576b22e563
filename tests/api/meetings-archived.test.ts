import { createMeeting, readMeeting } from '@meydan/shared/contracts/meetings'
import { editRoom } from '@meydan/shared/contracts/rooms'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { meetingCalls } from './meeting-calls.ts'
import { aVotingRoom } from './voting.ts'

let api: Api
let calls: Awaited<ReturnType<typeof meetingCalls>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  calls = await meetingCalls(api)
})
afterAll(() => api.close())

function archive(roomId: string, archived: boolean) {
  return api.call(editRoom, { params: { roomId }, body: { archived } }, calls.organiser)
}

async function meetingAt(roomId: string, meetingId: string) {
  return (await api.call(readMeeting, { params: { roomId, meetingId } }, calls.organiser)).meeting
}

test('archiving a room ends its open meeting: each step stays as it was, the one that ran is over', async () => {
  const { roomId, meeting: started } = await calls.opened()
  const meeting = await calls.direct(roomId, started, 'next')
  const planned = await calls.plan(roomId)
  api.told.length = 0
  await archive(roomId, true)
  expect(api.told).toContain(`${roomId} meeting`)
  const ended = await meetingAt(roomId, meeting.id)
  expect(ended).toMatchObject({ state: 'ended', stepId: null, stepEndsAt: null, stepLeftMs: null })
  expect(ended.endedAt).not.toBeNull()
  const running = meeting.steps[1]!
  expect(ended.steps).toEqual(meeting.steps.with(1, { ...running, endedAt: ended.endedAt }))
  expect(await meetingAt(roomId, planned.id)).toEqual(planned)
  expect(refusal(await calls.send(roomId, planned, 'start'))).toEqual([409, 'room_archived'])
  await archive(roomId, false)
  expect(await meetingAt(roomId, meeting.id)).toEqual(ended)
  expect(await calls.direct(roomId, planned, 'start')).toMatchObject({ state: 'open' })
})

test('what hangs on the step that ran ends with it, and is told', async () => {
  const room = await aVotingRoom(api, calls.workshop)
  const { roomId } = room.at
  const { meeting } = await api.call(
    createMeeting,
    { params: room.at, body: { title: 'Buluşma', template: 'needs' } },
    calls.organiser,
  )
  const stepId = meeting.steps.find(({ mode }) => mode === 'vote')!.id
  const vote = await room.make({ stepId, open: false })
  const started = await calls.direct(roomId, meeting, 'start')
  await calls.direct(roomId, started, 'goto', { stepId })
  expect((await room.see(calls.organiser, vote)).state).toBe('open')
  api.told.length = 0
  await archive(roomId, true)
  expect(api.told).toEqual(expect.arrayContaining([`${roomId} meeting`, `${roomId} votes`]))
  expect((await room.see(calls.organiser, vote)).state).toBe('closed')
})

test('other changes of a room, and archiving without a meeting, leave meetings alone', async () => {
  const { roomId, meeting } = await calls.opened()
  await api.call(editRoom, { params: { roomId }, body: { name: 'Başka' } }, calls.organiser)
  expect(await meetingAt(roomId, meeting.id)).toEqual(meeting)
  const { roomId: quiet } = await calls.newRoom()
  const planned = await calls.plan(quiet)
  api.told.length = 0
  await archive(quiet, true)
  expect(api.told).not.toContain(`${quiet} meeting`)
  expect(await meetingAt(quiet, planned.id)).toEqual(planned)
})
