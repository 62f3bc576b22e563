import { agendaTemplateIds } from '@meydan/shared/agenda/ids'
import type { Board } from '@meydan/shared/documents/board/board'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { boardWith, objectOf } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

/** Brought to something on a board: in a list, on a canvas, on the wall. */
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

type Scene = { story: Story; boardId: string; ids: string[] }
const FRAMES = 6
const IN_EACH = 8

/** Frames in a row, far from each other, with notes; `ids` are the notes’, frame by frame. */
async function longBoard(): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  const ids: string[] = []
  const fill = (board: Board) => {
    for (let place = 0; place < FRAMES; place++) {
      const size = { width: 900, height: 700 }
      const frame = board.addFrame({ at: { x: place * 3_000, y: 0 }, size, title: `Frame ${place + 1}` })
      const notes = Array.from({ length: IN_EACH }, (_, nth) => ({
        at: { x: 20 + (nth % 4) * 220, y: 20 + Math.floor(nth / 4) * 220 },
        frame,
        text: `Note ${place + 1}.${nth + 1}`,
      }))
      ids.push(...board.addNotes(notes, { seat: story.civil.seatId, side: 'civil' }))
    }
  }
  return { story, boardId: await boardWith(fresh.db, story.roomId, fill), ids }
}

type How = { mode?: 'list' | 'canvas'; at?: string; options?: BrowserContextOptions }

async function enter({ story, boardId }: Scene, who: Actor, { mode, at, options }: How = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, who)
  if (mode) await one.page.addInitScript((chosen) => localStorage.setItem('meydan.board.mode', chosen), mode)
  await one.page.goto(server.url + (at ?? `/rooms/${story.roomId}/boards/${boardId}`))
  if (!at) await untilSaved(one.page)
  return one.page
}

/** What a facilitator does elsewhere. */
async function send({ roomId, facilitator }: Story, method: string, route: string, body: object): Promise<unknown> {
  const headers = {
    cookie: facilitator.cookie,
    origin: server.url,
    'x-meydan': '1',
    'content-type': 'application/json',
  }
  const url = `${server.url}/api/rooms/${roomId}${route}`
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  expect(response.status).toBe(200)
  return response.json()
}

const row = (page: Page, id: string) => page.locator(`[data-list] [data-item="${id}"]`)
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('data-item') ?? null)

async function inSight(page: Page, id: string): Promise<boolean> {
  const [box, list] = [await row(page, id).boundingBox(), await page.locator('[data-list-scroller]').boundingBox()]
  return box !== null && list !== null && box.y >= list.y && box.y + box.height <= list.y + list.height
}

async function lead(page: Page, act: 'bring' | 'lock'): Promise<void> {
  await page.locator('[data-part=lead]').click()
  await page.locator(`[data-stage-act=${act}]`).click()
}

/** What of the board lies in the middle of a canvas. */
const middleOf = (page: Page, selector = '[data-board] .surface') =>
  page.locator(selector).evaluate((surface) => {
    const { width, height } = surface.getBoundingClientRect()
    const { a, e, f } = new DOMMatrix(getComputedStyle(surface.querySelector('.layer')!).transform)
    return { x: (width / 2 - e) / a, y: (height / 2 - f) / a }
  })

async function untilMiddle(page: Page, x: number, selector?: string): Promise<void> {
  await until(async () => Math.abs((await middleOf(page, selector)).x - x) < 450, { what: `the middle is at ${x}` })
}

/** The middle of a frame of `longBoard`. */
const frameAt = (place: number) => (place - 1) * 3_000 + 450

