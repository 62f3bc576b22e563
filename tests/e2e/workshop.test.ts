import { Board } from '@meydan/shared/documents/board/board'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { joinByLink, noteSaying, showCanvas, signInAs, untilSaved, writeNote } from '../support/workshop.ts'

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

async function arrive(options = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  return one.page
}

async function setUpLink(): Promise<string> {
  const path = await until(() => /\/set-up#\S+/.exec(server.output())?.[0])
  return server.url + path
}

test('an organiser prepares a room, and two organisations meet in it', async () => {
  const organiser = await arrive()
  await organiser.goto(await setUpLink())
  await organiser.getByLabel('Name').fill('Zeynep Kaya')
  await organiser.getByLabel('E-mail address').fill('zeynep@example.org')
  await organiser.getByLabel('Password').fill('sessiz bir nehir mart ayında')
  await expectAccessible(organiser, 'set up')
  await organiser.locator('button[type=submit]').click()

  await organiser.getByRole('button', { name: 'New programme' }).first().click()
  await organiser.getByLabel('Name of the programme').fill('Birlikte Planlayalım')
  await expectAccessible(organiser, 'new programme')
  await organiser
    .getByRole('dialog')
    .getByLabel(/^Name$|Organisation/)
    .last()
    .fill('Kıyı Diyalog Merkezi')
  await organiser.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
  await organiser.getByRole('heading', { name: 'Birlikte Planlayalım' }).waitFor()
  await expectAccessible(organiser, 'programme, empty')

  for (const [name, kind] of [
    ['Göçmen Dayanışma Derneği', 'association'],
    ['Şahinbey Belediyesi', 'municipality'],
  ]) {
    await organiser.getByRole('button', { name: 'Add organisation' }).first().click()
    const dialog = organiser.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill(name!)
    await dialog.getByLabel('Kind of organisation').selectOption(kind!)
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'detached' })
  }
  await organiser.getByRole('button', { name: 'New room' }).first().click()
  await expectAccessible(organiser, 'new room')
  await organiser.getByLabel('Name of the room').fill('Ortak oda')
  await organiser.getByRole('dialog').locator('button[type=submit]').click()
  await organiser.locator('[data-board]').waitFor()
  await untilSaved(organiser)
  await until(async () => (await organiser.locator('[data-frame-id]').count()) === 4)
  await expectAccessible(organiser, 'room')

  const links = {
    participant: await makeLink(organiser, 'Participant'),
    observer: await makeLink(organiser, 'Observer'),
  }
  await organiser.keyboard.press('Escape')

  const ada = await arrive()
  await ada.goto(links.participant)
  await ada.locator('input[autocomplete=name]').waitFor()
  expect(ada.url(), 'the token leaves the address at once').not.toContain('#')
  await expectAccessible(ada, 'join')
  await joinByLink(ada, links.participant, { name: 'Ada', organisation: 'Göçmen Dayanışma' })
  const ahmad = await arrive({ ...phone, locale: 'ar' })
  await joinByLink(ahmad, links.participant, { name: 'أحمد', organisation: 'Şahinbey' })
  expect(await ahmad.locator('html').getAttribute('dir')).toBe('rtl')
  await expectAccessible(ahmad, 'room on an Arabic phone')
  await showCanvas(ahmad)

  await writeNote(ada, 'Interpreters at the hospital')
  // A phone opens on the first frame; what others write elsewhere is one tap away.
  await ahmad.locator('button[data-tool=fit]').tap()
  await noteSaying(ahmad, 'Interpreters at the hospital').waitFor()
  await writeNote(ahmad, 'نحتاج إلى مترجمين في البلدية')
  const arabic = noteSaying(ada, 'نحتاج إلى مترجمين في البلدية')
  await arabic.waitFor()
  expect(await arabic.getByText('نحتاج').evaluate((words) => getComputedStyle(words).direction)).toBe('rtl')
  await until(
    async () =>
      (await arabic.getAttribute('aria-label'))?.includes('Şahinbey') ||
      (await arabic.textContent())?.includes('Şahinbey'),
  )
  await expectAccessible(ada, 'room with notes')
  await Promise.all([untilSaved(ada), untilSaved(ahmad)])

  const observer = await arrive()
  await joinByLink(observer, links.observer, { name: 'Ida', organisation: 'Kıyı' })
  await noteSaying(observer, 'Interpreters at the hospital').waitFor()
  await observer.locator('[data-sync-state=readonly]').first().waitFor({ state: 'attached' })
  expect(await observer.locator('[data-tool=note]').count()).toBe(0)
  await observer.keyboard.press('n')
  expect(await observer.locator('[data-board] textarea').count()).toBe(0)
  await expectAccessible(observer, 'room for an observer')

  // Returning with the same browser needs nothing: no form, no click.
  await ada.goto(links.participant)
  await ada.locator('[data-board]').waitFor()
  await noteSaying(ada, 'Interpreters at the hospital').waitFor()
})

