import { keepActivityVersions } from '@meydan/server/sync/history/versions-activity.job'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { boardWith, openBoard } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
const visitors: Visitor[] = []

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
afterEach(() => expectWellBehaved(visitors.splice(0)))

const log = { info() {}, error: (details: object) => console.error(details) }
const keepVersion = () => keepActivityVersions({ keepDays: 90 }).run({}, { db: fresh.db, log })

/** A board that two people worked on, with a version of when it had “su” and its theme, and one of after they went. */
async function workshop() {
  const story = await consultationRoom(fresh.db)
  const boardId = await boardWith(fresh.db, story.roomId, () => {})
  const at = { roomId: story.roomId, boardId }
  const peer = async (actor: Actor) => {
    const client = syncClient(server, boardId, actor.cookie, { ack: true })
    onTestFinished(() => client.destroy())
    await client.synced()
    const saved = () => until(() => client.frames.acked >= client.frames.sent && client.frames.sent > 0)
    return { board: new Board(client.doc), saved }
  }
  const [ahmad, mehmet] = [await peer(story.civil), await peer(story.public)]
  const civil = { seat: story.civil.seatId, side: 'civil' as const }
  const [water, bread] = ahmad.board.addNotes(
    [
      { at: { x: 0, y: 0 }, text: 'su yok' },
      { at: { x: 300, y: 0 }, text: 'ekmek' },
    ],
    civil,
  ) as [string, string]
  const theme = ahmad.board.add('theme', { at: { x: 0, y: 300 }, title: 'Barınma' }, civil)
  await ahmad.saved()
  await keepVersion()
  await until(() => mehmet.board.item(theme))
  removeItems(mehmet.board, [water, theme])
  const [school] = mehmet.board.addNotes([{ at: { x: 600, y: 0 }, text: 'okul' }], {
    seat: story.public.seatId,
    side: 'public',
  })
  mehmet.board.write(bread, 'ekmek ve süt')
  await mehmet.saved()
  await keepVersion()
  return { story, at, ahmad, mehmet, civil, water, bread, theme, school: school! }
}

async function enter(at: { roomId: string; boardId: string }, actor: Actor, options: BrowserContextOptions = {}) {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await openBoard(one.page, server.url, at, actor)
  return one.page
}

/** Opens the history from the board's own menu. */
async function openHistory(page: Page): Promise<void> {
  await page.locator('[data-board] .surface').click({ button: 'right', position: { x: 500, y: 500 } })
  await page.locator('[role=menuitem]', { hasText: /^(History|السجل)$/ }).click()
  await page.locator('[data-history]').waitFor()
  await until(async () => (await slider(page).getAttribute('max')) === '2', { what: 'the versions are there' })
}

const slider = (page: Page) => page.locator('[data-history-slider]')
const act = (page: Page, name: string) => page.locator(`[data-history-act=${name}]`)
const inPast = (page: Page, id: string) => page.locator(`[data-history] .surface [data-item="${id}"]`)
const isAt = (page: Page, at: number) =>
  until(async () => {
    const value = await slider(page).inputValue()
    const [shown, loading] = [page.locator('[data-history]'), page.locator('[data-history-loading]')]
    const isNow = (await shown.getAttribute('data-shown')) === 'now'
    return value === String(at) && isNow === (at === 2) && (await loading.count()) === 0
  })
const words = (board: Board) =>
  board.notes
    .all()
    .map(({ id }) => board.textOf(id))
    .sort()

async function slideTo(page: Page, at: number): Promise<void> {
  await slider(page).focus()
  await page.keyboard.press('Home')
  for (let step = 0; step < at; step++) await page.keyboard.press('ArrowRight')
  await isAt(page, at)
}

