import { readSecret } from '@meydan/server/access/secret'
import { readConfig } from '@meydan/server/config'
import { unsubscribeToken } from '@meydan/server/features/notifications/unsubscribing'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

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

const smallPhone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

type Look = BrowserContextOptions & { language?: string; theme?: string }

/** A window of somebody's own; without an actor, of nobody. */
async function windowOf(actor: Actor | null, path: string, { language, theme, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.addInitScript(
    ([lang, look]) => {
      if (lang) localStorage.setItem('meydan.language', lang)
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  if (actor) await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

async function roomOf(actor: Actor, story: Story, look: Look = {}): Promise<Page> {
  const page = await windowOf(actor, `/rooms/${story.roomId}`, look)
  await untilSaved(page)
  return page
}

/** What this person's page would ask of the server. */
async function send(actor: Actor, method: string, path: string, body: object): Promise<unknown> {
  const reply = await fetch(`${server.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-meydan': '1', origin: server.url, cookie: actor.cookie },
    body: JSON.stringify(body),
  })
  expect(reply.status, path).toBe(200)
  return reply.json()
}

const say = ({ roomId }: Story, actor: Actor, text: string) =>
  send(actor, 'POST', `/api/rooms/${roomId}/threads`, {
    anchor: { kind: 'room' },
    comment: { id: crypto.randomUUID(), text },
  })
const naming = ({ seatId }: Actor) => `@[seat:${seatId}]`

const rows = (page: Page) => page.locator('[data-notifications] [data-notification]')
const bell = (page: Page) => page.locator('[data-bell]')
const untilCount = (page: Page, count: number) => page.locator(`[data-bell][data-unread="${count}"]`).waitFor()
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
const readAtOf = async (actor: Actor) =>
  (await fresh.db.selectFrom('notification').select('readAt').where('personId', '=', actor.personId).execute()).map(
    ({ readAt }) => readAt !== null,
  )

test('a mention rings at once in the room and on the home page; what is read in one window is read in the other', async () => {
  const story = await consultationRoom(fresh.db)
  const inRoom = await roomOf(story.facilitator, story)
  const home = await windowOf(story.facilitator, '/')
  await untilCount(inRoom, 0)
  await untilCount(home, 0)
  await bell(home).click()
  await home.getByText('Nothing yet').waitFor()
  await home.keyboard.press('Escape')
  await bell(home).and(home.locator('[aria-expanded=false]')).waitFor()

  await say(story, story.public, `${naming(story.facilitator)} Kreş için iki salon bulduk.`)
  await untilCount(inRoom, 1)
  await untilCount(home, 1)
  expect(await home.title()).toMatch(/^\(1\) /)
  expect(await bell(home).getAttribute('aria-label')).toBe('Notifications, 1 unread')

  await bell(home).focus()
  await home.keyboard.press('Enter')
  const row = rows(home).first()
  await row.getByText('Mehmet mentioned you').waitFor()
  // The name stands where it was mentioned, and nothing of how it is kept.
  expect(await row.innerText()).toMatch(/Zeynep.*Kreş için iki salon/)
  expect(await row.innerText()).toContain('Şahinbey Belediyesi')
  expect(await row.innerText()).not.toContain('[seat:')
  await expectAccessible(home, 'the bell’s list')
  await keepPicture(home, 'notifications-home')
  await row.getByRole('link').click()
  // It leads to what was said.
  await home.locator('[data-threads-panel] [data-comment-text]').getByText('Kreş için iki salon bulduk').waitFor()
  await untilCount(home, 0)
  await untilCount(inRoom, 0)
  expect(await readAtOf(story.facilitator)).toEqual([true])
  expect(await inRoom.title()).not.toContain('(')
}, 120_000)

test('one is marked as read and unread again, then all; only the unread are shown, also on their page', async () => {
  const story = await consultationRoom(fresh.db)
  for (const words of ['bir', 'iki', 'üç']) await say(story, story.public, `${naming(story.facilitator)} ${words}`)
  const page = await windowOf(story.facilitator, '/notifications', { theme: 'dark' })
  const second = await roomOf(story.facilitator, story)
  await untilCount(second, 3)
  await until(async () => (await rows(page).count()) === 3)
  await page.getByRole('heading', { name: 'Today' }).waitFor()

  await page.locator('[data-filter=unread]').click()
  await until(async () => (await rows(page).count()) === 3)
  await rows(page).nth(1).locator('[data-act=mark]').click()
  await untilCount(second, 2)
  // It stays where it is, so that one can take it back.
  expect(await rows(page).nth(1).getAttribute('data-unread')).toBe('false')
  await rows(page).nth(1).locator('[data-act=mark]').click()
  await untilCount(second, 3)
  await rows(page).nth(1).locator('[data-act=mark]').click()
  await untilCount(second, 2)
  await expectAccessible(page, 'all notifications')
  await keepPicture(page, 'notifications-page-dark')

  await bell(second).click()
  await until(async () => (await rows(second).count()) === 3)
  await keepPicture(second, 'notifications-room')
  await second.locator('[data-act=read-all]').click()
  await untilCount(second, 0)
  await untilCount(page, 0)
  expect(await readAtOf(story.facilitator)).toEqual([true, true, true])
  await page.locator('[data-filter=all]').click()
  await page.locator('[data-filter=unread]').click()
  await page.getByText('All read').waitFor()
}, 120_000)

test('on a phone in Arabic the room’s menu says it and opens it; without the network it says so and comes back', async () => {
  const story = await consultationRoom(fresh.db)
  const page = await windowOf(story.civil, '/', { ...smallPhone, language: 'ar' })
  await untilCount(page, 0)
  expect(await fits(page)).toBe(true)
  await keepPicture(page, 'notifications-home-phone-ar')
  const firstRead = page.waitForResponse((reply) => reply.url().includes('/api/notifications'))
  await page.goto(`${server.url}/rooms/${story.roomId}`)
  await firstRead
  await page.locator('header .more:not([data-news])').waitFor()
  await say(story, story.public, `${naming(story.civil)} Yarın görüşelim.`)
  await page.locator('.more[data-news]').tap()
  await page.getByRole('menuitem').first().tap()
  await rows(page).first().waitFor()
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, 'notifications on a phone')
  await keepPicture(page, 'notifications-phone-ar')

  await page.locator('[data-act=all-notifications]').tap()
  await page.waitForURL('**/notifications')
  await rows(page).first().waitFor()
  expect(await fits(page)).toBe(true)
  await page.context().setOffline(true)
  await page.locator('[data-filter=unread]').tap()
  await page.locator('[data-notifications] [role=status]').waitFor()
  expect(await rows(page).count()).toBe(0)
  await expectAccessible(page, 'notifications without the network')
  await page.context().setOffline(false)
  await rows(page).first().waitFor()
}, 120_000)

test('how one is told is kept at once, for all rooms and for one; what could not be kept is as it was', async () => {
  const story = await consultationRoom(fresh.db)
  const page = await windowOf(story.civil, '/')
  await page.locator('.account').click()
  await page.getByRole('menuitem', { name: 'Mail settings' }).click()
  const all = page.locator('[data-all-wish]')
  await all.locator('[data-wish=others]').selectOption('never')
  await page.locator('[data-saving=saved]').waitFor()
  await page.locator('[data-act=own-wish]').click()
  await page.locator('[data-room-wish=own] [data-saving=saved]').waitFor()
  await page.locator('[data-room-wish=own] [data-wish=mentions]').selectOption('daily')
  const kept = () =>
    fresh.db
      .selectFrom('notificationSetting')
      .select(['roomId', 'mentions', 'others'])
      .where('personId', '=', story.civil.personId)
      .orderBy('mentions')
      .execute()
  const wanted = [
    { roomId: null, mentions: 'at_once', others: 'never' },
    { roomId: story.roomId, mentions: 'daily', others: 'never' },
  ]
  await until(async () => JSON.stringify(await kept()) === JSON.stringify(wanted))

  await page.reload()
  await page.locator('[data-room-wish=own]').waitFor()
  expect(await page.locator('[data-room-wish=own] [data-wish=mentions]').inputValue()).toBe('daily')
  expect(await all.locator('[data-wish=others]').inputValue()).toBe('never')
  await expectAccessible(page, 'mail settings')
  await keepPicture(page, 'notifications-settings')

  await page.context().setOffline(true)
  await all.locator('[data-wish=mentions]').selectOption('never')
  await page.locator('[data-saving=failed]').waitFor()
  expect(await all.locator('[data-wish=mentions]').inputValue()).toBe('at_once')
  await page.context().setOffline(false)
  await page.locator('[data-act=as-all]').click()
  await page.locator('[data-room-wish=all]').waitFor()
  await until(async () => (await kept()).length === 1)
})

/** The newest letter to an address. */
async function letterTo(recipient: string) {
  return until(() =>
    fresh.db
      .selectFrom('outgoingMail')
      .selectAll()
      .where('recipient', '=', recipient)
      .orderBy('createdAt', 'desc')
      .executeTakeFirst(),
  )
}

test('a guest gives an address, which counts once the link in the letter was followed and its button pressed', async () => {
  const story = await consultationRoom(fresh.db)
  const email = `ahmad-${crypto.randomUUID()}@example.org`
  const page = await windowOf(story.civil, '/notification-settings', { ...smallPhone, language: 'de' })
  await page.locator('[data-no-mail]').waitFor()
  await page.locator('input[type=email]').fill('ahmad at example')
  await page.locator('button[type=submit]').tap()
  await page.locator('input[aria-invalid=true]').waitFor()
  expect(await page.locator('input[type=email]').inputValue()).toBe('ahmad at example')
  await page.locator('input[type=email]').fill(email)
  await page.locator('button[type=submit]').tap()
  await page.locator('[data-address-state=pending]').waitFor()
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, 'an address that is not confirmed')
  await keepPicture(page, 'notifications-pending-de')
  const { text } = await letterTo(email)
  const token = /\/confirm-address#(\S+)/.exec(text ?? '')?.[1]

  // Whoever reads the letter need not be signed in where they read it.
  const letter = await windowOf(null, `/confirm-address#${token}`, { theme: 'dark' })
  await letter.locator('[data-act=confirm-address]').waitFor()
  expect(letter.url()).not.toContain(token)
  const confirmedAt = async () =>
    (
      await fresh.db
        .selectFrom('guestAddress')
        .select('confirmedAt')
        .where('personId', '=', story.civil.personId)
        .executeTakeFirst()
    )?.confirmedAt
  expect(await confirmedAt()).toBeNull()
  await letter.context().setOffline(true)
  await letter.locator('[data-act=confirm-address]').click()
  await letter.locator('[role=alert]').waitFor()
  await letter.context().setOffline(false)
  await expectAccessible(letter, 'confirming an address')
  await letter.locator('[data-act=confirm-address]').click()
  await letter.locator('[data-address-confirmed]').getByText(email).waitFor()
  expect(await confirmedAt()).not.toBeNull()
  await keepPicture(letter, 'notifications-confirmed-dark')

  await letter.goto(`${server.url}/confirm-address#${token}`)
  await letter.locator('[data-act=confirm-address]').click()
  await letter.locator('[data-link-state]').waitFor()
  expect(await letter.locator('[data-link-state]').getAttribute('data-link-state')).not.toBe('missing')
  await letter.goto(`${server.url}/confirm-address#${'x'.repeat(43)}`)
  await letter.locator('[data-act=confirm-address]').click()
  await letter.locator('[data-link-state=link_unknown]').waitFor()

  await page.reload()
  await page.locator('[data-address-state=confirmed]').waitFor()
  await page.locator('[data-act=remove-address]').tap()
  await page.getByRole('dialog').getByRole('button', { name: 'Entfernen' }).tap()
  await page.locator('input[type=email]').waitFor()
  expect(await confirmedAt()).toBeUndefined()
}, 120_000)

test('a letter’s link ends such letters and brings them back, without an account', async () => {
  const story = await consultationRoom(fresh.db)
  const secret = await readSecret(fresh.db, readConfig({}, '/'))
  const token = unsubscribeToken(secret, { personId: story.public.personId, roomId: story.roomId })
  const wishes = () =>
    fresh.db
      .selectFrom('notificationSetting')
      .select(['mentions', 'others'])
      .where('personId', '=', story.public.personId)
      .execute()

  const page = await windowOf(null, `/unsubscribe#${token}`, { ...smallPhone, language: 'tr' })
  await page.locator('[data-unsubscribed=false]').waitFor()
  expect(page.url()).not.toContain(token)
  expect(await wishes()).toEqual([])
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, 'ending letters')
  await keepPicture(page, 'notifications-unsubscribe-tr')
  await page.locator('[data-act=unsubscribe]').tap()
  await page.locator('[data-unsubscribed=true]').waitFor()
  expect(await wishes()).toMatchObject([{ mentions: 'never', others: 'never' }])
  await page.reload()
  await page.locator('[data-unsubscribed=true]').waitFor()
  await page.locator('[data-act=unsubscribe]').tap()
  await page.locator('[data-unsubscribed=false]').waitFor()
  expect(await wishes()).toMatchObject([{ mentions: 'at_once', others: 'daily' }])

  await page.goto(`${server.url}/unsubscribe#${'x'.repeat(43)}`)
  await page.locator('[data-link-state=link_unknown]').waitFor()
  await expectAccessible(page, 'a link that leads nowhere')
}, 120_000)

test('an observer is told too; who was removed from the room reads nothing of it any more', async () => {
  const story = await consultationRoom(fresh.db)
  const page = await windowOf(story.observer, '/', { theme: 'dark' })
  await untilCount(page, 0)
  await say(story, story.public, `${naming(story.observer)} Bunu görmelisiniz.`)
  await untilCount(page, 1)
  await bell(page).click()
  await rows(page).getByText('Bunu görmelisiniz').waitFor()
  await keepPicture(page, 'notifications-home-dark')
  await page.keyboard.press('Escape')

  await fresh.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', story.observer.seatId).execute()
  await page.reload()
  await untilCount(page, 0)
  await bell(page).click()
  await page.getByText('Nothing yet').waitFor()
})
