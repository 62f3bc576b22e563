import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { Board } from '@meydan/shared/documents/board/board'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, type Visitor, visitor } from '../support/browser.ts'
import { boardWith, objectOf, openBoard, screenPoint } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type SyncClient, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
const visitors: Visitor[] = []
const nobody = { seat: null, side: 'neutral' as const }

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

async function arrive(who: Actor, boardId: string, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, { permissions: ['clipboard-read', 'clipboard-write'], ...options })
  visitors.push(one)
  onTestFinished(one.close)
  await openBoard(one.page, server.url, { roomId: story.roomId, boardId }, who)
  return one.page
}

/** The board as it is stored: a plain client beside the browsers. */
async function watch(boardId: string): Promise<{ board: Board; client: SyncClient }> {
  const client = syncClient(server, boardId, story.facilitator.cookie)
  onTestFinished(() => client.destroy())
  await until(() => client.provider.synced)
  return { board: new Board(client.doc), client }
}

const three = (board: Board) => {
  const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 500 }, title: 'Needs' })
  board.addNotes(
    [
      { at: { x: 40, y: 40 }, frame, text: 'Kreş' },
      { at: { x: 300, y: 90 }, frame, text: 'Yol' },
      { at: { x: 640, y: 60 }, frame, text: 'İçme suyu' },
    ],
    nobody,
  )
  board.addNotes([{ at: { x: 1100, y: 300 }, text: 'Outside' }], nobody)
}

const placesOf = (board: Board) =>
  Object.fromEntries(board.notes.all().map((note) => [board.textOf(note.id), board.placeOf(note)]))

