import * as threads from '@meydan/shared/contracts/threads'
import { hideObjects, showHidden } from '@meydan/shared/contracts/stage'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { aThreadRoom, mentionOf, type ThreadRoom } from './threads-story.ts'
import type { Seated } from './voice-story.ts'

let api: Api
let room: ThreadRoom
let ahmad: Seated
let mehmet: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
  ;({ ahmad, mehmet } = room)
})
afterAll(() => api.close())
beforeEach(() => api.db.deleteFrom('thread').execute())

const found = async (who: Seated, query: Record<string, string> = {}) =>
  (await room.list(who, query)).threads.map(({ first }) => first.text)

test('stands as something was said last, and is asked by state, person, side, object and what was read', async () => {
  const board = await room.aBoard()
  const note = board.note('Tercüman yok')
  await board.project()
  const one = await room.start(ahmad, { text: 'bir' })
  const two = await room.start(mehmet, { text: 'iki' }, board.about(note))
  await room.start(mehmet, { text: `üç ${mentionOf('seat', ahmad.seatId)}` })
  const three = (await room.list(ahmad)).threads[0]!.first.text
  await room.reply(mehmet, one.id)
  expect(await found(ahmad)).toEqual(['bir', three, 'iki'])
  await api.call(threads.resolveThread, { ...room.at(two.id), body: { resolved: true } }, ahmad)
  expect(await found(ahmad)).toEqual(['bir', three])
  expect(await found(ahmad, { state: 'resolved' })).toEqual(['iki'])
  expect(await found(ahmad, { state: 'all' })).toEqual(['bir', three, 'iki'])
  expect(await found(ahmad, { state: 'all', mine: 'true' })).toEqual(['bir', three])
  expect(await found(room.observer, { state: 'all', mine: 'true' })).toEqual([])
  expect(await found(ahmad, { state: 'all', side: 'public' })).toEqual([three, 'iki'])
  expect(await found(ahmad, { state: 'all', side: 'civil', documentId: board.documentId })).toEqual([])
  expect(await found(ahmad, { state: 'all', documentId: board.documentId, recordId: note })).toEqual(['iki'])
  expect(await found(ahmad, { state: 'all', recordId: 'unknown' })).toEqual([])
  expect((await room.list(ahmad, { side: 'civil' })).counts).toEqual({ open: 2, resolved: 1, unread: 2, mine: 2 })
  await api.call(threads.markThreadsRead, { params: room.params }, ahmad)
  expect((await room.list(ahmad)).counts.unread).toBe(0)
  expect(await found(ahmad, { unread: 'true' })).toEqual([])
})

test('is searched in comments and in what they are about, as each language folds its letters', async () => {
  const board = await room.aBoard()
  const note = board.note('IŞIKLI yol')
  const plan = await room.aPlan()
  const action = plan.action('Çalışma izni')
  await board.project()
  await plan.project()
  await room.start(ahmad, { text: 'İstanbul’da' }, board.about(note))
  const { id } = await room.start(mehmet, { text: 'ikinci' }, plan.about(action))
  await room.reply(ahmad, id, { text: 'أهلاً وسهلاً' })
  const said = `${mentionOf('seat', mehmet.seatId)} nerede`
  await room.start(ahmad, { text: said })
  expect(await found(ahmad, { q: 'istanbul' })).toEqual(['İstanbul’da'])
  expect(await found(ahmad, { q: 'ISTANBUL ışıklı' })).toEqual(['İstanbul’da'])
  expect(await found(ahmad, { q: 'istanbul izni' })).toEqual([])
  expect(await found(ahmad, { q: 'calisma' })).toEqual(['ikinci'])
  expect(await found(ahmad, { q: 'اهلا' })).toEqual(['ikinci'])
  expect(await found(ahmad, { q: mehmet.seatId.slice(0, 8) }), 'ids are nobody’s words').toEqual([])
  expect(await found(ahmad, { q: '%' })).toEqual([])
  expect(await found(ahmad, { q: '   ' })).toEqual([said, 'ikinci', 'İstanbul’da'])
})

