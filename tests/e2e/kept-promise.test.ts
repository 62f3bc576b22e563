import { dayAfter, dayIn, systemClock } from '@meydan/server/clock'
import { readConfig } from '@meydan/server/config'
import { askMailWith } from '@meydan/server/features/answers/ask-mail'
import { remindAll } from '@meydan/server/features/reminders/remind-all'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { boardWith } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planOf, planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showCanvas, signInAs, untilSaved, writeNote } from '../support/workshop.ts'

/**
 * The whole way of a promise, by two organisations and the facilitator, each in a browser of their own: note, theme,
 * vote, action, answer, reminder, done, confirmed; and the way back from it to the note.
 */

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
const visitors: Visitor[] = []
const MEHMET = 'mehmet@belediye.example.org'
const TITLE = 'Open two halls in the evening'

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
  // Whoever is to be reminded has an account.
  await fresh.db
    .updateTable('person')
    .set({ email: MEHMET, isAnonymous: false, emailVerified: true })
    .where('id', '=', story.public.personId)
    .execute()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

async function enter(actor: Actor, path: string, options = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

const dialogOf = (page: Page) => page.locator('[role=dialog]')

async function municipality(): Promise<string> {
  const seat = fresh.db.selectFrom('seat').select('organisationId').where('id', '=', story.public.seatId)
  return (await seat.executeTakeFirstOrThrow()).organisationId
}

/** Notes of both sides become a theme. */
async function writeAndCluster(ahmad: Page, mehmet: Page): Promise<void> {
  await showCanvas(ahmad)
  await showCanvas(mehmet)
  await writeNote(ahmad, 'Courses are over before work is')
  await mehmet.locator('[data-note-id]').first().waitFor()
  await writeNote(mehmet, 'The halls are empty after six')
  await until(async () => (await ahmad.locator('[data-note-id]').count()) === 2)
  await ahmad.locator('[data-board] .surface').focus()
  await ahmad.keyboard.press('Control+a')
  await ahmad.locator('[data-selection-bar] [data-act=group]').click()
  const title = ahmad.locator('[data-theme-title]')
  await title.waitFor()
  await title.fill('Learning after work')
  await ahmad.keyboard.press('Enter')
  await mehmet.locator('[data-theme-id]', { hasText: 'Learning after work' }).waitFor()
  await untilSaved(ahmad)
}

/** Both sides vote for it, and the facilitator makes an action of it: who, and by when. */
async function voteAndPromise(leads: Page, [ahmad, mehmet]: [Page, Page], due: string): Promise<void> {
  await showCanvas(leads)
  await leads.locator('[data-theme-id]').first().waitFor()
  await leads.locator('[data-part=votes]').first().click()
  await leads.locator('[data-votes]').waitFor()
  await leads.locator('[data-theme-id]').first().focus()
  await leads.getByRole('button', { name: 'New vote' }).click()
  await dialogOf(leads).getByLabel('What is asked?').fill('What comes first?')
  await dialogOf(leads)
    .getByRole('button', { name: /^Take / })
    .click()
  await leads.getByLabel('A line of your own').fill('Opening hours')
  await leads.keyboard.press('Enter')
  await dialogOf(leads).getByRole('button', { name: 'Open now' }).click()
  for (const page of [ahmad, mehmet]) {
    await page.locator('[data-part=votes]').first().click()
    await page.locator('[data-vote=open] li', { hasText: 'Learning after work' }).locator('[data-add-dot]').click()
  }
  await leads.getByText('2 of 3 have voted').waitFor()
  await leads.getByRole('button', { name: 'Close the vote' }).click()
  await dialogOf(leads).getByRole('button', { name: 'Close the vote' }).click()
  await leads.locator('[data-make-actions]').click()
  const first = dialogOf(leads).getByRole('listitem').first()
  await first.getByLabel('What is to be done?').fill(TITLE)
  await first.getByLabel('Who does it?').selectOption(await municipality())
  await first.getByLabel('By when?').fill(due)
  await dialogOf(leads).getByRole('button', { name: 'Make the action' }).click()
  await dialogOf(leads).waitFor({ state: 'detached' })
}

/** What the server does every hour; the mail waits in the outbox until it is sent. */
async function remindedOf(action: string): Promise<void> {
  const config = { ...readConfig({}, '/'), publicUrl: server.url }
  const deps = { db: fresh.db, config, clock: systemClock, log: { info: () => {}, error: () => {} } }
  const mailed = async () => {
    await remindAll({ ...deps, askMail: askMailWith({ config, clock: systemClock }) })
    const mails = await fresh.db.selectFrom('outgoingMail').select('text').where('recipient', '=', MEHMET).execute()
    return mails.some(({ text }) => text.includes(`action=${action}`))
  }
  // It reads the plan's rows, which follow a moment after the last edit.
  await until(mailed)
}

test('a note becomes a theme, a vote, a promise, and the promise is kept and confirmed', async () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const due = dayAfter(dayIn(zone, new Date()), 5)
  const boardId = await boardWith(fresh.db, story.roomId, () => {})
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const board = `/rooms/${story.roomId}/boards/${boardId}`
  const plan = `/rooms/${story.roomId}/plans/${planId}`
  const [ahmad, mehmet, leads] = [
    await enter(story.civil, board),
    await enter(story.public, board),
    await enter(story.facilitator, board),
  ]
  await writeAndCluster(ahmad, mehmet)
  await voteAndPromise(leads, [ahmad, mehmet], due)
  const [action] = (await planOf(fresh.db, planId)).actions
  expect(action!.title).toBe(TITLE)
  const address = `${server.url}${plan}?action=${action!.id}`

  // Sent to the municipality by the side that asks; it accepts on a phone.
  await ahmad.goto(address)
  await ahmad.locator('[data-act=send-ask]').click()
  await dialogOf(ahmad).locator('[data-question]').fill('From which month on?')
  await dialogOf(ahmad).getByRole('button', { name: 'Send', exact: true }).click()
  await ahmad.locator('[data-ask-state=waiting]').waitFor()
  const pocket = await enter(story.public, '/', phone)
  await pocket.locator('[data-waiting] a', { hasText: TITLE }).first().waitFor()
  await expectAccessible(pocket, 'what waits for the municipality')
  await keepPicture(pocket, 'kept-waiting')
  await pocket.goto(address)
  await pocket.locator('[data-ask-id] [data-act=answer]').click()
  await pocket.locator('[data-answer-form] label:has(input[value=accepted])').click()
  await pocket.locator('[data-answer-form] [data-send]').click()
  await ahmad.locator('[data-answer-kind=accepted]').first().waitFor()

  // Agreed, it is a promise; the municipality is reminded of it, by mail and on its home page.
  await leads.goto(address)
  await leads.locator('[data-details] [data-status-step=agreed]').click()
  await untilSaved(leads)
  await remindedOf(action!.id)
  await mehmet.goto(server.url)
  await mehmet.locator('[data-waiting]', { hasText: TITLE }).waitFor()

  await mehmet.goto(address)
  await mehmet.locator('[data-ask-id] [data-act=claim-done]').click()
  await mehmet.locator('[data-say=claim] textarea').fill('Both are open since Monday.')
  await mehmet.locator('[data-say=claim] [data-send]').click()
  await ahmad.locator('[data-done=claimed]').waitFor()
  await ahmad.locator('[data-ask-id] [data-act=confirm-done]').click()
  for (const page of [ahmad, mehmet]) await page.locator('[data-done=confirmed]').waitFor()
  await ahmad.locator('[data-act=set-done]').click()
  await mehmet.locator('[data-details] [data-status-step=done] input:checked').waitFor({ state: 'attached' })
  await ahmad.locator('[data-plan-behind]').waitFor({ state: 'detached' })

  // And back, from the kept promise to the note and who wrote it.
  const evidence = ahmad.locator('[data-plan-evidence]')
  await evidence.getByText('Courses are over before work is').first().waitFor()
  await evidence.getByText('Göçmen Dayanışma Derneği').first().waitFor()
  await evidence.locator('[data-evidence-vote]').first().waitFor()
  await expectAccessible(ahmad, 'a kept promise')
  await keepPicture(ahmad, 'kept-promise')
  expectWellBehaved(visitors)
})
