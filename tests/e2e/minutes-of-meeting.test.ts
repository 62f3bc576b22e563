import { keepActivityVersions } from '@meydan/server/sync/history/versions-activity.job'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { appendRich } from '@meydan/shared/documents/rich-text/write'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

/** From a meeting to its minutes, and back to what changed in them. */
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

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }
type Look = BrowserContextOptions & { language?: string; theme?: string; path?: string }

async function come(story: Story, actor: Actor, { language, theme, path = 'home', ...options }: Look = {}) {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  one.page.setDefaultTimeout(20_000)
  await one.page.addInitScript(
    ([lang, look]) => {
      localStorage.setItem('meydan.language', lang ?? 'en')
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/${path}`)
  return one.page
}

async function aMeeting({ roomId }: Story, given: object = {}): Promise<string> {
  const meeting = { roomId, title: 'Ortak toplantı (2)', place: 'Belediye', timeZone: 'Europe/Istanbul', ...given }
  const { id } = await fresh.db.insertInto('meeting').values(meeting).returning('id').executeTakeFirstOrThrow()
  await fresh.db
    .insertInto('meetingStep')
    .values({ meetingId: id, position: 0, mode: 'discuss', minutes: 10, title: { en: 'Who is missing?' } })
    .execute()
  return id
}
const over = { state: 'ended', openedAt: new Date('2026-05-12T10:00:00Z'), endedAt: new Date('2026-05-12T12:00:00Z') }
const minutesIn = async ({ roomId }: Story) =>
  fresh.db
    .selectFrom('document')
    .select(['id', 'title'])
    .where('roomId', '=', roomId)
    .where('kind', '=', 'minutes')
    .execute()
const written = (page: Page) => page.locator('.minutes-text h2', { hasText: 'Who is missing?' })
const write = '[data-write-minutes]'
const there = '[data-minutes-of-meeting]'

test('two who write the minutes of a meeting at one moment write the same, which everybody is led to', async () => {
  const story = await consultationRoom(fresh.db)
  const meetingId = await aMeeting(story, over)
  const lead = await come(story, story.facilitator)
  const other = await come(story, story.facilitator, { path: `meetings/${meetingId}/summary` })
  const ahmad = await come(story, story.civil, { ...PHONE, language: 'ar', theme: 'dark' })
  await ahmad.locator('[data-last-meeting]').waitFor()
  expect(await ahmad.locator(write).count(), 'whoever may not begin them').toBe(0)
  const last = lead.locator('[data-last-meeting]')
  await last.locator(write).waitFor()
  await expectAccessible(lead, 'the home of a room with a meeting that is over')
  await keepPicture(lead, 'write-minutes-home')
  await other.locator(write).waitFor()
  await keepPicture(other, 'write-minutes-summary')
  await Promise.all([last.locator(write).click(), other.locator(write).click()])
  await Promise.all([written(lead).waitFor(), written(other).waitFor()])
  const [minutes, ...more] = await minutesIn(story)
  expect(more).toEqual([])
  expect(minutes?.title).toBe('Minutes, May 12')
  expect(new URL(lead.url()).pathname).toBe(new URL(other.url()).pathname)
  // Who was there already is led there without reading the page again.
  await ahmad.locator(there).waitFor()
  await expectAccessible(ahmad, 'the same, phone, Arabic, dark')
  await keepPicture(ahmad, 'write-minutes-home-phone-ar-dark')
  await ahmad.locator(there).tap()
  await written(ahmad).waitFor()
  const observer = await come(story, story.observer, { path: `meetings/${meetingId}/summary` })
  await observer.locator(there).click()
  await written(observer).waitFor()
})

test('where the meeting is, and when it ends, its minutes are one press away', async () => {
  const story = await consultationRoom(fresh.db)
  const coming = await aMeeting(story, { title: 'Sonraki', plannedAt: new Date(Date.now() + 86_400_000) })
  const cancelled = await aMeeting(story, { title: 'Olmayan', plannedAt: new Date(), cancelledAt: new Date() })
  const meetingId = await aMeeting(story, { state: 'open', openedAt: new Date() })
  const { id: stepId } = await fresh.db
    .updateTable('meetingStep')
    .set({ startedAt: new Date() })
    .where('meetingId', '=', meetingId)
    .returning('id')
    .executeTakeFirstOrThrow()
  const running = { stepId, stepEndsAt: new Date(Date.now() + 600_000), leaderSeatId: story.facilitator.seatId }
  await fresh.db.updateTable('meeting').set(running).where('id', '=', meetingId).execute()
  const lead = await come(story, story.facilitator, { path: `boards/${story.boardId}` })
  const ahmad = await come(story, story.civil, { ...PHONE, path: `boards/${story.boardId}` })
  await lead.locator('[data-board]').waitFor()
  await lead.locator('[data-part=agenda]').click()
  const panel = lead.locator('[data-agenda]')
  await panel.locator(write).waitFor()
  await keepPicture(lead, 'write-minutes-agenda')
  await panel.locator(`[data-meeting="${coming}"]`).click()
  await panel.locator('h3', { hasText: 'Sonraki' }).waitFor()
  await panel.locator(write).waitFor()
  await panel.locator(`[data-meeting="${cancelled}"]`).click()
  await panel.locator('h3', { hasText: 'Olmayan' }).waitFor()
  expect(await panel.locator(write).count(), 'of what was cancelled there is nothing to write').toBe(0)
  await ahmad.locator('[data-step-banner], [data-banner], header').first().waitFor()
  await lead.locator('[data-command=end]').click()
  await lead.locator('[role=alertdialog], [role=dialog]').getByRole('button', { name: 'End' }).last().click()
  const notice = lead.locator('[data-ended]')
  await notice.locator(write).waitFor()
  await expectAccessible(lead, 'the notice that a meeting has ended')
  await keepPicture(lead, 'write-minutes-ended')
  await lead.context().setOffline(true)
  await notice.locator(write).click()
  await lead.locator('[data-toast], [role=alert], [role=status]', { hasText: 'offline' }).first().waitFor()
  await lead.context().setOffline(false)
  await notice.locator(write).click()
  await written(lead).waitFor()
  await ahmad.locator('[data-ended]').locator(there).waitFor()
  await keepPicture(ahmad, 'write-minutes-ended-phone')
  await lead.locator(`[data-agenda] ${there}, [data-ended] ${there}`).first().waitFor()
})

const heading = (text: string): RichBlock => ({ type: 'heading', level: 2, pieces: [{ text }] })
const filling = (name: string) =>
  Array.from({ length: 12 }, (_, n) => paragraph(`${name}: line ${n + 1} of what was said.`))

/** Minutes that Ahmad saw an hour ago, in which Mehmet wrote since: at their beginning, and a section at their end. */
async function changed() {
  const story = await consultationRoom(fresh.db)
  const blocks = [heading('Water'), ...filling('Water'), heading('Buses'), ...filling('Buses')]
  const documentId = await minutesWith(fresh.db, story.roomId, blocks, { title: 'Minutes, 12 May' })
  const log = { info() {}, error: (details: object) => console.error(details) }
  const client = syncClient(server, documentId, story.public.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  await client.synced()
  const minutes = new Minutes(client.doc)
  const saved = () => until(() => client.frames.acked >= client.frames.sent && client.frames.sent > 0)
  client.doc.transact(() => appendRich(minutes.body!, [paragraph('Until here Ahmad has read.')]))
  await saved()
  await keepActivityVersions({ keepDays: 90 }).run({}, { db: fresh.db, log })
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000)
  const of = { roomId: story.roomId, personId: story.civil.personId }
  await fresh.db
    .updateTable('documentVersion')
    .set({ createdAt: hours(2) })
    .where('documentId', '=', documentId)
    .execute()
  await fresh.db
    .updateTable('documentChange')
    .set({ changedAt: hours(2) })
    .where('documentId', '=', documentId)
    .execute()
  await fresh.db
    .updateTable('documentUpdate')
    .set({ createdAt: hours(2) })
    .where('documentId', '=', documentId)
    .execute()
  await fresh.db
    .insertInto('roomVisit')
    .values({ ...of, beganAt: hours(1), seenAt: hours(1) })
    .execute()
  client.doc.transact(() => {
    minutes.body!.delete(2)
    appendRich(minutes.body!, [heading('Money'), paragraph('From the ministry, says Mehmet.')])
  })
  await saved()
  return { story, documentId }
}

const isInSight = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      return top >= 0 && bottom <= window.innerHeight
    })

test('whoever comes back is led through what changed in minutes, by keyboard, each place marked', async () => {
  const { story, documentId } = await changed()
  const page = await come(story, story.civil, { viewport: { width: 1280, height: 800 } })
  await page.locator(`[data-document="${documentId}"] [data-what-changed]`).waitFor()
  // The list of what happened leads there as well.
  const topic = page.locator('[data-topic]', { hasText: 'Minutes, 12 May' })
  await topic.locator('[data-step-through]').click()
  const bar = page.locator('[data-jump-bar]')
  await bar.getByText('1 of 2').waitFor()
  expect(await bar.textContent()).toContain('Text removed · Mehmet')
  expect(await bar.textContent()).toContain('Water: line 2 of what was said.')
  await page.locator('.shown-place', { hasText: 'Water: line 3' }).waitFor()
  expect(await bar.evaluate((element) => element === document.activeElement), 'the bar has the keyboard').toBe(true)
  await keepPicture(page, 'minutes-jump')
  await page.keyboard.press('n')
  await bar.getByText('2 of 2').waitFor()
  await page.locator('.shown-place', { hasText: 'Money' }).waitFor()
  await until(() => isInSight(page, '.minutes-text h2:has-text("Money")'))
  expect(await bar.locator('[role=status]').textContent()).toContain('Text added · Mehmet')
  await expectAccessible(page, 'the bar that leads through changes of minutes')
  await keepPicture(page, 'minutes-jump-last')
  await page.locator('.shown-place').first().waitFor({ state: 'detached' })
  await page.keyboard.press('p')
  await bar.getByText('1 of 2').waitFor()
  await page.keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })
})

test('the same on a small phone, in Arabic, in the dark and without motion', async () => {
  const { story, documentId } = await changed()
  const look = { ...PHONE, language: 'ar', theme: 'dark', reducedMotion: 'reduce' as const }
  const page = await come(story, story.civil, look)
  await page.locator(`[data-document="${documentId}"] [data-what-changed]`).tap()
  const bar = page.locator('[data-jump-bar]')
  await bar.locator('[data-act=next]').tap()
  await page.locator('.shown-place', { hasText: 'Money' }).waitFor()
  await until(() => isInSight(page, '.minutes-text h2:has-text("Money")'))
  await expectAccessible(page, 'the bar that leads through changes of minutes, phone')
  await keepPicture(page, 'minutes-jump-phone-ar-dark')
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(360)
})

/** No answer of the server reaches the page any more, whose own files are still there. */
async function cutOff(page: Page): Promise<void> {
  await page.route('**/api/**', (route) => route.abort())
  await page.reload()
}

test('a room’s home opens as it last was where the server can’t be reached, on one’s own device alone', async () => {
  const { story, documentId } = await changed()
  await aMeeting(story, over)
  const look = { ...PHONE, language: 'ar' }
  const own = await come(story, story.civil, look)
  await own.evaluate(() => localStorage.setItem('meydan.keep-on-device', 'yes'))
  await own.reload()
  await own.locator('[data-since][aria-busy=false] [data-happening]').first().waitFor()
  await untilSaved(own)
  await cutOff(own)
  await own.locator('[data-remembered]').waitFor()
  await own.locator(`[data-document="${documentId}"]`).waitFor()
  await own.locator('[data-since] [data-happening]').first().waitFor()
  await own.locator('[data-last-meeting]').waitFor()
  await expectAccessible(own, 'the home of a room offline, phone, Arabic')
  await keepPicture(own, 'room-home-offline-phone-ar')
  await own.unroute('**/api/**')
  await own.evaluate(() => window.dispatchEvent(new Event('online')))
  await own.locator('[data-remembered]').waitFor({ state: 'detached' })

  const shared = await come(story, story.public)
  await shared.locator('[data-since][aria-busy=false]').waitFor()
  expect(
    await shared.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('meydan.room.'))),
  ).toEqual([])
  await cutOff(shared)
  await shared.locator('[data-room-home]').waitFor({ state: 'detached' })
  expect(await shared.locator('[data-document]').count()).toBe(0)
})

test('in Arabic, names that are put into a sentence keep to themselves', async () => {
  const story = await consultationRoom(fresh.db)
  const meetingId = await aMeeting(story, { state: 'open', openedAt: new Date() })
  const leaderSeatId = story.public.seatId
  await fresh.db.updateTable('meeting').set({ leaderSeatId }).where('id', '=', meetingId).execute()
  const path = `boards/${story.boardId}`
  const leads = async (language: string) => {
    const page = await come(story, story.facilitator, { language, path })
    return page.locator('[data-lead-bar] .who').textContent()
  }
  expect(await leads('ar')).toContain('\u2068Mehmet\u2069')
  expect(await leads('en')).not.toMatch(/[\u2066-\u2069]/)
})