test('comes a page at a time, none twice and none left out, also where something is said meanwhile', async () => {
  const titles = Array.from({ length: threads.THREADS_PAGE * 2 + 7 }, (_, n) => `${n}`)
  const started: string[] = []
  for (const text of titles) started.push((await room.start(ahmad, { text })).id)
  // Those of the same moment too.
  await api.db
    .updateTable('thread')
    .set({ lastAt: new Date('2020-11-23T10:00:00Z') })
    .execute()
  const seen: string[] = []
  let before: string | null = null
  do {
    const page: Awaited<ReturnType<ThreadRoom['list']>> = await room.list(mehmet, before === null ? {} : { before })
    seen.push(...page.threads.map(({ id }) => id))
    before = page.next
    if (seen.length === threads.THREADS_PAGE) await room.reply(mehmet, seen[3]!)
  } while (before !== null)
  expect(seen.toSorted()).toEqual(started.toSorted())
  for (const odd of ['x', '2020-11-23T10:00:00Z', `2020-11-23T10:00:00Z x`, `yesterday ${crypto.randomUUID()}`]) {
    const response = await api.send(threads.listThreads, { params: room.params, query: { before: odd } }, ahmad)
    expect(refusal(response), odd).toEqual([400, 'invalid', [{ path: 'before', problem: 'wrong_form' }]])
  }
})

test('pins say how many threads each object has, and which to open', async () => {
  const plan = await room.aPlan()
  const [first, second] = [plan.action('Bir'), plan.action('İki')]
  await plan.project()
  const open = await room.start(ahmad, {}, plan.about(first))
  const older = await room.start(ahmad, {}, plan.about(second))
  const newer = await room.start(ahmad, {}, plan.about(second))
  const due = await room.start(ahmad, {}, { ...plan.about(second), kind: 'field', field: 'due' })
  await api.call(threads.resolveThread, { ...room.at(newer.id), body: { resolved: true } }, ahmad)
  await room.reply(mehmet, open.id)
  const params = { ...room.params, documentId: plan.documentId }
  const { pins } = await api.call(threads.listThreadPins, { params }, ahmad)
  const one = { open: 1, resolved: 0, unread: 0 }
  expect(pins.toSorted((a, b) => (a.unread < b.unread ? 1 : -1))).toEqual(
    expect.arrayContaining([
      { ...one, recordId: first, field: null, unread: 1, threadId: open.id },
      { ...one, recordId: second, field: null, resolved: 1, threadId: older.id },
      { ...one, recordId: second, field: 'due', threadId: due.id },
    ]),
  )
  expect(pins).toHaveLength(3)
  const unknown = { ...room.params, documentId: crypto.randomUUID() }
  expect(refusal(await api.send(threads.listThreadPins, { params: unknown }, ahmad))).toEqual([404, 'not_found'])
})

test('what is hidden says its words to those who hide alone: in the list, the search, the thread and its answers', async () => {
  const board = await room.aBoard()
  const words = 'Gizlenecek sözler'
  const note = board.note(words)
  await board.project()
  const { id } = await room.start(ahmad, { text: 'Bu ne?' }, board.about(note))
  const hide = { documentId: board.documentId, recordIds: [note] }
  const { hidden } = await api.call(hideObjects, { params: room.params, body: hide }, room.facilitator)
  const repliesTo = async (who: Seated) => {
    const answers = await Promise.all([
      api.send(threads.listThreads, { params: room.params, query: {} }, who),
      api.send(threads.readThread, { ...room.at(id), query: {} }, who),
      room.sendReply(who, id),
    ])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    return answers.map(({ body }) => body).join('\n')
  }
  const notify = () => api.database.pool.query('select notification::text as row from notification')
  // Before its rows know it, and after.
  for (const settle of [async () => {}, board.project]) {
    await settle()
    expect(await repliesTo(mehmet)).not.toContain('sözler')
    expect(await repliesTo(room.facilitator)).toContain(words)
    expect((await room.see(mehmet, id)).thread).toMatchObject({ state: 'hidden', words: '' })
    expect(await found(mehmet, { q: 'gizlenecek' })).toEqual([])
    expect(await found(room.facilitator, { q: 'gizlenecek' })).toEqual(['Bu ne?'])
    expect(JSON.stringify((await notify()).rows)).not.toContain('sözler')
  }
  expect(refusal(await room.sendStart(mehmet, {}, board.about(note)))).toEqual([404, 'not_found'])
  expect(refusal(await room.sendStart(room.facilitator, {}, board.about(note)))).toEqual([404, 'not_found'])
  await api.call(showHidden, { params: { ...room.params, hiddenId: hidden.id } }, room.facilitator)
  expect((await room.see(mehmet, id)).thread.state).not.toBe('hidden')
})