async function makeLink(page: Page, role: string): Promise<string> {
  if ((await page.getByRole('dialog').count()) === 0) await page.getByRole('button', { name: 'Invite' }).first().click()
  const dialog = page.getByRole('dialog')
  const another = dialog.getByRole('button', { name: 'Another link' })
  if (await another.isVisible().catch(() => false)) await another.click()
  await dialog.getByText(role, { exact: true }).first().click()
  await dialog.getByRole('button', { name: 'Make link' }).click()
  const field = dialog.locator('input[readonly]').first()
  const before = await expectAccessible(page, 'invitations').then(() => field.inputValue())
  return before
}

test('each undoes only their own acts', async () => {
  const story = await consultationRoom(fresh.db)
  const ada = await arrive()
  const mehmet = await arrive()
  await signInAs(ada, server.url, story.civil)
  await signInAs(mehmet, server.url, story.public)
  const address = `${server.url}/rooms/${story.roomId}/boards/${story.boardId}`
  await Promise.all([ada.goto(address), mehmet.goto(address)])
  await Promise.all([untilSaved(ada), untilSaved(mehmet)])
  await writeNote(ada, 'from Ada')
  await noteSaying(mehmet, 'from Ada').waitFor()
  await writeNote(mehmet, 'from Mehmet')
  await noteSaying(ada, 'from Mehmet').waitFor()
  for (let step = 0; step < 4; step++) await ada.keyboard.press('Control+z')
  await until(async () => (await noteSaying(mehmet, 'from Ada').count()) === 0)
  expect(await noteSaying(ada, 'from Mehmet').count()).toBe(1)
  await ada.keyboard.press('Control+Shift+z')
  await ada.keyboard.press('Control+Shift+z')
  await noteSaying(mehmet, 'from Ada').waitFor()
})

test('a vanilla y-websocket client and a browser share a board, a named cursor and a live drag', async () => {
  const story = await consultationRoom(fresh.db)
  const ada = await arrive()
  await signInAs(ada, server.url, story.civil)
  await ada.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await untilSaved(ada)
  const vanilla = syncClient(server, story.boardId, story.public.cookie)
  onTestFinished(() => vanilla.destroy())
  await vanilla.synced()
  const board = new Board(vanilla.doc)
  const [id] = board.addNotes([{ at: { x: 600, y: 100 }, text: 'from outside' }], {
    seat: story.public.seatId,
    side: 'public',
  })
  const note = noteSaying(ada, 'from outside')
  await note.waitFor()
  vanilla.awareness.setLocalState({ cursor: { x: 620, y: 120 }, selection: [id] })
  await ada.locator(`[data-cursor-of]`, { hasText: story.public.name }).waitFor()
  const box = (await note.boundingBox())!
  await ada.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await ada.mouse.down()
  await ada.mouse.move(box.x + 200, box.y + 150, { steps: 8 })
  await until(() => {
    const state = vanilla.awareness.getStates().get(adaClient(vanilla)) as { drag?: object | null } | undefined
    return Boolean(state?.drag)
  })
  const before = board.placeOf(board.notes.get(id!)!)
  await ada.mouse.up()
  await until(() => {
    const { x, y } = board.placeOf(board.notes.get(id!)!)
    return x !== before.x && y !== before.y
  })
  await note.click()
  await ada.keyboard.press('Delete')
  await until(() => board.notes.get(id!) === undefined)
  expect(board.texts.has(id!)).toBe(false)
})

function adaClient(client: ReturnType<typeof syncClient>): number {
  return [...client.awareness.getStates().keys()].find((id) => id !== client.doc.clientID) ?? -1
}

test('signing out in one window ends the room in the other within two seconds', async () => {
  const story = await consultationRoom(fresh.db)
  const page = await arrive()
  await signInAs(page, server.url, story.civil)
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await untilSaved(page)
  // The room's own connection comes after the first picture; people are shown once it stands.
  await page.locator('.stack .faces').first().waitFor()
  const other = await page.context().newPage()
  await other.goto(server.url)
  await other.evaluate(() => fetch('/api/session', { method: 'DELETE', headers: { 'x-meydan': '1' } }))
  const started = performance.now()
  await page.getByText('You are signed out').first().waitFor({ timeout: 2_000 })
  expect(performance.now() - started).toBeLessThan(2_000)
})

test('no page ever asked another host, broke its own policy, or threw', () => {
  expect(visitors.length).toBeGreaterThan(5)
  expectWellBehaved(visitors)
})
