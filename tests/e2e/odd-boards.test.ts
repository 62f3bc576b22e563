import type { Board } from '@meydan/shared/documents/board/board'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { startServer, type Server } from '../support/app.ts'
import { expectWellBehaved, type Visitor, visitor } from '../support/browser.ts'
import { boardWith, openBoard } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, showList, untilSaved, writeNote } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
const visitors: Visitor[] = []
const nobody = { seat: null, side: 'civil' as const }

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

async function arrive(boardId: string, who = story.civil): Promise<Page> {
  const one = await visitor(browser, server.url)
  visitors.push(one)
  onTestFinished(one.close)
  await openBoard(one.page, server.url, { roomId: story.roomId, boardId }, who)
  return one.page
}

const PILE = 10_000
/** Notes in the page at once where all lie at one spot; and what a page may need for it on a busy machine. */
const ELEMENTS_MAX = 400

test('ten thousand notes at one spot: the canvas goes on, and so do the others', { timeout: 180_000 }, async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    const notes = Array.from({ length: PILE }, (_, index) => ({ at: { x: 300, y: 300 }, text: `Pile ${index}` }))
    board.addNotes([...notes, { at: { x: 900, y: 300 }, text: 'Beside' }], nobody)
  })
  const page = await arrive(boardId)
  await noteSaying(page, 'Beside').waitFor()
  expect(await page.locator('[data-board] .surface [data-note-id]').count()).toBeLessThan(ELEMENTS_MAX)
  // The uppermost is the one that is seen.
  await noteSaying(page, `Pile ${PILE - 1}`).waitFor()
  const other = await arrive(boardId, story.public)
  await noteSaying(other, 'Beside').waitFor()
  await writeNote(page, 'Still here')
  await noteSaying(other, 'Still here').waitFor({ timeout: 30_000 })
  await page.mouse.move(600, 500)
  await page.mouse.wheel(0, 300)
  await page.mouse.wheel(0, -300)
  expect(await page.locator('[data-board] .surface [data-note-id]').count()).toBeLessThan(ELEMENTS_MAX)
})

const RTL = '\u202e\u2066\u200f'
const INVISIBLE = '\u200b\u200d\ufeff\u2060'

/** Fields that no version of ours would write, each in a record that has everything else. */
const odd: Record<string, Record<string, unknown>[]> = {
  notes: [
    { at: { x: Number.NaN, y: 1e308 } },
    { at: { x: 1e308, y: -1e308 } },
    { at: { x: Number.POSITIVE_INFINITY, y: 0 } },
    { at: 'here', colour: 7, order: 12, createdAt: 'yesterday', side: 'both' },
    { at: null, frame: 'gone', theme: 'gone', seat: 'nobody' },
    { at: { x: 40, y: 40 }, hologram: { depth: 3 }, colour: 'ultraviolet', reactions: ['a'], version: 99 },
    { at: { x: 300, y: 40 }, evidence: 'javascript:alert(document.domain)', affected: `${RTL}gnp.exe`, kind: 'need' },
    { at: { x: 600, y: 40 }, evidence: 'x'.repeat(1_000_000), severity: 'five', fields: 'all', locality: INVISIBLE },
    { at: { x: 900, y: 40 }, order: '', theme: 'self' },
  ],
  themes: [
    { at: { x: 40, y: 400 }, title: 'x'.repeat(1_000_000) },
    { at: { x: 1e308, y: Number.NaN }, title: 42 },
    { at: { x: 500, y: 400 }, title: `${RTL}${INVISIBLE}`, frame: 'self' },
  ],
  frames: [
    { at: { x: 0, y: 900 }, size: { width: Number.NaN, height: 1e308 }, title: 'y'.repeat(1_000_000) },
    { at: { x: 600, y: 900 }, size: 'large', title: { en: 'Frame' }, kind: 'hexagon' },
  ],
  shapes: [
    { at: { x: 900, y: 400 }, size: { width: -5, height: 0 }, form: 'dodecahedron', ink: 'gold' },
    { at: { x: 1e308, y: 0 }, size: { width: 1e308, height: 1e308 } },
  ],
  connectors: [
    { from: { item: 'gone', at: { x: 0, y: 0 } }, to: 'there', label: 'z'.repeat(1_000_000) },
    { from: null, to: { item: 'self', at: { x: Number.NaN, y: 0 } }, arrow: 'sideways' },
  ],
  strokes: [
    { at: { x: 100, y: 700 }, points: '0 0 5 NaN 3 2 1e308 1e308 9', width: 1e308 },
    { at: { x: 100, y: 700 }, points: '9'.repeat(15_000), width: 'thick' },
    { at: { x: 300, y: 700 }, points: '' },
  ],
  pictures: [
    { at: { x: 500, y: 700 }, file: '../../etc/passwd', alt: RTL, size: { width: Number.NaN, height: 3 } },
    { at: { x: 900, y: 700 }, file: 'javascript:alert(1)', alt: 'a'.repeat(1_000_000) },
  ],
  stamps: [{ item: 'gone', sign: 'skull' }, { item: 4 }],
  holograms: [{ at: { x: 0, y: 0 }, beam: true }],
}

/** Past the gate, as an older server, a newer client or a hand in the database could have left it. */
function fillOdd(board: Board): void {
  const { doc } = board
  board.addNotes([{ at: { x: 40, y: 200 }, text: 'An honest note' }], nobody)
  for (const [root, records] of Object.entries(odd)) {
    records.forEach((fields, index) => {
      const id = `${root}-${index}`
      const own = Object.entries(fields).map(([name, value]) => [name, value === 'self' ? id : value] as const)
      doc.getMap(root).set(id, new Y.Map(own))
      if (root === 'notes' || root === 'shapes') board.texts.set(id, new Y.Text(`${RTL}Odd ${INVISIBLE}${index}`))
    })
  }
  doc.getMap('notes').set('a text', 'instead of a record')
  doc.getMap('notes').set('__proto__', new Y.Map([['at', { x: 1, y: 1 }]]))
  doc.getMap('themes').set('a list', new Y.Array())
  board.texts.set('notes-0', new Y.Map() as never)
  board.texts.set('nobody’s', new Y.Text('w'.repeat(1_000_000)))
}

test('what no client of ours would write is shown as far as it can be, and breaks nothing', {
  timeout: 180_000,
}, async () => {
  const boardId = await boardWith(fresh.db, story.roomId, fillOdd)
  const page = await arrive(boardId)
  await noteSaying(page, 'An honest note').waitFor()
  await until(async () => (await page.locator('[data-board] .surface [data-note-id]').count()) > 3)
  expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0)
  expect(await page.evaluate(() => document.documentElement.innerHTML.length)).toBeLessThan(1_000_000)
  await page.mouse.move(600, 500)
  await page.mouse.wheel(0, 200)
  await writeNote(page, 'Beside the odd ones')
  await untilSaved(page)
  await page.locator('[data-board] .surface').locator('[data-item]').first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Escape')
  await showList(page)
  await page.getByText('An honest note').first().waitFor()
  expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0)
})

test('no page asked another host, broke its policy, or threw', () => {
  expect(visitors.length).toBeGreaterThan(2)
  expectWellBehaved(visitors)
})
