import * as answers from '@meydan/shared/contracts/answers'
import { editProgramme } from '@meydan/shared/contracts/programmes'
import { hideObjects } from '@meydan/shared/contracts/stage'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type AskingRoom, anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { type Api, refusal } from './api.ts'

let api: Api
let setTime: (time: string) => void
let room: AskingRoom
beforeAll(async () => {
  ;({ api, setTime } = await startTimedApi())
})
afterAll(() => api.close())
beforeEach(async () => {
  setTime(TODAY)
  room ??= await anAskingRoom(api)
  await publish(true)
})

const params = () => ({ programmeId: room.programme.id })
const publish = (publishesAnswers: boolean) =>
  api.call(editProgramme, { params: params(), body: { publishesAnswers } }, room.workshop.organiser)
/** As somebody reads it who isn't signed in. */
const readBare = () => api.send(answers.readPublicAnswers, { params: params() })
const lineOf = async ({ words }: { words: string }) => {
  const { asks } = (await readBare()).json<{ asks: answers.PublicAsk[] }>()
  return asks.find((one) => one.words === words)
}

test('a programme that doesn’t publish has no such page, as one that isn’t there', async () => {
  expect((await readBare()).json()).toMatchObject({ programmeName: 'Komşuluk', today: TODAY })
  await publish(false)
  expect(refusal(await readBare())).toEqual([404, 'not_found'])
  const nowhere = { params: { programmeId: crypto.randomUUID() } }
  expect(refusal(await api.send(answers.readPublicAnswers, nowhere))).toEqual([404, 'not_found'])
})

test('what is owed is there from the eighth day after its own, what was answered at once', async () => {
  const ask = await room.ask({ replyBy: '2027-03-15', publishable: true, question: 'Bir iç soru' })
  const answered = await room.ask({ publishable: true })
  const said = { kind: 'partly' as const, reason: 'Bütçenin yarısı var' }
  await room.answer(answered.id, said)
  expect(await lineOf(answered)).toMatchObject({ state: 'answered', ...said, passedTo: null, done: null })
  expect((await room.see(answered.id)).isPublic).toBe(true)
  // The day ends where the installation is: Istanbul, three hours ahead.
  setTime('2027-03-22T20:59:00Z')
  expect([await lineOf(ask), (await room.see(ask.id)).isPublic]).toEqual([undefined, false])
  setTime('2027-03-22T21:01:00Z')
  expect(await lineOf(ask)).toEqual({
    id: ask.id,
    words: ask.words,
    organisation: { name: 'Şahinbey Belediyesi', side: 'public' },
    replyBy: '2027-03-15',
    ...{ state: 'overdue', kind: null, reason: '', passedTo: null, done: null },
  })
  expect((await room.see(ask.id)).isPublic).toBe(true)
  const page = (await readBare()).body
  for (const secret of ['Bir iç soru', 'Ahmad', 'Mehmet', room.asking.seatId]) expect(page).not.toContain(secret)
  await room.answer(ask.id, { kind: 'passed', passedTo: room.other.organisationId })
  expect(await lineOf(ask)).toMatchObject({ state: 'answered', kind: 'passed', passedTo: 'Yenipınar Belediyesi' })
})

test('done is shown as it stands: claimed, and lapsed where nobody said anything', async () => {
  const ask = await room.ask({ publishable: true })
  await room.answer(ask.id, { kind: 'accepted' })
  await room.claim(ask.id)
  expect((await lineOf(ask))!.done).toBe('claimed')
  setTime('2027-03-16')
  expect((await lineOf(ask))!.done).toBe('lapsed')
})

test('nothing is there that its asker didn’t let out, that was withdrawn, hidden or said on a note', async () => {
  const rows = {
    kept: await room.ask(),
    withdrawn: await room.ask({ publishable: true }),
    theme: await room.ask({
      subject: { kind: 'theme', documentId: room.boardId, recordId: room.themeId },
      publishable: true,
    }),
  }
  await room.edit(rows.withdrawn.id, { withdrawn: true })
  const note = { kind: 'note' as const, documentId: room.boardId, recordId: room.noteId }
  const refused = [400, 'invalid', [{ path: 'publishable', problem: 'note_stays_here' }]]
  expect(refusal(await room.sendAsk({ subject: note, publishable: true }))).toEqual(refused)
  const onNote = await room.ask({ subject: note })
  expect(refusal(await room.edit(onNote.id, { publishable: true }))).toEqual(refused)
  setTime('2027-06-01')
  expect(await lineOf(rows.kept)).toBeUndefined()
  expect(await lineOf(rows.withdrawn)).toBeUndefined()
  expect(await lineOf(rows.theme)).toMatchObject({ words: 'Çocuk bakımı' })
  const body = { documentId: room.boardId, recordIds: [room.themeId] }
  await api.call(hideObjects, { params: room.params, body }, room.facilitator)
  expect((await readBare()).body).not.toContain('Çocuk bakımı')
  await room.edit(rows.kept.id, { publishable: true })
  expect(await lineOf(rows.kept)).toMatchObject({ state: 'overdue' })
})
