import { directMeeting, createMeeting, type MeetingView } from '@meydan/shared/contracts/meetings'
import type { Contract } from '@meydan/shared/contracts/contract'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
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

async function ask<T>(contract: Contract, path: string, body: object): Promise<T> {
  const response = await fetch(`${server.url}${path}`, {
    method: contract.method,
    headers: {
      cookie: story.facilitator.cookie,
      origin: server.url,
      'x-meydan': '1',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

async function arrive(who: Actor, options: BrowserContextOptions = {}): Promise<Visitor> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, who)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await one.page.locator('[data-board]').waitFor()
  return one
}

const picture = (page: Page, name: string, fullPage = true) =>
  process.env.PICTURES ? page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage }) : undefined

async function fillMeeting(meetingId: string): Promise<void> {
  const { db } = fresh
  const minute = (seatId: string, index: number) => ({ meetingId, seatId, minute: new Date(1.7e12 + index * 60_000) })
  await db
    .insertInto('meetingMinute')
    .values([story.civil, story.public].flatMap(({ seatId }) => [0, 1, 2].map((index) => minute(seatId, index))))
    .execute()
  const vote = await db
    .insertInto('vote')
    .values({ roomId: story.roomId, meetingId, title: 'Madde 3', kind: 'positions', state: 'closed' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const option = await db
    .insertInto('voteOption')
    .values({ voteId: vote.id, recordId: 'r', recordType: 'text', label: 'Her ay bir araya geliriz', position: 0 })
    .returning('id')
    .executeTakeFirstOrThrow()
  const at = { voteId: vote.id, optionId: option.id }
  await db
    .insertInto('voteTally')
    .values([
      { ...at, side: 'civil', agree: 3, object: 1 },
      { ...at, side: 'public', agree: 2 },
    ])
    .execute()
  await db
    .insertInto('voteTurnout')
    .values([
      { voteId: vote.id, side: 'civil', eligible: 5, voters: 4, byProxy: 0 },
      { voteId: vote.id, side: 'public', eligible: 2, voters: 2, byProxy: 0 },
    ])
    .execute()
  await db
    .insertInto('question')
    .values({
      ...{ roomId: story.roomId, meetingId, named: false, text: 'Kimler başvurabilir?' },
      ...{ answer: 'İkamet adresi olan herkes.', answeredAt: new Date() },
    })
    .execute()
}

test('the meeting ends, everybody is led to its summary, which is corrected, thanked and mailed', async () => {
  const path = `/api/rooms/${story.roomId}/meetings`
  const body = { title: 'Ortak toplantı', place: 'Gaziantep', template: 'needs' }
  const made = await ask<{ meeting: MeetingView }>(createMeeting, path, body)
  const at = `${path}/${made.meeting.id}`
  const { meeting } = await ask<{ meeting: MeetingView }>(directMeeting, `${at}/commands`, {
    command: 'start',
    version: made.meeting.version,
  })
  const lead = (await arrive(story.facilitator)).page
  const ahmad = (await arrive(story.civil, arabicPhone)).page
  await fillMeeting(meeting.id)

  // While it is open, the page says so.
  await lead.locator('[data-step-banner], [data-banner], header').first().waitFor()
  const early = (await arrive(story.public)).page
  await early.goto(`${server.url}/rooms/${story.roomId}/meetings/${meeting.id}/summary`)
  await early.locator('[data-open]').waitFor()

  await ask(directMeeting, `${at}/commands`, { command: 'end', version: meeting.version })
  await lead.locator('[data-ended]').waitFor()
  await ahmad.locator('[data-ended]').waitFor()
  await picture(lead, 'ended-wide', false)
  await picture(ahmad, 'ended-phone', false)
  await expectAccessible(ahmad, 'the notice that it ended, phone, Arabic')

  await lead.locator('[data-ended] a').click()
  await lead.locator('[data-summary]').waitFor()
  await fresh.db
    .updateTable('meeting')
    .set({ openedAt: new Date(Date.now() - 3_600_000) })
    .where('id', '=', meeting.id)
    .execute()
  await lead.getByRole('button', { name: 'Read again' }).click()
  const everybody = (page: Page) => page.locator('[data-everybody]')
  await until(async () => (await everybody(lead).textContent()) === '3')
  await expectAccessible(lead, 'summary, facilitator')

  await lead.locator('[data-correct]').click()
  await expectAccessible(lead, 'correcting attendance')
  await lead.getByRole('checkbox', { name: 'Ida was here' }).check()
  await until(async () => (await lead.getByText('Corrected').count()) > 0)
  await lead.locator('[role=dialog] select').selectOption({ label: 'Şahinbey Belediyesi' })
  await lead.locator('[data-sum]').fill('6000')
  await lead.getByRole('button', { name: 'Set the number' }).click()
  await lead.getByText('between 0 and 1000').waitFor()
  await lead.locator('[data-sum]').fill('6')
  await lead.getByLabel('Why').fill('Five came without phones')
  await picture(lead, 'correct-wide', false)
  await lead.getByRole('button', { name: 'Set the number' }).click()
  await lead.locator('[role=dialog] footer').getByRole('button', { name: 'Close' }).click()
  await until(async () => (await everybody(lead).textContent()) === '9')

  await lead.locator('[data-edit-thanks]').click()
  await lead.getByLabel('Thanks').fill('Teşekkür ederiz. Gelecek ay görüşürüz.')
  await lead.getByRole('button', { name: 'Save' }).click()
  await lead.locator('[data-thanks] p').waitFor()
  await picture(lead, 'summary-wide')

  // On the phone the same numbers, no names, and the mail.
  await ahmad.locator('[data-ended] a').tap()
  await ahmad.locator('[data-summary]').waitFor()
  expect(await ahmad.locator('[data-correct], [data-edit-thanks]').count()).toBe(0)
  await expectAccessible(ahmad, 'summary, phone, Arabic')
  const wide = () => ahmad.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await wide()).toBe(0)
  const email = ahmad.locator('[data-mail] input')
  await email.fill('nobody')
  await ahmad.locator('[data-mail] button[type=submit]').tap()
  await ahmad.locator('[data-mail] [aria-invalid=true]').waitFor()
  await ahmad.context().setOffline(true)
  await email.fill('ahmad@example.org')
  await ahmad.locator('[data-mail] button[type=submit]').tap()
  await ahmad.locator('[data-mail] [role=alert]').waitFor()
  expect(await email.inputValue()).toBe('ahmad@example.org')
  await ahmad.context().setOffline(false)
  await ahmad.locator('[data-mail] button[type=submit]').tap()
  await ahmad.locator('[data-mail-state=kept]').waitFor()
  await picture(ahmad, 'summary-phone-ar')
  const mails = await fresh.db.selectFrom('outgoingMail').select(['recipient', 'language', 'text']).execute()
  expect(mails).toMatchObject([{ recipient: 'ahmad@example.org', language: 'ar' }])
  expect(mails[0]!.text).toContain('وافق الطرفان')

  await lead.emulateMedia({ media: 'print' })
  await picture(lead, 'summary-print')
  expect(await lead.locator('[data-mail]').isVisible()).toBe(false)
  await lead.emulateMedia({ media: 'screen' })
  if (process.env.PICTURES) {
    await lead.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
    await picture(lead, 'summary-dark')
    await lead.setViewportSize({ width: 360, height: 740 })
    await picture(lead, 'summary-360-dark')
  }
  expectWellBehaved(visitors)
})