test('“show on the board” on a phone opens what the row is in, goes to it, and the keyboard is there', async () => {
  const scene = await longBoard()
  const { story, boardId, ids } = scene
  const recordId = ids.at(-1)!
  const body = {
    title: 'What comes first?',
    kind: 'dots',
    documentId: boardId,
    options: [{ recordId, recordType: 'note', label: 'Note 6.8' }],
    open: true,
  }
  await send(story, 'POST', '/votes', body)
  const page = await enter(scene, story.civil, { options: phone })
  const frame = page.getByRole('treeitem', { name: /^Frame 6/ })
  await frame.scrollIntoViewIfNeeded()
  await frame.locator('[data-fold]').tap()
  await row(page, recordId).waitFor({ state: 'detached' })
  await page.getByRole('searchbox').fill('Note 2')
  await page.locator('[data-more-parts]').tap()
  await page.getByRole('menuitem', { name: 'Votes' }).tap()
  await page
    .getByRole('button', { name: /Note 6\.8/ })
    .and(page.locator('.option button'))
    .tap()
  await until(async () => (await focused(page)) === recordId)
  await until(() => inSight(page, recordId))
  expect(await row(page, recordId).getAttribute('aria-selected')).toBe('true')
  await keepPicture(page, 'leading-shown-on-a-phone')
})

test('a facilitator in a list brings everybody to the row they are on, on canvases and in lists', async () => {
  const scene = await longBoard()
  const { story, ids } = scene
  const zeynep = await enter(scene, story.facilitator, { mode: 'list' })
  const ahmad = await enter(scene, story.civil, { mode: 'canvas' })
  const mehmet = await enter(scene, story.public, { options: phone })
  await row(zeynep, ids.at(-1)!).click()
  await lead(zeynep, 'bring')
  await ahmad.locator('[data-stage-led=brought]').waitFor()
  await untilMiddle(ahmad, frameAt(6))
  await objectOf(ahmad, ids.at(-1)!).waitFor()
  await until(() => inSight(mehmet, ids.at(-1)!))
  // What is said to all covers nothing of a list.
  const [bar, search] = [mehmet.locator('[data-stage-led]'), mehmet.getByRole('searchbox')]
  await until(
    async () => (await bar.boundingBox())!.y + (await bar.boundingBox())!.height <= (await search.boundingBox())!.y,
  )
  await keepPicture(mehmet, 'leading-brought-in-a-list')
  await expectAccessible(mehmet, 'brought in a list')
  // Whoever goes about by themselves is let go, in a list too.
  await row(mehmet, ids.at(-1)!).tap()
  await mehmet.locator('[data-stage-led]').waitFor({ state: 'detached' })

  await zeynep.locator('[data-stage-act=lock]').click()
  await mehmet.locator('[data-stage-led=locked]').waitFor()
  await row(zeynep, ids[0]!).click()
  await untilMiddle(ahmad, frameAt(1))
  await until(() => inSight(mehmet, ids[0]!))
  await keepPicture(zeynep, 'leading-leading-a-list')
  // From the canvas they lead lists as well.
  await zeynep.locator('[data-mode-choice=canvas]').click()
  await zeynep.locator('[data-surface]').waitFor()
  await zeynep.getByRole('treeitem').first().waitFor({ state: 'detached' })
  await zeynep.keyboard.press('End')
  await until(async () => (await middleOf(zeynep)).x > frameAt(5) + 900)
  await until(() => inSight(mehmet, ids.at(-IN_EACH)!))
})

test('who writes in a list is not taken away from their words', async () => {
  const scene = await longBoard()
  const { story, ids } = scene
  const zeynep = await enter(scene, story.facilitator, { mode: 'list' })
  const ahmad = await enter(scene, story.civil, { mode: 'list' })
  await row(ahmad, ids[0]!).dblclick()
  const field = ahmad.locator('[data-list] textarea')
  await field.fill('half a')
  await row(zeynep, ids.at(-1)!).click()
  await lead(zeynep, 'lock')
  await ahmad.locator('[data-stage-led=locked]').waitFor()
  await field.pressSequentially(' thought')
  expect(await field.inputValue()).toBe('half a thought')
  expect(await inSight(ahmad, ids[0]!)).toBe(true)
  await ahmad.keyboard.press('Escape')
  await row(zeynep, ids.at(-2)!).click()
  await until(() => inSight(ahmad, ids.at(-2)!))
})

