import {
  castPosition,
  closeVote,
  createVote,
  deleteVote,
  editVote,
  listVotes,
  openVote,
  type VoteView,
} from '@meydan/shared/contracts/votes'
import { editRoom } from '@meydan/shared/contracts/rooms'
import { closeOverdue } from '@meydan/server/features/votes/close'
import { eraseMyText } from '@meydan/shared/contracts/history'
import { cluster } from '@meydan/shared/documents/board/themes'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { type Api, refusal, startApi } from './api.ts'
import { aRoom, aWorkshop, type Person } from './stories.ts'
import { aVotingRoom, sums, type Voter, type VotingRoom } from './voting.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let room: VotingRoom
let ayse: Voter
let mehmet: Voter
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())
beforeEach(async () => {
  room = await aVotingRoom(api, workshop)
  ayse = await room.sit('civil', 'Ayşe')
  mehmet = await room.sit('public', 'Mehmet')
})

const params = (vote: VoteView) => ({ ...room.at, voteId: vote.id })
const close = async (vote: VoteView, by: Person = workshop.organiser) =>
  (await api.call(closeVote, { params: params(vote) }, by)).vote
const edit = (vote: VoteView, body: object) => api.send(editVote, { params: params(vote), body }, workshop.organiser)
/** Puts the deadline into the past, as if time had gone by. */
const passDeadline = (vote: VoteView) =>
  api.db
    .updateTable('vote')
    .set({ deadline: new Date(Date.now() - 1000) })
    .where('id', '=', vote.id)
    .execute()

describe('dots', () => {
  test('are given, moved and taken back within the budget; the sums stay hidden until the close', async () => {
    const vote = await room.make({ budget: 3, mostPerOption: 2 })
    expect((await room.give(ayse, vote, 'Water', 2)).mine).toMatchObject({ left: 1 })
    expect(refusal(await room.dots(ayse, vote, 'School', 2))).toEqual([409, 'over_budget'])
    expect(refusal(await room.dots(ayse, vote, 'Work', 3))).toEqual([409, 'over_budget'])
    await room.give(ayse, vote, 'School', 1)
    expect((await room.give(ayse, vote, 'Water', 2)).mine!.left).toBe(0)
    expect((await room.give(ayse, vote, 'Water', 0)).mine!.left).toBe(2)
    await room.give(ayse, vote, 'Work', 2)
    await room.give(mehmet, vote, 'Work', 1)
    for (const who of [ayse, mehmet, workshop.organiser]) {
      expect(await room.see(who, vote)).toMatchObject({ state: 'open', result: null, turnout: { voted: 2, of: 2 } })
    }
    expect((await room.see(workshop.organiser, vote)).mine).toBeNull()
    const closed = await close(vote)
    expect(closed).toMatchObject({ state: 'closed', turnout: { voted: 2, of: 2 } })
    expect(closed.result).toMatchObject({ voters: { civil: 1, public: 1, neutral: 0 } })
    expect(sums(closed)).toEqual({ Water: [0, 0, 0], School: [1, 0, 0], Work: [2, 1, 0] })
    expect(sums(await room.see(mehmet, vote))).toEqual(sums(closed))
    expect((await room.see(ayse, vote)).mine).toEqual({ dots: {}, left: 0, positions: {} })
  })

  test('of an organisation are one ballot that its people share', async () => {
    const fatma = await room.sit('civil', 'Fatma')
    const vote = await room.make({ budget: 2, budgetOf: 'organisation', mostPerOption: 2 })
    await room.give(ayse, vote, 'Water', 1)
    await room.give(fatma, vote, 'School', 1)
    expect(refusal(await room.dots(ayse, vote, 'Work', 1))).toEqual([409, 'over_budget'])
    const seen = await room.see(fatma, vote)
    expect(seen.mine).toMatchObject({ left: 0, dots: { [room.option(vote, 'Water')]: 1 } })
    expect(seen.turnout).toEqual({ voted: 1, of: 2 })
    await room.give(fatma, vote, 'Water', 0)
    await room.give(ayse, vote, 'Work', 1)
    const closed = await close(vote)
    expect(sums(closed)).toEqual({ Water: [0, 0, 0], School: [1, 0, 0], Work: [1, 0, 0] })
    expect(closed.result).toMatchObject({ voters: { civil: 1 }, eligible: { civil: 1, public: 1 } })
  })

  test('of who was shown out since still count, and they are one of those who might vote', async () => {
    const vote = await room.make()
    await room.give(ayse, vote, 'Water', 1)
    await room.showOut(ayse)
    expect(refusal(await room.dots(ayse, vote, 'School', 1))).toEqual([403, 'seat_revoked'])
    expect((await room.see(mehmet, vote)).turnout).toEqual({ voted: 1, of: 2 })
    const closed = await close(vote)
    expect(sums(closed).Water).toEqual([1, 0, 0])
    expect(closed.result!.eligible).toEqual({ civil: 1, public: 1, neutral: 0 })
  })
})

