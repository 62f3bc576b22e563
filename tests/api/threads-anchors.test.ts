import { sweepTombstones } from '@meydan/server/projection/write-rows'
import { hideObjects } from '@meydan/shared/contracts/stage'
import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { actAtRandom } from '@meydan/shared/documents/board/any-act'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { actOnPlanAtRandom } from '@meydan/shared/documents/plan/any-act'
import { undoOrRedo } from '@meydan/shared/documents/undo-step'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardWith } from '../support/canvas.ts'
import { seededRandom } from '../support/seed.ts'
import { type Api, refusal, startApi } from './api.ts'
import { anOrganiser, aProgramme, aRoom } from './stories.ts'
import { aThreadRoom, type ThreadRoom } from './threads-story.ts'

let api: Api
let room: ThreadRoom

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
})
afterAll(() => api.close())

const seen = async (threadId: string) => {
  const { state, words } = (await room.see(room.mehmet, threadId)).thread
  return { state, words }
}

test('a thread is about a note, theme, frame or action, or one of its fields, as soon as it is there', async () => {
  const board = await room.aBoard()
  const plan = await room.aPlan()
  const note = board.note('Tercüman yok')
  const theme = board.board.add('theme', { at: { x: 0, y: 900 }, title: 'Erişim' }, { seat: null, side: 'civil' })
  const frame = board.board.addFrame({ at: { x: 0, y: 2_000 }, size: { width: 400, height: 400 }, title: 'Masa 1' })
  const action = plan.action('Tercüman tutmak')
  await board.commit()
  await plan.commit()
  const anchors: [ThreadAnchor, string][] = [
    [board.about(note), 'Tercüman yok'],
    [board.about(theme, 'theme'), 'Erişim'],
    [board.about(frame, 'frame'), 'Masa 1'],
    [plan.about(action), 'Tercüman tutmak'],
    [{ ...plan.about(action), kind: 'field', field: 'due' }, 'Tercüman tutmak'],
  ]
  const started: string[] = []
  for (const [anchor, words] of anchors) {
    const thread = await room.start(room.ahmad, {}, anchor)
    expect(thread).toMatchObject({ anchor, words, state: 'here' })
    started.push(thread.id)
  }
  await board.project()
  await plan.project()
  for (const [index, [, words]] of anchors.entries())
    expect(await seen(started[index]!)).toEqual({ state: 'here', words })
})

test('what the room doesn’t have, or under another kind, is not found', async () => {
  const board = await room.aBoard()
  const plan = await room.aPlan()
  const [note, action] = [board.note('Bir'), plan.action('Bir')]
  const gone = board.note('Gitti')
  await board.project()
  await plan.project()
  removeItems(board.board, [gone])
  await board.project()
  const stranger = await anOrganiser(api, room.administrator, 'Other Organiser')
  const { room: elsewhere } = await aRoom(api, stranger, (await aProgramme(api, stranger, 'Başka')).id)
  let theirs = ''
  const theirBoard = await boardWith(api.db, elsewhere.id, (on) => {
    theirs = on.addNotes([{ at: { x: 0, y: 0 }, text: 'Onların' }], { seat: null, side: 'civil' })[0]!
  })
  const anchors: ThreadAnchor[] = [
    { kind: 'note', documentId: theirBoard, recordId: theirs },
    { ...board.about(note), documentId: plan.documentId },
    { ...board.about(note), kind: 'theme' },
    { ...board.about(note), kind: 'frame' },
    { ...plan.about(action), documentId: board.documentId },
    { ...plan.about(action), kind: 'note' },
    board.about('unknown'),
    board.about(gone),
    { kind: 'action', documentId: crypto.randomUUID(), recordId: action },
  ]
  for (const anchor of anchors)
    expect(refusal(await room.sendStart(room.ahmad, {}, anchor)), JSON.stringify(anchor)).toEqual([404, 'not_found'])
  const odd = [
    { kind: 'passage', documentId: board.documentId, recordId: note },
    { kind: 'field', documentId: plan.documentId, recordId: action, field: 'colour' },
    { kind: 'note', documentId: board.documentId, recordId: 'x'.repeat(65) },
    { kind: 'room', documentId: board.documentId },
  ] as unknown as ThreadAnchor[]
  for (const anchor of odd) expect((await room.sendStart(room.ahmad, {}, anchor)).statusCode).toBe(400)
})

