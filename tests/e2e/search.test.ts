import { rebuildRows } from '@meydan/server/projection/rebuild'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { boardWith, objectOf } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { signInAs } from '../support/workshop.ts'

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

type Scene = Story & { needsId: string; noteId: string }

async function scene(): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  let noteId = ''
  const author = { seat: story.public.seatId, side: 'public' as const }
  const needsId = await boardWith(fresh.db, story.roomId, (board) => {
    const texts = ['Mahallede çeşme tamiri gerekiyor', 'İşitme engelliler için tercüman', 'المدرسة القريبة من الحيّ']
    noteId = board.addNotes(
      texts.map((text, index) => ({ at: { x: 3000 + index * 300, y: 2000 }, text })),
      author,
    )[0]!
  })
  await planWith(fresh.db, story.roomId, (plan) => {
    plan.addActions([{ title: 'Çeşmeleri onarmak' }], author)
  })
  await rebuildRows(fresh.db)
  return { ...story, needsId, noteId }
}

async function enter(actor: Actor, path: string, options: BrowserContextOptions & { language?: string } = {}) {
  const { language, ...rest } = options
  const one = await visitor(browser, server.url, rest)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.addInitScript(() => localStorage.setItem('meydan.board.mode', 'canvas'))
  await one.page.addInitScript((lang) => lang && localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

const found = (page: Page) => page.locator('[data-found]')

test('from the head of a page to what was written on a board, by words as one types them', async () => {
  const story = await scene()
  const page = await enter(story.civil, '/')
  await page.locator('[data-to-search]').click()
  const field = page.locator('[data-search] input[type=search]')
  await field.waitFor()
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true)
  await field.fill('cesme')
  await expect.poll(() => found(page).count()).toBe(2)
  expect(await found(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-found')))).toEqual([
    'note',
    'action',
  ])
  expect(await page.locator('mark').allTextContents()).toEqual(['çeşme', 'Çeşmeleri'])
  await expectAccessible(page, 'search')
  await keepPicture(page, 'search-wide')
  await page.locator('[data-kind=action]').click()
  await expect.poll(() => found(page).count()).toBe(1)
  await page.locator('[data-search] .kinds button').first().click()
  await expect.poll(() => found(page).count()).toBe(2)
  await found(page).first().click()
  await page.waitForURL(new RegExp(`/boards/${story.needsId}$`))
  // Shown, wherever on the board it lies.
  const note = objectOf(page, story.noteId)
  await note.waitFor()
  await expect.poll(() => note.evaluate((one) => one.getBoundingClientRect().top < innerHeight)).toBe(true)
  await page.goBack()
  await expect.poll(() => field.inputValue()).toBe('cesme')
})

test('in Arabic on a phone, without a network and with it again, and where nothing is found', async () => {
  const story = await scene()
  const page = await enter(story.observer, `/search?roomId=${story.roomId}`, {
    ...{ language: 'ar', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  })
  const field = page.locator('[data-search] input[type=search]')
  await field.fill('مدرسه')
  await expect.poll(() => found(page).count()).toBe(1)
  await keepPicture(page, 'search-ar-360')
  await expectAccessible(page, 'search in Arabic')
  await page.context().setOffline(true)
  await field.fill('حي')
  await page.locator('[data-search] .stale').waitFor()
  expect(await found(page).count()).toBe(1)
  await page.context().setOffline(false)
  await page.locator('[data-search] .stale').waitFor({ state: 'detached' })
  expect(await found(page).count()).toBe(1)
  await field.fill('لاشيءكهذا')
  await expect.poll(() => found(page).count()).toBe(0)
  await keepPicture(page, 'search-nothing-ar')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
})
