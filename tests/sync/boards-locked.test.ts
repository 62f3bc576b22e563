import { closeCodes } from '@meydan/shared/close-codes'
import { editRoom, readRoom } from '@meydan/shared/contracts/rooms'
import { Board } from '@meydan/shared/documents/board/board'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type SyncClient, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

/** The bar is 2 s on a machine of one's own; others work on this one too. */
const WITHIN_MS = 6_000

let fresh: FreshDatabase
let nodes: TestNode[]

beforeAll(async () => {
  fresh = await freshDatabase()
  // Two that don't know of each other: what one is told, the other finds in the database.
  nodes = [await testNode(fresh.url), await testNode(fresh.url)]
})
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()))
  await fresh?.drop()
})

async function setLocked(story: Story, boardsLocked: boolean, actor: Actor = story.facilitator): Promise<Response> {
  const { url } = nodes[0]!
  const headers = { cookie: actor.cookie, origin: url, 'x-meydan': '1', 'content-type': 'application/json' }
  const path = editRoom.path.replace(':roomId', story.roomId)
  return fetch(url + path, { method: 'PATCH', headers, body: JSON.stringify({ boardsLocked }) })
}

async function mayOf(story: Story, { cookie }: Actor): Promise<string[]> {
  const response = await fetch(nodes[0]!.url + readRoom.path.replace(':roomId', story.roomId), { headers: { cookie } })
  return ((await response.json()) as { room: { may: string[] } }).room.may
}

async function at(node: TestNode, story: Story, actor: Actor, ack: boolean): Promise<SyncClient> {
  const client = syncClient(node, story.boardId, actor.cookie, { ack })
  onTestFinished(() => client.destroy())
  await client.synced()
  return client
}

function writes({ doc }: SyncClient, text: string): string {
  return new Board(doc).addNotes([{ at: { x: 0, y: 0 }, text }], { seat: null, side: 'civil' })[0]!
}

const says = ({ doc }: SyncClient, id: string) => new Board(doc).textOf(id)

test.each([
  ['our client, at the node where it is said', 0, true],
  ['our client, at another node', 1, true],
  ['a vanilla y-websocket client', 0, false],
])(
  'closed boards take nothing from participants within two seconds, and everything when open again: %s',
  async (_name, index, ack) => {
    const story = await consultationRoom(fresh.db)
    const node = nodes[index]!
    const participant = await at(node, story, story.civil, ack)
    const facilitator = await at(node, story, story.facilitator, true)
    const before = writes(participant, 'önce')
    await until(() => says(facilitator, before) === 'önce')

    expect((await setLocked(story, true)).status).toBe(200)
    const locked = performance.now()
    await until(() => participant.closes.includes(closeCodes.restarting), { timeout: WITHIN_MS })
    expect(performance.now() - locked).toBeLessThan(WITHIN_MS)
    expect(await mayOf(story, story.civil)).not.toContain('document.write')
    await participant.synced()
    const refused = writes(participant, 'kapalıyken')
    await until(() => participant.closes.includes(closeCodes.refused))
    participant.destroy()

    expect(await mayOf(story, story.facilitator)).toContain('document.write')
    const led = writes(facilitator, 'kolaylaştırıcı')
    await until(() => facilitator.frames.acked === facilitator.frames.sent)
    // Their socket was never ended: what they may do has not changed.
    expect(facilitator.closes).toEqual([])
    expect(says(facilitator, refused)).toBe('')

    const reader = await at(node, story, story.public, ack)
    await until(() => says(reader, led) === 'kolaylaştırıcı')
    expect((await setLocked(story, false)).status).toBe(200)
    await until(() => reader.closes.includes(closeCodes.restarting), { timeout: WITHIN_MS })
    await reader.synced()
    const after = writes(reader, 'sonra')
    await until(() => says(facilitator, after) === 'sonra')
    expect(await mayOf(story, story.civil)).toContain('document.write')
  },
)

test('an observer’s socket stays as it is, and only facilitators close boards', async () => {
  const story = await consultationRoom(fresh.db)
  const observer = await at(nodes[0]!, story, story.observer, true)
  const participant = await at(nodes[0]!, story, story.civil, true)
  expect((await setLocked(story, true, story.civil)).status).toBe(403)
  expect((await setLocked(story, true)).status).toBe(200)
  await until(() => participant.closes.includes(closeCodes.restarting), { timeout: WITHIN_MS })
  expect(observer.closes).toEqual([])
})

test('a plan is written to while the boards are closed, by whoever came before and after', async () => {
  const story = await consultationRoom(fresh.db)
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const opened = async (actor: Actor) => {
    const client = syncClient(nodes[0]!, planId, actor.cookie, { ack: true })
    onTestFinished(() => client.destroy())
    await client.synced()
    return client
  }
  const adds = ({ doc }: SyncClient, title: string) =>
    new Plan(doc).addActions([{ title }], { seat: null, side: 'civil' })
  const titles = ({ doc }: SyncClient) => new Plan(doc).actions.all()
  const before = await opened(story.civil)
  const board = await at(nodes[0]!, story, story.civil, true)
  expect((await setLocked(story, true)).status).toBe(200)
  // By now every socket was looked at.
  await until(() => board.closes.includes(closeCodes.restarting), { timeout: WITHIN_MS })
  adds(before, 'önce')
  const after = await opened(story.public)
  adds(after, 'sonra')
  await until(() => titles(before).length === 2 && titles(after).length === 2)
  expect([before.closes, after.closes]).toEqual([[], []])

  const headers = { cookie: story.facilitator.cookie, origin: nodes[0]!.url, 'x-meydan': '1' }
  const archived = await fetch(nodes[0]!.url + editRoom.path.replace(':roomId', story.roomId), {
    method: 'PATCH',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ archived: true }),
  })
  expect(archived.status).toBe(200)
  await until(() => before.closes.includes(closeCodes.restarting), { timeout: WITHIN_MS })
})
