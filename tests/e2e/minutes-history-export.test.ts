import { readFile } from 'node:fs/promises'
import { keepActivityVersions } from '@meydan/server/sync/history/versions-activity.job'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { type RichBlock, textsIn } from '@meydan/shared/documents/rich-text/read'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesOf, minutesWith, paragraph } from '../support/minutes.ts'
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

const log = { info() {}, error: (details: object) => console.error(details) }
const keepVersion = () => keepActivityVersions({ keepDays: 90 }).run({}, { db: fresh.db, log })
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }

type Look = BrowserContextOptions & { language?: string }
async function open(actor: Actor, at: { story: Story; documentId: string }, { language, ...options }: Look = {}) {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  if (language) await one.page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${at.story.roomId}/minutes/${at.documentId}`)
  await one.page.locator('[data-minutes] .minutes-text').waitFor()
  await untilSaved(one.page)
  return one.page
}

const cell = (text: string, isHeader = false) => ({ isHeader, colspan: 1, rowspan: 1, blocks: [paragraph(text)] })
const first: RichBlock[] = [
  { type: 'heading', level: 2, pieces: [{ text: 'Su kesintisi' }] },
  paragraph('Su kesintisi salı günü sürüyor.'),
  paragraph('Bu paragraf sonra silinecek.'),
  paragraph('نحتاج إلى مترجمين في البلدية.'),
  {
    type: 'table',
    rows: [
      [cell('Ne', true), cell('Kim', true)],
      [cell('Tanker'), cell('Belediye')],
    ],
  },
  {
    type: 'taskList',
    tasks: [
      { checked: true, action: null, blocks: [paragraph('Komşulara haber ver')] },
      { checked: false, action: null, blocks: [paragraph('Tankeri iste')] },
    ],
  },
]
const block = (text: string) => expect.objectContaining({ pieces: [{ text }] })

/** Minutes that somebody went on writing after a version of them was kept. */
async function workshop() {
  const story = await consultationRoom(fresh.db)
  const documentId = await minutesWith(fresh.db, story.roomId, first)
  const client = syncClient(server, documentId, story.civil.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  await client.synced()
  const minutes = new Minutes(client.doc)
  const saved = () => until(() => client.frames.acked >= client.frames.sent && client.frames.sent > 0)
  textsIn(minutes.body!)[0]!.insert(12, ' raporu')
  await saved()
  await keepVersion()
  client.doc.transact(() => {
    const [, second] = textsIn(minutes.body!)
    second!.delete(13, 4)
    second!.insert(13, 'çarşamba')
    minutes.body!.delete(2)
  })
  await saved()
  return { story, documentId }
}

const act = (page: Page, name: string) => page.locator(`[data-history-act=${name}]`)
const versions = (page: Page) => page.locator('[data-version]')
const shown = (page: Page) => page.locator('[data-history-text]')
async function openHistory(page: Page): Promise<void> {
  await page.locator('[data-act=history]').click()
  await versions(page).first().waitFor()
}
const texts = async (id: string) => (await minutesOf(fresh.db, id)).blocks()

test('a version is read, compared, restored, and that is undone', async () => {
  const at = await workshop()
  const page = await open(at.story.facilitator, at, { viewport: { width: 1280, height: 860 } })
  await openHistory(page)
  await expectAccessible(page, 'the list of versions')
  await versions(page).first().click()
  await until(async () => (await shown(page).innerText()).includes('Bu paragraf sonra silinecek.'))
  await keepPicture(page, 'minutes-history')
  await page.locator('label', { hasText: 'Show what changed since' }).click()
  await until(async () => (await shown(page).locator('del').count()) >= 3)
  expect(await shown(page).locator('del', { hasText: 'salı' }).innerText()).toContain('salı')
  expect(await shown(page).locator('del.of-blocks').textContent()).toMatch(/^Removed since: Bu paragraf/)
  expect(await shown(page).locator('.minutes-text ins').textContent()).toMatch(/Added since: çarşamba/)
  await expectAccessible(page, 'what changed')
  await keepPicture(page, 'minutes-history-compared')
  await act(page, 'restore').click()
  await act(page, 'restore-yes').click()
  await page.locator('[data-minutes-history]').waitFor({ state: 'detached' })
  await until(async () => JSON.stringify(await texts(at.documentId)).includes('silinecek'))
  expect(await texts(at.documentId)).toContainEqual(block('Su kesintisi salı günü sürüyor.'))
  await page.locator('.minutes-text', { hasText: 'silinecek' }).waitFor()
  await page.locator('button', { hasText: 'Undo' }).last().click()
  await until(async () => !JSON.stringify(await texts(at.documentId)).includes('silinecek'))
  expect(await texts(at.documentId)).toContainEqual(block('Su kesintisi çarşamba günü sürüyor.'))
  await openHistory(page)
  await versions(page).first().click()
  await page.locator('label', { hasText: 'Show what changed since' }).click()
  await page.locator('[data-history-legend], [data-history-same]').waitFor()
})

test('an observer reads versions and can’t restore; without any it says so', async () => {
  const at = await workshop()
  const page = await open(at.story.observer, at)
  await openHistory(page)
  await versions(page).first().click()
  await shown(page).waitFor()
  expect(await act(page, 'restore').count()).toBe(0)
  const documentId = await minutesWith(fresh.db, at.story.roomId, [])
  const other = await open(at.story.civil, { story: at.story, documentId })
  await other.locator('[data-act=history]').click()
  await other.locator('[data-history-none]').waitFor()
})

test('on a phone, in Arabic and in the dark the list comes first and then the text', async () => {
  const at = await workshop()
  const page = await open(at.story.facilitator, at, { ...PHONE, language: 'ar', colorScheme: 'dark' })
  await openHistory(page)
  await keepPicture(page, 'minutes-history-phone-list-ar-dark')
  await versions(page).first().click()
  await shown(page).waitFor()
  await page.locator('[data-history-act=compare] input').check()
  await shown(page).locator('ins').first().waitFor()
  await expectAccessible(page, 'a version on a phone')
  await keepPicture(page, 'minutes-history-phone-ar-dark')
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(360)
  await page.locator('[data-act=all-versions]').click()
  await versions(page).first().waitFor()
})

test('a version that can’t be fetched says why, and is asked for again', async () => {
  const at = await workshop()
  const page = await open(at.story.civil, at)
  let fails = true
  await page.route('**/versions/*', (route) =>
    fails ? route.fulfill({ status: 503, body: '{"code":"unavailable"}' }) : route.continue(),
  )
  await openHistory(page)
  await versions(page).first().click()
  await page.locator('[data-history-failed]').waitFor()
  fails = false
  await page.locator('[data-history-failed] button').click()
  await shown(page).waitFor()
})

test('the text is saved as a Word document, a PDF and Markdown', async () => {
  const at = await workshop()
  const page = await open(at.story.observer, at)
  const menu = page.locator('[data-act=export]')
  await menu.click()
  await page.locator('[role=menuitem]').first().waitFor()
  await expectAccessible(page, 'the menu of files')
  await keepPicture(page, 'minutes-export-menu')
  await page.keyboard.press('Escape')
  const heads = { 'Word document': 'PK\u0003\u0004', 'PDF to print': '%PDF-', Markdown: '# Tutanak' }
  for (const [name, head] of Object.entries(heads)) {
    await menu.click()
    const coming = page.waitForEvent('download')
    await page.locator('[role=menuitem]', { hasText: name }).first().click()
    const download = await coming
    expect(download.suggestedFilename()).toMatch(/Tutanak .*\.(?:docx|pdf|md)$/)
    const bytes = await readFile((await download.path())!)
    expect(bytes.subarray(0, head.length).toString('latin1'), name).toBe(head)
    await until(async () => (await menu.getAttribute('aria-busy')) === 'false')
  }
})

test('what goes wrong with a file is said in words, and offline why there is none', async () => {
  const at = await workshop()
  const page = await open(at.story.civil, at)
  const refusal = { status: 413, contentType: 'application/json' }
  await page.route('**/export', (route) =>
    route.fulfill({ ...refusal, body: JSON.stringify({ code: 'minutes_too_large', requestId: 'r' }) }),
  )
  await page.locator('[data-act=export]').click()
  await page.locator('[role=menuitem]', { hasText: 'Word document' }).click()
  await page.getByText('This is too much for one file.').first().waitFor()
  await page.context().setOffline(true)
  await until(async () => {
    await page.keyboard.press('Escape')
    await page.locator('[data-act=export]').click()
    return (await page.locator('.ui-menu-heading').innerText()).includes('connect to the internet')
  })
  await page.context().setOffline(false)
})
