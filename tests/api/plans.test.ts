import { addActions, addPlan, readOrganisations, removeActions } from '@meydan/shared/contracts/plans'
import { editRoom, readRoom, removeSeat } from '@meydan/shared/contracts/rooms'
import { castDots, closeVote, createVote } from '@meydan/shared/contracts/votes'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { ACTIONS_MAX } from '@meydan/shared/documents/plan/records'
import type { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { planOf, planWith } from '../support/plans.ts'
import { type Api, refusal, startApi } from './api.ts'
import { liveOf, seatOf, writesOn } from './board-writing.ts'
import { aGuest, aLink, aProgramme, aRoom, aWorkshop, municipality, ngo, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let roomId: string
let guest: Person
let observer: Person
let noteId: string
let boardId: string
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  roomId = workshop.room.id
  guest = await aGuest(api, workshop.link.token, 'Hasan', { add: municipality('Yenipınar Belediyesi') })
  const watching = await aLink(api, workshop.organiser, roomId, { role: 'observer' })
  observer = await aGuest(api, watching.token, 'Izleyen', workshop.host)
  boardId = await boardWith(api.db, roomId, (board) => {
    noteId = board.addNotes([{ at: { x: 0, y: 0 }, text: 'Akşam kursu' }], { seat: null, side: 'civil' })[0]!
  })
})
afterAll(() => api.close())

const source = () => ({ kind: 'note' as const, document: boardId, record: noteId })

async function freshPlan(of = roomId): Promise<string> {
  return planWith(api.db, of, () => {})
}

type Given = Parameters<typeof api.send<typeof addActions>>[1]['body']['actions']
const adding = (documentId: string, actions: Given, at = roomId) => ({
  params: { roomId: at, documentId },
  body: { actions },
})
const send = (documentId: string, actions: Given, person: Person = guest) =>
  api.send(addActions, adding(documentId, actions), person)
/** Sources that came at the same moment stand in no order. */
const ordered = <S extends { kind: string }>(sources: readonly S[]) =>
  sources.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
const actionsIn = async (documentId: string) =>
  (await planOf(api.db, documentId)).actions.map((action) => ({ ...action, sources: ordered(action.sources) }))

describe('a plan', () => {
  test('is made by who may change the room, empty and readable, and the room is told', async () => {
    const input = { params: { roomId }, body: { title: ' Eylem   planı ' } }
    expect(refusal(await api.send(addPlan, input, guest))).toEqual([403, 'forbidden'])
    api.told.length = 0
    const { document } = await api.call(addPlan, input, workshop.organiser)
    expect(document).toMatchObject({ kind: 'plan', title: 'Eylem planı' })
    expect(api.told).toEqual([roomId])
    expect(await planOf(api.db, document.id)).toEqual({ goals: [], actions: [], problems: [] })
    const { live } = await liveOf(api, document.id)
    expect([live.isOlderThanThisServer, live.isNewerThanThisServer]).toEqual([false, false])
    const { room } = await api.call(readRoom, { params: { roomId } }, guest)
    expect(room.documents).toContainEqual(document)
  })

  test('can be given to any organisation of the programme, and of no other', async () => {
    const { organisations } = await api.call(readOrganisations, { params: { roomId } }, observer)
    expect(organisations.map(({ name, side, isHere }) => [name, side, isHere])).toEqual([
      ['KADEM', 'civil', true],
      ['Yenipınar Belediyesi', 'public', true],
    ])
    const link = await aLink(api, workshop.organiser, roomId)
    const leaving = await aGuest(api, link.token, 'Giden', { add: ngo('Ayrılanlar') })
    const seatId = await seatOf(api, leaving)
    await api.call(removeSeat, { params: { roomId, seatId } }, workshop.organiser)
    const after = await api.call(readOrganisations, { params: { roomId } }, guest)
    expect(after.organisations).toContainEqual(expect.objectContaining({ name: 'Ayrılanlar', isHere: false }))
  })
})

