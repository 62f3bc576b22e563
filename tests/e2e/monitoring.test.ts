import { projectDocument } from '@meydan/server/projection/projector'
import { folding } from '@meydan/server/sync/folding/worker'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { loggedDocument } from '../support/projection.ts'
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
  await folding.close()
  await fresh?.drop()
})

const DAY_MS = 86_400_000
const dayFromNow = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** A plan of three weeks: one promise overdue and measured, one soon, one done, one proposed by nobody. */
async function aWatchedPlan(story: Story) {
  const seatOf = fresh.db.selectFrom('seat').select('organisationId')
  const { organisationId } = await seatOf.where('id', '=', story.public.seatId).executeTakeFirstOrThrow()
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const { doc, commit } = await loggedDocument(fresh.db, planId)
  const plan = new Plan(doc)
  const read = async (daysAgo: number) => {
    await commit()
    await projectDocument(fresh.db, planId)
    await fresh.db
      .updateTable('actionReading')
      .set({ at: new Date(Date.now() - daysAgo * DAY_MS) })
      .where('documentId', '=', planId)
      .where('at', '>', new Date(Date.now() - 60_000))
      .execute()
  }
  const goal = plan.addGoal('Çocuk bakımı')
  const ids = plan.addActions(
    [
      { title: 'Kreş', goal, responsible: organisationId, due: dayFromNow(-10) },
      { title: 'Otobüs', goal, responsible: organisationId, due: dayFromNow(9) },
      { title: 'Tabela', responsible: organisationId },
      { title: 'Broşür' },
    ],
    { seat: story.civil.seatId, side: 'civil' },
  )
  plan.edit(ids[0]!, { indicatorName: 'Yer', indicatorUnit: 'çocuk', indicatorBaseline: 0, indicatorTarget: 40 })
  plan.edit(ids[0]!, { indicatorCurrent: 0 })
  setStatus(plan, ids.slice(0, 3), 'agreed')
  await read(20)
  plan.edit(ids[0]!, { indicatorCurrent: 12 })
  await read(13)
  setStatus(plan, [ids[2]!], 'done')
  plan.edit(ids[0]!, { indicatorCurrent: 20 })
  await read(6)
  return { planId, ids }
}

type Coming = BrowserContextOptions & { language?: string; theme?: string }

async function come(actor: Actor, path: string, given: Coming = {}): Promise<Visitor> {
  const { language = 'en', theme = 'light', ...options } = given
  const visit = await visitor(browser, server.url, options)
  onTestFinished(visit.close)
  visit.page.setDefaultTimeout(20_000)
  await visit.page.addInitScript(
    (kept) => {
      localStorage.setItem('meydan.language', kept.language)
      localStorage.setItem('meydan.theme', kept.theme)
    },
    { language, theme },
  )
  await signInAs(visit.page, server.url, actor)
  await visit.page.goto(server.url + path)
  return visit
}

const number = (page: Page, key: string) => page.locator(`[data-number=${key}] .value`).textContent()
const drawn = (page: Page, part: string) => page.locator(`${part} [data-plot] svg text`).first().waitFor()
const wide = { viewport: { width: 1280, height: 900 } }

test('a facilitator reads the counts, the trend and the indicator, each as a plot with a table beside it', async () => {
  const story = await consultationRoom(fresh.db)
  const { planId, ids } = await aWatchedPlan(story)
  const visit = await come(story.facilitator, `/rooms/${story.roomId}/plans/${planId}`, wide)
  const { page } = visit
  await page.locator('[data-act=plan-menu]').click()
  await page.getByRole('menuitem', { name: 'Monitoring' }).click()
  await page.locator('[data-monitoring]').waitFor()
  expect(await number(page, 'promised')).toBe('3')
  expect(await number(page, 'done')).toBe('1')
  expect(await number(page, 'overdue')).toBe('1')
  expect(await number(page, 'dueSoon')).toBe('1')
  expect(await page.locator('[data-number=withoutResponsible]').textContent()).toContain('1 open action')
  await drawn(page, '[data-trend]')
  await drawn(page, `[data-indicator="${ids[0]}"]`)
  await page.locator('[data-trend] summary').click()
  const newest = page.locator('[data-trend-table] tbody tr').first().locator('td')
  expect(await newest.allTextContents()).toEqual(['3', '1', '1'])
  await page.locator('[data-indicator] summary').click()
  const values = page.locator('[data-indicator] tbody td')
  expect(await values.allTextContents()).toEqual(['20', '12', '0'])
  const label = await page.locator('[data-indicator] [data-plot]').getAttribute('aria-label')
  expect(label).toContain('baseline 0, target 40, now 20')
  await expectAccessible(page, 'monitoring')
  await page.setViewportSize({ width: 1280, height: 2300 })
  await keepPicture(page, 'monitoring-wide')
  await page.locator('[data-indicator] a').click()
  await page.locator('[data-evidence-onward] [data-onward-readings]').waitFor()
  const onward = await page.locator('[data-evidence-onward]').textContent()
  expect(onward).toMatch(/12.*20/)
  expectWellBehaved([visit])
})

