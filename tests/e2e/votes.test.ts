import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, type Visitor, visitor } from '../support/browser.ts'
import { boardWith } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { signInAs } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
const visitors: Visitor[] = []

const arabicPhone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  locale: 'ar',
}

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

async function enter(actor: Actor, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

const votesOf = async (page: Page) => {
  await page.locator('[data-part=votes]').first().click()
  await page.locator('[data-votes]').waitFor()
}

test('a vote on two notes: given by both sides, taken back, closed, and read three ways', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    for (const [index, text] of ['Tercüman', 'Ortak masa'].entries()) {
      board.addNotes([{ at: { x: index * 260, y: 0 }, text }], { seat: story.civil.seatId, side: 'civil' })
    }
  })
  const path = `/rooms/${story.roomId}/boards/${boardId}`
  const leads = await enter(story.facilitator, path)
  await leads.locator('[data-note-id]').first().waitFor()
  await votesOf(leads)
  await leads.getByRole('button', { name: 'New vote' }).click()
  const dialog = leads.getByRole('dialog')
  await dialog.getByLabel('What is asked?').fill('What comes first?')
  await leads.getByLabel('A line of your own').fill('Opening hours')
  await leads.keyboard.press('Enter')
  await expectAccessible(leads, 'a vote being made')
  await leads.keyboard.press('Escape')

  // The board is in reach while the dialog is closed: what is selected there is offered in it.
  await leads.locator('[data-note-id]').first().focus()
  await leads.keyboard.press('Control+a')
  await leads.getByRole('button', { name: 'New vote' }).click()
  await dialog.getByLabel('What is asked?').fill('What comes first?')
  await dialog.getByRole('button', { name: 'Take the 2 selected' }).click()
  await dialog.getByRole('listitem').filter({ hasText: 'Ortak masa' }).waitFor()
  await dialog.getByRole('button', { name: 'Open now' }).click()
  await leads.locator('[data-vote=open]').waitFor()

  const ahmad = await enter(story.civil, `/rooms/${story.roomId}/light`, arabicPhone)
  const mehmet = await enter(story.public, path)
  await ahmad.locator('[data-part=votes]').tap()
  await votesOf(mehmet)
  await expectAccessible(ahmad, 'an open vote on a phone in Arabic')
  const add = (page: Page, nth: number) => page.locator('[data-add-dot]').nth(nth)
  await add(ahmad, 0).tap()
  await add(ahmad, 1).tap()
  await ahmad.locator('output').nth(1).filter({ hasText: /[1١]/ }).waitFor()
  // Taken back, it can be given elsewhere.
  await ahmad.locator('[data-vote=open] .acts button').nth(2).tap()
  await add(mehmet, 0).click()
  await leads.getByText('2 of 3 have voted').waitFor()
  for (const page of [leads, ahmad, mehmet]) expect(await page.locator('[data-outcome]').count()).toBe(0)

  await leads.getByRole('button', { name: 'Close the vote' }).click()
  await leads.getByRole('dialog').getByRole('button', { name: 'Close the vote' }).click()
  await Promise.all([leads, ahmad, mehmet].map((page) => page.locator('[data-outcome]').waitFor()))
  const first = leads.locator('[data-outcome] ol > li').first()
  await expect.poll(() => first.locator('[data-raw]').textContent()).toBe('2 dots')
  await expectAccessible(leads, 'a closed vote')
  await leads.locator('[data-outcome] select').selectOption('quadrant')
  await leads.locator('[data-quadrant=both]', { hasText: 'Tercüman' }).waitFor()
  await leads.locator('[data-quadrant=neither]', { hasText: 'Ortak masa' }).waitFor()
})

test('who has no connection keeps their dots, and sends them later', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    board.addNotes([{ at: { x: 0, y: 0 }, text: 'Kreş' }], { seat: null, side: 'civil' })
  })
  const leads = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${boardId}`)
  await leads.locator('[data-note-id]').first().waitFor()
  await votesOf(leads)
  await leads.getByRole('button', { name: 'New vote' }).click()
  await leads.getByRole('dialog').getByLabel('What is asked?').fill('One more')
  await leads.getByLabel('A line of your own').fill('A line')
  await leads.keyboard.press('Enter')
  await leads.getByRole('button', { name: 'Open now' }).click()
  await leads.locator('[data-vote=open]').waitFor()

  const mehmet = await enter(story.public, `/rooms/${story.roomId}/light`)
  await votesOf(mehmet)
  await mehmet.locator('[data-add-dot]').first().waitFor()
  await mehmet.context().setOffline(true)
  await mehmet.locator('[data-add-dot]').first().click()
  await mehmet.getByText('Not sent yet').waitFor()
  await mehmet.context().setOffline(false)
  await leads.locator('[data-vote=open]', { hasText: '1 of 3 have voted' }).waitFor()
  await mehmet.getByText('Not sent yet').waitFor({ state: 'detached' })
  expectWellBehaved(visitors)
})