describe('actions', () => {
  test('are added in the name of whoever asks, with what they came from', async () => {
    const planId = await planWith(api.db, roomId, (plan) => plan.addGoal('Hedef'))
    const [goal] = (await planOf(api.db, planId)).goals
    const seat = await seatOf(api, guest)
    const { organisationId } = await api.db
      .selectFrom('seat')
      .select('organisationId')
      .where('id', '=', seat)
      .executeTakeFirstOrThrow()
    const given = {
      title: '  Akşam kursu açmak ',
      description: 'İki semt konağı',
      goal: goal!.id,
      responsible: organisationId,
      due: '2027-03-31',
      priority: 'high' as const,
      fields: ['education' as const],
      locality: 'Yenipınar',
      sources: [source(), { kind: 'theme' as const, document: boardId, record: 'a theme that is gone' }],
    }
    const { actionIds } = await api.call(addActions, adding(planId, [given, { title: 'İkinci' }]), guest)
    const [first, second] = await actionsIn(planId)
    expect([first!.id, second!.id].sort()).toEqual([...actionIds].sort())
    expect(first).toMatchObject({
      ...given,
      title: 'Akşam kursu açmak',
      status: 'proposed',
      seat,
      side: 'public',
    })
    expect(second).toMatchObject({ title: 'İkinci', responsible: null, due: null, goal: null, sources: [] })
    const rows = await api.db.selectFrom('documentUpdate').select('seatId').where('documentId', '=', planId).execute()
    expect(rows.map(({ seatId }) => seatId)).toEqual([null, seat])
    // Erasing their words later finds them by this.
    const clients = api.db.selectFrom('documentClient').select('personId').where('documentId', '=', planId)
    expect(await clients.execute()).toEqual([{ personId: guest.me.id }])
  })

  test('come from closed votes, and from actions of this plan and of others', async () => {
    const planId = await freshPlan()
    const optionOf = { recordId: noteId, recordType: 'note' as const, label: 'Akşam kursu' }
    const body = { title: 'Hangisi?', kind: 'dots' as const, documentId: boardId, options: [optionOf], open: true }
    const { vote } = await api.call(createVote, { params: { roomId }, body }, workshop.organiser)
    const at = { roomId, voteId: vote.id }
    await api.call(castDots, { params: at, body: { optionId: vote.options[0]!.id, dots: 1 } }, guest)
    await api.call(closeVote, { params: at }, workshop.organiser)
    const other = await freshPlan()
    const sources = [
      { kind: 'vote' as const, document: null, record: vote.id },
      { kind: 'action' as const, document: other, record: 'an action of another plan' },
    ]
    expect((await send(planId, [{ title: 'Kurs', sources }])).statusCode).toBe(200)
    const [action] = await actionsIn(planId)
    expect(action!.sources).toMatchObject(ordered(sources))
    const ofThis = { kind: 'action' as const, document: null, record: action!.id }
    expect((await send(planId, [{ title: 'Sonra', sources: [ofThis] }])).statusCode).toBe(200)
    expect((await actionsIn(planId)).at(-1)!.sources).toMatchObject([ofThis])

    const draft = await api.call(createVote, { params: { roomId }, body: { ...body, open: false } }, workshop.organiser)
    const ofDraft = { kind: 'vote' as const, document: null, record: draft.vote.id }
    expect(refusal(await send(planId, [{ title: 'Kurs', sources: [ofDraft] }]))[1]).toBe('invalid')
  })

  test('come from a note that was deleted meanwhile', async () => {
    const planId = await freshPlan()
    const deleted = await boardWith(api.db, roomId, (board) => {
      board.addNotes([{ at: { x: 0, y: 0 }, text: 'Silinecek' }], { seat: null, side: 'civil' })
    })
    const record = await writesOn(api, deleted, guest, (board: Board) => {
      const [note] = board.notes.all()
      removeItems(board, [note!.id])
      return note!.id
    })
    expect(
      (await send(planId, [{ title: 'Yine de', sources: [{ ...source(), document: deleted, record }] }])).statusCode,
    ).toBe(200)
    expect((await actionsIn(planId))[0]!.sources).toMatchObject([{ kind: 'note', document: deleted, record }])
  })

  test('come from this room only, and are given to organisations of its programme only', async () => {
    const planId = await freshPlan()
    const elsewhere = await aRoom(api, workshop.organiser, workshop.programme.id)
    const otherPlan = await freshPlan(elsewhere.room.id)
    const others = await aProgramme(api, workshop.organiser, 'Host of the others')
    const wrong = (sources: Given[number]['sources']) => ({ title: 'Kurs', sources })
    const answer = await send(planId, [
      wrong([source(), { ...source(), document: elsewhere.boardId }]),
      wrong([{ kind: 'action', document: otherPlan, record: 'a' }]),
      wrong([{ kind: 'note', document: planId, record: 'a' }]),
      wrong([{ kind: 'note', document: null, record: 'a' }]),
      wrong([{ kind: 'vote', document: null, record: 'no vote at all' }]),
      wrong([{ kind: 'vote', document: boardId, record: crypto.randomUUID() }]),
      { title: 'Kurs', responsible: others.hostOrganisationId },
    ])
    const at = (path: string, problem = 'source_elsewhere') => ({ path, problem })
    expect(refusal(answer)).toEqual([
      400,
      'invalid',
      [
        at('actions.6.responsible', 'organisation_unknown'),
        at('actions.0.sources.1'),
        ...[1, 2, 3, 4, 5].map((index) => at(`actions.${index}.sources.0`)),
      ],
    ])
    expect(await actionsIn(planId)).toEqual([])
    // A plan of another room, a board, and nothing at all are no plans of this room.
    for (const id of [otherPlan, boardId, crypto.randomUUID()]) {
      expect(refusal(await send(id, [{ title: 'Kurs' }]))).toEqual([404, 'not_found'])
    }
  })

  test('need a goal that is there, a title, and room in the plan', async () => {
    const planId = await planWith(api.db, roomId, (plan) => {
      const full = Array.from({ length: ACTIONS_MAX - 1 }, () => ({ title: 'x' }))
      plan.addActions(full, { seat: null, side: 'civil' })
    })
    const unknown = await send(planId, [{ title: 'a' }, { title: 'b', goal: 'gone' }].slice(1))
    expect(refusal(unknown)).toEqual([400, 'invalid', [{ path: 'actions.0.goal', problem: 'goal_gone' }]])
    expect(refusal(await send(planId, [{ title: '  ' }]))[1]).toBe('invalid')
    const tooMany = await send(planId, [{ title: 'a' }, { title: 'b' }])
    expect(refusal(tooMany)).toEqual([400, 'invalid', [{ path: 'actions', problem: 'plan_full' }]])
    expect((await send(planId, [{ title: 'a' }])).statusCode).toBe(200)
    expect(await actionsIn(planId)).toHaveLength(ACTIONS_MAX)
  })

  test('of many at the same moment are all there, each once, none of them in another’s place', async () => {
    const planId = await freshPlan()
    const titles = Array.from({ length: 8 }, (_, index) => `Eylem ${index}`)
    const answers = await Promise.all(
      titles.map((title, index) => send(planId, [{ title }], index % 2 ? guest : workshop.organiser)),
    )
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(titles.map(() => 200))
    const actions = await actionsIn(planId)
    expect(actions.map(({ title }) => title).sort()).toEqual(titles)
    expect(new Set(actions.map(({ order }) => order)).size).toBe(titles.length)
  })

  test('are taken back by who made them, also those that somebody deleted before', async () => {
    const planId = await freshPlan()
    const { actionIds } = await api.call(
      addActions,
      adding(planId, [{ title: 'a', sources: [source()] }, { title: 'b' }, { title: 'c' }]),
      guest,
    )
    const params = { roomId, documentId: planId }
    await api.call(removeActions, { params, body: { actionIds: [actionIds[0]!] } }, workshop.organiser)
    await api.call(removeActions, { params, body: { actionIds: actionIds.slice(0, 2) } }, guest)
    const { live } = await liveOf(api, planId)
    const plan = new Plan(live.doc)
    expect(plan.actions.all().map(({ title }) => title)).toEqual(['c'])
    expect([plan.sources.all(), plan.texts.size]).toEqual([[], 1])
    const rows = () => api.db.selectFrom('documentUpdate').select('seq').where('documentId', '=', planId).execute()
    const before = await rows()
    await api.call(removeActions, { params, body: { actionIds: actionIds.slice(0, 2) } }, guest)
    expect(await rows()).toEqual(before)
    const elsewhere = { params: { roomId, documentId: boardId }, body: { actionIds } }
    expect(refusal(await api.send(removeActions, elsewhere, guest))).toEqual([404, 'not_found'])
  })

  test('are not made by observers, nor in an archived room; closed boards leave plans open', async () => {
    const { room } = await aRoom(api, workshop.organiser, workshop.programme.id)
    const link = await aLink(api, workshop.organiser, room.id)
    const person = await aGuest(api, link.token, 'Yazan', workshop.host)
    const planId = await freshPlan(room.id)
    const input = adding(planId, [{ title: 'Kurs' }], room.id)
    const change = (body: object) => api.call(editRoom, { params: { roomId: room.id }, body }, workshop.organiser)
    const may = async () => (await api.call(readRoom, { params: { roomId: room.id } }, person)).room.may
    expect(refusal(await send(await freshPlan(), [{ title: 'Kurs' }], observer))).toEqual([403, 'forbidden'])

    await change({ boardsLocked: true })
    expect((await may()).filter((each) => /^(document|plan)\.write$/.test(each))).toEqual(['plan.write'])
    const { actionIds } = await api.call(addActions, input, person)

    await change({ archived: true, boardsLocked: false })
    expect((await may()).filter((each) => /^(document|plan)\.write$/.test(each))).toEqual([])
    expect(refusal(await api.send(addActions, input, person))).toEqual([409, 'room_archived'])
    const removal = { params: input.params, body: { actionIds } }
    expect(refusal(await api.send(removeActions, removal, person))).toEqual([409, 'room_archived'])
    const plan = { params: { roomId: room.id }, body: { title: 'Plan' } }
    expect(refusal(await api.send(addPlan, plan, workshop.organiser))).toEqual([409, 'room_archived'])
    expect(await actionsIn(planId)).toHaveLength(1)
  })
})
