import { createMeeting, directMeeting, type MeetingView } from '@meydan/shared/contracts/meetings'
import type { Contract } from '@meydan/shared/contracts/contract'
import type { Browser, Page } from 'playwright-core'
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

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

async function ask(contract: Contract, path: string, body: object): Promise<{ meeting: MeetingView }> {
  const { cookie } = story.facilitator
  const headers = { cookie, origin: server.url, 'x-meydan': '1', 'content-type': 'application/json' }
  const response = await fetch(server.url + path, { method: contract.method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as { meeting: MeetingView }
}

async function enter(actor: Actor): Promise<Page> {
  const one = await visitor(browser, server.url)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/light`)
  const votes = one.page.locator('[data-votes]')
  const button = one.page.locator('[data-part=votes]').first()
  await button.waitFor()
  // A step of voting opens the panel by itself, for most.
  if (!(await votes.isVisible())) await button.click()
  await votes.waitFor()
  return one.page
}

test('a step of voting that nobody prepared: said, made, an option taken out, and read with how few voted', async () => {
  const path = `/api/rooms/${story.roomId}/meetings`
  const { meeting: planned } = await ask(createMeeting, path, { title: 'Buluşma', template: 'needs' })
  const at = `${path}/${planned.id}`
  const { meeting } = await ask(directMeeting, `${at}/commands`, { command: 'start', version: planned.version })
  const stepId = meeting.steps.find(({ mode }) => mode === 'vote')!.id
  const goto = { command: 'goto', stepId, version: meeting.version }
  const { meeting: voting } = await ask(directMeeting, `${at}/commands`, goto)

  const [leads, mehmet, ida] = [await enter(story.facilitator), await enter(story.public), await enter(story.observer)]
  for (const page of [mehmet, ida])
    await page.locator('[data-lack]', { hasText: 'The vote is being prepared' }).waitFor()
  await leads.locator('[data-lack]', { hasText: 'This step has no vote yet' }).waitFor()
  await expectAccessible(leads, 'a step without a vote')
  await leads.getByRole('button', { name: 'Make one' }).click()
  const dialog = leads.getByRole('dialog')
  await dialog.getByLabel('What is asked?').fill('What comes first?')
  await dialog.getByRole('button', { name: 'Open now' }).click()
  await dialog.getByText('Add at least one option.').waitFor()
  for (const line of ['Opening hours', 'A shared desk']) {
    await dialog.getByLabel('A line of your own').fill(line)
    await leads.keyboard.press('Enter')
  }
  await dialog.getByRole('button', { name: 'Open now' }).click()
  await Promise.all([leads, mehmet, ida].map((page) => page.locator('[data-vote=open]').waitFor()))
  for (const page of [leads, mehmet, ida]) expect(await page.locator('[data-lack]').count()).toBe(0)

  await leads.getByRole('button', { name: 'Take out: “Opening hours”' }).click()
  await ida.getByText('Taken out', { exact: true }).waitFor()
  await until(async () => (await mehmet.locator('[data-add-dot]').count()) === 1)
  await mehmet.locator('[data-add-dot]').click()
  await leads.getByText('1 of 3 have voted').waitFor()

  const free = { roomId: story.roomId, meetingId: meeting.id, kind: 'dots', state: 'open' }
  const deadline = new Date(Date.now() + 86_400_000)
  await fresh.db
    .insertInto('vote')
    .values({ ...free, title: 'Until tomorrow', deadline })
    .execute()
  await ask(directMeeting, `${at}/commands`, { command: 'end', version: voting.version })
  await mehmet.locator('[data-few]', { hasText: 'Public institutions: only one voted.' }).waitFor()
  await expectAccessible(mehmet, 'a result of few')

  await mehmet.goto(`${server.url}/rooms/${story.roomId}/meetings/${meeting.id}/summary`)
  await mehmet.locator('[data-vote="What comes first?"] [data-few]', { hasText: 'only one voted' }).waitFor()
  await mehmet
    .locator('[data-open-vote]', { hasText: 'Until tomorrow' })
    .getByText(/^Still open until/)
    .waitFor()
  await expectAccessible(mehmet, 'a summary with a vote that goes on')
  expectWellBehaved(visitors)
})
