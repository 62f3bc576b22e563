import * as answers from '@meydan/shared/contracts/answers'
import type { CallOf } from '@meydan/shared/contracts/contract'
import { removeSeat } from '@meydan/shared/contracts/rooms'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type AskingRoom, anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { type Api, refusal } from './api.ts'
import { rowsHolding } from './rows.ts'

let api: Api
let setTime: (time: string) => void
let room: AskingRoom
beforeAll(async () => {
  ;({ api, setTime } = await startTimedApi({ PUBLIC_URL: 'https://meydan.example.org' }))
  room = await anAskingRoom(api)
})
afterAll(() => api.close())
beforeEach(() => setTime(TODAY))

type Draft = CallOf<typeof answers.answerByLink>['body']['answer']
let count = 0
const anEmail = () => `baskan${(count += 1)}@example.org`
const read = (token: string) => api.send(answers.readAskLink, { body: { token } })
const use = (token: string, answer: Draft = { kind: 'accepted' }, byName = 'Başkan Kaya') =>
  api.send(answers.answerByLink, { body: { token, byName, answer } })

/** An ask that was mailed to one address beyond the room, and the token of that mail. */
async function aLinkedAsk(given: Parameters<AskingRoom['ask']>[0] = {}) {
  const email = anEmail()
  const ask = await room.ask({ emails: [email], language: 'tr', ...given }, room.facilitator)
  return { ask, email, token: await room.tokenTo(email) }
}

test('a mail leads to one ask, which anybody may read who has the link, as often as they like', async () => {
  const { ask, email, token } = await aLinkedAsk({ question: 'Ne zaman?', emails: undefined })
  expect(token).toBe('')
  const linked = await aLinkedAsk({ question: 'Ne zaman?' })
  const [mail] = await room.mailsTo(linked.email)
  expect(mail).toMatchObject({ language: 'tr', recipient: linked.email })
  expect(mail!.text).toContain(`https://meydan.example.org/answer#${linked.token}`)
  expect(mail!.text).toContain('Bağlantı yalnızca sizin içindir')
  for (let time = 0; time < 2; time++) {
    const said = (await read(linked.token)).json().ask
    expect(said).toMatchObject({
      askId: linked.ask.id,
      ...{ roomName: 'Ortak oda', programmeName: 'Komşuluk', words: linked.ask.words, question: 'Ne zaman?' },
      ...{ replyBy: '2027-03-15', state: 'waiting', lastAnswer: null, willBePublic: false },
      organisation: { name: 'Şahinbey Belediyesi', side: 'public' },
      askedBy: { organisation: { name: 'KADEM' } },
    })
    const names = said.organisations.map(({ name }: { name: string }) => name)
    expect(names).toContain('Yenipınar Belediyesi')
    expect(names).not.toContain('Şahinbey Belediyesi')
  }
  // Of the token the database holds the hash alone, but for the letter that waits to be sent.
  expect(await rowsHolding(api, linked.token)).toEqual(['outgoing_mail'])
  expect([ask.recipients, email !== linked.email]).toEqual([0, true])
})

test('a link answers once: used again it says so, and nothing changes', async () => {
  const { ask, token } = await aLinkedAsk()
  api.told.length = 0
  expect((await use(token, { kind: 'no', reason: 'Yetkimiz yok' })).json()).toEqual({})
  expect(api.told).toEqual([`${room.room.id} answers`])
  expect(refusal(await use(token))).toEqual([410, 'link_used'])
  expect(refusal(await read(token))).toEqual([410, 'link_used'])
  const { answers: said, state, recipients } = await room.see(ask.id)
  expect([state, recipients]).toEqual(['answered', 0])
  expect(said).toMatchObject([{ kind: 'no', reason: 'Yetkimiz yok', byName: 'Başkan Kaya', way: 'link' }])
})

test('of two uses at once exactly one counts', async () => {
  for (let time = 0; time < 5; time++) {
    const { ask, token } = await aLinkedAsk()
    const both = await Promise.all([use(token), use(token, { kind: 'no', reason: 'Hayır' })])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410])
    expect((await room.see(ask.id)).answers).toHaveLength(1)
  }
})

test('what is wrong with an answer leaves its link as it was', async () => {
  const { ask, token } = await aLinkedAsk()
  const missing = [400, 'invalid', [{ path: 'answer.reason', problem: 'reason_missing' }]]
  expect(refusal(await use(token, { kind: 'no' }))).toEqual(missing)
  const itself = { kind: 'passed' as const, passedTo: room.asked.organisationId }
  const circle = [400, 'invalid', [{ path: 'answer.passedTo', problem: 'passed_in_circle' }]]
  expect(refusal(await use(token, itself))).toEqual(circle)
  expect((await use(token, { kind: 'passed', passedTo: room.other.organisationId })).statusCode).toBe(200)
  const { asks } = await api.call(answers.listAsks, { params: room.params }, room.other)
  expect(asks.some(({ passedFrom, may }) => passedFrom === ask.id && may.answer)).toBe(true)
})

