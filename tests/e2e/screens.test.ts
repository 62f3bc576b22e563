import type { Board } from '@meydan/shared/documents/board/board'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { writingMeeting } from '../api/writing-story.ts'
import { type Server, startServer } from '../support/app.ts'
import { keepPicture, phone, visitor } from '../support/browser.ts'
import { boardWith, objectOf } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, signInAs, untilSaved } from '../support/workshop.ts'

/** What lies on what, and who sees what came: the places of small things on screens of both sizes. */
let fresh: FreshDatabase
let server: Server
let browser: Browser

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

type Opened = { who: Actor; boardId: string; mode: 'canvas' | 'list'; options?: BrowserContextOptions }

async function enter(story: Story, { who, boardId, mode, options = {} }: Opened): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, who)
  await one.page.addInitScript((chosen) => localStorage.setItem('meydan.board.mode', chosen), mode)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/boards/${boardId}`)
  await untilSaved(one.page)
  await one.page.locator('[data-board][data-complete]').waitFor({ state: 'attached' })
  return one.page
}

/** The step opens its own part by itself: then a click would close it. */
async function openPart(page: Page, part: string): Promise<void> {
  const button = page.locator(`[data-part=${part}]`)
  if ((await button.getAttribute('aria-expanded')) !== 'true') await button.click()
}

async function boxOf(what: Locator) {
  await what.waitFor()
  return (await what.boundingBox())!
}

async function expectApart(page: Page, ...selectors: string[]): Promise<void> {
  const boxes = await Promise.all(selectors.map((selector) => boxOf(page.locator(selector).first())))
  boxes.forEach((a, at) => {
    for (const [index, b] of boxes.entries()) {
      if (index <= at) continue
      const isApart =
        a.x + a.width <= b.x + 1 || b.x + b.width <= a.x + 1 || a.y + a.height <= b.y + 1 || b.y + b.height <= a.y + 1
      expect(isApart, `${selectors[at]} lies on ${selectors[index]}`).toBe(true)
    }
  })
}

async function roomWithNotes() {
  const story = await consultationRoom(fresh.db)
  const fill = (board: Board) => {
    board.addNotes(
      Array.from({ length: 12 }, (_, index) => ({ at: { x: index * 240, y: 0 }, text: `note ${index}` })),
      { seat: story.civil.seatId, side: 'civil' },
    )
  }
  const boardId = await boardWith(fresh.db, story.roomId, fill)
  return { story, boardId }
}

test('what is revealed out of sight is said to everybody, with the way there; a phone keeps its controls free', async () => {
  const { story, boardId } = await roomWithNotes()
  const seatId = story.facilitator.seatId
  await writingMeeting(fresh.db, { roomId: story.roomId, seatId, documentId: boardId })
  const lead = await enter(story, { who: story.facilitator, boardId, mode: 'canvas' })
  const writer = await enter(story, { who: story.civil, boardId, mode: 'list', options: phone })
  await writer.locator('[data-part=writing]').tap()
  await writer.locator('[data-draft] textarea').first().fill('su kesik')
  await writer.locator('[data-draft][data-state=saved]').waitFor()
  const hand = await boxOf(writer.locator('[data-hand-button]'))
  expect(hand.y).toBeGreaterThanOrEqual((await boxOf(writer.locator('nav [data-part=writing]'))).y)
  expect(hand.x + hand.width).toBeLessThanOrEqual(writer.viewportSize()!.width)
  await expectApart(writer, '[data-hand-button]', '[data-part=writing]', '[data-more-parts]', '.panel.narrow')
  await keepPicture(writer, 'screens-writing-phone')

  // As near as it goes, at the other end: nothing of what comes can be in sight.
  await lead.locator('[data-board] .surface').hover()
  await lead.mouse.wheel(-4_000, 3_000)
  await openPart(lead, 'writing')
  await lead.locator('[data-reveal]').click()
  await lead.getByRole('dialog').getByRole('button', { name: 'Reveal now' }).click()
  for (const page of [lead, writer]) {
    await page.getByText('1 new note has come onto the board').waitFor()
    await keepPicture(page, page === lead ? 'screens-revealed' : 'screens-revealed-phone')
    await page.getByRole('button', { name: 'Show it' }).click()
  }
  await until(async () => isWithin(lead, await noteSaying(lead, 'su kesik').first().boundingBox()))
  await keepPicture(lead, 'screens-shown')
  await until(async () =>
    isWithin(writer, await writer.locator('[data-row]', { hasText: 'su kesik' }).first().boundingBox()),
  )
  await keepPicture(writer, 'screens-shown-phone')
}, 120_000)

function isWithin(page: Page, box: { x: number; y: number; width: number; height: number } | null): boolean {
  const { width, height } = page.viewportSize()!
  return box !== null && box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height
}

test('the leader’s last button is as wide as its words, and what is said to all lies on nothing', async () => {
  const { story, boardId } = await roomWithNotes()
  await writingMeeting(fresh.db, { roomId: story.roomId, seatId: story.facilitator.seatId, documentId: boardId })
  const lead = await enter(story, { who: story.facilitator, boardId, mode: 'list' })
  const reader = await enter(story, { who: story.civil, boardId, mode: 'list', options: phone })
  await reader.getByRole('button', { name: 'Board', exact: true }).tap()
  expect((await boxOf(lead.locator('[data-lead-bar] [data-command=end]'))).width).toBeLessThan(220)
  await keepPicture(lead, 'screens-lead-bar')

  await openPart(lead, 'lead')
  await lead.locator('[data-stage-text]').fill('Five minutes left.')
  await lead.locator('[data-stage-act=say]').first().click()
  await reader.locator('[data-stage-message]').waitFor()
  await lead.locator('[data-stage-act=lock]').first().click()
  await reader.locator('[data-stage-led]').waitFor()
  await expectApart(
    reader,
    '[data-stage-led]',
    '[data-stage-message]',
    '[data-list] [role=treeitem]',
    '[data-board] input[type=search]',
  )
  await expectApart(lead, '[data-stage-leading]', '[data-stage-message]', '[data-board] input[type=search]')
  await keepPicture(lead, 'screens-said')
  await keepPicture(reader, 'screens-said-phone')
  await lead.locator('[data-command=end]').click()
  await lead.getByRole('dialog').getByRole('button', { name: 'End meeting' }).click()
  await reader.locator('[data-ended]').waitFor()
  await lead.locator('[data-ended]').waitFor()
  for (const page of [reader, lead])
    await expectApart(page, '[data-ended]', '[data-list] [role=treeitem]', '[data-board] input[type=search]')
}, 120_000)

test('Delete pressed twice on the canvas takes one note; pasted lines lie on none', async () => {
  const { story, boardId } = await roomWithNotes()
  const page = await enter(story, { who: story.civil, boardId, mode: 'canvas' })
  const notes = page.locator('[data-board] .surface [data-type=note]')
  const first = (await notes.first().getAttribute('data-item'))!
  const before = await notes.count()
  await objectOf(page, first).click()
  await page.keyboard.press('Delete')
  await objectOf(page, first).waitFor({ state: 'detached' })
  await until(() => page.evaluate(() => document.activeElement?.matches('.surface') ?? false))
  await page.keyboard.press('Delete')
  await page.keyboard.press('ArrowRight')
  await until(() => page.evaluate(() => document.activeElement?.matches('[data-item]') ?? false))
  expect(await notes.count()).toBe(before - 1)

  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', 'line a\nline b\nline c\nline d')
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await page.getByRole('dialog').getByRole('button', { name: '4' }).click()
  await noteSaying(page, 'line d').first().waitFor()
  await keepPicture(page, 'screens-pasted')
  const boxes = await notes.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect))
  const isOn = (a: DOMRect, b: DOMRect) =>
    a.left + 4 < b.right && b.left + 4 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom
  expect(boxes.some((a, at) => boxes.some((b, index) => index > at && isOn(a, b)))).toBe(false)
}, 60_000)