describe('a hidden object', () => {
  test('gets no dots, and frees those it had', async () => {
    const vote = await room.make({ budget: 1 })
    await room.give(ayse, vote, 'Water', 1)
    expect((await edit(vote, { hide: { [room.option(vote, 'Water')]: true } })).statusCode).toBe(200)
    expect((await room.see(ayse, vote)).mine).toMatchObject({ left: 1, dots: {} })
    expect((await room.see(ayse, vote)).turnout.voted).toBe(0)
    expect(refusal(await room.dots(mehmet, vote, 'Water', 1))).toEqual([409, 'option_hidden'])
    await room.give(ayse, vote, 'School', 1)
    await edit(vote, { hide: { [room.option(vote, 'Water')]: false } })
    expect((await room.see(ayse, vote)).mine).toMatchObject({ left: 0, dots: { [room.option(vote, 'School')]: 1 } })
    expect(sums(await close(vote))).toEqual({ Water: [0, 0, 0], School: [1, 0, 0], Work: [0, 0, 0] })
  })

  test('says its words to those who lead alone', async () => {
    const vote = await room.make({ budget: 1 })
    await edit(vote, { hide: { [room.option(vote, 'Water')]: true } })
    const told = async (who: Person) => (await room.see(who, vote)).options.map(({ label }) => label)
    expect(await told(ayse)).toEqual(['', 'School', 'Work'])
    expect(await told(workshop.organiser)).toEqual(['Water', 'School', 'Work'])
    await close(vote)
    expect(await told(mehmet)).toEqual(['', 'School', 'Work'])
  })

  test('may be hidden on the board, and is in no result', async () => {
    const vote = await room.make({ budget: 2 })
    await room.give(ayse, vote, 'Water', 1)
    const hidden = { recordIds: ['record Water'], kind: 'note', label: '', records: Buffer.alloc(0) }
    await api.db
      .insertInto('hiddenObject')
      .values({ roomId: room.room.id, documentId: room.boardId, ...hidden })
      .execute()
    expect(refusal(await room.dots(mehmet, vote, 'Water', 1))).toEqual([409, 'option_hidden'])
    const closed = await close(vote)
    expect(Object.keys(sums(closed))).toEqual(['School', 'Work'])
    await api.db.deleteFrom('hiddenObject').where('documentId', '=', room.boardId).execute()
    const later = await room.see(ayse, vote)
    expect(later.options.map(({ hidden }) => hidden)).toEqual([true, false, false])
    expect(Object.keys(sums(later))).toEqual(['School', 'Work'])
  })
})

