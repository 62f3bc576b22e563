import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { startProxy } from '../support/proxy.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
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

const narrow = { ...phone, viewport: { width: 360, height: 740 } }

type Coming = BrowserContextOptions & {
  language?: string
  /** How far this device's clock is ahead, ms. */
  ahead?: number
  url?: string
}

/** Somebody of the story opens the room in a browser of their own. */
async function come(
  story: Story,
  actor: Actor,
  { language = 'en', ahead = 0, url = server.url, ...options }: Coming = {},
) {
  const visit = await visitor(browser, url, options)
  onTestFinished(visit.close)
  // So that a failure names its line.
  visit.page.setDefaultTimeout(20_000)
  await visit.page.addInitScript(setUp, { language, ahead })
  await signInAs(visit.page, url, actor)
  await visit.page.goto(`${url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await visit.page.locator('[data-board]').waitFor()
  return visit
}

function setUp({ language, ahead }: { language: string; ahead: number }): void {
  localStorage.setItem('meydan.language', language)
  const now = Date.now
  const Real = Date
  const Shifted = function (...given: [number]) {
    return given.length > 0 ? new Real(...given) : new Real(now() + ahead)
  }
  if (ahead)
    globalThis.Date = Object.assign(Shifted, { now: () => now() + ahead, parse: Real.parse, UTC: Real.UTC }) as never
}

const banner = (page: Page) => page.locator('[data-step-banner]')
const clock = (page: Page) => banner(page).getByRole('timer')
const command = (page: Page, name: string) => page.locator(`[data-command=${name}]`)
const rows = (page: Page) => page.locator('[data-step]')

async function secondsLeft(page: Page): Promise<number> {
  return Number(await clock(page).getAttribute('data-left'))
}

async function untilBanner(page: Page, words: string): Promise<void> {
  await banner(page).getByText(words).first().waitFor()
}

/** Plans a meeting from the needs workshop, which is chosen when the dialog opens. */
async function plan(page: Page): Promise<void> {
  const part = page.locator('[data-part=agenda]')
  if ((await part.getAttribute('aria-expanded')) !== 'true') await part.click()
  await page.locator('[data-plan]').click()
  await expectAccessible(page, 'planning a meeting')
  await page.locator('[data-save]').click()
  await rows(page).first().waitFor()
}

test('a meeting is planned, and everybody is led through it in their language and by one clock', async () => {
  const story = await consultationRoom(fresh.db)
  const visits: Visitor[] = []
  visits.push(await come(story, story.facilitator))
  const zeynep = visits[0]!.page
  await zeynep.locator('[data-part=agenda]').click()
  await expectAccessible(zeynep, 'an agenda that teaches')
  await plan(zeynep)
  expect(await rows(zeynep).count()).toBe(9)
  await rows(zeynep).first().getByRole('button').first().click()
  await expectAccessible(zeynep, 'a planned agenda')

  // An hour ahead, and in Arabic.
  visits.push(await come(story, story.civil, { ...narrow, language: 'ar', ahead: 3_600_000 }))
  const ahmad = visits[1]!.page
  expect(await banner(ahmad).count()).toBe(0)
  await command(zeynep, 'start').click()
  await untilBanner(zeynep, 'Welcome')
  await banner(ahmad).waitFor()
  expect(await banner(ahmad).locator('strong').first().getAttribute('lang')).toBe('ar')
  expect(await banner(ahmad).locator('strong').first().getAttribute('dir')).toBe('rtl')
  expect(await banner(ahmad).textContent()).toMatch(/\p{Script=Arabic}/u)
  await expectSameClock(zeynep, ahmad, 10 * 60)
  expect(await ahmad.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  expect((await banner(ahmad).boundingBox())!.height).toBeLessThan(80)

  await command(zeynep, 'extend').click()
  await until(async () => (await secondsLeft(ahmad)) > 10 * 60)
  await expectSameClock(zeynep, ahmad, 11 * 60)
  await command(zeynep, 'pause').click()
  await ahmad.locator('[data-phase=paused]').waitFor()
  expect(await secondsLeft(ahmad)).toBe(await secondsLeft(zeynep))
  await command(zeynep, 'resume').click()
  await ahmad.locator('[data-phase=running]').waitFor()

  // The next step is writing: its part of the room opens by itself, but not under somebody's fingers.
  const search = ahmad.locator('input[type=search]').first()
  await search.click()
  await command(zeynep, 'next').click()
  await until(
    async () => (await secondsLeft(ahmad)) < 10 * 60 + 1 && (await ahmad.locator('[data-step-act]').isVisible()),
  )
  expect(await search.evaluate((field) => document.activeElement === field)).toBe(true)
  await search.blur()
  await ahmad.locator('[data-step-act]').waitFor({ state: 'detached' })
  expect(await ahmad.locator('[data-part=writing]').getAttribute('aria-current')).toBe('page')
  expect(await ahmad.locator('[data-step-news]').textContent()).toMatch(/^الآن: /)
  await expectAccessible(ahmad, 'a step on an Arabic phone')
  expect(await zeynep.locator('[data-part=agenda]').getAttribute('aria-expanded'), 'who leads keeps the agenda').toBe(
    'true',
  )
  await expectAccessible(zeynep, 'leading')

  await command(zeynep, 'next').click()
  await untilBanner(zeynep, 'Reading together')
  visits.push(await come(story, story.public))
  const mehmet = visits[2]!.page
  const card = mehmet.locator('[data-catch-up]')
  await card.getByText('You arrive at step 3 of 9').waitFor()
  expect(await card.getByRole('listitem').allTextContents()).toEqual(['Welcome', 'Problems, each for yourself'])
  await expectAccessible(mehmet, 'catching up')
  await mehmet.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await mehmet.reload()
  await untilBanner(mehmet, 'Reading together')
  expect(await card.count(), 'once in a session').toBe(0)

  await command(zeynep, 'end').click()
  await expectAccessible(zeynep, 'ending a meeting')
  await zeynep.getByRole('dialog').getByRole('button', { name: 'End meeting' }).click()
  await Promise.all([zeynep, ahmad, mehmet].map((page) => banner(page).waitFor({ state: 'detached' })))
  await zeynep.getByRole('link', { name: /Needs workshop/ }).waitFor()
  expectWellBehaved(visits)
}, 180_000)

/** Both show the same time, within a second, and it is what is left of `seconds`. */
async function expectSameClock(one: Page, other: Page, seconds: number): Promise<void> {
  await until(async () => {
    const [left, there] = await Promise.all([secondsLeft(one), secondsLeft(other)])
    expect(Math.abs(left - there)).toBeLessThanOrEqual(1)
    expect(left).toBeLessThanOrEqual(seconds)
    expect(left).toBeGreaterThan(seconds - 60)
    return true
  })
}

test('two who press at once move the meeting once, and the second is told', async () => {
  const story = await consultationRoom(fresh.db)
  await fresh.db.updateTable('seat').set({ role: 'facilitator' }).where('id', '=', story.expert.seatId).execute()
  const { page: zeynep } = await come(story, story.facilitator)
  await plan(zeynep)
  await command(zeynep, 'start').click()
  const { page: ayla } = await come(story, story.expert)
  await untilBanner(ayla, 'Welcome')
  await ayla.getByText('Zeynep leads').waitFor()
  await expectAccessible(ayla, 'the bar of who does not lead now')

  // What Zeynep does now reaches Ayla's screen too late.
  let letThrough = () => {}
  const held = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await ayla.route('**/api/rooms/*/meeting', async (route) => {
    await held
    await route.continue()
  })
  await command(zeynep, 'next').click()
  await untilBanner(zeynep, 'Problems, each for yourself')
  await command(ayla, 'next').click()
  await ayla.getByText('pressed at the same moment').waitFor()
  letThrough()
  await untilBanner(ayla, 'Problems, each for yourself')
  await untilBanner(zeynep, 'Problems, each for yourself')

  await command(ayla, 'lead').click()
  await ayla.getByText('You lead').waitFor()
  await zeynep.getByText('Uzman Ayla leads').waitFor()
})

test('steps are written, moved, copied, deleted and brought back', async () => {
  const story = await consultationRoom(fresh.db)
  const { page } = await come(story, story.facilitator)
  await plan(page)
  const titles = () => page.locator('[data-step] .title').allTextContents()
  const [first, second] = await titles()

  await rows(page).first().getByRole('button').first().click()
  await page.locator('[data-act=down]').press('Enter')
  await until(async () => (await titles())[1] === first)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-act'))).toBe('down')
  await page.locator('[data-act=up]').press('Enter')
  await until(async () => (await titles())[0] === first)
  await page.locator('[data-act=duplicate]').click()
  await until(async () => (await titles()).length === 10)
  expect((await titles()).slice(0, 3)).toEqual([first, first, second])
  await page.locator('[data-act=delete]').click()
  await until(async () => (await titles()).length === 9)
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click()
  await until(async () => (await titles()).length === 10)

  await page.locator('[data-add-step]').click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-save]').click()
  await dialog.getByText('Please fill this in.').waitFor()
  await dialog.locator('[data-title=en]').fill('Silence')
  await dialog.locator('input[name=minutes]').fill('10000')
  await dialog.locator('[data-save]').click()
  await dialog.getByText('between 1 and 240').waitFor()
  expect(await dialog.locator('input[name=minutes]').getAttribute('aria-invalid')).toBe('true')
  await dialog.getByText('Write on your own').click()
  await dialog.getByLabel('Frame the notes come into').selectOption({ label: 'Sorun' })
  await dialog.getByText('Anonymous').click()
  await dialog.locator('[data-other-languages] summary').click()
  await dialog.locator('[data-title=tr]').fill('Sessizlik')
  await expectAccessible(page, 'writing a step')
  await dialog.locator('input[name=minutes]').fill('4')
  await dialog.locator('[data-save]').click()
  await dialog.waitFor({ state: 'detached' })
  await until(async () => (await titles()).at(-1) === 'Silence')
  const stored = await fresh.db
    .selectFrom('meetingStep')
    .innerJoin('meeting', 'meeting.id', 'meetingStep.meetingId')
    .select(['mode', 'meetingStep.title', 'minutes', 'settings'])
    .where('meeting.roomId', '=', story.roomId)
    .orderBy('position', 'desc')
    .executeTakeFirstOrThrow()
  expect(stored).toMatchObject({ mode: 'write', title: { en: 'Silence', tr: 'Sessizlik' }, minutes: 4 })
  expect(stored.settings).toMatchObject({ naming: 'anonymous', frameId: expect.any(String) })
})

test('German fits, wide and narrow, and a lost connection is said while the clock goes on', async () => {
  const story = await consultationRoom(fresh.db)
  const proxy = await startProxy(server.port)
  onTestFinished(proxy.close)
  const { page } = await come(story, story.facilitator, { language: 'de', url: `http://127.0.0.1:${proxy.port}` })
  await plan(page)
  await command(page, 'start').click()
  await banner(page).waitFor()
  for (const width of [1280, 1199, 960, 800, 640, 360]) {
    await page.setViewportSize({ width, height: 800 })
    await command(page, 'next').waitFor()
    expect(await page.evaluate(overflowing), `at ${width}`).toEqual([])
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  proxy.cut()
  await untilBanner(page, 'Keine Verbindung')
  const before = await secondsLeft(page)
  await until(async () => (await secondsLeft(page)) < before)
  proxy.flow()
  await banner(page).getByText('Keine Verbindung').waitFor({ state: 'detached', timeout: 30_000 })
})

/** What of banner and bar is wider than its place. Only titles may be cut: they are somebody's words, and said whole on a press. */
function overflowing(): string[] {
  const parts = document.querySelectorAll<HTMLElement>('html, [data-step-banner], [data-lead-bar], [data-lead-bar] *')
  return (
    [...parts]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline')
      // What only screen readers say is one pixel.
      .filter((part) => part.clientWidth > 1 && !(part instanceof SVGElement || part.closest('[data-command=next]')))
      .map((part) => `${part.tagName}.${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)
  )
}