test('the slider shows the board of then, keys go to it alone, and what others write meanwhile is there at the end', async () => {
  const { at, story, ahmad, civil, water, bread, theme, school } = await workshop()
  const page = await enter(at, story.facilitator)
  await page.locator(`[data-item="${school}"]`).waitFor()
  await openHistory(page)
  expect(await page.locator('[data-surface]').count(), 'one canvas, not two').toBe(1)
  expect(await inPast(page, school).count()).toBe(1)

  await slideTo(page, 0)
  await inPast(page, water).waitFor()
  expect(await inPast(page, theme).count()).toBe(1)
  expect(await inPast(page, school).count()).toBe(0)
  expect(await inPast(page, bread).textContent()).toContain('ekmek')
  expect(await slider(page).getAttribute('aria-valuetext')).toMatch(/\d:\d\d.*: Kept while people worked$/)
  await expectAccessible(page, 'the history')

  await inPast(page, water).focus()
  for (const key of ['n', 'Delete', 'Enter', 'ArrowRight', 'Control+d']) await page.keyboard.press(key)
  const [live] = ahmad.board.addNotes([{ at: { x: 300, y: 300 }, text: 'canlı' }], civil)
  expect(await inPast(page, live!).count(), 'the past stays the past').toBe(0)
  await act(page, 'later').click()
  await isAt(page, 1)
  expect(await inPast(page, school).count()).toBe(1)
  await act(page, 'play').click()
  await isAt(page, 2)
  await inPast(page, live!).waitFor()

  await act(page, 'close').click()
  await page.locator('[data-history]').waitFor({ state: 'detached' })
  await page.locator(`.stage [data-item="${live}"]`).waitFor()
  expect(words(ahmad.board)).toEqual(['canlı', 'ekmek ve süt', 'okul'])
})

test('who did what is told, found and shown; a deleted note and a theme come back from there', async () => {
  const { at, story, ahmad, water, theme, school } = await workshop()
  const page = await enter(at, story.civil)
  await openHistory(page)
  const deleted = page.locator('[data-change=deleted]')
  await deleted.waitFor()
  const told = await deleted.innerText()
  for (const part of ['Mehmet', 'Şahinbey Belediyesi', 'Deleted 1 note, 1 theme', 'su yok', 'Barınma'])
    expect(told).toContain(part)
  expect(await page.locator('[data-change=changed]').innerText()).toContain('Changed 1 note · words')

  await deleted.locator('button', { hasText: 'su yok' }).first().click()
  await isAt(page, 0)
  await until(async () => (await inPast(page, water).getAttribute('aria-selected')) === 'true')
  await page.locator('[data-change=added] button', { hasText: 'okul' }).last().click()
  await isAt(page, 2)
  await until(async () => (await inPast(page, school).getAttribute('aria-selected')) === 'true')

  await page.locator('[data-history-filter=side]').selectOption('civil')
  await deleted.waitFor({ state: 'detached' })
  await until(async () => (await page.locator('[data-change]').count()) === 1)
  await page.locator('[data-history-filter=side]').selectOption('')
  await page.locator('[data-history-filter=person]').selectOption(story.public.seatId)
  await page.locator('[data-history-filter=action]').selectOption('deleted')
  await deleted.waitFor()
  await until(async () => (await page.locator('[data-change]').count()) === 1)

  await page.locator(`[data-restore="${water}"]`).click()
  await until(() => ahmad.board.textOf(water) === 'su yok')
  await inPast(page, water).waitFor()
  await page.locator(`[data-restore="${theme}"]`).click()
  await until(() => ahmad.board.themes.get(theme)?.title === 'Barınma')
  await deleted.getByText('On the board again').nth(1).waitFor()
  expect(await act(page, 'restore').count(), 'versions are for facilitators').toBe(0)
})

