import { createMeeting, directMeeting } from '@meydan/shared/contracts/meetings'
import type { Contract } from '@meydan/shared/contracts/contract'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
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
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})
beforeEach(async () => {
  story = await consultationRoom(fresh.db)
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
})

/** What a facilitator's browser would ask. */
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

/** Opens a meeting with the steps of a template. */
async function openMeeting(): Promise<void> {
  const path = `/api/rooms/${story.roomId}/meetings`
  const body = { title: 'Toplantı', template: 'needs' }
  const { meeting } = await ask<{ meeting: { id: string; version: number } }>(createMeeting, path, body)
  await ask(directMeeting, `${path}/${meeting.id}/commands`, { command: 'start', version: meeting.version })
}

async function arrive(who: Actor, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, who)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await one.page.locator('[data-board]').waitFor()
  return one.page
}

/** Opens a part of the room: in the rail on wide screens, behind “more” on phones. */
async function openPart(page: Page, id: string, name: string): Promise<void> {
  const more = page.locator('[data-more-parts]')
  await page.locator('[data-part], [data-more-parts]').first().waitFor()
  if (await more.isVisible()) {
    await more.click()
    await page.getByRole('menuitem', { name }).click()
  } else await page.locator(`[data-part=${id}]`).click()
}

const picture = (page: Page, name: string) =>
  process.env.PICTURES ? page.screenshot({ path: `${process.env.PICTURES}/${name}.png` }) : undefined

test('hands stand in one queue, the word goes round by a clock, signs and “done” reach everyone', async () => {
  await openMeeting()
  const lead = await arrive(story.facilitator)
  const ahmad = await arrive(story.civil, arabicPhone)
  const mehmet = await arrive(story.public)

  // On a phone the hand is at hand, beside the board.
  const hand = ahmad.locator('[data-hand-button]')
  await hand.waitFor()
  await picture(ahmad, 'phone-board')
  await hand.tap()
  await ahmad.locator('[data-hand-button].up').waitFor()
  await lead.locator('[data-chip=hands]').waitFor()
  await openPart(mehmet, 'voice', 'Speaking')
  await mehmet.locator('[data-hand]').click()
  await mehmet.locator('[data-place]', { hasText: '2' }).waitFor()

  await picture(lead, 'wide-chips')
  await lead.locator('[data-chip=hands]').click()
  const queue = lead.locator('[data-hand-of]')
  await until(async () => (await queue.count()) === 2)
  expect(await queue.evaluateAll((rows) => rows.map((row) => row.getAttribute('data-hand-of')))).toEqual([
    story.civil.seatId,
    story.public.seatId,
  ])
  await lead.getByRole('checkbox', { name: 'Count speaking times' }).check()
  await mehmet.locator('[data-speaking-times]').waitFor()

  await queue.first().locator('[data-give-word]').click()
  await mehmet.locator('[data-place]', { hasText: '1' }).waitFor()
  await ahmad.locator('[data-chip=speaking].mine [data-running-clock]').waitFor()
  await mehmet.locator('[data-speaking]', { hasText: 'Ahmad' }).waitFor()
  // It runs, on the listener's screen as well.
  await until(async () => /[1-9]$/.test((await mehmet.locator('[data-running-clock]').textContent())!.trim()))
  await picture(lead, 'wide-panel')
  await expectAccessible(lead, 'speaking, facilitator')
  await picture(ahmad, 'phone-speaking')
  await expectAccessible(ahmad, 'board with hand and chip, phone, Arabic')

  // Who speaks gives the word back; what was counted is on everybody's screen.
  await ahmad.locator('[data-chip=speaking]').click()
  await ahmad.locator('[data-end-word]').click()
  await mehmet.locator('[data-speaking]').waitFor({ state: 'detached' })
  await until(async () => /[1-9]/.test((await lead.locator('[data-time-of=civil] .tabular').textContent())!))

  await mehmet.locator('[data-done]').click()
  await lead.locator('[data-done-count]', { hasText: '1 of 2' }).waitFor()
  await ahmad.locator('[data-done-count]', { hasText: /1.*2/ }).waitFor()

  await mehmet.locator('[data-sign=applause]').click()
  await ahmad.locator('[data-floating-sign]', { hasText: 'Mehmet' }).waitFor()
  await picture(ahmad, 'phone-panel')
  // The rest of that second nothing is sent.
  await mehmet.locator('[data-sign=thanks][aria-disabled=true]').click({ force: true })
  await until(async () => (await lead.locator('[data-sign-digest]').textContent())!.includes('1 × Applause'))
  expect(await lead.locator('[data-sign-digest]').textContent()).not.toContain('Thanks')
  await ahmad.locator('[data-floating-sign]').waitFor({ state: 'detached' })

  // A line that fails says so, and nothing is lost: the hand stays where it is.
  await mehmet.context().setOffline(true)
  await mehmet.locator('[data-hand]').click()
  await mehmet.getByText('The server cannot be reached').first().waitFor()
  await mehmet.context().setOffline(false)
  await until(async () => (await queue.count()) === 1)
  expectWellBehaved(visitors)
})

test('an expert answers what was asked without a name, from keyboard alone; an observer reads', async () => {
  const ahmad = await arrive(story.civil, arabicPhone)
  await openPart(ahmad, 'questions', 'الأسئلة')
  await picture(ahmad, 'phone-questions-empty')
  await ahmad.locator('[data-ask]').fill('من يدفع تكاليف الحضانة؟')
  await ahmad.getByRole('checkbox').uncheck()
  await ahmad.getByRole('button', { name: 'اسألوا' }).click()
  await ahmad.locator('[data-question-id]', { hasText: 'الحضانة' }).waitFor()

  const mehmet = await arrive(story.public)
  await openPart(mehmet, 'questions', 'Questions')
  const asked = mehmet.locator('[data-question-id]')
  await asked.waitFor()
  expect(await asked.textContent()).toContain('Without a name')
  expect(await asked.textContent()).not.toContain('Ahmad')
  await asked.locator('[data-support]').click()
  await asked.locator('[data-support][aria-pressed=true]', { hasText: '1' }).waitFor()

  const expert = await arrive(story.expert)
  await openPart(expert, 'questions', 'Questions')
  await expert.locator('[data-answer-button]').focus()
  await expert.keyboard.press('Enter')
  await until(() => expert.evaluate(() => document.activeElement?.tagName === 'TEXTAREA'))
  await expert.keyboard.type('The city pays half of it.')
  await picture(expert, 'wide-answering')
  await expectAccessible(expert, 'answering')
  for (const key of ['Tab', 'Tab', 'Enter']) await expert.keyboard.press(key)
  await ahmad.locator('[data-answer-text]', { hasText: 'The city pays' }).waitFor()
  await expert.getByRole('button', { name: 'Actions for this question' }).click()
  await expert.getByRole('menuitem', { name: 'Keep at the top' }).click()
  await mehmet.locator('#questions-pinned').waitFor()
  await picture(ahmad, 'phone-questions')
  await expectAccessible(ahmad, 'questions, phone, Arabic')

  const observer = await arrive(story.observer, { colorScheme: 'dark' })
  await openPart(observer, 'questions', 'Questions')
  await observer.locator('[data-question-id]').waitFor()
  expect(await observer.locator('[data-ask], [data-support], [data-answer-button]').count()).toBe(0)
  await picture(observer, 'dark-observer')
  await expectAccessible(observer, 'questions, observer, dark')
  expectWellBehaved(visitors)
})
