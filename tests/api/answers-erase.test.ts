import { rebuildRows } from '@meydan/server/projection/rebuild'
import * as answers from '@meydan/shared/contracts/answers'
import { eraseMyText } from '@meydan/shared/contracts/history'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { loggedDocument } from '../support/projection.ts'
import { planWith } from '../support/plans.ts'
import { type AskingRoom, anAskingRoom, startTimedApi } from './answers-story.ts'
import type { Api } from './api.ts'
import { writesOn } from './board-writing.ts'
import { rowsHolding } from './rows.ts'
import { aVotingRoom } from './voting.ts'

let api: Api
let room: AskingRoom
beforeAll(async () => {
  ;({ api } = await startTimedApi())
  room = await anAskingRoom(api)
  // Whose letters say what was asked, until they are sent.
  await room.sitWithAccount('Zeynep Memur', { id: room.asked.organisationId })
})
afterAll(() => api.close())
const secret = 'Ahmad’ın gizli sözü'
const erase = (who = room.asking) => api.call(eraseMyText, { params: room.params }, who)

test('what somebody asked, answered and said of it being done is erased; that it was promised stays', async () => {
  const ask = await room.ask({ question: secret })
  await room.answer(ask.id, { kind: 'partly', reason: `${secret} Mehmet` })
  await room.claim(ask.id, room.asked, `${secret} bitti`)
  await room.settle(ask.id, { confirmed: false, reason: `${secret} bitmedi` })
  api.told.length = 0
  await erase()
  expect(api.told).toContain(`${room.room.id} answers`)
  const first = await room.see(ask.id)
  expect([first.question, first.done!.reason, first.done!.note]).toEqual(['', '', `${secret} bitti`])
  await erase(room.asked)
  const { answers: said, done, state } = await room.see(ask.id)
  expect(said).toMatchObject([{ kind: 'partly', reason: '', byName: 'Mehmet' }])
  expect([state, done!.state, done!.note]).toEqual(['answered', 'refused', ''])
  expect(await rowsHolding(api, secret)).toEqual([])
})

test('words that an ask copied of what they made go too, whether rows had them or not', async () => {
  const author = { seat: room.asking.seatId, side: 'civil' as const }
  const documentId = await boardWith(api.db, room.room.id, () => {})
  const write = (text: string) =>
    writesOn(api, documentId, room.asking, (board) => board.addNotes([{ at: { x: 0, y: 0 }, text }], author)[0]!)
  const projected = await write(`${secret} bir`)
  await rebuildRows(api.db)
  const fresh = await write(`${secret} iki`)
  const asks: answers.AskView[] = []
  for (const recordId of [projected, fresh])
    asks.push(await room.ask({ subject: { kind: 'note', documentId, recordId } }, room.facilitator))
  const holding = await rowsHolding(api, secret)
  expect(holding).toEqual(expect.arrayContaining(['ask', 'outgoing_mail']))
  await erase()
  for (const { id } of asks) expect((await room.see(id, room.facilitator)).words).toBe('')
  expect(await rowsHolding(api, secret)).toEqual([])
})

test('of an action that others made, an ask says what is left of its title', async () => {
  let recordId = ''
  const documentId = await planWith(api.db, room.room.id, (plan) => {
    recordId = plan.addActions([{ title: 'Kreş açmak' }], { seat: room.facilitator.seatId, side: 'civil' })[0]!
  })
  const { doc, commit } = await loggedDocument(api.db, documentId)
  const plan = new Plan(doc)
  plan.transact(() => plan.edit(recordId, { title: secret }))
  await commit({ personId: room.asking.me.id, seatId: room.asking.seatId })
  await rebuildRows(api.db)
  const ask = await room.ask({ subject: { kind: 'action', documentId, recordId } }, room.facilitator)
  expect(ask.words).toBe(secret)
  await erase()
  expect((await room.see(ask.id, room.facilitator)).words).not.toContain('gizli')
  expect(await rowsHolding(api, secret)).toEqual([])
})

test('a voted line says in an ask what is left of it in its vote', async () => {
  const voting = await aVotingRoom(api, room.workshop)
  const ayse = await voting.sit('civil', 'Ayşe')
  const author = { seat: ayse.seatId, side: 'civil' as const }
  const documentId = await boardWith(api.db, voting.room.id, () => {})
  const recordId = await writesOn(
    api,
    documentId,
    ayse,
    (board) => board.addNotes([{ at: { x: 0, y: 0 }, text: secret }], author)[0]!,
  )
  const vote = await voting.make({ documentId, options: [{ recordId, recordType: 'note', label: secret }] })
  await api.db.updateTable('vote').set({ state: 'closed' }).where('id', '=', vote.id).execute()
  const body = await room.bodyOf({
    subject: { kind: 'vote', documentId: null, recordId: vote.options[0]!.id },
    organisationId: room.asked.organisationId,
  })
  const { ask } = await api.call(answers.createAsk, { params: voting.at, body }, voting.organiser)
  expect(ask.words).toBe(secret)
  await api.call(eraseMyText, { params: voting.at }, ayse)
  const { asks } = await api.call(answers.listAsks, { params: voting.at }, voting.organiser)
  expect(asks.map(({ words }) => words)).toEqual([''])
  expect(await rowsHolding(api, secret)).toEqual([])
})