test('a link ends thirty days after the day of its ask, which may be moved', async () => {
  const { ask, token } = await aLinkedAsk({ replyBy: '2027-03-15' })
  setTime('2027-04-14T20:00:00Z')
  expect((await read(token)).statusCode).toBe(200)
  setTime('2027-04-16')
  expect(refusal(await read(token))).toEqual([410, 'link_expired'])
  expect(refusal(await use(token))).toEqual([410, 'link_expired'])
  await room.edit(ask.id, { replyBy: '2027-04-20' }, room.facilitator)
  expect((await use(token)).statusCode).toBe(200)
})

test('a link that is none says the same whatever it is', async () => {
  const { token } = await aLinkedAsk()
  const unknown = [404, 'link_unknown']
  for (const guess of [
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    'x'.repeat(32),
    token.toLowerCase(),
  ]) {
    expect(refusal(await read(guess))).toEqual(unknown)
    expect(refusal(await use(guess))).toEqual(unknown)
  }
  expect(refusal(await read('short'))[1]).toBe('invalid')
})

test('what was withdrawn or passed on is closed to its links, what was answered is not', async () => {
  const withdrawn = await aLinkedAsk()
  await room.edit(withdrawn.ask.id, { withdrawn: true }, room.facilitator)
  expect(refusal(await read(withdrawn.token))).toEqual([409, 'ask_closed'])
  expect(refusal(await use(withdrawn.token))).toEqual([409, 'ask_closed'])
  const passed = await aLinkedAsk()
  await room.answer(passed.ask.id, { kind: 'passed', passedTo: room.other.organisationId })
  expect(refusal(await use(passed.token))).toEqual([409, 'ask_closed'])
  const answered = await aLinkedAsk()
  await room.answer(answered.ask.id, { kind: 'accepted' })
  const said = (await read(answered.token)).json().ask
  expect(said).toMatchObject({ state: 'answered', lastAnswer: { kind: 'accepted', byName: 'Mehmet' } })
  expect((await use(answered.token, { kind: 'partly', reason: 'Yarısı' })).statusCode).toBe(200)
  expect((await room.see(answered.ask.id)).answers.map(({ way }) => way)).toEqual(['seat', 'link'])
})

test('whoever was shown out of the room has no door left', async () => {
  const official = await room.sitWithAccount('Giden Memur', { id: room.asked.organisationId })
  const { id } = await room.ask()
  const token = await room.tokenTo(official.me.email!)
  expect((await read(token)).statusCode).toBe(200)
  const params = { ...room.params, seatId: official.seatId }
  await api.call(removeSeat, { params }, room.facilitator)
  expect(refusal(await read(token))).toEqual([404, 'link_unknown'])
  expect(refusal(await use(token))).toEqual([404, 'link_unknown'])
  expect((await room.see(id)).state).toBe('waiting')
})

test('facilitators mail an open ask once more, also to further addresses', async () => {
  const { ask, email, token } = await aLinkedAsk()
  const further = anEmail()
  const mail = (emails: string[], by = room.facilitator, askId = ask.id) =>
    api.send(answers.mailAsk, { params: { ...room.params, askId }, body: { emails, language: 'de' } }, by)
  expect(refusal(await mail([email], room.asking))).toEqual([403, 'forbidden'])
  const done = (await mail([email.toUpperCase(), further])).json()
  expect([done.mailed, done.ask.recipients]).toEqual([2, 2])
  // Known already, it is written to in its language.
  expect((await room.mailsTo(email)).map(({ language }) => language)).toEqual(['tr', 'tr'])
  expect((await room.mailsTo(further))[0]!.language).toBe('de')
  expect(await room.tokenTo(email)).not.toBe(token)
  expect((await use(await room.tokenTo(further))).statusCode).toBe(200)
  expect(refusal(await mail([further]))).toEqual([409, 'ask_closed'])
})

test('thirty asks in ten minutes are enough of one person, twenty-nine are not', async () => {
  const { api: strict } = await startTimedApi({ LIMIT_SCALE: '1' })
  onTestFinished(() => strict.close())
  const own = await anAskingRoom(strict)
  const subject = { kind: 'action' as const, documentId: null, recordId: 'nowhere' }
  const statuses: number[] = []
  for (let time = 0; time < 31; time++) statuses.push((await own.sendAsk({ subject })).statusCode)
  expect([new Set(statuses.slice(0, 30)), statuses[30]]).toEqual([new Set([400]), 429])
})
