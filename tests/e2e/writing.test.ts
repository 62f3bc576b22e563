import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type WritingMeeting, writingMeeting } from '../api/writing-story.ts'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, showCanvas, signInAs, untilSaved } from '../support/workshop.ts'

const arabicPhone: BrowserContextOptions = {
  ...{ locale: 'ar', viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
}

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

type Place = { page: Page; proxy: Proxy; origin: string }

async function aMeeting(naming: 'named' | 'side' = 'named'): Promise<{ story: Story; meeting: WritingMeeting }> {
  const story = await consultationRoom(fresh.db)
  const meeting = await writingMeeting(fresh.db, { roomId: story.roomId, seatId: story.facilitator.seatId, naming })
  return { story, meeting }
}

/** Somebody with the panel of private writing before them, over a link the test holds in its hand. */
async function atPanel(story: Story, who: Actor, options: BrowserContextOptions = {}): Promise<Place> {
  const proxy = await startProxy(server.port)
  const origin = `http://127.0.0.1:${proxy.port}`
  const visit = await visitor(browser, origin, options)
  onTestFinished(async () => {
    expectWellBehaved([visit])
    await visit.close()
    await proxy.close()
  })
  const { page } = visit
  await signInAs(page, origin, who)
  await page.goto(`${origin}/rooms/${story.roomId}/boards/${story.boardId}`)
  await untilSaved(page)
  await openPanel(page)
  return { page, proxy, origin }
}

/** The step's banner opens it too: then a click on its part would close it. */
async function openPanel(page: Page): Promise<void> {
  const part = page.locator('[data-part=writing]')
  await part.waitFor()
  await until(
    async () => {
      const isOpen = await part.evaluate((one) => one.matches('[aria-expanded=true], [aria-current=page]'))
      if (!isOpen) await part.click()
      return page.locator('[data-written]').isVisible()
    },
    { every: 250, what: 'the panel is open' },
  )
}

const cards = (page: Page) => page.locator('[data-draft]')
const untilCard = (page: Page, state: string, at = 0) =>
  until(async () => (await cards(page).nth(at).getAttribute('data-state')) === state, { what: `card is ${state}` })

async function revealByHand(page: Page): Promise<void> {
  await page.locator('[data-reveal]').click()
  await page.getByRole('dialog').getByRole('button', { name: 'Reveal now' }).click()
}

test('written on a phone in Arabic, counted by all, read by nobody, and shown to everyone at once', async () => {
  const { story } = await aMeeting('side')
  const [mine, second] = [`لا توجد دورات لغة ${crypto.randomUUID()}`, `العمل بلا تصريح ${crypto.randomUUID()}`]
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
  const phone = await atPanel(story, story.civil, arabicPhone)
  const leader = await atPanel(story, story.facilitator)
  const observer = await atPanel(story, story.observer)

  await cards(phone.page).locator('textarea').fill(mine)
  await untilCard(phone.page, 'saved')
  await phone.page.locator('[data-add-draft]').tap()
  await cards(phone.page).nth(1).locator('textarea').fill(second)
  await cards(phone.page).nth(1).locator('select').selectOption('need')
  await untilCard(phone.page, 'saved', 1)
  for (const { page } of [leader, observer]) {
    await page.locator('[data-written]', { hasText: /^1 of/ }).waitFor()
    for (const text of [mine, second]) expect(await page.content()).not.toContain(text)
  }
  expect(await observer.page.locator('textarea, [data-add-draft], [data-reveal]').count()).toBe(0)
  expect(await phone.page.locator('[data-naming]').textContent()).toContain('المجتمع المدني')
  for (const [{ page }, screen] of [
    [phone, 'writing at 360 px'],
    [observer, 'writing, watching'],
  ] as const) {
    await expectAccessible(page, screen)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  }

  await revealByHand(leader.page)
  for (const { page } of [phone, leader, observer]) await page.locator('[data-revealed]').waitFor()
  await showCanvas(leader.page)
  // The board hears of them by its own socket, a moment before or after.
  await until(
    async () => {
      await leader.page.locator('[data-show-board]').click()
      return noteSaying(leader.page, mine).first().isVisible()
    },
    { every: 250, what: 'the notes are in sight' },
  )
  for (const text of [mine, second]) await noteSaying(leader.page, text).first().waitFor({ state: 'attached' })
  await expectAccessible(phone.page, 'revealed at 360 px')
  await phone.page.locator('[data-show-board]').tap()
  await phone.page.locator('[data-board]', { hasText: second }).waitFor()
  expect(await phone.page.locator('[data-written]').count()).toBe(0)
}, 180_000)

test('offline nothing is lost: it is saved when the connection is back, also after a reload', async () => {
  const { story } = await aMeeting()
  const { page, proxy } = await atPanel(story, story.public)
  const saved = async () => (await fresh.db.selectFrom('draftNote').select('text').execute()).map(({ text }) => text)
  const [first, second] = [`first ${crypto.randomUUID()}`, `second ${crypto.randomUUID()}`]
  proxy.cut()
  await cards(page).locator('textarea').fill(first)
  await untilCard(page, 'unsaved')
  proxy.flow()
  await untilCard(page, 'saved')
  expect(await saved()).toContain(first)

  proxy.cut()
  await cards(page).locator('textarea').press('Control+Enter')
  await page.keyboard.type(second)
  await untilCard(page, 'unsaved', 1)
  expect(await saved()).not.toContain(second)
  proxy.flow()
  await page.reload()
  await openPanel(page)
  await untilCard(page, 'saved', 1)
  expect(await saved()).toContain(second)
  expect(
    await page.evaluate(() =>
      [localStorage, sessionStorage].flatMap(Object.keys).filter((key) => key.includes('unsent')),
    ),
  ).toEqual([])

  await cards(page).first().locator('[data-delete]').click()
  await until(async () => !(await saved()).includes(first))
  await page.locator('.toasts').getByRole('button', { name: 'Undo' }).click()
  await until(async () => (await saved()).includes(first))
}, 180_000)

test('what the reveal overtook stays on the screen, to be copied, and is not called sent', async () => {
  const { story } = await aMeeting()
  const late = `late ${crypto.randomUUID()}`
  const writer = await atPanel(story, story.public)
  const leader = await atPanel(story, story.facilitator)
  writer.proxy.cut()
  await cards(writer.page).locator('textarea').fill(late)
  await untilCard(writer.page, 'unsaved')
  await revealByHand(leader.page)
  await leader.page.locator('[data-revealed]').waitFor()
  writer.proxy.flow()
  const unsent = writer.page.locator('[data-unsent]')
  await unsent.filter({ hasText: late }).waitFor()
  await expectAccessible(writer.page, 'words that were not sent')
  await writer.page.reload()
  await openPanel(writer.page)
  await unsent.filter({ hasText: late }).waitFor()
  await unsent.getByRole('button', { name: /^Put away/ }).click()
  await unsent.waitFor({ state: 'detached' })
}, 180_000)

test('a pasted list becomes notes, when one says so', async () => {
  const { story } = await aMeeting()
  const { page } = await atPanel(story, story.expert, { permissions: ['clipboard-read', 'clipboard-write'] })
  await cards(page).locator('textarea').focus()
  await page.evaluate(() => navigator.clipboard.writeText('• Dil kursu\n• İş\n• Konut'))
  await page.keyboard.press('Control+V')
  await page.locator('[data-split]').click()
  await until(async () => (await cards(page).count()) === 3)
  await untilCard(page, 'saved', 2)
  const words = await cards(page)
    .locator('textarea')
    .evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value))
  expect(words).toEqual(['Dil kursu', 'İş', 'Konut'])
}, 180_000)
