import { clausesOf } from '@meydan/shared/documents/minutes/passages'
import { readRich } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
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

type Look = BrowserContextOptions & { language?: string }
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }

async function enter(actor: Actor, path: string, { language, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  if (language) await one.page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

const text = (page: Page) => page.locator('.minutes-text')
async function open(actor: Actor, { roomId }: Story, documentId: string, look: Look = {}): Promise<Page> {
  const page = await enter(actor, `/rooms/${roomId}/minutes/${documentId}`, look)
  await text(page).waitFor()
  await untilSaved(page)
  return page
}

const stored = async (id: string) => {
  const minutes = await minutesOf(fresh.db, id)
  expect(checkRichText(minutes.body!, 'minutes')).toEqual([])
  return minutes
}
const says = (id: string, words: string) => until(async () => (await stored(id)).plainText().includes(words))

async function write(page: Page, end: 'Home' | 'End', ...lines: string[]): Promise<void> {
  await text(page).click({ position: { x: 40, y: 10 } })
  await page.keyboard.press(`Control+${end}`)
  for (const line of lines) await page.keyboard.type(line, { delay: 5 })
}

/** The n-th of what can be inserted, or done with a table; afterwards one writes on in the text. */
async function choose(page: Page, menu: 'insert' | 'table', nth: number): Promise<void> {
  await page.locator(`[data-act=${menu}]`).click()
  await page.getByRole('menuitem').nth(nth).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await page.locator('.minutes-text:focus').waitFor()
}

test('two organisations write the same minutes at once; undo takes back only one’s own words', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('Açılış.')])
  const [one, other] = [await open(story.civil, story, id), await open(story.public, story, id)]
  await write(one, 'Home')
  await write(other, 'End')
  await one.locator(`.rich-caret[data-caret="${story.public.seatId}"]`).waitFor({ state: 'attached' })
  await Promise.all([one.keyboard.type('Bizden: ', { delay: 15 }), other.keyboard.type(' Sizden.', { delay: 15 })])
  for (const page of [one, other]) {
    await until(async () => (await text(page).innerText()).includes('Bizden: Açılış. Sizden.'))
  }
  await expectAccessible(one, 'minutes that are written')
  await other.locator('[data-act=undo]').click()
  await until(async () => !(await text(one).innerText()).includes('Sizden'))
  await untilSaved(other)
  await says(id, 'Bizden: Açılış.')
})

test('headings, tables, tasks, decisions and clauses come by menu and keyboard, and are stored as they stand', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('')])
  const page = await open(story.civil, story, id, { viewport: { width: 1366, height: 900 } })
  await write(page, 'End', '## Gündem', '\n', 'Söz alındı.', '\n')
  await choose(page, 'insert', 1)
  // The second, empty one ends the list.
  await page.keyboard.type('Salonu ayırt\n\n')
  await choose(page, 'insert', 0)
  await page.keyboard.type('Ne')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Kim')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Ne zaman')
  await choose(page, 'table', 1)
  await until(async () => (await page.locator('.minutes-text tr').count()) === 4)
  // Out of the table: the end of the text.
  await page.keyboard.press('Control+End')
  await choose(page, 'insert', 2)
  await page.keyboard.type('Salon akşam açılır.')
  await choose(page, 'insert', 3)
  await page.keyboard.type('Eşitlik.')
  await page.keyboard.press('Control+End')
  await untilSaved(page)
  await says(id, 'Eşitlik.')
  const blocks = readRich((await stored(id)).body!)
  expect(blocks.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['heading', 'paragraph', 'taskList', 'table', 'decision', 'clause']),
  )
  expect(blocks.find(({ type }) => type === 'taskList')).toMatchObject({ tasks: [{ checked: false, action: null }] })
  expect(blocks.find(({ type }) => type === 'table')).toMatchObject({ rows: { length: 4 } })
  expect(blocks.find(({ type }) => type === 'clause')).toMatchObject({ id: expect.stringMatching(/^[\da-f-]{36}$/) })
  await keepPicture(page, 'minutes-wide')
  await expectAccessible(page, 'minutes with everything in them')

  // By keyboard alone one gets out again: in a table Tab goes from cell to cell.
  await page.locator('.minutes-text td').first().click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.closest('.minutes-text') === null)).toBe(true)
})