test('the last words of what is gone stay as long as somebody speaks of it', async () => {
  const board = await room.aBoard()
  const plan = await room.aPlan()
  const [note, silent] = [board.note('Tercüman yok'), board.note('Kimse konuşmuyor')]
  const action = plan.action('Tercüman tutmak')
  await board.project()
  await plan.project()
  const [onNote, onAction] = [
    await room.start(room.ahmad, {}, board.about(note)),
    await room.start(room.ahmad, {}, plan.about(action)),
  ]
  board.board.write(note, 'Tercüman hiç yok')
  plan.plan.edit(action, { title: 'İki tercüman tutmak' })
  await board.project()
  await plan.project()
  expect(await seen(onNote.id)).toEqual({ state: 'here', words: 'Tercüman hiç yok' })
  removeItems(board.board, [note, silent])
  plan.plan.removeActions([action])
  await board.project()
  await plan.project()
  await api.database.pool.query(
    `update board_record set gone_at = gone_at - interval '2 hours' where gone_at is not null`,
  )
  await api.database.pool.query(`update gone_action set gone_at = gone_at - interval '2 hours'`)
  await api.db.transaction().execute(sweepTombstones)
  expect(await seen(onNote.id)).toEqual({ state: 'gone', words: 'Tercüman hiç yok' })
  expect(await seen(onAction.id)).toEqual({ state: 'gone', words: 'İki tercüman tutmak' })
  const left = await api.db
    .selectFrom('boardRecord')
    .select('recordId')
    .where('documentId', '=', board.documentId)
    .execute()
  expect(left).toEqual([{ recordId: note }])
  // What was there for a moment that no row has seen.
  const fleeting = board.note('Bir an')
  await board.commit()
  const { id } = await room.start(room.ahmad, {}, board.about(fleeting))
  removeItems(board.board, [fleeting])
  await board.project()
  expect(await seen(id)).toEqual({ state: 'gone', words: 'Bir an' })
})

test('whatever is done to a board and a plan, threads say what their object says, or said last', async () => {
  const random = seededRandom()
  const board = await room.aBoard()
  const plan = await room.aPlan()
  const models = [board.board, plan.plan] as const
  const undos = models.map((model) => new Y.UndoManager(model.undoScope, { captureTimeout: 0 }))
  const expected = new Map<string, { state: string; words: string }>()
  const anchored = new Map<string, ThreadAnchor>()
  const author = { seat: room.ahmad.seatId, side: 'civil' as const }
  const wordsNow = (anchor: ThreadAnchor): string | undefined => {
    if (anchor.kind === 'room' || anchor.kind === 'passage') return ''
    const { recordId: id } = anchor
    if (anchor.kind === 'action' || anchor.kind === 'field') return plan.plan.actions.get(id)?.title
    const item = board.board.item(id)
    if (item?.type !== anchor.kind) return undefined
    return item.type === 'note' ? board.board.textOf(id) : item.title
  }
  const anyAnchor = (): ThreadAnchor | undefined => {
    const items = board.board.items()
    const choices: ThreadAnchor[] = [
      ...items.flatMap(({ id, type }) =>
        type === 'note' || type === 'theme' || type === 'frame' ? [board.about(id, type)] : [],
      ),
      ...plan.plan.actions.all().map(({ id }) => plan.about(id)),
    ]
    return choices.length === 0 ? undefined : random.pick(choices)
  }
  for (let round = 0; round < 20; round++) {
    for (let act = 0; act < 6; act++) {
      if (random.below(4) === 0) undoOrRedo(random.pick(undos), random.pick(['undo', 'redo']))
      actAtRandom(board.board, { chance: random, author })
      actOnPlanAtRandom(plan.plan, random, author)
    }
    await board.commit()
    await plan.commit()
    // Before its rows know of it, or after.
    if (random.below(2) === 0) await board.project()
    const anchor = anyAnchor()
    if (anchor) anchored.set((await room.start(room.ahmad, {}, anchor)).id, anchor)
    await board.project()
    await plan.project()
    for (const [threadId, about] of anchored) {
      const words = wordsNow(about)
      expected.set(
        threadId,
        words === undefined
          ? { state: 'gone', words: expected.get(threadId)!.words }
          : { state: 'here', words: words.replaceAll('\0', '').toWellFormed() },
      )
    }
    const listed = await room.list(room.mehmet, { state: 'all' })
    const shown = new Map(listed.threads.map(({ id, state, words }) => [id, { state, words }]))
    for (const [threadId, said] of expected) expect(shown.get(threadId), `seed ${random.seed}`).toEqual(said)
  }
  const states = Map.groupBy(expected.values(), ({ state }) => state)
  expect([...states.keys()].sort(), `seed ${random.seed}`).toContain('here')
})

test('a note that is hidden and shown, or hidden before its rows knew it, never says its words meanwhile', async () => {
  const board = await room.aBoard()
  const note = board.note('Hiç görülmemiş sözler')
  await board.commit()
  const { id } = await room.start(room.ahmad, {}, board.about(note))
  const body = { documentId: board.documentId, recordIds: [note] }
  await api.call(hideObjects, { params: room.params, body }, room.facilitator)
  expect(await seen(id)).toEqual({ state: 'hidden', words: '' })
  await board.project()
  expect(await seen(id)).toEqual({ state: 'hidden', words: '' })
  expect((await room.see(room.facilitator, id)).thread.words).toBe('Hiç görülmemiş sözler')
})
