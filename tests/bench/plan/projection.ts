import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import { Board } from '@meydan/shared/documents/board/board'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setTimeout as wait } from 'node:timers/promises'
import { type Server, startServer } from '../../support/app.ts'
import { boardWith } from '../../support/canvas.ts'
import { type SyncClient, syncClient } from '../../support/client.ts'
import { crowd } from '../../support/crowd.ts'
import { planWith } from '../../support/plans.ts'
import { randomFrom } from '../../support/seed.ts'
import { consultationRoom } from '../../support/stories.ts'
import { until } from '../../support/until.ts'
import { boards, fillCrowded } from '../board-frames/crowded-board.ts'
import { fillPlan } from './large-plan.ts'
import type { Measured, Setting } from './scenario.ts'

const PEOPLE = 10
const EVERY_MS = 100
const AUTHOR = { seat: null, side: 'civil' } as const

type Writing = { pages: SyncClient[]; act: (page: SyncClient, n: number) => void }

/**
 * Ten people write for a while, then stop: how long after the last acknowledgement are the rows those of the document
 * (`rowsAfter`), and for how long did they stay as they were while people wrote (`behindMost`)? In ms.
 */
export async function projection({ stores, quick }: Setting): Promise<Measured[]> {
  const { db, close } = openDatabase(stores.databaseUrl)
  const story = await consultationRoom(db)
  const cookies = await crowd(db, story, PEOPLE)
  const server = await startServer({ DATABASE_URL: stores.databaseUrl, LIMIT_SCALE: '100', LOG_LEVEL: 'error' })
  try {
    const actions: string[] = []
    const planId = await planWith(db, story.roomId, (plan) => void actions.push(...fillPlan(plan, 1_000)))
    const boardId = await boardWith(db, story.roomId, (board) => fillCrowded(board, boards.everything))
    const random = randomFrom(3)
    const seconds = quick ? 3 : 12
    const onPlan = await measure({ db, server, documentId: planId, cookies, seconds }, (page, n) => {
      new Plan(page.doc).edit(random.pick(actions), { title: `Written ${n}`, progress: n % 100 })
    })
    const onBoard = await measure({ db, server, documentId: boardId, cookies, seconds }, (page, n) => {
      new Board(page.doc).addNotes([{ at: { x: 10 * n, y: -500 }, text: `Written ${n}` }], AUTHOR)
    })
    return [
      { variant: 'a plan of 1,000 actions', figures: onPlan },
      { variant: 'a board of 2,000 notes', figures: onBoard },
    ]
  } finally {
    await server.stop()
    await close()
  }
}

type Given = { db: Database; server: Server; documentId: string; cookies: string[]; seconds: number }

async function measure({ db, server, documentId, cookies, seconds }: Given, act: Writing['act']) {
  await until(async () => (await standing(db, documentId)).isCurrent, { timeout: 30_000 })
  const pages = cookies.map((cookie) => syncClient(server, documentId, cookie, { ack: true }))
  try {
    await Promise.all(pages.map((page) => page.synced()))
    const done = performance.now() + seconds * 1_000
    let [behindMost, followedAt, rowsHead] = [0, performance.now(), -1]
    for (let n = 0; performance.now() < done; n++) {
      act(pages[n % PEOPLE]!, n)
      await wait(EVERY_MS)
      if (n % 5 !== 0) continue
      const now = await standing(db, documentId)
      behindMost = Math.max(behindMost, performance.now() - followedAt)
      if (now.isCurrent || now.rowsHead !== rowsHead) followedAt = performance.now()
      rowsHead = now.rowsHead
    }
    await until(() => pages.every(({ frames }) => frames.acked === frames.sent), { every: 2 })
    const saved = performance.now()
    await until(async () => (await standing(db, documentId)).isCurrent, { every: 20, timeout: 30_000 })
    return { rowsAfter: performance.now() - saved, behindMost }
  } finally {
    for (const page of pages) page.destroy()
  }
}

async function standing(db: Database, documentId: string): Promise<{ isCurrent: boolean; rowsHead: number }> {
  const row = await db
    .selectFrom('document')
    .leftJoin('projection', 'documentId', 'id')
    .select(['document.head', 'document.epoch', 'projection.head as rowsHead', 'projection.epoch as rowsEpoch'])
    .where('id', '=', documentId)
    .executeTakeFirstOrThrow()
  return { isCurrent: row.head === row.rowsHead && row.epoch === row.rowsEpoch, rowsHead: row.rowsHead ?? 0 }
}
