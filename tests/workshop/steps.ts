import { answerQuestion, askQuestion, pinQuestion, readQuestions } from '@meydan/shared/contracts/questions'
import { endTables, makeTables } from '@meydan/shared/contracts/tables'
import { endWord, giveWord, setClock } from '@meydan/shared/contracts/voice'
import { createVote, listVotes, type VoteView } from '@meydan/shared/contracts/votes'
import { Board } from '@meydan/shared/documents/board/board'
import { expect } from 'vitest'
import type { Random } from '../support/seed.ts'
import { until } from '../support/until.ts'
import { takePositions, writeAtTable } from './acts.ts'
import type { Ledger } from './ledger.ts'
import type { Led } from './meeting.ts'
import type { Client, House } from './people.ts'
import type { Speaking } from './summary.ts'

export type Workshop = { house: House; ledger: Ledger; random: Random; led: Led }

export const SLOW = { timeout: 60_000 }
const TABLES = 4
const DECISIONS = ['Tercüman masası', 'Ortak takvim', 'Kreş desteği']

/** Three questions, of which one is answered and another pinned. */
export async function ask({ house, ledger }: Workshop): Promise<void> {
  const { expert, leader, participants, roomId } = house
  const params = { roomId }
  for (const client of participants.slice(8, 11)) {
    await client.call(askQuestion, { params, body: { text: `${client.name} soruyor`, named: false } })
  }
  const { questions } = await expert.call(readQuestions, { params })
  const at = (n: number) => ({ roomId, questionId: questions[n]!.id })
  await expert.call(answerQuestion, { params: at(0), body: { answer: 'Evet, yönetmelik izin veriyor.', seen: null } })
  await leader.call(pinQuestion, { params: at(1), body: { pinned: true } })
  Object.assign(ledger.questions, { asked: 3, answered: 1 })
}

export function byText(one: { text: string }, other: { text: string }): number {
  return one.text < other.text ? -1 : 1
}

export async function theVote(client: Client, title: string): Promise<VoteView> {
  const { votes } = await client.call(listVotes, { params: { roomId: client.roomId } })
  return votes.find((one) => one.title === title)!
}

export function labelOf({ options }: VoteView, id: string): string {
  return options.find((option) => option.id === id)!.label
}

/** Four tables that mix the sides; what is written at them comes back with table, side and author. */
export async function sitAtTables({ house, ledger, random }: Workshop): Promise<Speaking> {
  const { leader, participants, boardId, roomId } = house
  const seatIds = participants.map(({ seatId }) => seatId)
  const body = { count: TABLES, split: 'mixSides' as const, place: 'boards' as const, documentId: boardId, seatIds }
  const { tables } = await leader.call(makeTables, { params: { roomId }, body })
  await leader.call(setClock, { params: { roomId }, body: { on: true } })
  const speaker = random.pick(participants)
  const from = performance.now()
  await leader.call(giveWord, { params: { roomId }, body: { seatId: speaker.seatId, after: null } })
  const begun = performance.now()
  const seated = tables.flatMap((table) =>
    table.seatIds.map((id) => ({ table, client: participants.find(({ seatId }) => seatId === id)! })),
  )
  expect(seated.map(({ client }) => client.seatId).sort()).toEqual(seatIds.sort())
  for (const table of tables) {
    const people = seated.filter((one) => one.table === table).map(({ client }) => client)
    ledger.tables.set(table.id, people)
    expect([3, 4]).toContain(people.filter(({ side }) => side === 'civil').length)
    expect([2, 3]).toContain(people.filter(({ side }) => side === 'public').length)
  }
  for (const { table, client } of seated) {
    await writeAtTable(client, { tableId: table.id, documentId: table.documentId! }, { random, ledger })
  }
  await leader.call(endTables, { params: { roomId }, body: { merge: true } })
  const ending = performance.now()
  await leader.call(endWord, { params: { roomId } })
  const ended = performance.now()
  await expectBroughtBack(house, ledger)
  return { speaker, least: Math.floor((ending - begun) / 1000), most: Math.ceil((ended - from) / 1000) }
}

async function expectBroughtBack({ everyone }: House, ledger: Ledger): Promise<void> {
  const expected = ledger.atTables
    .map(({ text, author, table }) => ({ text, table, side: author.side, seat: author.seatId }))
    .sort(byText)
  for (const { sync, name } of everyone) {
    const board = new Board(sync.doc)
    await until(() => board.notes.all().length === ledger.notes.length, { ...SLOW, what: `${name} has all notes` })
    const back = board.notes.all().filter(({ source }) => source !== null)
    const seen = back.map(({ id, table, side, seat }) => ({ text: board.textOf(id), table, side, seat }))
    expect(seen.sort(byText), name).toEqual(expected)
  }
}

/** Agree, object or abstain, with reasons; the meeting's end closes it. */
export async function decide({ house, ledger, random, led }: Workshop): Promise<void> {
  const { leader, participants, roomId } = house
  const options = DECISIONS.map((label, n) => ({ recordId: `karar ${n}`, recordType: 'text' as const, label }))
  const body = { title: 'Ne yapıyoruz?', kind: 'positions' as const, stepId: led.stepOf('decide'), options }
  await leader.call(createVote, { params: { roomId }, body })
  await led.command('next')
  const opened = await theVote(leader, body.title)
  await Promise.all(participants.slice(2).map((client) => takePositions(client, opened, { random, ledger })))
  await led.command('end')
  const { result } = await theVote(participants[0]!, body.title)
  const said = [...ledger.stances.values()].flatMap((stances) => [...stances])
  const reasons = said.flatMap(([label, { reason, position }]) => (reason ? [`${label} ${position} ${reason}`] : []))
  const heard = result!.reasons.map((one) => `${labelOf(opened, one.optionId)} ${one.position} ${one.reason}`)
  expect(heard.sort()).toEqual(reasons.sort())
}
