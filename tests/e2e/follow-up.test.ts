import { projectDocument } from '@meydan/server/projection/projector'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
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

const smallPhone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

type Scene = { story: Story; planId: string; late: string }

/** A municipality with an action that is late, one that ends soon, and a question to answer. */
async function scene(): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  const { organisationId } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
  let late = ''
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    const given = [
      { title: 'Open two halls in the evening', responsible: organisationId, due: dayIn(-5) },
      { title: 'Print the signs', responsible: organisationId, due: dayIn(4) },
    ]
    const ids = plan.addActions(given, author)
    for (const id of ids) plan.actions.edit(id, { status: 'agreed' })
    late = ids[0]!
  })
  await projectDocument(fresh.db, planId)
  await fresh.db
    .insertInto('ask')
    .values({
      ...{ roomId: story.roomId, subjectKind: 'action', documentId: planId, recordId: late, organisationId },
      ...{ words: 'Open two halls in the evening', question: '', askedBy: story.civil.seatId, replyBy: dayIn(2) },
    })
    .execute()
  return { story, planId, late }
}

type Look = BrowserContextOptions & { language?: string }

async function enter(actor: Actor, path: string, { language, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.addInitScript((lang) => lang && localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

const rows = (page: Page) => page.locator('[data-waiting] li')
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

test('home shows what waits for the municipality, the late first, and leads there', async () => {
  const { story, planId, late } = await scene()
  const page = await enter(story.public, '/')
  await rows(page).first().waitFor()
  expect(await rows(page).evaluateAll((all) => all.map((row) => row.getAttribute('data-waiting-kind')))).toEqual([
    'action',
    'answer',
    'action',
  ])
  expect(await rows(page).first().innerText()).toMatch(/Open two halls in the evening[\s\S]*Overdue since/)
  expect(await rows(page).nth(1).innerText()).toContain('asks for your organisation’s answer')
  await expectAccessible(page, 'what waits')
  await keepPicture(page, 'home-waiting')
  await rows(page).first().getByRole('link').click()
  await page.locator('[data-plan-drawer]').waitFor()
  expect(page.url()).toContain(`/rooms/${story.roomId}/plans/${planId}`)
  expect(late).not.toBe('')

  const nothing = await enter(story.observer, '/')
  await nothing.locator('[data-waiting] [data-nothing]').waitFor()
})

test('what waits fits a small phone in Arabic', async () => {
  const { story } = await scene()
  const page = await enter(story.public, '/', { ...smallPhone, language: 'ar' })
  await rows(page).first().waitFor()
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, 'what waits, in Arabic')
  await keepPicture(page, 'home-waiting-ar-360')
})

test('a calendar’s link is made, shown once and copied, read by a calendar, and ended', async () => {
  const { story } = await scene()
  const page = await enter(story.public, '/actions')
  await page.locator('[data-act=calendar-feeds]').click()
  const dialog = page.locator('[role=dialog]').first()
  await dialog.locator('[data-calendar-feeds]').waitFor()
  await dialog.getByText('All of one organisation').click()
  await dialog.locator('[data-act=make-feed]').click()
  expect(await dialog.locator('[data-feed-organisation]').getAttribute('aria-invalid')).toBe('true')
  await dialog.getByText('What is mine').click()
  await dialog.locator('[data-act=make-feed]').click()
  const url = await dialog.locator('[data-made-feed] input').inputValue()
  expect(url).toMatch(/\/calendar\/[\w-]{32}\.ics$/)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await dialog.locator('[data-made-feed]').getByRole('button').click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url)
  await expectAccessible(page, 'calendar links')
  await keepPicture(page, 'calendar-feeds')

  const path = new URL(url).pathname
  const calendar = await fetch(`${server.url}${path}`)
  expect(calendar.status).toBe(200)
  expect(await calendar.text()).toContain('SUMMARY:Due: Print the signs')

  await page.reload()
  await page.locator('[data-act=calendar-feeds]').click()
  await dialog.locator('[data-feed]').getByText('Last read').waitFor()
  expect(await page.locator('[data-made-feed]').count()).toBe(0)
  await dialog.locator('[data-act=end-feed]').click()
  await page.getByRole('dialog', { name: 'End this link?' }).getByRole('button', { name: 'End', exact: true }).click()
  await page.locator('[data-feed]').waitFor({ state: 'detached' })
  expect((await fetch(`${server.url}${path}`)).status).toBe(404)
})

test('the plan’s menu leads there too, in Arabic on a small phone', async () => {
  const { story, planId } = await scene()
  const page = await enter(story.public, `/rooms/${story.roomId}/plans/${planId}`, { ...smallPhone, language: 'ar' })
  await page.locator('[data-act=plan-menu]').click()
  await page.getByRole('menuitem', { name: 'في تقويمي' }).click()
  const dialog = page.locator('[role=dialog]')
  await dialog.locator('[data-act=make-feed]').click()
  await dialog.locator('[data-made-feed]').waitFor()
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, 'calendar links, in Arabic')
  await keepPicture(page, 'calendar-feeds-ar-360')
})
