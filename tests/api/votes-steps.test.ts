import { addStep, createMeeting, directMeeting, type MeetingView } from '@meydan/shared/contracts/meetings'
import { readSummary } from '@meydan/shared/contracts/summary'
import { openVote, type VoteView } from '@meydan/shared/contracts/votes'
import { summaryLetter } from '@meydan/server/features/summary/summary-letter'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aWorkshop } from './stories.ts'
import { aVotingRoom, sums, type VotingRoom } from './voting.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let room: VotingRoom
let meeting: MeetingView
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  room = await aVotingRoom(api, workshop)
  meeting = (await api.call(createMeeting, { params: room.at, body: { title: 'Needs' } }, workshop.organiser)).meeting
  for (const mode of ['discuss', 'vote', 'discuss'] as const) {
    const params = { ...room.at, meetingId: meeting.id }
    const body = { mode, title: { en: mode }, minutes: 10 }
    meeting = (await api.call(addStep, { params, body }, workshop.organiser)).meeting
  }
})

async function lead(command: 'start' | 'next' | 'back' | 'end'): Promise<void> {
  const params = { ...room.at, meetingId: meeting.id }
  const body = { command, version: meeting.version }
  meeting = (await api.call(directMeeting, { params, body }, workshop.organiser)).meeting
}

const voting = () => meeting.steps[1]!.id
const stateOf = async (vote: VoteView) => (await room.see(workshop.organiser, vote)).state

test('a vote prepared for a step opens with it, closes with it, and stays closed when somebody goes back', async () => {
  const voter = await room.sit('civil', 'Ayşe')
  const vote = await room.make({ stepId: voting(), open: false })
  const empty = await room.make({ stepId: voting(), open: false, on: [] })
  expect(vote.meetingId).toBe(meeting.id)
  await lead('start')
  expect(await stateOf(vote)).toBe('draft')
  api.told.length = 0
  await lead('next')
  expect(api.told).toContain(`${room.room.id} votes`)
  expect([await stateOf(vote), await stateOf(empty)]).toEqual(['open', 'draft'])
  await room.give(voter, vote, 'School', 1)
  const later = await room.make({ stepId: voting(), open: false })
  await lead('next')
  expect(sums(await room.see(voter, vote)).School).toEqual([1, 0, 0])
  await lead('back')
  expect([await stateOf(vote), await stateOf(later)]).toEqual(['closed', 'open'])
  await lead('end')
  expect(await stateOf(later)).toBe('closed')
})

test('a vote with a deadline of its own goes on after its step, and one of the meeting alone is left alone', async () => {
  const deadline = new Date(Date.now() + 86_400_000).toISOString()
  const long = await room.make({ stepId: voting(), open: false, deadline })
  await lead('start')
  const free = await room.make()
  expect(free.meetingId).toBe(meeting.id)
  await lead('next')
  await lead('next')
  expect([await stateOf(long), await stateOf(free)]).toEqual(['open', 'open'])
})

test('a deadline from an earlier plan doesn’t close what begins now', async () => {
  const vote = await room.make({ stepId: voting(), open: false })
  const past = new Date(Date.now() - 1000)
  await api.db.updateTable('vote').set({ deadline: past }).where('id', '=', vote.id).execute()
  await lead('start')
  await lead('next')
  expect(await room.see(workshop.organiser, vote)).toMatchObject({ state: 'open', deadline: null })
})

test('what was opened in a meeting closes when it ends; one with a deadline goes on, and the summary says until when', async () => {
  const voter = await room.sit('civil', 'Ayşe')
  const home = await room.make({ title: 'From home', open: false })
  const earlier = await room.make({ title: 'Before the meeting' })
  expect([home.meetingId, earlier.meetingId]).toEqual([null, null])
  await lead('start')
  const deadline = new Date(Date.now() + 86_400_000).toISOString()
  const free = await room.make({ title: 'In between' })
  const long = await room.make({ title: 'Until tomorrow', deadline })
  await api.call(openVote, { params: { ...room.at, voteId: home.id } }, workshop.organiser)
  await room.give(voter, free, 'School', 1)
  api.told.length = 0
  await lead('end')
  expect(api.told).toContain(`${room.room.id} votes`)
  expect(await Promise.all([free, home, long, earlier].map(stateOf))).toEqual(['closed', 'closed', 'open', 'open'])
  expect(refusal(await room.dots(voter, free, 'Work', 1))[1]).toBe('vote_closed')
  const { summary } = await api.call(readSummary, { params: { ...room.at, meetingId: meeting.id } }, voter)
  expect(summary.votes.map(({ title }) => title).sort()).toEqual(['From home', 'In between'])
  expect(summary.openVotes).toEqual([{ id: long.id, title: 'Until tomorrow', deadline }])
  const letter = summaryLetter(summary, { language: 'en', askedBy: 'Dernek', url: null })
  expect(letter.text).toContain('Until tomorrow')
  expect(letter.text).toMatch(/Still open until .*UTC/)
})
