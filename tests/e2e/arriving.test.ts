import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { createInvitation } from '@meydan/shared/contracts/invites'
import { editRoom } from '@meydan/shared/contracts/rooms'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { sentBytes } from '../support/script-weight.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { signInAs } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
let link: string
const visitors: Visitor[] = []

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
  // The join screen names the host of the programme.
  await fresh.db.updateTable('organisation').set({ isHost: true }).where('name', '=', 'KADEM').execute()
  const made = await ask('POST', createInvitation.path, { role: 'participant', expiresInHours: 1, maxUses: 20 })
  link = `${server.url}/join#${made.invitation.token}`
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

/** What the facilitator's browser would ask. */
async function ask(method: string, path: string, body: object) {
  const response = await fetch(server.url + path.replace(':roomId', story.roomId), {
    method,
    headers: {
      cookie: story.facilitator.cookie,
      origin: server.url,
      'x-meydan': '1',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  return one.page
}

async function knock(page: Page, name: string) {
  await page.goto(link)
  await page.locator('input[autocomplete=name]').fill(name)
  await page.getByRole('combobox').first().click()
  await page.locator('div[role=option]').first().click()
}

test('who asks to come in waits, is let in by a facilitator, and lands in the room', async () => {
  await ask('PATCH', editRoom.path, { lobby: 'approval' })
  const leads = await open()
  await signInAs(leads, server.url, story.facilitator)
  await leads.goto(`${server.url}/rooms/${story.roomId}`)
  await leads.locator('[data-board]').waitFor()
  const guest = await open(phone)
  await knock(guest, 'Leyla')
  await guest.getByRole('button', { name: 'Ask to come in' }).tap()
  await guest.getByText('Please wait a moment').waitFor()
  await expectAccessible(guest, 'waiting to be let in')
  await leads.locator('[data-arrivals]').getByRole('button').click()
  await expectAccessible(leads, 'somebody waits')
  await leads.getByRole('button', { name: 'Let in: Leyla' }).click()
  await guest.locator('[data-board]').waitFor()

  const other = await open()
  await knock(other, 'Cem')
  await other.getByRole('button', { name: 'Ask to come in' }).click()
  await leads.getByRole('button', { name: 'Turn away: Cem' }).click()
  await other.getByRole('heading', { name: 'You were not let in' }).waitFor()
})

test('a passphrase opens the door, and a wrong one says so beside its field', async () => {
  await ask('PATCH', editRoom.path, { lobby: 'passphrase', passphrase: 'mavi kapı yedi' })
  const guest = await open()
  await knock(guest, 'Nur')
  await guest.getByLabel('Passphrase of the room').fill('mavi kapı sekiz')
  await guest.locator('button[type=submit]').click()
  await guest.getByText('This is not the room’s passphrase').waitFor()
  await expectAccessible(guest, 'a wrong passphrase')
  await guest.getByLabel('Passphrase of the room').fill('Mavi kapı yedi')
  await guest.locator('button[type=submit]').click()
  await guest.locator('[data-board]').waitFor()
})

test('nothing is asked of the host of a call before somebody agreed', async () => {
  await ask('PATCH', editRoom.path, { call: { url: 'https://meet.example.org/room', embedded: false } })
  const page = await open()
  await signInAs(page, server.url, story.civil)
  await page.goto(`${server.url}/rooms/${story.roomId}`)
  await page.locator('[data-part=call]').click()
  const out = page.getByRole('link', { name: 'Open in a new window' })
  expect(await out.getAttribute('href')).toBe('https://meet.example.org/room')
  expect(await out.getAttribute('rel')).toContain('noreferrer')
  expect(await page.locator('iframe').count()).toBe(0)
})

/** Everything a first visit loads: page, scripts, styles, letters, words, as browsers ask for them over https. */
const LIGHT_MAX = 200 * 1000

test('the light page opens with less than 200 KB', async () => {
  const page = await open({ ...phone, serviceWorkers: 'block' })
  await signInAs(page, server.url, story.civil)
  const asked = new Set<string>()
  page.on('request', (request) => {
    if (/^(document|script|stylesheet|font|image)$/.test(request.resourceType())) asked.add(request.url())
  })
  await page.goto(`${server.url}/rooms/${story.roomId}/light`)
  await page.locator('[data-light] [data-part]').first().waitFor()
  await page.waitForLoadState('networkidle')
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  for (const url of loaded) if (!/\/(api|socket\.io)\//.test(url)) asked.add(url)
  const parts = await Promise.all([...asked].map(async (url) => ({ url, bytes: await sentBytes(url, 'br') })))
  const list = parts.map(({ url, bytes }) => `${new URL(url).pathname} ${bytes}`).join('\n')
  expect(parts.length).toBeGreaterThan(4)
  expect(
    parts.reduce((sum, { bytes }) => sum + bytes, 0),
    list,
  ).toBeLessThan(LIGHT_MAX)
  await expectAccessible(page, 'the light page')
  expectWellBehaved(visitors)
})
