import { letterWords } from '@meydan/server/features/answers/letter-words'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import * as answers from '@meydan/shared/contracts/answers'
import { hideObjects, showHidden } from '@meydan/shared/contracts/stage'
import { type Language, languages } from '@meydan/shared/languages'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AskingRoom, anAskingRoom, startTimedApi, TODAY } from './answers-story.ts'
import { type Api, refusal } from './api.ts'
import { aGuest, aLink, aProgramme, aRoom, ngo } from './stories.ts'
import { aVotingRoom } from './voting.ts'

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

describe('asking', () => {
  test('mails guests who confirmed an address, too; their link ends with their seat', async () => {
    const email = `mehmet-${crypto.randomUUID()}@example.org`
    const personId = room.asked.me.id
    await api.db.insertInto('guestAddress').values({ personId, email }).execute()
    const mailed = async () =>
      (await api.call(answers.createAsk, { params: room.params, body: await room.bodyOf() }, room.asking)).mailed
    // Anybody can type somebody's address.
    expect(await mailed()).toBe(0)
    await api.db.updateTable('guestAddress').set({ confirmedAt: new Date() }).where('email', '=', email).execute()
    expect(await mailed()).toBe(1)
    const token = await room.tokenTo(email)
    expect((await api.send(answers.readAskLink, { body: { token } })).statusCode).toBe(200)
    await api.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', room.asked.seatId).execute()
    expect(refusal(await api.send(answers.readAskLink, { body: { token } }))[0]).not.toBe(200)
    await api.db.updateTable('seat').set({ removedAt: null }).where('id', '=', room.asked.seatId).execute()
    await api.db.deleteFrom('guestAddress').where('personId', '=', personId).execute()
  })

  test('mails the organisation’s accounts in their language, and keeps the words of that day', async () => {
    const official = await room.sitWithAccount('Zeynep Memur', { id: room.asked.organisationId })
    const email = official.me.email!
    await api.db.updateTable('person').set({ language: 'ar' }).where('id', '=', official.me.id).execute()
    api.told.length = 0
    const body = await room.bodyOf({ question: 'Ne zaman açılır?' })
    const { ask, mailed } = await api.call(answers.createAsk, { params: room.params, body }, room.asking)
    expect([mailed, ask.recipients]).toEqual([1, 1])
    expect(api.told).toEqual([`${room.room.id} answers`])
    expect(ask).toMatchObject({
      subject: body.subject,
      question: 'Ne zaman açılır?',
      organisation: { name: 'Şahinbey Belediyesi', side: 'public' },
      askedBy: { name: 'Ahmad', organisation: { name: 'Göçmen Dayanışma Derneği', side: 'civil' } },
      ...{ replyBy: '2027-03-15', state: 'waiting', answers: [], done: null, isPublic: false },
      may: { answer: false, claimDone: false, settle: false, manage: true },
    })
    expect(ask.words).toMatch(/^Mahalleye kreş açmak/)
    const [mail] = await room.mailsTo(email)
    expect(mail!.language).toBe('ar')
    for (const text of [mail!.text, mail!.html]) {
      for (const part of [ask.words, 'Ne zaman açılır?', 'Şahinbey Belediyesi', 'http://localhost:3000/answer#'])
        expect(text).toContain(part)
      // Who asks is said by their organisation.
      expect(text).not.toContain('Ahmad')
    }
    for (const secret of ['kreş', 'açılır']) expect(mail!.subject.toLowerCase()).not.toContain(secret)
    const { id } = ask
    expect((await room.see(id, official)).may).toMatchObject({ answer: true, claimDone: false, manage: false })
    expect((await room.see(id, room.facilitator)).may).toMatchObject({ answer: true, manage: true })
    expect((await room.see(id, room.other)).may).toMatchObject({ answer: false, manage: false })
    // Answered, the address is kept no longer.
    await room.answer(id, yes, official)
    expect((await room.see(id)).recipients).toBe(0)
    expect(await room.mailsTo(email)).toEqual([])
  })

  test('letters say the same in every language, and nothing is left to fill in', () => {
    const told = { asked: 'B', asking: 'A', date: 'D' }
    const said = (language: Language) => {
      const words = letterWords[language]
      const kinds = ['ask', 'soon', 'overdue'] as const
      const texts = kinds.flatMap((kind) => [words.subject[kind](told), words.intro[kind](told)])
      return [...texts, words.passedOn('C'), words.link('D'), words.foot({ asked: 'B', room: 'R', programme: 'P' })]
    }
    for (const language of languages) {
      const texts = said(language)
      expect(new Set(texts).size).toBe(texts.length)
      expect(texts.join(' ')).not.toMatch(/undefined|\{/)
    }
  })

  test('copies what rows say where they are right, and what the document says where they are behind', async () => {
    const action = await room.anAction('Park yapmak')
    await rebuildRows(api.db)
    const asked = room.asked.organisationId
    await api.db.updateTable('planAction').set({ title: 'as a row' }).where('actionId', '=', action.recordId).execute()
    expect((await room.ask({ subject: action })).words).toBe('as a row')
    const projection = api.db.updateTable('projection').set({ head: 0 }).where('documentId', '=', action.documentId)
    await projection.execute()
    expect((await room.ask({ subject: action, organisationId: room.other.organisationId })).words).toBe('Park yapmak')
    const [note, theme] = [room.noteId, room.themeId].map((recordId) => ({ documentId: room.boardId, recordId }))
    expect((await room.ask({ subject: { kind: 'note', ...note! }, organisationId: asked })).words).toBe('Kreş yok')
    expect((await room.ask({ subject: { kind: 'theme', ...theme! } })).words).toBe('Çocuk bakımı')
    await rebuildRows(api.db)
  })

  test('is about a line of a closed vote too, not of an open one', async () => {
    const voting = await aVotingRoom(api, room.workshop)
    const vote = await voting.make({ on: ['Okul'] })
    const optionId = voting.option(vote, 'Okul')
    const body = await room.bodyOf({ subject: { kind: 'vote', documentId: null, recordId: optionId } })
    const ask = () => api.send(answers.createAsk, { params: voting.at, body }, room.facilitator)
    expect(refusal(await ask())).toEqual(invalid('subject', 'source_elsewhere'))
    await api.db.updateTable('vote').set({ state: 'closed' }).where('id', '=', vote.id).execute()
    const done = await ask()
    expect(done.json().ask).toMatchObject({ words: 'Okul', subject: { kind: 'vote', documentId: null } })
  })

  test('answers wrong input beside its field', async () => {
    expect(refusal(await room.sendAsk({ replyBy: '2027-02-28' }))).toEqual(invalid('replyBy', 'deadline_past'))
    expect(refusal(await room.sendAsk({ replyBy: '9999-12-31' }))).toEqual(invalid('replyBy', 'day_too_far'))
    expect((await room.sendAsk({ replyBy: TODAY })).statusCode).toBe(200)
    const emails = ['baskan@example.org']
    expect(refusal(await room.sendAsk({ emails }))).toEqual(invalid('emails', 'emails_not_yours'))
    const stranger = await aProgramme(api, room.workshop.organiser, 'Başka')
    const organisationId = stranger.hostOrganisationId
    expect(refusal(await room.sendAsk({ organisationId }))).toEqual(invalid('organisationId', 'organisation_unknown'))
    const elsewhere = await aRoom(api, room.workshop.organiser, room.programme.id)
    const foreign = { kind: 'note' as const, documentId: elsewhere.boardId, recordId: room.noteId }
    const gone = { kind: 'note' as const, documentId: room.boardId, recordId: 'gone' }
    const misnamed = { kind: 'action' as const, documentId: room.boardId, recordId: room.noteId }
    for (const subject of [foreign, gone, misnamed, { ...gone, documentId: null }])
      expect(refusal(await room.sendAsk({ subject }))).toEqual(invalid('subject', 'source_elsewhere'))
    const unnamed = await room.anAction(' ')
    expect(refusal(await room.sendAsk({ subject: unnamed }))).toEqual(invalid('subject', 'subject_unnamed'))
    const link = await aLink(api, room.workshop.organiser, room.room.id, { role: 'observer' })
    const observer = await aGuest(api, link.token, 'Izleyen', room.workshop.host)
    expect(refusal(await room.sendAsk({}, observer))).toEqual([403, 'forbidden'])
  })

  test('the same twice at once is asked once', async () => {
    const subject = await room.anAction()
    const both = await Promise.all([room.sendAsk({ subject }), room.sendAsk({ subject })])
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 400])
    expect(refusal(await room.sendAsk({ subject }))).toEqual(invalid('organisationId', 'asked_already'))
    const other = await room.sendAsk({ subject, organisationId: room.other.organisationId })
    expect(other.statusCode).toBe(200)
  })

  test('what is hidden on its board is said to nobody but those who hide', async () => {
    const { boardId, noteId, params, facilitator } = room
    const ask = await room.ask({
      subject: { kind: 'note', documentId: boardId, recordId: noteId },
      organisationId: room.other.organisationId,
    })
    const body = { documentId: boardId, recordIds: [noteId] }
    const { hidden } = await api.call(hideObjects, { params, body }, facilitator)
    expect([(await room.see(ask.id)).words, (await room.see(ask.id, facilitator)).words]).toEqual(['', 'Kreş yok'])
    const third = await room.sit('Veli', { add: ngo('Üçüncü') })
    const again = { subject: ask.subject, organisationId: third.organisationId }
    expect(refusal(await room.sendAsk(again))).toEqual(invalid('subject', 'source_elsewhere'))
    await api.call(showHidden, { params: { ...params, hiddenId: hidden.id } }, facilitator)
    expect((await room.see(ask.id)).words).toBe('Kreş yok')
  })
})

