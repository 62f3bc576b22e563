import { readFile } from 'node:fs/promises'
import ICAL from 'ical.js'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, pick, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
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

/** In a summer that is to come: Berlin is an hour behind Istanbul, and two in winter. */
const YEAR = new Date().getFullYear() + 1
const DAY = `${YEAR}-07-05`
const narrow = { ...phone, viewport: { width: 360, height: 740 } }

type Coming = BrowserContextOptions & { language?: string; query?: string }

/** Somebody of the story opens the room by a link, by a clock in Istanbul unless told otherwise. */
async function come(story: Story, actor: Actor, { language = 'en', query = '', ...options }: Coming = {}) {
  const visit = await visitor(browser, server.url, { timezoneId: 'Europe/Istanbul', ...options })
  onTestFinished(visit.close)
  visit.page.setDefaultTimeout(20_000)
  await visit.page.addInitScript((chosen) => localStorage.setItem('meydan.language', chosen), language)
  await signInAs(visit.page, server.url, actor)
  await visit.page.goto(`${server.url}/rooms/${story.roomId}${query}`)
  await visit.page.locator('[data-board]').waitFor({ state: 'attached' })
  return visit
}

const agenda = (page: Page) => page.locator('[data-agenda]')
const field = (page: Page, name: string) => page.getByRole('dialog').locator(`[name=${name}]`)
const save = (page: Page) => page.locator('[data-save]').click()

async function openAgenda(page: Page): Promise<void> {
  const part = page.locator('[data-part=agenda]')
  if ((await part.getAttribute('aria-expanded')) !== 'true') await part.click()
  await agenda(page).waitFor()
}

async function chooseZone(page: Page, typed: string, city: string): Promise<void> {
  const zone = page.getByRole('dialog').getByRole('combobox').first()
  await zone.click()
  await zone.fill(typed)
  await page.getByRole('option', { name: city }).first().click()
}

async function fromMenu(page: Page, name: string): Promise<void> {
  await page.locator('[data-meeting-menu]').click()
  await page.getByRole('menuitem', { name }).click()
}

async function meetingsOf(story: Story) {
  return fresh.db.selectFrom('meeting').selectAll().where('roomId', '=', story.roomId).orderBy('plannedAt').execute()
}

