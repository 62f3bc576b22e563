import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, showCanvas, signInAs, untilSaved } from '../support/workshop.ts'

const wide: BrowserContextOptions = { viewport: { width: 1920, height: 1080 } }
const arabicPhone: BrowserContextOptions = {
  ...{ locale: 'ar', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
}

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
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

async function come(who: Actor, options: BrowserContextOptions = {}): Promise<Visitor> {
  const visit = await visitor(browser, server.url, options)
  onTestFinished(visit.close)
  const { page } = visit
  // So that a failure names its line.
  page.setDefaultTimeout(30_000)
  await signInAs(page, server.url, who)
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  return visit
}

const banner = (page: Page) => page.locator('[data-step-banner]')
const cards = (page: Page) => page.locator('[data-draft]')

/** `PICTURES=folder` keeps what everybody sees. */
async function look(pages: Record<string, Page>, screen: string): Promise<void> {
  for (const [who, page] of Object.entries(pages)) {
    await expectAccessible(page, `${screen}, ${who}`)
    const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(await beyond(), `${screen}, ${who}: wider than the screen`).toBeLessThanOrEqual(0)
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${screen}-${who}.png` })
  }
}

/** A step may open its panel by itself: then a click on its part would close it. */
async function openPart(page: Page, part: string, shown: string): Promise<void> {
  const button = page.locator(`[data-part=${part}]`).first()
  const opened = async () => {
    if (await page.locator(shown).first().isVisible()) return true
    if (await button.isVisible()) await button.click()
    return false
  }
  await until(opened, { timeout: 30_000, every: 500, what: `${part} is open` })
}

/** Goes on until everybody is told of this step. */
async function goTo(leader: Page, everyone: Page[], title: RegExp): Promise<void> {
  for (let presses = 0; presses < 9; presses++) {
    const before = await banner(leader).locator('strong').first().textContent()
    if (title.test(before ?? '')) break
    await leader.locator('[data-command=next]').click()
    await until(async () => (await banner(leader).locator('strong').first().textContent()) !== before)
  }
  for (const page of everyone) await banner(page).locator('strong').filter({ hasText: title }).first().waitFor()
}

test('three browsers go through a workshop: planned, begun, written, revealed, voted, ended, summed up', async () => {
  const visits = [await come(story.facilitator, wide), await come(story.civil, arabicPhone), await come(story.observer)]
  const [zeynep, ahmad, ida] = visits.map(({ page }) => page) as [Page, Page, Page]
  const all = { facilitator: zeynep, phone: ahmad, observer: ida }
  expect(await ahmad.locator('html').getAttribute('dir')).toBe('rtl')

  await openPart(zeynep, 'agenda', '[data-plan]')
  await zeynep.locator('[data-plan]').click()
  await zeynep.locator('[data-save]').click()
  await zeynep.locator('[data-step]').first().waitFor()
  await zeynep.locator('[data-command=start]').click()
  for (const page of Object.values(all)) await banner(page).waitFor()
  expect(await banner(ahmad).textContent()).toMatch(/\p{Script=Arabic}/u)
  expect(await ida.locator('[data-command]').count(), 'an observer leads nobody').toBe(0)
  await look(all, 'begun')

  const words = [`لا توجد دورات لغة ${crypto.randomUUID()}`, `Waiting rooms ${crypto.randomUUID()}`] as const
  await goTo(zeynep, [ida], /Problems, each for yourself/)
  await write(ahmad, words[0])
  await write(zeynep, words[1])
  await openPart(ida, 'writing', '[data-written]')
  await ida.locator('[data-written]', { hasText: /^2 of/ }).waitFor()
  expect(await ida.locator('textarea, [data-add-draft], [data-reveal]').count()).toBe(0)
  for (const [page, hidden] of [
    [ida, words],
    [zeynep, [words[0]]],
    [ahmad, [words[1]]],
  ] as const) {
    for (const text of hidden) expect(await page.content()).not.toContain(text)
  }
  await look(all, 'writing')

  await goTo(zeynep, [ida], /Reading together/)
  for (const page of [zeynep, ida]) await untilBothShown(page, words)
  await openPart(ahmad, 'writing', '[data-show-board]')
  await ahmad.locator('[data-show-board]').tap()
  for (const text of words) await ahmad.locator('[data-board]', { hasText: text }).waitFor()
  await look(all, 'revealed')

  await goTo(zeynep, [ida], /What comes first/)
  await voteTogether(all, words[0])
  await zeynep.locator('[data-command=end]').click()
  await zeynep.getByRole('dialog').getByRole('button', { name: 'End meeting' }).click()
  for (const page of Object.values(all)) {
    await page.locator('[data-ended] a').click()
    await page.locator('[data-summary]').waitFor()
    await expectNumbers(page)
  }
  await look(all, 'summary')
  expect(await ahmad.locator('[data-correct], [data-edit-thanks]').count()).toBe(0)
  expect(await ida.locator('[data-correct], [data-edit-thanks]').count()).toBe(0)
  expectWellBehaved(visits)
}, 300_000)

async function write(page: Page, text: string): Promise<void> {
  await openPart(page, 'writing', '[data-draft]')
  await cards(page).first().locator('textarea').fill(text)
  await until(async () => (await cards(page).first().getAttribute('data-state')) === 'saved', { timeout: 30_000 })
}

/** The board hears of them by its own socket, a moment before or after the panel. */
async function untilBothShown(page: Page, words: readonly string[]): Promise<void> {
  await openPart(page, 'writing', '[data-show-board]')
  await showCanvas(page)
  const shown = async () => {
    await page.locator('[data-show-board]').click()
    return noteSaying(page, words[0]!).first().isVisible()
  }
  await until(shown, { timeout: 30_000, every: 500, what: 'the notes are in sight' })
  for (const text of words) await noteSaying(page, text).first().waitFor({ state: 'attached' })
}

/** A vote on one revealed note and a line: the phone gives two dots, sums are seen by nobody before the close. */
async function voteTogether(all: Record<'facilitator' | 'phone' | 'observer', Page>, note: string): Promise<void> {
  const { facilitator, phone, observer } = all
  await noteSaying(facilitator, note).first().click()
  await openPart(facilitator, 'votes', '[data-votes]')
  await facilitator.getByRole('button', { name: 'Make one' }).click()
  const dialog = facilitator.getByRole('dialog')
  await dialog.getByLabel('What is asked?').fill('What comes first?')
  await dialog.getByRole('button', { name: /^Take .*selected/ }).click()
  await dialog.getByRole('listitem').filter({ hasText: note }).waitFor()
  await dialog.getByLabel('A line of your own').fill('Opening hours')
  await facilitator.keyboard.press('Enter')
  await expectAccessible(facilitator, 'a vote being made')
  await dialog.getByRole('button', { name: 'Open now' }).click()
  await facilitator.locator('[data-vote=open]').waitFor()

  await openPart(phone, 'votes', '[data-vote=open]')
  await openPart(observer, 'votes', '[data-vote=open]')
  for (const nth of [0, 1]) await phone.locator('[data-add-dot]').nth(nth).tap()
  await facilitator.getByText('1 of 3 have voted').waitFor()
  expect(await observer.locator('[data-add-dot]').count()).toBe(0)
  for (const page of Object.values(all)) expect(await page.locator('[data-outcome]').count()).toBe(0)
  await look(all, 'voting')

  await facilitator.getByRole('button', { name: 'Close the vote' }).click()
  await facilitator.getByRole('dialog').getByRole('button', { name: 'Close the vote' }).click()
  for (const page of Object.values(all)) await page.locator('[data-outcome]').waitFor()
  await look(all, 'voted')
}

/** Latin or Arabic digits. */
function digits(text: string | null): number {
  return Number((text ?? '').replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)))
}

async function expectNumbers(page: Page): Promise<void> {
  expect(digits(await page.locator('[data-everybody]').textContent()), 'people').toBe(3)
  const raw = await page.locator('[data-vote="What comes first?"] [data-raw]').allTextContents()
  expect(raw.map(digits), 'dots').toEqual([1, 1])
  expect(await page.locator('[data-all-notes]').textContent(), 'notes').toMatch(/2|٢|ملاحظتان|ورقتان|بطاقتان/)
}