test('objects are copied from one board of the programme to another, with colour, theme and lines', async () => {
  const from = await boardWith(fresh.db, story.roomId, three)
  const to = await boardWith(fresh.db, story.roomId, () => {})
  const page = await arrive(story.civil, from)
  await noteSaying(page, 'Kreş').click()
  await page.keyboard.press('Control+Shift+a')
  await page.keyboard.press('Control+c')
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${to}`)
  await page.locator('[data-board] .surface').waitFor()
  const { board } = await watch(to)
  await page.locator('[data-board] .surface').focus()
  await page.keyboard.press('Control+v')
  await until(() => board.notes.all().length === 3)
  expect(Object.keys(placesOf(board)).sort()).toEqual(['Kreş', 'Yol', 'İçme suyu'])
  const [note] = board.notes.all()
  expect(note).toMatchObject({ seat: story.civil.seatId, side: 'civil', source: { document: from } })
  await page.keyboard.press('Control+z')
  await until(() => board.notes.all().length === 0)
})

test('cut takes away, and paste as words makes a note for each line of something else', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, three)
  const { board } = await watch(boardId)
  const page = await arrive(story.civil, boardId)
  await noteSaying(page, 'Outside').click()
  await page.keyboard.press('Control+x')
  await until(() => board.notes.all().length === 3)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Outside')
  await page.keyboard.press('Control+v')
  await until(() => Object.hasOwn(placesOf(board), 'Outside'))
})

test('align, distribute and the pile: by the menu, by keyboard as well', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, three)
  const { board } = await watch(boardId)
  const page = await arrive(story.civil, boardId)
  await noteSaying(page, 'Kreş').click()
  await page.keyboard.press('Control+Shift+a')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Top edges' }).waitFor()
  await expectAccessible(page, 'menu of the selection')
  await page.keyboard.press('t')
  await page.getByRole('menuitem', { name: 'Top edges' }).press('Enter')
  await until(() => new Set(board.notes.all().map((note) => board.placeOf(note).y)).size === 2)
  expect(placesOf(board)['Yol']).toEqual({ x: 300, y: 40 })
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Space evenly across' }).click()
  await until(() => placesOf(board)['Yol']!.x === 340)
  await noteSaying(page, 'Kreş').click()
  await page.keyboard.press('Control+]')
  const top = () => board.notes.all().toSorted((a, b) => (a.order < b.order ? 1 : -1))[0]!
  await until(() => board.textOf(top().id) === 'Kreş')
})

test('what a facilitator locks stays where it is for everyone, until it is unlocked', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, three)
  const { board } = await watch(boardId)
  const facilitator = await arrive(story.facilitator, boardId)
  const participant = await arrive(story.civil, boardId)
  await noteSaying(facilitator, 'Kreş').click()
  await facilitator.keyboard.press('Control+Shift+L')
  await until(() => board.notes.all().some(({ locked }) => locked))
  const locked = board.notes.all().find((note) => note.locked)!
  await until(async () => (await objectOf(participant, locked.id).getAttribute('class'))?.includes('locked'))
  await noteSaying(participant, 'Kreş').click()
  await participant.keyboard.press('ArrowRight')
  await participant.keyboard.press('Delete')
  await participant.getByText('This is locked').waitFor()
  await participant.keyboard.press('Control+Shift+L')
  const middle = await screenPoint(participant, { x: 140, y: 115 })
  await participant.mouse.move(middle.x, middle.y)
  await participant.mouse.down()
  await participant.mouse.move(middle.x + 120, middle.y + 90, { steps: 5 })
  await participant.mouse.up()
  await noteSaying(participant, 'Outside').click()
  await participant.keyboard.press('ArrowRight')
  await until(() => placesOf(board)['Outside']!.x === 1110)
  expect(board.notes.get(locked.id)).toEqual(locked)
  await facilitator.keyboard.press('Control+Shift+L')
  await until(() => !board.notes.get(locked.id)!.locked)
})

test('words are found whatever the keyboard, and brought into sight', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    three(board)
    board.addNotes([{ at: { x: 9000, y: 7000 }, text: 'İçme suyu burada da yok' }], nobody)
  })
  const page = await arrive(story.civil, boardId)
  await page.locator('[data-board] .surface [data-note-id]').first().focus()
  await page.keyboard.press('Control+f')
  await page.getByRole('search').getByRole('searchbox').fill('icme suyu')
  await page.getByRole('status').getByText('1 of 2').waitFor()
  await expectAccessible(page, 'finding words')
  await page.keyboard.press('Enter')
  await noteSaying(page, 'burada da yok').waitFor()
  await until(async () => (await noteSaying(page, 'burada da yok').boundingBox())!.x < 1280)
  await page.keyboard.press('Escape')
  await until(() => page.evaluate(() => document.activeElement?.textContent?.includes('burada da yok')))
})

test('shortcuts of one letter can be switched off, the others stay', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, three)
  const page = await arrive(story.civil, boardId)
  await noteSaying(page, 'Yol').focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByLabel('Shortcuts of a single letter').uncheck()
  await expectAccessible(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await noteSaying(page, 'Yol').focus()
  await page.keyboard.press('n')
  await page.keyboard.press('Control+d')
  await until(async () => (await noteSaying(page, 'Yol').count()) === 2)
  expect(await page.locator('[data-board] textarea').count()).toBe(0)
})

test('following somebody shows what they see, until one moves by oneself', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    three(board)
    board.addNotes([{ at: { x: 6000, y: 4000 }, text: 'Far away' }], nobody)
  })
  const leader = await arrive(story.civil, boardId)
  const page = await arrive(story.public, boardId)
  await page.getByRole('button', { name: /^People/ }).click()
  await page.getByRole('button', { name: `Follow ${story.civil.name}` }).click()
  await page.locator('[data-following]').waitFor()
  await noteSaying(leader, 'Kreş').focus()
  await leader.keyboard.press('Control+f')
  await leader.getByRole('searchbox').fill('far away')
  const inSight = async () => {
    const box = await noteSaying(page, 'Far away')
      .boundingBox({ timeout: 200 })
      .catch(() => null)
    return box !== null && box.x > 0 && box.x < 1280 && box.y > 0 && box.y < 800
  }
  await until(inSight)
  await expectAccessible(page, 'following')
  await page.mouse.move(500, 400)
  await page.mouse.wheel(0, 200)
  await page.locator('[data-following]').waitFor({ state: 'detached' })
})

test('the overview moves the board, by press and by arrow keys', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    three(board)
    board.addNotes([{ at: { x: 6000, y: 4000 }, text: 'Far away' }], nobody)
  })
  const page = await arrive(story.civil, boardId)
  const map = (await page.locator('[data-minimap] canvas').boundingBox())!
  const before = await screenPoint(page, { x: 0, y: 0 })
  await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2)
  await until(async () => (await screenPoint(page, { x: 0, y: 0 })).x !== before.x)
  const pressed = await screenPoint(page, { x: 0, y: 0 })
  await page.locator('[data-minimap]').focus()
  await page.keyboard.press('ArrowRight')
  await until(async () => (await screenPoint(page, { x: 0, y: 0 })).x < pressed.x)
})

test('no page asked another host, broke its policy, or threw', () => {
  expect(visitors.length).toBeGreaterThan(6)
  expectWellBehaved(visitors)
})