test('a version is restored for everyone, and that undone; what differs is marked and counted', async () => {
  const { at, story, ahmad, water, bread, school } = await workshop()
  const page = await enter(at, story.facilitator)
  await openHistory(page)
  await slideTo(page, 0)
  await act(page, 'compare').click()
  const legend = page.locator('[data-legend]')
  expect((await legend.innerText()).split('\n')).toEqual(['Added since: 1', 'Changed since: 1', 'Deleted since: 2'])
  const marked = (kind: string) =>
    page.locator(`[data-difference=${kind}]`).evaluateAll((all) => all.map((mark) => mark.getAttribute('data-of')))
  expect(await marked('added')).toEqual([school])
  expect(await marked('changed')).toEqual([bread])
  expect(await marked('removed')).toContain(water)
  await expectAccessible(page, 'the history, compared with now')

  await act(page, 'restore').click()
  expect(await page.locator('[role=dialog]').innerText()).toContain('The board as it is now is kept as a version')
  await expectAccessible(page, 'the question before restoring')
  await act(page, 'restore-yes').click()
  await until(() => words(ahmad.board).join() === 'ekmek,su yok')
  await page.locator('[role=dialog]').waitFor({ state: 'detached' })
  await until(async () => (await slider(page).getAttribute('max')) === '3', { what: 'the board before is kept' })
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await until(() => words(ahmad.board).join() === 'ekmek ve süt,okul')
})

test('what cannot be fetched says so and is tried again; a late answer never shows', async () => {
  const { at, story, water } = await workshop()
  const page = await enter(at, story.observer)
  let mode: 'fails' | 'late' | 'well' = 'fails'
  let asked = 0
  let letGo = () => {}
  await page.route('**/versions/*', async (route) => {
    asked += 1
    if (mode === 'fails') return route.abort()
    if (mode === 'late') await new Promise<void>((resolve) => (letGo = resolve))
    return route.continue()
  })
  await openHistory(page)
  await slider(page).focus()
  await page.keyboard.press('Home')
  await page.locator('[data-history-failed]').waitFor()
  expect(await page.locator('[data-history]').getAttribute('data-shown'), 'the last board stays').toBe('now')
  mode = 'late'
  const before = asked
  await page.locator('[data-history-failed] button').click()
  await until(() => asked > before)
  await act(page, 'now').click()
  letGo()
  await page.waitForTimeout(400)
  expect(await page.locator('[data-history]').getAttribute('data-shown')).toBe('now')
  mode = 'well'
  await slideTo(page, 0)
  await inPast(page, water).waitFor()
  await page.locator('[data-change=deleted]').waitFor()
  expect(await page.locator('[data-restore]').count(), 'observers read').toBe(0)
  expect(await act(page, 'restore').count()).toBe(0)
})

test('on a phone in Arabic the slider runs from right to left, and all is reached', async () => {
  const { at, story, water } = await workshop()
  const narrow = { ...phone, viewport: { width: 360, height: 740 }, locale: 'ar' }
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
  const page = await enter(at, story.civil, narrow)
  await page.evaluate(() => {
    const at = { bubbles: true, cancelable: true, clientX: 180, clientY: 420 }
    document.querySelector('[data-surface]')!.dispatchEvent(new MouseEvent('contextmenu', at))
  })
  await page.locator('[role=menuitem]', { hasText: /^السجل$/ }).click()
  await until(async () => (await slider(page).getAttribute('max')) === '2')
  const box = (await slider(page).boundingBox())!
  await page.touchscreen.tap(box.x + box.width - 12, box.y + box.height / 2)
  await isAt(page, 0)
  await inPast(page, water).waitFor()
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  expect(await width()).toBeLessThanOrEqual(360)
  await expectAccessible(page, 'the history at 360 px in Arabic')
  await act(page, 'changes').tap()
  await page.locator('[data-change=deleted]').waitFor()
  await expectAccessible(page, 'its sheet of changes')
  expect(await width()).toBeLessThanOrEqual(360)
  await page.locator(`[data-restore="${water}"]`).tap()
  await page.locator(`[data-restore="${water}"]`).waitFor({ state: 'detached' })
})