test('what is pasted brings no script, no style and no odd attribute', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('')])
  const page = await open(story.civil, story, id)
  await text(page).click({ position: { x: 40, y: 10 } })
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData(
      'text/html',
      `<table style="width:9px"><tr><td colspan="900" align="right" onclick="alert(1)">cell</td><td><table><tr><td>inner</td></tr></table></td></tr></table>
       <section data-type="clause" data-id="0b9f6f0e-7a3c-4c36-9a43-0d5b3a7e9f10"><p>clause</p></section>
       <section data-type="clause" data-id="0b9f6f0e-7a3c-4c36-9a43-0d5b3a7e9f10"><p>its copy</p></section>
       <section data-type="decision" data-entry="javascript:alert(1)"><p>twice <a href="javascript:alert(1)">link</a></p></section>
       <p><span data-type="mention" data-kind="god" data-target="x">someone</span><img src="x" onerror="alert(1)">words</p>`,
    )
    document
      .querySelector('.minutes-text')!
      .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await untilSaved(page)
  await says(id, 'words')
  const blocks = readRich((await stored(id)).body!)
  // What organisations say hangs on the id: a copy has one of its own.
  expect(clausesOf(blocks).map(({ words }) => words)).toEqual(['clause', 'its copy'])
  const said = JSON.stringify(blocks)
  for (const word of ['cell', 'inner', 'twice', 'link']) expect(said).toContain(word)
  expect(said).not.toContain('javascript')
  expect(said).not.toContain('"colspan":900')
})

test('offline one goes on writing, and both are there afterwards', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('Ortak.')])
  const [one, other] = [await open(story.civil, story, id), await open(story.public, story, id)]
  await one.context().setOffline(true)
  await write(one, 'End', ' Çevrimdışı.')
  await write(other, 'Home', 'Bu sırada. ')
  await untilSaved(other)
  await one.context().setOffline(false)
  for (const page of [one, other]) {
    await until(async () => (await text(page).innerText()).includes('Bu sırada. Ortak. Çevrimdışı.'), {
      timeout: 20_000,
    })
  }
  await says(id, 'Bu sırada. Ortak. Çevrimdışı.')
})

test('a facilitator adds a meeting’s minutes from the room, an observer reads them on a phone in Arabic', async () => {
  const story = await consultationRoom(fresh.db)
  await fresh.db
    .insertInto('meeting')
    .values({ roomId: story.roomId, title: 'Birinci toplantı', place: 'Belediye', plannedAt: new Date() })
    .execute()
  const page = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('.room .more').first().click()
  await page
    .getByRole('menuitem', { name: /minutes|tutanak/i })
    .first()
    .click()
  const form = page.locator('[data-add-minutes]')
  await expect.poll(() => form.locator('[name=title]').inputValue(), { timeout: 10_000 }).toContain('Birinci toplantı')
  await expectAccessible(page, 'the dialog to add minutes')
  await page.getByRole('dialog').locator('button[type=submit]').click()
  await text(page).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  await until(async () => (await text(page).innerText()).includes('Belediye'))
  await keepPicture(page, 'minutes-of-a-meeting')

  const observer = await open(story.observer, story, id, { language: 'ar', colorScheme: 'dark', ...PHONE })
  await observer.locator('[data-read-only]').waitFor()
  expect(await text(observer).getAttribute('contenteditable')).toBe('false')
  expect(await observer.locator('[data-act=insert], [data-tool]').count()).toBe(0)
  expect(await observer.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await keepPicture(observer, 'minutes-ar-360-dark')
  await expectAccessible(observer, 'minutes on a phone, read only')
  const writer = await open(story.public, story, id, { language: 'tr', ...PHONE })
  await writer.locator('[data-act=insert]').waitFor()
  expect(await writer.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await keepPicture(writer, 'minutes-tr-360')
})
