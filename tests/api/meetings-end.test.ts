import { readStage, sayToAll } from '@meydan/shared/contracts/stage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Api, startApi } from './api.ts'
import { meetingCalls } from './meeting-calls.ts'

let api: Api
let calls: Awaited<ReturnType<typeof meetingCalls>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  calls = await meetingCalls(api)
})
afterAll(() => api.close())

test('what was said to all goes with the meeting, and not with a step', async () => {
  const { roomId, meeting } = await calls.opened()
  const params = { roomId }
  await api.call(sayToAll, { params, body: { text: 'Lunch is at one' } }, calls.organiser)
  const said = async () => (await api.call(readStage, { params }, calls.organiser)).stage.message?.text
  const next = await calls.direct(roomId, meeting, 'next')
  expect(await said()).toBe('Lunch is at one')
  api.told.length = 0
  const ended = await calls.direct(roomId, next, 'end')
  expect(ended.state).toBe('ended')
  expect(await said()).toBeUndefined()
  expect(api.told).toContain(`${roomId} stage`)
})
