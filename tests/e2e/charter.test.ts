import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, pick, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

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

type Look = BrowserContextOptions & { language?: string }

async function enter(actor: Actor, path: string, { language, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  if (language) await one.page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

/** A charter that the facilitator makes from its template. */
async function charter(story: Story): Promise<{ facilitator: Page; path: string }> {
  const facilitator = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${story.boardId}`, {
    language: 'tr',
  })
  await facilitator.locator('.room .more').first().click()
  await facilitator.getByRole('menuitem', { name: 'Tutanak ekle' }).click()
  await pick(facilitator.locator('[data-add-minutes] input[value=charter]'))
  await facilitator.getByRole('dialog').locator('button[type=submit]').click()
  await facilitator.locator('.minutes-text .rich-clause').first().waitFor()
  return { facilitator, path: new URL(facilitator.url()).pathname }
}

const foot = (page: Page, nth = 0) => page.locator('[data-clause-foot]').nth(nth)
const counted = (page: Page, side: string, what: string) =>
  foot(page).locator(`[data-clause-side=${side}] [data-clause-count=${what}] [aria-hidden]`).last().textContent()

test('organisations of both sides say where they stand to a clause, and are asked again when it changes', async () => {
  const story = await consultationRoom(fresh.db)
  const { facilitator, path } = await charter(story)
  expect(await facilitator.locator('.rich-clause').count()).toBe(5)
  await foot(facilitator).waitFor({ timeout: 20_000 })
  expect(await facilitator.locator('[data-act=agree]').count()).toBe(0)
  const [civil, town] = [await enter(story.civil, path), await enter(story.public, path)]
  await foot(civil).locator('[data-act=agree]').click()
  await foot(civil).locator('[data-clause-mine]').waitFor()
  await expect.poll(() => counted(facilitator, 'civil', 'agree')).toBe('1')
  await foot(town).locator('[data-act=object]').click()
  const form = foot(town).locator('[data-clause-form]')
  await form.locator('button[type=submit]').click()
  await form.locator('[aria-invalid=true]').waitFor()
  await form.locator('[name=reason]').fill('Amaç çok geniş.')
  await form.locator('button[type=submit]').click()
  await expect.poll(() => counted(civil, 'public', 'object')).toBe('1')
  await foot(civil).locator('[data-clause-objections]').click()
  await foot(civil).getByText('Amaç çok geniş.').waitFor()
  await keepPicture(civil, 'charter-wide')
  await expectAccessible(civil, 'a charter')

  // Another wording: what was said is kept, and doesn’t count for it.
  await civil.locator('.rich-clause .node-words p').first().click()
  await civil.keyboard.press('End')
  await civil.keyboard.type(' (yeni)')
  await untilSaved(civil)
  await foot(civil).locator('[data-clause-outdated]').waitFor({ timeout: 30_000 })
  await expect.poll(() => counted(civil, 'civil', 'agree')).toBe('0')
  await foot(civil).locator('[data-act=agree]').click()
  await expect.poll(() => counted(facilitator, 'civil', 'agree'), { timeout: 20_000 }).toBe('1')

  await facilitator.locator('[data-act=clauses]').click()
  const rows = facilitator.locator('[data-clause-row]')
  await rows.first().waitFor()
  expect(await rows.count()).toBe(5)
  await expectAccessible(facilitator, 'the overview of clauses')
  await keepPicture(facilitator, 'charter-overview')
  await facilitator.locator('[data-clauses] select').selectOption('objected')
  await until(async () => (await rows.count()) === 0)
  await facilitator.keyboard.press('Escape')
  // Taken back, it is as if nothing had been said.
  await foot(civil).locator('[data-act=take-back]').click()
  await expect.poll(() => counted(facilitator, 'civil', 'agree')).toBe('0')
})

test('who watches sees where all stand, on a phone in Arabic, and says nothing', async () => {
  const story = await consultationRoom(fresh.db)
  const { path } = await charter(story)
  const observer = await enter(story.observer, path, {
    ...{ language: 'ar', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
  })
  await foot(observer).waitFor({ timeout: 20_000 })
  expect(await observer.locator('[data-act=agree], [data-act=object]').count()).toBe(0)
  expect(await observer.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await expectAccessible(observer, 'a charter on a phone, in Arabic')
  await keepPicture(observer, 'charter-ar-360-dark')
})
