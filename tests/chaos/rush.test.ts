import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '@meydan/server/database/schema'
import { createDocument } from '@meydan/server/sync/document-log'
import { Board } from '@meydan/shared/documents/board/board'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { crowd } from '../support/crowd.ts'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { percentile } from './faults.ts'
import { startHistory } from './history.ts'
import { expectNothingLost, residentMemory } from './invariants.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { Visitor } from './visitor.ts'
import { Workload } from './workload.ts'
import type { Writer } from './writer.ts'

const { joins, guests, within, p95, longest, insiders } = settings.rush
const BOARD_BYTES = 500_000
const RSS_MAX = 512e6
const INSIDERS = 4

test(`R-12 ten o’clock: ${joins} people within ${within / 1_000} s at one board of 500 KB, ${guests} of them by link`, {
  timeout: 120_000,
}, async () => {
  const history = startHistory()
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  // The budgets of a real installation: they must let a hall come in through one address.
  const target = await meydan(fresh.url, { LIMIT_SCALE: '1' })
  onTestFinished(async () => {
    await target.stop()
    await fresh.drop()
  })
  const boardId = await bigBoard(fresh.db, story)
  const cookies = await crowd(fresh.db, story, joins - guests)
  await withHost(fresh.db, story)
  const link = await invitation(target, story)
  const inside = new Workload(target, boardId, story, history, { writers: INSIDERS })
  await inside.synced()
  const calm = percentile((await Promise.all(inside.writers.map((writer) => pace(writer, () => 15)))).flat(), 0.95)

  history.fault(`${joins} come`)
  const started = performance.now()
  let isRush = true
  const work = inside.writers.map((writer) => pace(writer, () => (isRush ? Number.POSITIVE_INFINITY : 0)))
  const arrivals = history.random.shuffle(
    Array.from({ length: joins }, (_, n) => (n < guests ? `guest ${n}` : cookies[n - guests]!)),
  )
  const coming = arrivals.map(async (who, n) => {
    await wait((n / joins) * within)
    const asked = performance.now()
    const cookie = who.startsWith('guest') ? await redeem(target, link, who) : who
    const visitor = new Visitor(target, boardId, cookie)
    onTestFinished(() => visitor.leave())
    await until(() => visitor.isEditable, { timeout: 30_000, every: 15, what: 'they have the board' })
    expect(visitor.stays, 'nobody is sent away first').toHaveLength(1)
    return { visitor, took: visitor.stays[0]!.content! - asked }
  })
  const memory = highest(target, () => isRush)
  const came = await Promise.all(coming)
  const took = performance.now() - started
  isRush = false
  const acks = (await Promise.all(work)).flat()
  const [times, rss] = [came.map((one) => one.took), await memory]
  history.heal('all are in')

  for (const { visitor } of came) expect(visitor.stays[0]!.bytes, 'the whole board').toBeGreaterThan(BOARD_BYTES)
  expect(acks.length, 'edits of those inside').toBeGreaterThan(INSIDERS * 10)
  expect(percentile(times, 0.95), 'p95 from the click to the content').toBeLessThan(p95)
  expect(Math.max(...times), 'longest from the click to the content').toBeLessThan(longest)
  expect(percentile(acks, 0.95), 'ack p95 of those inside').toBeLessThan(insiders)
  expect(rss, 'memory').toBeLessThan(RSS_MAX)
  await expectNothingLost(fresh.db, boardId, inside, history, { savedWithin: 10_000 })
  console.log(
    `R-12: ${joins} joins (${guests} by link) in ${Math.round(took)} ms: content p50 ${Math.round(percentile(times, 0.5))}, p95 ${Math.round(percentile(times, 0.95))}, longest ${Math.round(Math.max(...times))} ms; ack p95 inside ${percentile(acks, 0.95).toFixed(1)} ms (before: ${calm.toFixed(1)}); memory ${Math.round(rss / 1e6)} MB`,
  )
})

async function bigBoard(db: Database, { roomId }: Story): Promise<string> {
  const doc = new Y.Doc()
  const board = new Board(doc)
  const text = 'Kreş saatleri iş saatlerine uymuyor, başvuru yalnız Türkçe. '.repeat(2)
  for (let row = 0; Y.encodeStateAsUpdate(doc).length < BOARD_BYTES; row++) {
    const notes = Array.from({ length: 100 }, (_, column) => ({ at: { x: column * 220, y: row * 220 }, text }))
    board.addNotes(notes, { seat: null, side: 'civil' })
  }
  const given = { roomId, kind: 'board', title: 'Büyük pano', createdBy: null } as const
  const initial = Y.encodeStateAsUpdate(doc)
  return (await db.transaction().execute((trx) => createDocument(trx, { ...given, initial }))).id
}

/** A link names the organisation that invites. */
async function withHost(db: Database, { programmeId }: Story): Promise<void> {
  const changed = db.updateTable('organisation').set({ isHost: true }).where('programmeId', '=', programmeId)
  await changed.where('side', '=', 'neutral').execute()
}

/** Edits ten times a second, as long as `most` allows; answers with how long each took to be acknowledged. */
async function pace(writer: Writer, most: () => number): Promise<number[]> {
  const times: number[] = []
  while (times.length < most()) {
    const started = performance.now()
    writer.add()
    await until(() => writer.unsaved === 0, { every: 2, timeout: 30_000, what: 'the edit is acknowledged' })
    times.push(performance.now() - started)
    await wait(100)
  }
  return times
}

async function highest(target: Target, goesOn: () => boolean): Promise<number> {
  let most = 0
  while (goesOn()) {
    most = Math.max(most, await residentMemory(target))
    await wait(500)
  }
  return Math.max(most, await residentMemory(target))
}

async function post<T>(
  { url }: Target,
  path: string,
  body: object,
  cookie = '',
): Promise<{ reply: T; cookie: string }> {
  const headers = { 'content-type': 'application/json', 'x-meydan': '1', origin: url, ...(cookie && { cookie }) }
  const reply = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await reply.text()
  expect(reply.status, text).toBe(200)
  return { reply: JSON.parse(text) as T, cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

async function invitation(target: Target, { roomId, facilitator }: Story): Promise<string> {
  const body = { role: 'participant', maxUses: guests, expiresInHours: 1 }
  type Made = { invitation: { token: string } }
  const { reply } = await post<Made>(target, `/api/rooms/${roomId}/invitations`, body, facilitator.cookie)
  return reply.invitation.token
}

/** The two requests of the join screen; answers with the new guest's cookie. */
async function redeem(target: Target, token: string, name: string): Promise<string> {
  type Preview = { organisations: { id: string; side: string }[] }
  const { reply } = await post<Preview>(target, '/api/invitations/preview', { token })
  const organisation = { id: reply.organisations.find(({ side }) => side === 'civil')!.id }
  const arrival = { token, name, language: 'tr', organisation }
  return (await post(target, '/api/invitations/redeem', arrival)).cookie
}
