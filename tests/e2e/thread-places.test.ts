import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { boardWith, openBoard } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, showList, signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

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
beforeEach(async () => {
  story = await consultationRoom(fresh.db)
})

const nobody = { seat: null, side: 'neutral' as const }
const smallPhone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

type Look = BrowserContextOptions & { language?: string; theme?: string }

async function someone({ language, theme, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, { viewport: { width: 1400, height: 800 }, ...options })
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.addInitScript(
    ([lang, look]) => {
      if (lang) localStorage.setItem('meydan.language', lang)
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  return one.page
}

async function onBoard(actor: Actor, boardId: string, look: Look = {}): Promise<Page> {
  const page = await someone(look)
  await openBoard(page, server.url, { roomId: story.roomId, boardId }, actor)
  return page
}

async function onPlan(actor: Actor, planId: string, action?: string, look: Look = {}): Promise<Page> {
  const page = await someone(look)
  await signInAs(page, server.url, actor)
  const asked = action ? `?action=${encodeURIComponent(action)}` : ''
  await page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}${asked}`)
  await page.locator(action ? `[data-details][data-action-id="${action}"]` : '[data-plan-table]').waitFor()
  await untilSaved(page)
  return page
}

const twoNotes = () =>
  boardWith(fresh.db, story.roomId, (board) => {
    board.addNotes(
      [
        { at: { x: 40, y: 40 }, text: 'Kreş' },
        { at: { x: 500, y: 90 }, text: 'Yol' },
      ],
      nobody,
    )
  })

/** A plan with two actions, and the name of the first. */
async function twoActions(): Promise<{ planId: string; action: string }> {
  let action = ''
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const titles = ['Kurs açmak', 'Okul ziyareti']
    action = plan.addActions(
      titles.map((title) => ({ title, due: '2031-01-31' })),
      nobody,
    )[0]!
  })
  return { planId, action }
}

const pin = (page: Page) => page.locator('[data-thread-pin]')
const mark = (page: Page) => pin(page).locator('[data-thread-mark]')

/** Writes the first words of the thread that is being begun. */
async function say(page: Page, words: string): Promise<void> {
  const field = page.locator('[data-threads-panel] [data-comment-field]')
  await field.fill(words)
  await field.press('Control+Enter')
  await page.locator('[data-thread] [data-comment-text]', { hasText: words }).waitFor()
}

/** By the keyboard alone, from the menu of what is selected. */
async function beginByMenu(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Shift+F10')
  const item = page.getByRole('menuitem', { name: 'Write about this' })
  await item.waitFor()
  await item.press('Enter')
  await say(page, words)
}

const insideView = async (page: Page, words: string) => {
  const box = await noteSaying(page, words)
    .boundingBox({ timeout: 200 })
    .catch(() => null)
  return box !== null && box.x > 0 && box.y > 0 && box.x < 1400 && box.y < 800
}

test('a thread stands on its note for both sides, goes along with it, and outlives it', async () => {
  const boardId = await twoNotes()
  const civil = await onBoard(story.civil, boardId)
  const council = await onBoard(story.public, boardId)
  await noteSaying(civil, 'Kreş').click()
  await beginByMenu(civil, 'Where should it be built?')
  await mark(civil).waitFor()
  await mark(council).waitFor()
  expect(await mark(council).getAttribute('data-thread-unread')).toBe('true')
  expect(await mark(council).textContent()).toContain('Kreş')
  await expectAccessible(council, 'a pin on a board')
  await keepPicture(council, 'places-board')

  const before = (await pin(civil).boundingBox())!
  await noteSaying(council, 'Kreş').click()
  await keepPicture(civil, 'places-held')
  for (let step = 0; step < 5; step++) await council.keyboard.press('ArrowDown')
  await until(async () => (await pin(civil).boundingBox())!.y > before.y + 20)

  await mark(council).click()
  await council.locator('[data-thread]', { hasText: 'Where should it be built?' }).waitFor()
  await until(async () => (await mark(council).getAttribute('data-thread-unread')) === null)
  await council.locator('[data-act=resolve]').click()
  await until(async () => (await pin(civil).count()) === 0)
  await council.locator('[data-act=resolve]').click()
  await mark(civil).waitFor()

  const address = new URL(council.url())
  const [{ id: threadId }] = (await fresh.db
    .selectFrom('thread')
    .select('id')
    .where('roomId', '=', story.roomId)
    .execute()) as [{ id: string }]
  await noteSaying(council, 'Kreş').click()
  await council.keyboard.press('Delete')
  await until(async () => (await pin(civil).count()) === 0)
  // Its last words are rows once the board is quiet.
  const gone = fresh.db.selectFrom('boardRecord').select('recordId').where('documentId', '=', boardId)
  await until(async () => (await gone.where('goneAt', 'is not', null).execute()).length === 1)
  await civil.goto(`${address.origin}/rooms/${story.roomId}?thread=${threadId}`)
  await civil.locator(`[data-thread="${threadId}"]`, { hasText: 'Where should it be built?' }).waitFor()
  await civil.locator('[data-thread] s', { hasText: 'Kreş' }).waitFor()
})

test('from its thread one comes to the note, from wherever one is; and from its row in the list to the thread', async () => {
  const boardId = await twoNotes()
  const page = await onBoard(story.civil, boardId)
  await showList(page)
  await page.locator('[data-row]', { hasText: 'Yol' }).click()
  await beginByMenu(page, 'Which road?')
  const inRow = page.locator('[data-row] [data-thread-mark]')
  await inRow.waitFor()
  await page.locator('[data-row]', { hasText: 'Kreş' }).click()
  await page.locator('[data-act=thread-back]').click()
  await inRow.click()
  await page.locator('[data-thread]', { hasText: 'Which road?' }).waitFor()
  await expectAccessible(page, 'a mark in the list')
  await keepPicture(page, 'places-list')
  const threadId = await page.locator('[data-thread]').getAttribute('data-thread')

  await page.evaluate(() => localStorage.setItem('meydan.board.mode', 'canvas'))
  await page.goto(`${server.url}/rooms/${story.roomId}?thread=${threadId}`)
  await page.locator('[data-act=show-object]').click()
  await page.locator('[data-selection-bar]').waitFor()
  await until(() => insideView(page, 'Yol'))
})

test('an action and its end day are written about, and their threads lead back into the field', async () => {
  const { planId, action } = await twoActions()
  const page = await onPlan(story.civil, planId, action)
  await page.locator('[data-group=threads] [data-act=begin-thread]').click()
  await say(page, 'Who teaches?')
  await page.locator('[data-begin-field=due]').focus()
  await page.keyboard.press('Enter')
  await say(page, 'Too early for us')
  await page.locator('[data-field-threads=due]').waitFor()
  await expectAccessible(page, 'threads in an action’s details')
  await keepPicture(page, 'places-details')

  const other = await onPlan(story.public, planId)
  const row = other.locator(`[data-action="${action}"]`)
  const inCell = row.locator('[data-thread-mark]')
  await until(async () => (await inCell.innerText()).includes('2'))
  await keepPicture(other, 'places-table')
  await inCell.click()
  await other.locator('[data-thread-list] [data-thread-id]', { hasText: 'Too early for us' }).click()
  expect(await other.locator('[data-cell-field]').count()).toBe(0)
  expect(await other.locator('[data-details]').count()).toBe(0)
  expect(await row.getAttribute('aria-selected')).not.toBe('true')
  await other.locator('[data-act=show-object]').click()
  await other.locator(`[data-details][data-action-id="${action}"]`).waitFor()
  await until(() => other.evaluate(() => document.activeElement?.closest('[data-detail=due] .control') !== null))
  await expectAccessible(other, 'a thread beside the field it is about')

  const reads = await onPlan(story.observer, planId, action)
  await reads.locator('[data-read] [data-field-threads=due]').click()
  await reads.locator('[data-thread]', { hasText: 'Too early for us' }).waitFor()
  expect(await reads.locator('[data-begin-field], [data-act=begin-thread]').count()).toBe(0)

  const pocket = await onPlan(story.public, planId, action, { ...smallPhone, language: 'ar', theme: 'dark' })
  await pocket.locator('[data-field-threads=due]').scrollIntoViewIfNeeded()
  expect(
    await pocket.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
  ).toBe(true)
  await expectAccessible(pocket, 'threads in details on a phone')
  await keepPicture(pocket, 'places-details-phone')
})