test('the wall shows a board: all of it, or what whoever leads sees', async () => {
  const scene = await longBoard()
  const { story, boardId, ids } = scene
  const options = { viewport: { width: 1920, height: 1080 } }
  const zeynep = await enter(scene, story.facilitator, { mode: 'canvas' })
  // As it is in a hall: a second window of the one who leads.
  const wall = await enter(scene, story.facilitator, { at: `/rooms/${story.roomId}/projector`, options })
  await wall.locator('[data-projector-show]').selectOption({ label: 'Test' })
  await wall.waitForURL(`**/projector/boards/${boardId}`)
  const shown = wall.locator('[data-wall=all]')
  await shown.waitFor()
  await untilMiddle(wall, (frameAt(1) + frameAt(6)) / 2, '[data-wall] .surface')
  await expectAccessible(wall, 'projector with a board')
  await keepPicture(wall, 'leading-wall-all')

  const ahmad = await enter(scene, story.civil, { mode: 'canvas' })
  await lead(zeynep, 'lock')
  await ahmad.locator('[data-stage-led=locked]').waitFor()
  await wall.locator('[data-wall=led]').waitFor()
  await zeynep.locator('[data-board] .surface').focus()
  await zeynep.keyboard.press('End')
  await until(async () => (await middleOf(zeynep)).x > frameAt(5) + 900)
  const { x } = await middleOf(zeynep)
  await untilMiddle(wall, x, '[data-wall] .surface')
  // The wall is of the same seat, and has no view of its own for others to follow.
  await untilMiddle(ahmad, x)
  await wall.locator(`[data-wall] [data-item="${ids.at(-1)}"]`).waitFor()
  await keepPicture(wall, 'leading-wall-led')
  // Brought to another board, the wall goes along.
  await zeynep.locator(`a[href$="${story.boardId}"]`).first().click()
  await wall.waitForURL(`**/projector/boards/${story.boardId}`)
  await zeynep.locator('[data-stage-leading] [data-stage-release]').click()
  await wall.locator('[data-wall=all]').waitFor()

  await wall.setViewportSize({ width: 1024, height: 768 })
  await wall.getByRole('button', { name: 'Dark' }).click()
  await expectAccessible(wall, 'projector with a board, dark')
  expect(await wall.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await keepPicture(wall, 'leading-wall-4x3-dark')
  await wall.locator('[data-projector-show]').selectOption({ label: 'No board' })
  await wall.locator('[data-wall]').waitFor({ state: 'detached' })
})

test('a room archived in the middle of its meeting is read, and nothing goes on in it', async () => {
  const scene = await longBoard()
  const { story } = scene
  const template = agendaTemplateIds[0]
  const { meeting } = (await send(story, 'POST', '/meetings', { title: 'Toplantı', template })) as {
    meeting: { id: string; version: number }
  }
  const start = { command: 'start', version: meeting.version }
  await send(story, 'POST', `/meetings/${meeting.id}/commands`, start)
  const ahmad = await enter(scene, story.civil, { mode: 'canvas' })
  const mehmet = await enter(scene, story.public, { options: { ...phone, viewport: { width: 360, height: 740 } } })
  const wall = await enter(scene, story.facilitator, { at: `/rooms/${story.roomId}/projector` })
  await wall.getByRole('timer').waitFor()
  for (const page of [ahmad, mehmet]) await page.locator('[data-step-banner]').waitFor()
  await send(story, 'PATCH', '', { archived: true })
  for (const page of [ahmad, mehmet]) {
    await page.locator('[data-step-banner]').waitFor({ state: 'detached' })
    await page.getByText('This room is archived').first().waitFor()
  }
  await wall.getByRole('timer').waitFor({ state: 'detached' })
  await ahmad.locator('[data-tool=note]').waitFor({ state: 'detached' })
  await keepPicture(ahmad, 'leading-archived')
  await keepPicture(mehmet, 'leading-archived-phone')
  await expectAccessible(mehmet, 'archived in the middle of a meeting')
})

test('nobody’s page did what it must not', () => {
  expectWellBehaved(visitors)
})