describe('positions', () => {
  const say = (who: Person, vote: VoteView, label: string, position: string | null, reason = '') => {
    const body = { optionId: room.option(vote, label), position: position as 'agree' | null, reason }
    return api.send(castPosition, { params: params(vote), body }, who)
  }

  test('are changed until the close, with reasons that lose their authors', async () => {
    const civil = [ayse, await room.sit('civil', 'Fatma'), await room.sit('civil', 'Hala')]
    const others = [mehmet, await room.sit('public', 'Emine'), await room.sit('public', 'Yusuf')]
    const vote = await room.make({ kind: 'positions', on: ['Clause 1', 'Clause 2'] })
    for (const who of civil) await say(who, vote, 'Clause 1', 'agree', 'Clear')
    for (const who of others) await say(who, vote, 'Clause 1', 'object', 'Too long')
    await say(ayse, vote, 'Clause 1', 'abstain', 'On second thought')
    await say(ayse, vote, 'Clause 2', 'agree')
    const changed: VoteView = (await say(ayse, vote, 'Clause 2', null)).json().vote
    const first = room.option(vote, 'Clause 1')
    expect(changed.mine).toEqual({
      dots: {},
      left: 1,
      positions: { [first]: { position: 'abstain', reason: 'On second thought' } },
    })
    const { result } = await close(vote)
    expect(result!.options[0]).toMatchObject({
      agree: { civil: 2, public: 0 },
      object: { civil: 0, public: 3 },
      abstain: { civil: 1, public: 0 },
    })
    const reasons = result!.reasons.map(({ side, position, reason }) => `${side} ${position} ${reason}`).sort()
    expect(reasons).toEqual([
      'civil abstain On second thought',
      'civil agree Clear',
      'civil agree Clear',
      'public object Too long',
      'public object Too long',
      'public object Too long',
    ])
    expect(Object.keys(result!.reasons[0]!).sort()).toEqual(['optionId', 'position', 'reason', 'side'])
  })

  test('of a small side are announced as such, and no reason gives them away', async () => {
    const civil = [ayse, await room.sit('civil', 'Fatma'), await room.sit('civil', 'Hala')]
    const vote = await room.make({ kind: 'positions', on: ['Clause 1'] })
    expect((await room.see(mehmet, vote)).smallSides).toEqual(['public'])
    for (const who of [...civil, mehmet]) await say(who, vote, 'Clause 1', 'agree', 'Because')
    // Mehmet alone would be the one without a side: so nobody has one.
    expect((await close(vote)).result!.reasons.map(({ side }) => side)).toEqual([null, null, null, null])
  })

  test('say after the close of which side hardly anybody voted, however many might have', async () => {
    const officers = [mehmet, await room.sit('public', 'Elif'), await room.sit('public', 'Nur')]
    const civil = [ayse, await room.sit('civil', 'Fatma'), await room.sit('civil', 'Hala')]
    const vote = await room.make({ kind: 'positions', on: ['Clause 1'] })
    expect((await room.see(mehmet, vote)).smallSides).toEqual([])
    for (const who of [...civil, officers[0]!]) await say(who, vote, 'Clause 1', 'agree')
    const closed = await close(vote)
    expect([closed.smallSides, closed.result!.voters.public, closed.result!.eligible.public]).toEqual([
      ['public'],
      1,
      3,
    ])
  })

  test('are not dots', async () => {
    const vote = await room.make({ kind: 'positions' })
    expect(refusal(await room.dots(ayse, vote, 'Water', 1))[1]).toBe('invalid')
    const dotted = await room.make()
    expect(refusal(await say(ayse, dotted, 'Water', 'agree'))[1]).toBe('invalid')
  })
})

describe('a deadline', () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()

  test('lets nothing in after it, and closes for whoever looks first', async () => {
    const vote = await room.make({ deadline: tomorrow() })
    await room.give(ayse, vote, 'Water', 1)
    await passDeadline(vote)
    expect(refusal(await room.dots(mehmet, vote, 'Water', 1))).toEqual([409, 'vote_closed'])
    expect(refusal(await edit(vote, { deadline: tomorrow() }))).toEqual([409, 'vote_closed'])
    const closed = await room.see(mehmet, vote)
    expect(closed.state).toBe('closed')
    expect(closed.closedAt).toBe(closed.deadline)
    expect(sums(closed).Water).toEqual([1, 0, 0])
  })

  test('closes when nobody looks, once', async () => {
    const vote = await room.make({ deadline: tomorrow() })
    await room.give(ayse, vote, 'Water', 1)
    const deps = { db: api.db, log: api.app.log }
    expect(await closeOverdue(deps)).toEqual([])
    await passDeadline(vote)
    const rooms = await Promise.all([closeOverdue(deps), closeOverdue(deps)])
    expect(rooms.flat()).toEqual([room.room.id])
    expect(sums(await room.see(ayse, vote)).Water).toEqual([1, 0, 0])
  })

  test('that is past is refused; an open vote may get more time', async () => {
    const past = new Date(Date.now() - 60_000).toISOString()
    const vote = await room.make({ deadline: tomorrow() })
    const refused = [400, 'invalid', [{ path: 'deadline', problem: 'deadline_past' }]]
    expect(refusal(await edit(vote, { deadline: past }))).toEqual(refused)
    expect((await edit(vote, { deadline: null })).json().vote).toMatchObject({ deadline: null, state: 'open' })
  })
})

