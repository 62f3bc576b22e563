import { deleteOrganisation, editProgramme } from '@meydan/shared/contracts/programmes'
import { editRoom } from '@meydan/shared/contracts/rooms'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AskingRoom, anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { type Api, refusal } from './api.ts'

let api: Api
let setTime: (time: string) => void
let room: AskingRoom
beforeAll(async () => {
  ;({ api, setTime } = await startTimedApi())
  room = await anAskingRoom(api)
})
afterAll(() => api.close())
beforeEach(() => setTime(TODAY))

const invalid = (path: string, problem: string) => [400, 'invalid', [{ path, problem }]]
const yes = { kind: 'accepted' as const }

describe('managing', () => {
  test('is for who asked, their organisation and facilitators; what was answered stays', async () => {
    const { id } = await room.ask()
    const colleague = await room.sit('Leyla', { id: room.asking.organisationId })
    for (const stranger of [room.asked, room.other])
      expect(refusal(await room.edit(id, { withdrawn: true }, stranger))).toEqual([403, 'forbidden'])
    expect(refusal(await room.edit(id, { replyBy: '2027-02-01' }))).toEqual(invalid('replyBy', 'deadline_past'))
    expect((await room.edit(id, { replyBy: '2027-04-01' }, colleague)).json().ask.replyBy).toBe('2027-04-01')
    expect((await room.edit(id, { withdrawn: true }, room.facilitator)).json().ask.state).toBe('withdrawn')
    expect(refusal(await room.answer(id, yes))).toEqual([409, 'ask_closed'])
    expect((await room.edit(id, { withdrawn: false })).json().ask.state).toBe('waiting')
    await room.answer(id, yes)
    expect(refusal(await room.edit(id, { withdrawn: true }))).toEqual([409, 'ask_closed'])
    expect(refusal(await room.edit(id, { replyBy: '2027-05-01' }))).toEqual([409, 'ask_closed'])
    expect((await room.edit(id, { publishable: true })).json().ask.publishable).toBe(true)
    expect(refusal(await room.edit(crypto.randomUUID(), {}))).toEqual([404, 'not_found'])
  })

  test('an organisation that was asked stays in its programme', async () => {
    const { organiser } = room.workshop
    const at = { programmeId: room.programme.id, organisationId: room.other.organisationId }
    const ids = await api.db
      .insertInto('organisation')
      .values({
        programmeId: at.programmeId,
        name: 'Hiç gelmeyen',
        nameFolded: 'hic gelmeyen',
        kind: 'municipality',
        side: 'public',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await room.ask({ organisationId: ids.id })
    const params = { ...at, organisationId: ids.id }
    expect(refusal(await api.send(deleteOrganisation, { params }, organiser))).toEqual([409, 'organisation_in_use'])
  })
})

describe('done', () => {
  test('is said by the organisation that promised, and confirmed or refused by the asking side', async () => {
    const { id } = await room.ask()
    expect(refusal(await room.claim(id))).toEqual([409, 'ask_closed'])
    await room.answer(id, yes)
    expect(refusal(await room.claim(id, room.other))).toEqual([403, 'not_asked'])
    const claimed = (await room.claim(id, room.asked, 'Kreş açıldı')).json().ask
    expect(claimed.done).toMatchObject({ state: 'claimed', note: 'Kreş açıldı', byName: 'Mehmet', until: '2027-03-15' })
    expect(refusal(await room.answer(id, yes, room.asked, { after: 1 }))).toEqual([409, 'ask_closed'])
    for (const stranger of [room.asked, room.other])
      expect(refusal(await room.settle(id, { confirmed: true }, stranger))).toEqual([403, 'forbidden'])
    const bare = await room.settle(id, { confirmed: false, reason: ' ' })
    expect(refusal(bare)).toEqual(invalid('reason', 'reason_missing'))
    const refused = (await room.settle(id, { confirmed: false, reason: 'Kapısı kilitli' })).json().ask
    expect(refused.done).toMatchObject({ state: 'refused', reason: 'Kapısı kilitli', settledByName: 'Ahmad' })
    expect(refusal(await room.settle(id, { confirmed: true }))).toEqual([409, 'ask_closed'])
    expect((await room.see(id, room.asked)).may).toMatchObject({ answer: true, claimDone: true })
    await room.claim(id)
    const confirmed = (await room.settle(id, { confirmed: true })).json().ask
    expect(confirmed.done).toMatchObject({ state: 'confirmed', reason: '', settledByName: 'Ahmad' })
    expect(refusal(await room.claim(id))).toEqual([409, 'ask_closed'])
  })

  test('nobody settles what they wrote down themselves', async () => {
    const { id } = await room.ask()
    await room.answer(id, yes)
    await room.claim(id, room.facilitator)
    expect((await room.see(id, room.facilitator)).may.settle).toBe(false)
    expect(refusal(await room.settle(id, { confirmed: true }, room.facilitator))).toEqual([403, 'forbidden'])
  })

  test('stands unconfirmed after 14 days in which nobody said anything', async () => {
    const { id } = await room.ask()
    await room.answer(id, yes)
    await room.claim(id)
    setTime('2027-03-15T20:59:00Z')
    expect(await room.see(id)).toMatchObject({ done: { state: 'claimed' }, may: { settle: true } })
    setTime('2027-03-15T21:01:00Z')
    expect(await room.see(id)).toMatchObject({ done: { state: 'lapsed' }, may: { settle: false } })
    expect(refusal(await room.settle(id, { confirmed: false, reason: 'Geç kaldık' }))).toEqual([409, 'ask_closed'])
    expect(refusal(await room.claim(id))).toEqual([409, 'ask_closed'])
  })
})

test('an archived room is only read', async () => {
  const { id } = await room.ask()
  const archive = (archived: boolean) =>
    api.call(editRoom, { params: room.params, body: { archived } }, room.facilitator)
  await archive(true)
  const closed = [409, 'room_archived']
  expect(refusal(await room.sendAsk())).toEqual(closed)
  expect(refusal(await room.answer(id, yes))).toEqual(closed)
  expect(refusal(await room.edit(id, { withdrawn: true }))).toEqual(closed)
  expect(await room.see(id, room.asked)).toMatchObject({ may: { answer: false, manage: false } })
  await archive(false)
})

test('a programme publishes answers where its organiser says so', async () => {
  const params = { programmeId: room.programme.id }
  const publish = (publishesAnswers: boolean, by = room.workshop.organiser) =>
    api.send(editProgramme, { params, body: { publishesAnswers } }, by)
  expect(room.programme.publishesAnswers).toBe(false)
  expect(refusal(await publish(true, room.asking))).toEqual([403, 'forbidden'])
  expect((await publish(true)).json().programme.publishesAnswers).toBe(true)
  expect((await publish(false)).json().programme.publishesAnswers).toBe(false)
})
