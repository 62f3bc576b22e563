import { eraseMyText } from '@meydan/shared/contracts/history'
import * as stage from '@meydan/shared/contracts/stage'
import { closeVote } from '@meydan/shared/contracts/votes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { boardWith } from '../support/canvas.ts'
import { seededRandom } from '../support/seed.ts'
import { type Api, startApi } from './api.ts'
import { writesOn } from './board-writing.ts'
import { rowsHolding } from './rows.ts'
import { aWorkshop } from './stories.ts'
import { aVotingRoom, sums, type Voter, type VotingRoom } from './voting.ts'

const ROUNDS = 50

let api: Api
let room: VotingRoom
let ayse: Voter
let mehmet: Voter
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aVotingRoom(api, await aWorkshop(api))
  ayse = await room.sit('civil', 'Ayşe')
  mehmet = await room.sit('public', 'Mehmet')
})
afterAll(() => api.close())

const hide = (documentId: string, recordIds: string[]) =>
  api.send(stage.hideObjects, { params: room.at, body: { documentId, recordIds } }, room.organiser)
const show = (hiddenId: string) => api.send(stage.showHidden, { params: { ...room.at, hiddenId } }, room.organiser)

async function after<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  return work()
}

test(`what is hidden or shown while somebody erases what they wrote holds nothing of it (${ROUNDS} rounds)`, async () => {
  const random = seededRandom()
  const author = { seat: mehmet.seatId, side: 'public' as const }
  for (let round = 0; round < ROUNDS; round += 1) {
    const secret = `gizli-${random.seed}-${round}`
    const documentId = await boardWith(api.db, room.room.id, () => {})
    const [theirs, others] = await writesOn(api, documentId, mehmet, (board) =>
      board.addNotes(
        [
          { at: { x: 0, y: 0 }, text: 'okul yok' },
          { at: { x: 300, y: 0 }, text: 'yol yok' },
        ],
        author,
      ),
    )
    const own = await writesOn(api, documentId, ayse, (board) => {
      for (const id of [theirs!, others!]) (board.texts.get(id) as Y.Text).insert(4, secret)
      return board.addNotes([{ at: { x: 600, y: 0 }, text: secret }], { seat: ayse.seatId, side: 'civil' })[0]!
    })
    const before = await hide(documentId, [others!])
    const answers = await Promise.all([
      after(random.below(4), () => api.send(eraseMyText, { params: room.at }, ayse)),
      after(random.below(60), () => hide(documentId, [own, theirs!])),
      after(random.below(60), () => show(before.json().hidden.id)),
    ])
    expect(
      answers.map(({ statusCode }) => statusCode),
      `round ${round}: ${answers.map(({ body }) => body)}`,
    ).toEqual([200, 200, 200])
    expect(await rowsHolding(api, secret), `round ${round}`).toEqual([])
  }
})

test(`what is hidden while people vote on it takes nobody’s dots with it (${ROUNDS} rounds)`, async () => {
  const random = seededRandom()
  for (let round = 0; round < ROUNDS; round += 1) {
    let ids: string[] = []
    const documentId = await boardWith(api.db, room.room.id, (board) => {
      const notes = ['A', 'B'].map((text, index) => ({ at: { x: index * 300, y: 0 }, text }))
      ids = board.addNotes(notes, { seat: null, side: 'neutral' })
    })
    const options = ['A', 'B'].map((label, index) => ({ recordId: ids[index]!, recordType: 'note' as const, label }))
    const vote = await room.make({ documentId, options, budget: 3, mostPerOption: 3 })
    const closesMeanwhile = random.below(3) === 0
    const close = () => api.send(closeVote, { params: { ...room.at, voteId: vote.id } }, room.organiser)
    const casts = (['A', 'B', 'A', 'B'] as const).map((label, index) => ({ label, who: index < 2 ? ayse : mehmet }))
    const [hidden, closed, ...given] = await Promise.all([
      after(random.below(15), () => hide(documentId, [ids[0]!])),
      closesMeanwhile ? after(random.below(20), close) : null,
      ...casts.map(({ label, who }) => after(random.below(20), () => room.dots(who, vote, label, 2))),
    ])
    expect(hidden.statusCode, hidden.body).toBe(200)
    expect(closed?.statusCode ?? 200, closed?.body).toBe(200)
    for (const { statusCode, body } of given) expect([200, 409], body).toContain(statusCode)
    if (random.below(2) === 0) expect((await show(hidden.json().hidden.id)).statusCode).toBe(200)
    const ballots = await api.db.selectFrom('ballot').selectAll().where('voteId', '=', vote.id).execute()
    for (const { seatId } of [ayse, mehmet]) {
      const dots = ballots.filter(({ voterId }) => voterId === seatId).reduce((sum, ballot) => sum + ballot.dots, 0)
      expect(dots, `round ${round}`).toBeLessThanOrEqual(3)
    }
    const open = await room.see(ayse, vote)
    if (!closesMeanwhile) expect((await close()).statusCode).toBe(200)
    const result = await room.see(ayse, vote)
    const counted = result.options.filter((option) => !option.hidden)
    expect(result.result!.options.map(({ optionId }) => optionId)).toEqual(counted.map(({ id }) => id))
    const isHidden = (await api.call(stage.listHidden, { params: room.at }, room.organiser)).hidden.some(
      (each) => each.documentId === documentId,
    )
    if (isHidden) expect(result.options[0]!.label).toBe('')
    if (closesMeanwhile) continue
    // Nobody wrote after the race: the result is what lay on what is shown.
    const shown = ballots.filter(({ optionId }) => !open.options.find(({ id }) => id === optionId)!.hidden)
    const sum = Object.values(sums(result)).flat()
    expect(sum.reduce((all, dots) => all + dots, 0)).toBe(shown.reduce((all, { dots }) => all + dots, 0))
  }
})