describe('who leads', () => {
  test('prepares a draft that nobody else sees, opens and closes it, also twice', async () => {
    const draft = await room.make({ open: false, on: [] })
    expect(await room.see(ayse, draft)).toBeUndefined()
    const noOptions = [400, 'invalid', [{ path: 'options', problem: 'options_none' }]]
    expect(refusal(await api.send(openVote, { params: params(draft) }, workshop.organiser))).toEqual(noOptions)
    const options = [{ recordId: 'n1', recordType: 'theme', label: 'Light' }]
    const changed: VoteView = (await edit(draft, { title: 'Last question', options })).json().vote
    expect(changed).toMatchObject({ title: 'Last question', version: draft.version + 1 })
    expect(refusal(await room.dots(ayse, changed, 'Light', 1))).toEqual([409, 'vote_not_open'])
    expect(refusal(await api.send(closeVote, { params: params(draft) }, workshop.organiser))).toEqual([
      409,
      'vote_not_open',
    ])
    for (const _ of [1, 2]) await api.call(openVote, { params: params(draft) }, workshop.organiser)
    expect(refusal(await edit(draft, { title: 'Another question' }))).toEqual([409, 'conflict'])
    expect(refusal(await api.send(deleteVote, { params: params(draft) }, workshop.organiser))).toEqual([
      409,
      'conflict',
    ])
    await room.give(ayse, changed, 'Light', 1)
    const first = await close(draft)
    expect(await close(draft)).toEqual(first)
    expect(refusal(await room.dots(ayse, changed, 'Light', 0))).toEqual([409, 'vote_closed'])
    expect(refusal(await api.send(openVote, { params: params(draft) }, workshop.organiser))).toEqual([
      409,
      'vote_closed',
    ])
    const other = await room.make({ open: false })
    await api.call(deleteVote, { params: params(other) }, workshop.organiser)
    expect(await room.see(workshop.organiser, other)).toBeUndefined()
  })

  test('is not the expert, and neither observers nor facilitators vote', async () => {
    const expert = await room.sit('neutral', 'Ece', 'expert')
    const observer = await room.sit('neutral', 'Onur', 'observer')
    const vote = await room.make()
    expect(refusal(await api.send(closeVote, { params: params(vote) }, expert))).toEqual([403, 'forbidden'])
    for (const who of [observer, workshop.organiser]) {
      expect(refusal(await room.dots(who, vote, 'Water', 1))).toEqual([403, 'forbidden'])
      expect((await room.see(who, vote)).mine).toBeNull()
    }
    await room.give(expert, vote, 'Water', 1)
    expect(sums(await close(vote)).Water).toEqual([0, 0, 1])
  })

  test('refers to what is in the room', async () => {
    const other = await aRoom(api, workshop.organiser, workshop.programme.id)
    const body = { title: 'x', kind: 'dots' as const }
    for (const [path, id] of [
      ['documentId', other.boardId],
      ['stepId', room.room.id],
      ['meetingId', room.room.id],
    ]) {
      const sent = api.send(createVote, { params: room.at, body: { ...body, [path!]: id } }, workshop.organiser)
      expect(refusal(await sent)).toEqual([400, 'invalid', [{ path, problem: 'not_offered' }]])
    }
    const vote = await room.make()
    const elsewhere = { roomId: other.room.id, voteId: vote.id }
    expect(refusal(await api.send(closeVote, { params: elsewhere }, workshop.organiser))).toEqual([404, 'not_found'])
    const foreign = { ...vote, options: [{ ...vote.options[0]!, id: crypto.randomUUID() }] }
    expect(refusal(await room.dots(ayse, foreign, 'Water', 1))).toEqual([404, 'not_found'])
  })

  test('leaves an archived room as it is', async () => {
    const vote = await room.make()
    await api.call(editRoom, { params: room.at, body: { archived: true } }, workshop.organiser)
    expect(refusal(await room.dots(ayse, vote, 'Water', 1))).toEqual([409, 'room_archived'])
    expect(refusal(await edit(vote, { deadline: null }))).toEqual([409, 'room_archived'])
    expect((await api.call(listVotes, { params: room.at }, ayse)).votes).toHaveLength(1)
  })
})

test('erasing what I wrote takes my words out of what votes say of my objects', async () => {
  const ids: Record<'mine' | 'theme' | 'other', string> = { mine: '', theme: '', other: '' }
  const by = (who: { seatId: string }) => ({ seat: who.seatId, side: 'civil' as const })
  await boardWith(api.db, room.room.id, (board) => {
    ids.mine = board.addNotes([{ at: { x: 0, y: 0 }, text: 'su yok' }], by(ayse))[0]!
    ids.other = board.addNotes([{ at: { x: 300, y: 0 }, text: 'okul yok' }], by(mehmet))[0]!
    ids.theme = cluster(board, [ids.mine], ids.other, by(ayse))!
  })
  const options = (['mine', 'theme', 'other'] as const).map((label) => {
    return { recordId: ids[label], recordType: label === 'theme' ? ('theme' as const) : ('note' as const), label }
  })
  await room.make({ options })
  await room.make({ options: [{ recordId: 'line', recordType: 'text', label: 'Of nobody' }] })
  const labels = async () => {
    const { votes } = await api.call(listVotes, { params: room.at }, workshop.organiser)
    return votes.flatMap((vote) => vote.options.map(({ label }) => label)).sort()
  }
  expect(await labels()).toEqual(['Of nobody', 'mine', 'other', 'theme'])
  await api.call(eraseMyText, { params: room.at }, ayse)
  expect(await labels()).toEqual(['', '', 'Of nobody', 'other'])
})
