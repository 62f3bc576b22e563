import { createInvitation } from '@meydan/shared/contracts/invites'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesOf, minutesWith, paragraph } from '../support/minutes.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { joinByLink, signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
  // The join screen names the host of the programme.
  await fresh.db.updateTable('organisation').set({ isHost: true }).where('name', '=', 'KADEM').execute()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

async function window(): Promise<Page> {
  const one = await visitor(browser, server.url)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  return one.page
}

async function invitation(): Promise<string> {
  const answer = await fetch(server.url + createInvitation.path.replace(':roomId', story.roomId), {
    method: 'POST',
    headers: {
      cookie: story.facilitator.cookie,
      origin: server.url,
      'x-meydan': '1',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ role: 'participant', expiresInHours: 1, maxUses: 5 }),
  })
  expect(answer.status).toBe(200)
  const { invitation } = (await answer.json()) as { invitation: { token: string } }
  return `${server.url}/join#${invitation.token}`
}

const text = (page: Page) => page.locator('.minutes-text')
const comments = (page: Page) => page.locator('[data-thread] [data-comment-text]')

async function read(page: Page, minutesId: string): Promise<void> {
  await page.goto(`${server.url}/rooms/${story.roomId}/minutes/${minutesId}`)
  await text(page).waitFor()
  await untilSaved(page)
  await page.locator('[data-part=threads]').click()
  await page.locator('[data-thread-list] :is([data-state-filter], .empty)').first().waitFor()
}

async function write(page: Page, end: 'Home' | 'End', words: string): Promise<void> {
  await text(page).click({ position: { x: 40, y: 10 } })
  await page.keyboard.press(`Control+${end}`)
  await page.keyboard.type(words)
}

async function send(page: Page, words: string): Promise<void> {
  await page.locator('[data-comment-field]').fill(words)
  await page.locator('[data-comment-field]').press('Control+Enter')
}

async function say(page: Page, words: string): Promise<void> {
  await send(page, words)
  await comments(page).filter({ hasText: words }).waitFor()
}

test('two people and a guest go on between meetings, one of them without a network for a while', async () => {
  const minutesId = await minutesWith(fresh.db, story.roomId, [paragraph('Salon akşamları açık kalır.')])
  const [ahmad, mehmet, leyla] = [await window(), await window(), await window()]
  await signInAs(ahmad, server.url, story.civil)
  await signInAs(mehmet, server.url, story.public)
  await joinByLink(leyla, await invitation(), { name: 'Leyla', organisation: 'Göçmen Dayanışma' })

  await read(ahmad, minutesId)
  await ahmad.locator('[data-act=begin-room]').click()
  await say(ahmad, 'Pazartesi salonu kim açar?')
  for (const page of [mehmet, leyla]) {
    await read(page, minutesId)
    await page.locator('[data-thread-list] [data-thread-id]').first().click()
    await comments(page).filter({ hasText: 'Pazartesi' }).waitFor()
  }
  // Ahmad is elsewhere meanwhile.
  await ahmad.goto(`${server.url}/`)
  await ahmad.locator('[data-bell][data-unread="0"]').waitFor()

  await leyla.context().setOffline(true)
  await send(leyla, 'Ben açarım, anahtar bende')
  await leyla.locator('[data-queued=waiting]', { hasText: 'anahtar bende' }).waitFor()
  await write(leyla, 'End', ' Çay da olur.')
  await leyla.locator('[data-sync-state=offline]').first().waitFor()
  await expectAccessible(leyla, 'minutes and a thread without a network')
  await keepPicture(leyla, 'between-offline')
  await say(mehmet, 'Belediyeden biri de gelir')
  await write(mehmet, 'Home', 'Karar: ')
  await untilSaved(mehmet)
  await ahmad.locator('[data-bell][data-unread="1"]').waitFor()

  await leyla.context().setOffline(false)
  const together = 'Karar: Salon akşamları açık kalır. Çay da olur.'
  for (const page of [mehmet, leyla]) {
    await until(async () => (await text(page).innerText()).includes(together), { timeout: 20_000 })
    await comments(page).filter({ hasText: 'anahtar bende' }).waitFor()
    await comments(page).filter({ hasText: 'Belediyeden biri' }).waitFor()
    await until(async () => (await comments(page).count()) === 3)
  }
  await until(async () => (await leyla.locator('[data-queued]').count()) === 0)
  await untilSaved(leyla)
  expect((await minutesOf(fresh.db, minutesId)).plainText()).toBe(together)
  const said = await fresh.db.selectFrom('comment').select('text').orderBy('createdAt').execute()
  expect(said.map((comment) => comment.text)).toEqual([
    'Pazartesi salonu kim açar?',
    'Belediyeden biri de gelir',
    'Ben açarım, anahtar bende',
  ])

  // Who began it hears of both answers, and comes to the guest's.
  await ahmad.locator('[data-bell][data-unread="2"]').waitFor()
  await ahmad.locator('[data-bell]').click()
  await ahmad.getByRole('link', { name: /Leyla/ }).first().click()
  await comments(ahmad).filter({ hasText: 'anahtar bende' }).waitFor()
  await keepPicture(ahmad, 'between-back')
})
