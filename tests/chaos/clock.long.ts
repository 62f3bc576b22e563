import { createInvitation, previewInvitation } from '@meydan/shared/contracts/invites'
import { closeCodes } from '@meydan/shared/close-codes'
import { sql } from 'kysely'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { rawSocket } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { removeFolder, temporaryFolder } from '../support/processes.ts'
import { ensureServices, findFaketime } from '../support/services.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { startHistory } from './history.ts'
import { expectNothingLost } from './invariants.ts'
import { meydan, type Target } from './targets.ts'
import { Workload } from './workload.ts'

ensureServices(['faketime'])
const faketime = findFaketime()
const PRESENCE_WITHIN_MS = 30_000

/** A server whose wall clock is `offset` wrong and can be set anew while it runs. Its timers go on as they should. */
async function wrongClock(
  databaseUrl: string,
  offset: string,
): Promise<{ target: Target; set(to: string): Promise<void> }> {
  const folder = await temporaryFolder('clock')
  const file = path.join(folder, 'offset')
  const set = (to: string) => writeFile(file, to)
  await set(offset)
  const target = await meydan(databaseUrl, {
    LD_PRELOAD: faketime!,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  })
  onTestFinished(async () => {
    await target.stop()
    await removeFolder(folder)
  })
  return { target, set }
}

test.skipIf(!faketime).each(['-2h', '+2h'])(
  'F11 a server whose clock is %s wrong loses nothing and ends nothing early or late',
  async (offset) => {
    const history = startHistory()
    const fresh = await freshDatabase()
    const story = await consultationRoom(fresh.db)
    const { target } = await wrongClock(fresh.url, offset)
    history.fault(`clock ${offset}`)
    expect(await hoursWrong(target), 'the clock is wrong').toBe(Number.parseInt(offset))
    const workload = new Workload(target, story.boardId, story, history, { writers: 4 })
    await workload.synced()
    await workload.edit({ lasts: 2_000, perSecond: 40 })
    await expectNothingLost(fresh.db, story.boardId, workload, history, { savedWithin: 10_000 })
    await expectDeadlinesOfTheDatabase(target, fresh, story)
    await expectSessionsOfTheDatabase(target, fresh, story)
    history.expectSomethingHappened({ edits: 40 })
  },
)

test.skipIf(!faketime)(
  'F11 the clock jumps an hour while people work: nothing is lost, and everybody is seen again',
  async () => {
    const history = startHistory()
    const fresh = await freshDatabase()
    const story = await consultationRoom(fresh.db)
    const { target, set } = await wrongClock(fresh.url, '+0')
    const workload = new Workload(target, story.boardId, story, history, { writers: 4 })
    await workload.synced()
    for (const { client } of workload.writers) client.awareness.setLocalState({ cursor: { x: 1, y: 1 } })
    const seen = () =>
      workload.writers.every(({ client }) => client.awareness.getStates().size === workload.writers.length)
    await until(seen, { what: 'everybody sees everybody' })
    await workload.edit({ lasts: 1_000, perSecond: 40 })
    await set('+1h')
    history.fault('clock +1 h')
    expect(await hoursWrong(target), 'the clock has jumped').toBe(1)
    await workload.edit({ lasts: 3_000, perSecond: 40 })
    await expectNothingLost(fresh.db, story.boardId, workload, history, { savedWithin: 10_000 })
    const newcomer = new Workload(target, story.boardId, story, history, { writers: 1 })
    const everybody = [...workload.writers, ...newcomer.writers]
    const seenAgain = () => everybody.every(({ client }) => client.awareness.getStates().size === everybody.length)
    await until(seenAgain, { timeout: PRESENCE_WITHIN_MS, every: 100, what: 'everybody is seen again' })
    history.expectSomethingHappened({ edits: 40 })
  },
)

async function hoursWrong(target: Target): Promise<number> {
  const reply = await fetch(`${target.url}/healthz`)
  return Math.round((Date.parse(reply.headers.get('date')!) - Date.now()) / 3_600_000)
}

/** Links end by the database's clock, whatever the node believes. */
async function expectDeadlinesOfTheDatabase(target: Target, { db }: FreshDatabase, story: Story): Promise<void> {
  // The story has no host, and a link is shown with its host's name.
  await db.updateTable('organisation').set({ isHost: true }).where('side', '=', 'neutral').execute()
  const made = await post(target, createInvitation.path.replace(':roomId', story.roomId), story.facilitator.cookie, {
    role: 'participant',
    expiresInHours: 1,
    maxUses: 5,
  })
  expect(made.status).toBe(200)
  const { invitation } = (await made.json()) as { invitation: { id: string; token: string } }
  const preview = async () => (await post(target, previewInvitation.path, '', { token: invitation.token })).status
  expect(await preview(), 'a link with an hour to go').toBe(200)
  await db
    .updateTable('invitation')
    .set({ expiresAt: sql`now() - interval '1 minute'` })
    .where('id', '=', invitation.id)
    .execute()
  expect(await preview(), 'a link that ended a minute ago').not.toBe(200)
}

async function expectSessionsOfTheDatabase(target: Target, { db }: FreshDatabase, story: Story): Promise<void> {
  const close = async () => {
    const { closed, frames, socket } = await rawSocket(target, `/sync/${story.boardId}`, {
      cookie: story.observer.cookie,
      origin: target.url,
    })
    const answer = await Promise.race([closed, until(() => frames.length > 0).then(() => 'let in' as const)])
    socket.terminate()
    return answer
  }
  const endsIn = (interval: string) =>
    db
      .updateTable('session')
      .set({ expiresAt: sql`now() + ${interval}::interval` })
      .where('id', '=', story.observer.sessionId)
      .execute()
  await endsIn('1 hour')
  expect(await close(), 'a session with an hour to go').toBe('let in')
  await endsIn('-1 minute')
  expect(await close(), 'a session that ended a minute ago').toBe(closeCodes.signedOut)
}

function post(target: Target, route: string, cookie: string, body: object): Promise<Response> {
  return fetch(target.url + route, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: target.url, cookie, 'x-meydan': '1' },
    body: JSON.stringify(body),
  })
}
