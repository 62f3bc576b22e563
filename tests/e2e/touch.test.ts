import { Board } from '@meydan/shared/documents/board/board'
import { cluster } from '@meydan/shared/documents/board/themes'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { boardWith, objectOf, screenPoint } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { between, finger } from '../support/finger.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showCanvas, signInAs, untilSaved } from '../support/workshop.ts'

/** What is done with a finger, by the browser's own touch events. */
let fresh: FreshDatabase
let server: Server
let browser: Browser
const visitors: Visitor[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

type Scene = { story: Story; boardId: string; board: Board; ids: Record<string, string> }

/** A room with a board that `fill` furnishes; `board` is what the server has of it. */
async function roomWith(fill: (board: Board, story: Story) => Record<string, string>): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  let ids: Record<string, string> = {}
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    ids = fill(board, story)
  })
  const watcher = syncClient(server, boardId, story.facilitator.cookie)
  onTestFinished(() => watcher.destroy())
  await watcher.synced()
  return { story, boardId, board: new Board(watcher.doc), ids }
}

async function enter({ story, boardId }: Scene, who: Actor, options: BrowserContextOptions = phone): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, who)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/boards/${boardId}`)
  await one.page.locator('[data-board]').waitFor()
  await untilSaved(one.page)
  return one.page
}

async function take(page: Page, tool: string): Promise<void> {
  await page.locator('.phone [data-tool=more]').tap()
  await page.getByRole('dialog').locator(`[data-tool=${tool}]`).tap()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.locator(`.phone [data-tool=${tool}]`).waitFor()
}

test('a finger with the eraser takes away the line it crosses, and no other', async () => {
  const scene = await roomWith((board, { civil }) => {
    const author = { seat: civil.seatId, side: 'civil' as const }
    const line = (y: number) => board.add('stroke', { at: { x: 0, y }, points: '0 0 5 200 0 5' }, author)
    return { crossed: line(0), kept: line(160) }
  })
  const { story, board, ids } = scene
  const page = await enter(scene, story.civil)
  const mehmet = await enter(scene, story.public, {})
  await showCanvas(page)
  await objectOf(page, ids.kept!).waitFor()
  await objectOf(mehmet, ids.crossed!).waitFor()
  await take(page, 'eraser')
  const touch = await finger(page)
  const [from, to] = [await screenPoint(page, { x: 100, y: -50 }), await screenPoint(page, { x: 100, y: 60 })]
  await touch.line(between(from, to))
  await until(() => !board.strokes.has(ids.crossed!))
  await objectOf(mehmet, ids.crossed!).waitFor({ state: 'detached' })
  expect(board.strokes.has(ids.kept!)).toBe(true)
})

test('a finger’s laser pointer is seen where it goes, until the finger is lifted', async () => {
  const scene = await roomWith((board, { civil }) => {
    const at = { x: 0, y: 0 }
    return { note: board.addNotes([{ at, text: 'here' }], { seat: civil.seatId, side: 'civil' })[0]! }
  })
  const { story, board, ids } = scene
  const page = await enter(scene, story.civil)
  const mehmet = await enter(scene, story.public, {})
  await showCanvas(page)
  await objectOf(page, ids.note!).waitFor()
  await take(page, 'laser')
  const touch = await finger(page)
  const [from, to] = [await screenPoint(page, { x: 20, y: 20 }), await screenPoint(page, { x: 150, y: 90 })]
  await touch.down(from)
  for (const place of between(from, to)) await touch.move(place)
  const seen = mehmet.locator(`[data-cursor-of="${story.civil.seatId}"]`)
  await seen.waitFor()
  const trail = mehmet.locator('[data-laser]')
  await trail.waitFor({ state: 'attached' })
  const meant = await screenPoint(mehmet, { x: 150, y: 90 })
  await until(
    async () => {
      const box = await seen.boundingBox()
      return box !== null && Math.hypot(box.x - meant.x, box.y - meant.y) < 30
    },
    { what: 'the pointer is where the finger is' },
  )
  await touch.up()
  for (const sign of [seen, trail]) await sign.waitFor({ state: 'detached' })
  // It wrote nothing, and moved nothing.
  expect(board.rectOf(ids.note!)).toMatchObject({ x: 0, y: 0 })
  expect(board.items()).toHaveLength(1)
})

test('by its handle a finger lays a row of the list before, after and into another', async () => {
  const scene = await roomWith((board, { civil }) => {
    const author = { seat: civil.seatId, side: 'civil' as const }
    const frame = { size: { width: 900, height: 800 } }
    const needs = board.addFrame({ at: { x: 0, y: 0 }, ...frame, title: 'Needs' })
    const ideas = board.addFrame({ at: { x: 1000, y: 0 }, ...frame, title: 'Ideas' })
    const [rent, damp, cold, bus] = board.addNotes(
      [
        { at: { x: 20, y: 20 }, frame: needs, text: 'Rents doubled' },
        { at: { x: 300, y: 20 }, frame: needs, text: 'Damp flats' },
        { at: { x: 560, y: 20 }, frame: needs, text: 'Cold rooms' },
        { at: { x: 20, y: 400 }, frame: needs, text: 'No bus' },
      ],
      author,
    )
    const housing = cluster(board, [damp!, cold!], rent!, author)!
    return { needs, ideas, housing, rent: rent!, damp: damp!, cold: cold!, bus: bus! }
  })
  const { story, board, ids } = scene
  const page = await enter(scene, story.civil)
  const row = (id: string) => page.locator(`[data-list] [data-item="${id}"]`)
  await row(ids.bus!).waitFor()
  const touch = await finger(page)
  const drag = async (id: string, to: string, part: number) => {
    const grip = (await row(id).locator('[data-grip]').boundingBox())!
    const goal = (await row(to).boundingBox())!
    const from = { x: grip.x + grip.width / 2, y: grip.y + grip.height / 2 }
    await touch.line(between(from, { x: goal.x + goal.width / 2, y: goal.y + goal.height * part }))
  }
  const members = () => board.notesOf(ids.housing!).map(({ id }) => id)
  const before = members()
  const [first, second, third] = before as [string, string, string]
  await drag(third, first, 0.15)
  await until(() => members().join() === [third, first, second].join())
  await drag(third, first, 0.85)
  await until(() => members().join() === [first, third, second].join())
  await drag(ids.bus!, ids.ideas!, 0.5)
  await until(() => board.notes.get(ids.bus!)!.frame === ids.ideas)
  await drag(ids.bus!, ids.housing!, 0.5)
  await until(() => members().includes(ids.bus!))
  // Beside its handle a finger scrolls the list, and moves nothing.
  const box = (await row(first).boundingBox())!
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const order = members()
  await touch.line(between(middle, { x: middle.x, y: middle.y - 120 }))
  expect(members()).toEqual(order)
})

test('nobody’s page did what it must not', () => {
  expectWellBehaved(visitors)
})