test('an observer on a phone reads it in Arabic, in the dark too', async () => {
  const story = await consultationRoom(fresh.db)
  await aWatchedPlan(story)
  const narrow = { ...phone, viewport: { width: 360, height: 740 } }
  const path = `/rooms/${story.roomId}/monitoring`
  const visit = await come(story.observer, path, { ...narrow, language: 'ar', theme: 'dark' })
  const { page } = visit
  await drawn(page, '[data-trend]')
  await drawn(page, '[data-indicators]')
  const [across, height] = await page.evaluate(() => [
    document.documentElement.scrollWidth - innerWidth,
    document.documentElement.scrollHeight,
  ])
  expect(across, 'nothing hangs out').toBeLessThanOrEqual(0)
  expect(height).toBeGreaterThan(740)
  // Time goes from right to left: the newest mark of the first line is left of its oldest.
  expect(await page.locator('[data-trend] [data-plot] > div').getAttribute('dir')).toBe('ltr')
  await expectAccessible(page, 'monitoring in Arabic')
  await page.setViewportSize({ width: 360, height: 2900 })
  await keepPicture(page, 'monitoring-arabic-360')
  expectWellBehaved([visit])
})

test('a room without a plan says what will stand there; a choice without actions can be taken back', async () => {
  const story = await consultationRoom(fresh.db)
  const empty = await come(story.facilitator, `/rooms/${story.roomId}/monitoring`)
  await empty.page.getByText('Nothing to monitor yet').waitFor()
  await aWatchedPlan(story)
  const none = await planWith(fresh.db, story.roomId, () => {})
  await empty.page.goto(`${server.url}/rooms/${story.roomId}/monitoring?plan=${none}`)
  await empty.page.getByText('Nothing matches').waitFor()
  await empty.page.getByRole('button', { name: 'Show all' }).click()
  await empty.page.locator('[data-numbers]').waitFor()
  expect(await number(empty.page, 'promised')).toBe('3')
  expectWellBehaved([empty])
})

test('the next meeting begins with what was promised at the last', async () => {
  const story = await consultationRoom(fresh.db)
  const { ids } = await aWatchedPlan(story)
  const last = {
    ...{ roomId: story.roomId, title: 'İlk buluşma', state: 'ended', createdBy: story.facilitator.personId },
    ...{ openedAt: new Date(Date.now() - 15 * DAY_MS), endedAt: new Date(Date.now() - 14 * DAY_MS) },
  }
  await fresh.db.insertInto('meeting').values(last).execute()
  const visit = await come(story.facilitator, `/rooms/${story.roomId}/boards/${story.boardId}`, wide)
  const { page } = visit
  await page.locator('[data-part=agenda]').click()
  await page.locator('[data-plan]').click()
  const carryOver = page.locator('[data-carry-over] input')
  expect(await carryOver.isChecked()).toBe(true)
  await page.locator('[data-save]').click()
  const carried = page.locator('[data-carried]')
  await carried.waitFor()
  const first = page.locator('[data-step]').first()
  await first.waitFor()
  expect(await first.textContent()).toContain('What became of it')
  const actions = carried.locator('[data-carried-action]')
  expect(await actions.locator('a').allTextContents(), 'overdue first; what is done is not among them').toEqual([
    'Kreş',
    'Otobüs',
  ])
  expect(await actions.first().textContent()).toContain('Overdue')
  expect(await carried.locator('[data-carried-done]').textContent()).toContain('Tabela')
  await expectAccessible(page, 'agenda with what was carried over')
  await keepPicture(page, 'carried-over')
  await carried.locator(`[data-carried-action="${ids[0]}"] a`).click()
  await page.waitForURL(/\/plans\//)
  expectWellBehaved([visit])
})
