import * as answers from '@meydan/shared/contracts/answers'
import { readWaiting } from '@meydan/shared/contracts/follow-up'
import { editProgramme } from '@meydan/shared/contracts/programmes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TODAY } from './answers-story.ts'
import { type Reminding, startReminding } from './reminders-story.ts'

/** What an institution owes when it is asked, day by day: nobody waits for a day here, the clock is the test's. */
let story: Reminding
beforeAll(async () => {
  story = await startReminding()
  const { api, room } = story
  const body = { publishesAnswers: true }
  await api.call(editProgramme, { params: { programmeId: room.programme.id }, body }, room.workshop.organiser)
})
afterAll(() => story.api.close())

const EMAIL = 'basvuru@sahinbey.example.org'
const subjectsTo = async (email: string) => (await story.room.mailsTo(email)).map(({ subject }) => subject)
const asker = () => story.room.facilitator.me.email!
const onPublicPage = async (id: string) => {
  const params = { programmeId: story.room.programme.id }
  const { asks } = await story.api.call(answers.readPublicAnswers, { params })
  return asks.find((ask) => ask.id === id)
}

test('reminded a week before, overdue the day after, public a week later, answered by the reminder, lapsed', async () => {
  const { api, room, moveTo, setTime } = story
  setTime(TODAY)
  const ask = await room.ask({ emails: [EMAIL], replyBy: '2027-03-31', publishable: true }, room.facilitator)
  expect(await subjectsTo(EMAIL)).toHaveLength(1)

  expect(await moveTo('2027-03-23'), 'T-8').toBe(0)
  expect(await moveTo('2027-03-24'), 'T-7').toBe(1)
  expect((await subjectsTo(EMAIL))[1]).toMatch(/^Hatırlatma – .*31 Mart 2027$/)
  expect(await moveTo('2027-03-25'), 'T-6').toBe(0)
  expect(await moveTo('2027-03-31'), 'its day').toBe(0)
  expect((await room.see(ask.id)).state).toBe('waiting')
  expect(await subjectsTo(asker())).toEqual([])

  expect(await moveTo('2027-04-01'), 'T+1, to both sides').toBe(2)
  expect((await room.see(ask.id)).state).toBe('overdue')
  expect((await subjectsTo(EMAIL))[2]).toMatch(/^Süresi geçti – /)
  const { things } = await api.call(readWaiting, {}, room.asked)
  expect(things.map(({ kind, id, isOverdue }) => [kind, id, isOverdue])).toEqual([['answer', ask.id, true]])
  expect(await subjectsTo(asker())).toEqual(['Reminder from Meydan: 1 thing is due soon or overdue'])
  expect((await room.mailsTo(asker()))[0]!.text).toContain(ask.words)

  expect(await moveTo('2027-04-07'), 'T+7').toBe(0)
  expect(await onPublicPage(ask.id)).toBeUndefined()
  expect(await moveTo('2027-04-08'), 'T+8').toBe(0)
  expect(await onPublicPage(ask.id)).toMatchObject({ state: 'overdue', words: ask.words })

  const token = await room.tokenTo(EMAIL)
  await api.call(answers.answerByLink, { body: { token, answer: { kind: 'accepted' }, byName: 'Mehmet Kaya' } })
  expect((await room.see(ask.id)).state).toBe('answered')
  expect(await onPublicPage(ask.id)).toMatchObject({ state: 'answered' })
  expect((await api.call(readWaiting, {}, room.asked)).things).toEqual([])
  const before = await subjectsTo(asker())
  expect(await moveTo('2027-04-09')).toBe(0)
  expect(await subjectsTo(asker())).toEqual(before)

  expect((await room.claim(ask.id)).statusCode).toBe(200)
  expect((await room.see(ask.id)).done).toMatchObject({ state: 'claimed' })
  await moveTo('2027-04-23')
  expect((await room.see(ask.id)).done, 'the fourteenth day').toMatchObject({ state: 'claimed' })
  await moveTo('2027-04-24')
  expect((await room.see(ask.id)).done).toMatchObject({ state: 'lapsed' })
})

test('answered by the link of the first reminder: nobody hears that it is overdue', async () => {
  const { api, room, moveTo, setTime } = story
  const email = 'yanit@sahinbey.example.org'
  setTime('2027-05-03')
  const ask = await room.ask({ emails: [email], replyBy: '2027-06-30' }, room.facilitator)
  expect(await moveTo('2027-06-23')).toBe(1)
  const token = await room.tokenTo(email)
  await api.call(answers.answerByLink, {
    body: { token, answer: { kind: 'no', reason: 'Bütçe yok' }, byName: 'Mehmet Kaya' },
  })
  expect((await room.see(ask.id)).state).toBe('answered')
  for (const day of ['2027-06-24', '2027-06-30', '2027-07-01', '2027-07-02']) expect(await moveTo(day), day).toBe(0)
})

test('more time reminds anew; withdrawn, nobody is reminded; a short term is its own reminder', async () => {
  const { room, moveTo, setTime } = story
  const email = 'acele@sahinbey.example.org'
  setTime('2027-09-01')
  const ask = await room.ask({ emails: [email], replyBy: '2027-09-05' }, room.facilitator)
  expect(await moveTo('2027-09-02'), 'asked a day ago').toBe(0)
  expect(await moveTo('2027-09-06')).toBe(2)
  expect((await room.edit(ask.id, { replyBy: '2027-09-20' }, room.facilitator)).statusCode).toBe(200)
  expect(await moveTo('2027-09-13')).toBe(1)
  expect((await room.edit(ask.id, { withdrawn: true }, room.facilitator)).statusCode).toBe(200)
  expect(await moveTo('2027-09-21')).toBe(0)
})

test('a server that was down on the day makes up for it, and not after a week', async () => {
  const { room, moveTo, setTime } = story
  setTime('2027-10-01')
  await room.ask({ emails: ['gec@sahinbey.example.org'], replyBy: '2027-11-10' }, room.facilitator)
  await room.ask({ emails: ['daha-gec@sahinbey.example.org'], replyBy: '2027-11-09' }, room.facilitator)
  expect(await moveTo('2027-11-09'), 'T-1 of one, the day of the other').toBe(1)
  expect(await moveTo('2027-11-17'), 'T+7 and T+8').toBe(2)
  expect(await subjectsTo('daha-gec@sahinbey.example.org')).toHaveLength(1)
})