describe('answering', () => {
  test('is for the organisation that was asked; a facilitator writes down what was said', async () => {
    const { id } = await room.ask()
    for (const stranger of [room.other, room.asking])
      expect(refusal(await room.answer(id, yes, stranger))).toEqual([403, 'not_asked'])
    api.told.length = 0
    const done = await room.answer(id, { kind: 'partly', reason: 'Bütçe yarısına yetiyor' })
    expect(api.told).toEqual([`${room.room.id} answers`])
    expect(done.json().ask).toMatchObject({
      state: 'answered',
      answers: [{ kind: 'partly', reason: 'Bütçe yarısına yetiyor', byName: 'Mehmet', way: 'seat' }],
    })
    const recorded = await room.answer(id, yes, room.facilitator, { after: 1, byName: 'Başkan Yardımcısı' })
    expect(recorded.json().ask.answers.map(({ way, byName }: answers.AnswerView) => [way, byName])).toEqual([
      ['seat', 'Mehmet'],
      ['recorded', 'Başkan Yardımcısı'],
    ])
    // Neither of two answers that were written at the same time is lost without a word.
    expect(refusal(await room.answer(id, yes, room.asked, { after: 1 }))).toEqual([409, 'somebody_was_faster'])
  })

  test('no and partly need a reason, passing on an organisation', async () => {
    const { id } = await room.ask()
    for (const kind of ['no', 'partly'] as const)
      expect(refusal(await room.answer(id, { kind, reason: ' \n' }))).toEqual(
        invalid('answer.reason', 'reason_missing'),
      )
    const missing = invalid('answer.passedTo', 'organisation_missing')
    expect(refusal(await room.answer(id, { kind: 'passed' }))).toEqual(missing)
    const passedTo = room.other.organisationId
    expect(refusal(await room.answer(id, { ...yes, passedTo }))).toEqual(missing)
    const unknown = await room.answer(id, { kind: 'passed', passedTo: crypto.randomUUID() })
    expect(refusal(unknown)).toEqual(invalid('answer.passedTo', 'organisation_unknown'))
    expect((await room.see(id)).answers).toEqual([])
  })

  test('passed on, it is asked of the other: never of one that was asked before', async () => {
    const official = await room.sitWithAccount('Fatma Memur', { id: room.other.organisationId })
    const ask = await room.ask({ replyBy: '2027-03-05', question: 'Ne zaman?', publishable: true })
    const passedTo = room.other.organisationId
    await room.answer(ask.id, { kind: 'passed', passedTo, reason: 'İlçe bizde değil' })
    const { asks } = await api.call(answers.listAsks, { params: room.params }, room.other)
    const next = asks.find(({ passedFrom }) => passedFrom === ask.id)!
    expect(next).toMatchObject({
      ...{ words: ask.words, question: 'Ne zaman?', publishable: true, state: 'waiting', recipients: 1 },
      // A fortnight from now: later than the day of the first.
      ...{ replyBy: '2027-03-15', subject: ask.subject },
      organisation: { name: 'Yenipınar Belediyesi' },
      askedBy: { name: 'Ahmad' },
      may: { answer: true },
    })
    const [mail] = await room.mailsTo(official.me.email!)
    expect(mail!.text).toContain('Şahinbey Belediyesi passed this on to you.')
    // Neither back, nor to itself, nor further on and back.
    const circle = invalid('answer.passedTo', 'passed_in_circle')
    for (const to of [room.asked, room.other])
      expect(refusal(await room.answer(next.id, { kind: 'passed', passedTo: to.organisationId }, room.other))).toEqual(
        circle,
      )
    const third = await room.sit('Nazlı', { add: ngo('Kaymakamlık') })
    expect(
      (await room.answer(next.id, { kind: 'passed', passedTo: third.organisationId }, room.other)).statusCode,
    ).toBe(200)
    const last = (await api.call(answers.listAsks, { params: room.params }, third)).asks.find(
      ({ passedFrom }) => passedFrom === next.id,
    )!
    for (const to of [room.asked, room.other])
      expect(refusal(await room.answer(last.id, { kind: 'passed', passedTo: to.organisationId }, third))).toEqual(
        circle,
      )
    // What was passed on is the other's to answer, until that is withdrawn.
    expect(refusal(await room.answer(ask.id, yes, room.asked, { after: 1 }))).toEqual([409, 'ask_closed'])
    expect((await room.edit(last.id, { withdrawn: true })).statusCode).toBe(200)
    expect((await room.answer(next.id, yes, room.other, { after: 1 })).statusCode).toBe(200)
  })

  test('an unanswered ask is overdue from the day after its own, where the installation is', async () => {
    const { id } = await room.ask({ replyBy: '2027-03-15' })
    const stateAt = async (time: string) => {
      setTime(time)
      return (await room.see(id)).state
    }
    // Istanbul is three hours ahead.
    expect(await stateAt('2027-03-15T20:59:00Z')).toBe('waiting')
    expect(await stateAt('2027-03-15T21:01:00Z')).toBe('overdue')
    const { asks, today } = await api.call(answers.listAsks, { params: room.params }, room.asking)
    expect([today, asks[0]!.state]).toEqual(['2027-03-16', 'overdue'])
    await room.answer(id, yes)
    expect(await stateAt('2027-04-15')).toBe('answered')
  })
})