test('a series is planned by another clock, a guest says who comes, it is moved, cancelled and taken along', async () => {
  const story = await consultationRoom(fresh.db)
  const leader = await come(story, story.facilitator, { timezoneId: 'Europe/Berlin' })
  const zeynep = leader.page
  await openAgenda(zeynep)
  await zeynep.locator('[data-plan]').click()
  await field(zeynep, 'title').fill('Mahalle buluşması')
  // The hour that summer time skips; nothing that was typed is lost over it.
  await field(zeynep, 'day').fill(`${YEAR}-03-${lastSunday(YEAR, 3)}`)
  await field(zeynep, 'time').fill('02:30')
  await field(zeynep, 'call').fill('http://call.example.org/buluşma')
  await field(zeynep, 'place').fill('Kültür merkezi')
  await save(zeynep)
  await zeynep.getByText('Give an address that begins with https.').waitFor()
  await field(zeynep, 'call').fill('https://call.example.org/x')
  await save(zeynep)
  await zeynep.getByText('Clocks are put forward at this hour').waitFor()
  expect(await field(zeynep, 'day').evaluate((input) => document.activeElement === input)).toBe(true)
  expect(await field(zeynep, 'title').inputValue()).toBe('Mahalle buluşması')
  expect(await meetingsOf(story)).toEqual([])

  await field(zeynep, 'day').fill(DAY)
  await field(zeynep, 'time').fill('15:00')
  await field(zeynep, 'length').fill('90')
  await chooseZone(zeynep, 'istanb', 'Istanbul')
  await zeynep.getByText(/For you that is .*2:00.PM/).waitFor()
  await field(zeynep, 'every').selectOption('week')
  await field(zeynep, 'times').fill('3')
  await expectAccessible(zeynep, 'planning a series')
  await keepPicture(zeynep, 'meeting-dialog')
  await save(zeynep)
  await zeynep.getByRole('dialog').waitFor({ state: 'detached' })
  await agenda(zeynep)
    .getByText(/2:00.PM \(3:00.PM in Istanbul\)/)
    .first()
    .waitFor()
  const [first, ...rest] = await meetingsOf(story)
  expect(rest).toHaveLength(2)
  const at = [first, ...rest].map((one) => one!.plannedAt!.toISOString().slice(5))
  expect(at).toEqual(['07-05T12:00:00.000Z', '07-12T12:00:00.000Z', '07-19T12:00:00.000Z'])
  await agenda(zeynep).locator('[data-meetings=planned]').waitFor()
  await expectAccessible(zeynep, 'an agenda of a series')

  // By the link of a letter, on an Arabic phone that is as wide as few are.
  const guest = await come(story, story.civil, { ...narrow, language: 'ar', query: `?meeting=${rest[0]!.id}` })
  const ahmad = guest.page
  await ahmad.locator('[data-reply-form]').waitFor()
  expect(await ahmad.locator('[data-when]').textContent(), 'the same clock as theirs').not.toContain('Istanbul')
  await pick(ahmad.locator('[data-reply-form] input[value=yes]'))
  await ahmad.locator('[data-reply-form] [name=people]').fill('2')
  await ahmad.locator('[data-reply-form] [name=note]').fill('مدخل بلا درج')
  await expectAccessible(ahmad, 'saying who comes')
  await keepPicture(ahmad, 'meeting-reply-ar-360')
  expect(await ahmad.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await ahmad.locator('[data-reply-send]').click()
  await ahmad.locator('[data-my-reply]').waitFor()
  await ahmad.locator('[data-all-replies] summary').click()
  await keepPicture(ahmad, 'meeting-replied-ar-360')

  // Whoever leads sees it without asking again.
  await zeynep.locator('[data-series] summary').click()
  await zeynep.locator(`[data-meeting="${rest[0]!.id}"]`).click()
  const replies = zeynep.locator('[data-replies]')
  await replies.getByText('مدخل بلا درج').waitFor()
  await replies.getByText('2 people come').waitFor()
  await ahmad.locator('[data-reply-change]').click()
  await ahmad.locator('[data-reply-form] [name=people]').fill('3')
  await ahmad.locator('[data-reply-send]').click()
  await replies.getByText('3 people come').waitFor()
  await expectAccessible(zeynep, 'who comes')
  await keepPicture(zeynep, 'meeting-replies')

  await fromMenu(zeynep, 'Edit meeting')
  await field(zeynep, 'day').fill(`${YEAR}-07-13`)
  await keepPicture(zeynep, 'meeting-edit')
  await save(zeynep)
  await replies.getByText('Answered before the last change').first().waitFor()
  await ahmad.locator('[data-when]').getByText('١٣').or(ahmad.locator('[data-when]').getByText('13')).waitFor()
  expect((await meetingsOf(story)).map(({ plannedAt }) => plannedAt!.getUTCDate())).toEqual([5, 13, 19])

  const [download] = await Promise.all([ahmad.waitForEvent('download'), ahmad.locator('[data-calendar-file]').click()])
  expect(download.suggestedFilename()).toBe(`meydan-${YEAR}-07-13.ics`)
  const [event] = new ICAL.Component(ICAL.parse(await readFile(await download.path(), 'utf8'))).getAllSubcomponents(
    'vevent',
  )
  expect(String(event!.getFirstPropertyValue('uid'))).toBe(`meeting-${rest[0]!.id}@meydan`)
  expect(String(event!.getFirstPropertyValue('dtstart'))).toBe(`${YEAR}-07-13T12:00:00Z`)

  await fromMenu(zeynep, 'Cancel meeting')
  await expectAccessible(zeynep, 'cancelling')
  await zeynep.getByRole('dialog').getByRole('button', { name: 'Cancel meeting' }).click()
  await agenda(zeynep).getByText('Cancelled', { exact: true }).waitFor()
  await ahmad.locator('[data-my-reply]').waitFor({ state: 'detached' })
  await keepPicture(ahmad, 'meeting-cancelled-ar-360')
  await fromMenu(zeynep, 'Hold it after all')
  await ahmad.locator('[data-my-reply]').waitFor()
  const told = await fresh.db
    .selectFrom('notification')
    .select('kind')
    .where('personId', '=', story.civil.personId)
    .orderBy('createdAt')
    .execute()
  expect(told.map(({ kind }) => kind)).toEqual([
    'meeting_planned',
    'meeting_moved',
    'meeting_cancelled',
    'meeting_planned',
  ])
  expectWellBehaved([leader, guest])
})

test('a dialog and a long list fit a phone, in the dark and in German', async () => {
  const story = await consultationRoom(fresh.db)
  const rows = Array.from({ length: 14 }, (_, index) => ({
    roomId: story.roomId,
    title: index === 3 ? 'İzleme toplantısı' : `Runder Tisch ${index + 1}`,
    plannedAt: new Date(`${YEAR}-05-${String(index + 1).padStart(2, '0')}T09:00:00Z`),
    cancelledAt: index % 5 === 4 ? new Date() : null,
    state: index < 2 ? 'ended' : 'planned',
  }))
  await fresh.db.insertInto('meeting').values(rows).execute()
  const visit = await come(story, story.facilitator, { ...narrow, language: 'de', colorScheme: 'dark' })
  const { page } = visit
  await openAgendaOnPhone(page)
  const list = (id: string) => page.locator(`[data-meetings=${id}]`)
  await list('cancelled').waitFor()
  expect(await list('past').locator('[data-meeting]').count()).toBe(2)
  expect(await list('cancelled').locator('[data-meeting]').count()).toBe(2)
  await agenda(page).locator('input[type=search]').fill('IZLEME')
  await until(async () => (await agenda(page).locator('[data-meeting]').count()) === 1)
  await agenda(page).locator('input[type=search]').fill('')
  await expectAccessible(page, 'a long list of meetings')
  await list('cancelled').scrollIntoViewIfNeeded()
  await keepPicture(page, 'meeting-list-de-360-dark')
  await page.locator('[data-plan]').click()
  await field(page, 'day').fill(DAY)
  await page.getByRole('dialog').locator('[name=every]').selectOption('month')
  await field(page, 'times').scrollIntoViewIfNeeded()
  await expectAccessible(page, 'planning on a phone')
  await keepPicture(page, 'meeting-dialog-de-360-dark')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  // What has no time is told beside the time.
  await save(page)
  await page.getByText('Wählen Sie eine Uhrzeit.').waitFor()
  expectWellBehaved([visit])
})

test('an observer reads who comes, and changes nothing', async () => {
  const story = await consultationRoom(fresh.db)
  await fresh.db
    .insertInto('meeting')
    .values({ roomId: story.roomId, title: 'Toplantı', plannedAt: new Date(`${DAY}T09:00:00Z`) })
    .execute()
  await fresh.db.updateTable('seat').set({ role: 'observer' }).where('id', '=', story.public.seatId).execute()
  const { page } = await come(story, story.public)
  await openAgenda(page)
  await page.locator('[data-all-replies] summary').click()
  await page.locator('[data-reply-of]').first().waitFor()
  for (const part of ['reply-form', 'my-reply', 'remind', 'meeting-menu', 'plan']) {
    expect(await page.locator(`[data-${part}]`).count(), part).toBe(0)
  }
  await expectAccessible(page, 'who comes, for an observer')
})

async function openAgendaOnPhone(page: Page): Promise<void> {
  await page.locator('[data-part=agenda]').first().click()
  await agenda(page).waitFor()
}

/** Clocks in Europe are put forward on the last Sunday of March. */
function lastSunday(year: number, month: number): string {
  const last = new Date(Date.UTC(year, month, 0))
  return String(last.getUTCDate() - last.getUTCDay()).padStart(2, '0')
}
