import { directionOf, languageNames, languages } from '@meydan/shared/languages'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

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

async function signedIn(options = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await signInAs(one.page, server.url, story.facilitator)
  return one.page
}

describe.each(languages)('in %s', (language) => {
  test('the room reads whole, turns the right way, and axe finds nothing', async () => {
    await fresh.db.updateTable('person').set({ language }).where('id', '=', story.facilitator.personId).execute()
    const page = await signedIn({ locale: language, viewport: { width: 360, height: 740 } })
    await page.goto(`${server.url}/rooms/${story.roomId}`)
    await page.locator('[data-board]').waitFor()
    await untilSaved(page)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(await page.locator('html').getAttribute('dir')).toBe(directionOf(language))
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
    await expectAccessible(page, `room in ${language} at 360 px`)
  })
})

test('the language can be changed in the room, and changes everything at once', async () => {
  const page = await signedIn()
  await page.goto(`${server.url}/rooms/${story.roomId}`)
  await untilSaved(page)
  for (const language of ['ar', 'eu', 'tr'] as const) {
    await page.locator('header button[aria-haspopup=menu]').first().click()
    await page.getByText(languageNames[language], { exact: true }).first().click()
    await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' })
    expect(await page.locator('html').getAttribute('dir')).toBe(directionOf(language))
  }
})

test.each([
  ['expired', 'This link has expired'],
  ['revoked', 'This link was closed'],
  ['usedUp', 'This link is used up'],
  ['unknown', 'This link leads nowhere'],
] as const)('a link that is %s says so, on a page axe has nothing against', async (kind, title) => {
  const token = await brokenLink(kind)
  const one = await visitor(browser, server.url, phone)
  onTestFinished(one.close)
  await one.page.goto(`${server.url}/join#${token}`)
  await one.page.getByRole('heading', { name: title }).waitFor()
  expect(one.page.url()).not.toContain(token)
  await expectAccessible(one.page, title)
  expectWellBehaved([one])
})

async function brokenLink(kind: 'expired' | 'revoked' | 'usedUp' | 'unknown'): Promise<string> {
  const { hashToken } = await import('@meydan/server/access/tokens')
  const token = crypto.randomUUID().replaceAll('-', '').slice(0, 22)
  if (kind === 'unknown') return token
  const hour = 3_600_000
  await fresh.db
    .insertInto('invitation')
    .values({
      roomId: story.roomId,
      role: 'participant',
      tokenHash: hashToken(token),
      maxUses: 1,
      uses: kind === 'usedUp' ? 1 : 0,
      expiresAt: new Date(Date.now() + (kind === 'expired' ? -hour : hour)),
      revokedAt: kind === 'revoked' ? new Date() : null,
    })
    .execute()
  return token
}

test.each([
  ['/', 'home'],
  ['/rooms/00000000-0000-4000-8000-000000000000', 'a room one has nothing to do with'],
  ['/nowhere', 'an address that leads nowhere'],
])('%s: axe finds nothing, in light and dark', async (path, screen) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await signedIn({ colorScheme })
    await page.goto(server.url + path)
    await page.getByRole('heading').first().waitFor()
    await expectAccessible(page, `${screen}, ${colorScheme}`)
  }
})

test('the sign-in page is accessible and says what was wrong', async () => {
  const one = await visitor(browser, server.url)
  onTestFinished(one.close)
  await one.page.goto(`${server.url}/sign-in`)
  await one.page.getByLabel('E-mail address').fill('nobody@example.org')
  await one.page.getByLabel('Password').fill('not the password')
  await one.page.locator('button[type=submit]').click()
  await one.page.getByRole('alert').first().waitFor()
  await expectAccessible(one.page, 'sign in with an error')
})
