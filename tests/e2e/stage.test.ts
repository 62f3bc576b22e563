import { agendaTemplateIds } from '@meydan/shared/agenda/ids'
import type { Board } from '@meydan/shared/documents/board/board'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { boardWith, openBoard } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, signInAs, untilSaved } from '../support/workshop.ts'

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

async function enter(story: Story, actor: Actor, boardId = story.boardId, options: BrowserContextOptions = {}) {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await openBoard(one.page, server.url, { roomId: story.roomId, boardId }, actor)
  return one
}

/** A room with a second board, on which there are notes. */
async function roomWithNotes(...texts: string[]) {
  const story = await consultationRoom(fresh.db)
  const author = { seat: story.civil.seatId, side: 'civil' as const }
  const fill = (board: Board) =>
    texts.forEach((text, index) => board.addNotes([{ at: { x: index * 260, y: 0 }, text }], author))
  return { story, second: await boardWith(fresh.db, story.roomId, fill) }
}

async function lead(page: Page): Promise<void> {
  await page.locator('[data-part=lead]').click()
  await page.locator('[data-stage-act=bring]').waitFor()
}

const act = (page: Page, name: string) => page.locator(`[data-stage-act=${name}]`).first().click()
const viewOf = (page: Page) =>
  page.evaluate(() => {
    const layer = document.querySelector<HTMLElement>('[data-board] .surface .layer')!
    const { width, height } = document.querySelector('[data-board] .surface')!.getBoundingClientRect()
    const { a, e, f } = new DOMMatrix(getComputedStyle(layer).transform)
    return { x: Math.round((width / 2 - e) / a), y: Math.round((height / 2 - f) / a) }
  })

async function untilSameView(one: Page, other: Page): Promise<void> {
  await until(
    async () => {
      const [a, b] = [await viewOf(one), await viewOf(other)]
      return Math.abs(a.x - b.x) < 12 && Math.abs(a.y - b.y) < 12
    },
    { what: 'both see the same part of the board' },
  )
}

test('everyone is brought to a board and may leave; a locked view holds until it is released', async () => {
  const { story, second } = await roomWithNotes('su yok', 'yol bozuk')
  const { page: zeynep } = await enter(story, story.facilitator, second)
  const { page: ahmad } = await enter(story, story.civil)
  await lead(zeynep)
  await act(zeynep, 'bring')
  const bar = ahmad.locator('[data-stage-led]')
  await bar.waitFor()
  expect(await bar.getAttribute('data-stage-led')).toBe('brought')
  expect(await bar.textContent()).toContain('Zeynep brought you here')
  await noteSaying(ahmad, 'su yok').waitFor()
  expect(ahmad.url()).toContain(second)
  await untilSameView(ahmad, zeynep)
  await keepPicture(ahmad, 'stage-brought')
  await expectAccessible(ahmad, 'brought')
  await ahmad.locator('[data-stage-leave]').click()
  await bar.waitFor({ state: 'detached' })
  await ahmad.locator('[data-following]').waitFor({ state: 'detached' })

  await act(zeynep, 'lock')
  await zeynep.locator('[data-stage-leading]').waitFor()
  await until(async () => (await bar.getAttribute('data-stage-led')) === 'locked')
  expect(await ahmad.locator('[data-stage-leave]').count()).toBe(0)
  await keepPicture(ahmad, 'stage-locked')
  await keepPicture(zeynep, 'stage-leading')
  await expectAccessible(zeynep, 'leading')
  // Looking about ends nothing: the view comes back, and follows wherever it is led.
  await ahmad.locator('[data-board] .surface').hover()
  await ahmad.mouse.wheel(0, 900)
  await untilSameView(ahmad, zeynep)
  await zeynep.locator('[data-board] .surface').hover()
  await zeynep.mouse.wheel(0, 500)
  await untilSameView(ahmad, zeynep)
  expect(await bar.getAttribute('data-stage-led')).toBe('locked')
  // Another board: everybody comes along, also who comes only now; and nobody strays.
  await zeynep.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await ahmad.waitForURL(`**/boards/${second}`)
  await lead(zeynep)
  await act(zeynep, 'bring')
  await act(zeynep, 'lock')
  await ahmad.waitForURL(`**/boards/${story.boardId}`)
  const { page: mehmet } = await enter(story, story.public, story.boardId)
  await mehmet.locator('[data-stage-led=locked]').waitFor()
  await zeynep.locator('[data-stage-leading] [data-stage-release]').click()
  for (const page of [ahmad, mehmet]) await page.locator('[data-stage-led]').waitFor({ state: 'detached' })
})

test('a leader who drops holds nobody', async () => {
  const { story, second } = await roomWithNotes('su yok')
  const leader = await enter(story, story.facilitator, second)
  const { page: ahmad } = await enter(story, story.civil, second)
  await lead(leader.page)
  await act(leader.page, 'lock')
  await ahmad.locator('[data-stage-led=locked]').waitFor()
  await leader.close()
  await ahmad.locator('[data-stage-led]').waitFor({ state: 'detached', timeout: 40_000 })
})

test('closed boards are only read, and say so; open again they are written', async () => {
  const { story, second } = await roomWithNotes('su yok')
  const { page: zeynep } = await enter(story, story.facilitator, second)
  const { page: ahmad } = await enter(story, story.civil, second)
  await lead(zeynep)
  await act(zeynep, 'boards')
  await ahmad.getByText('A facilitator has closed the boards for writing').first().waitFor()
  await ahmad.locator('[data-board] .surface').focus()
  await ahmad.keyboard.press('n')
  expect(await ahmad.locator('[data-board] textarea').count()).toBe(0)
  await keepPicture(ahmad, 'stage-closed')
  await expectAccessible(ahmad, 'closed boards')
  expect(await zeynep.locator('[data-board] [data-tool=note]').count()).toBeGreaterThan(0)
  await act(zeynep, 'boards')
  await ahmad.locator('[data-board] [data-tool=note]').first().waitFor()
})

test('a message reaches everybody with its sender, and goes when it is taken away', async () => {
  const { story, second } = await roomWithNotes('su yok')
  const { page: zeynep } = await enter(story, story.facilitator, second)
  const { page: ahmad } = await enter(story, story.civil, second, { ...phone, locale: 'ar' })
  const { page: ida } = await enter(story, story.observer, story.boardId)
  await lead(zeynep)
  await zeynep.locator('[data-stage-text]').fill('Five minutes left.\nPlease sit down.')
  await act(zeynep, 'say')
  for (const page of [ahmad, ida]) {
    const message = page.locator('[data-stage-message]')
    await message.waitFor()
    expect(await message.textContent()).toMatch(/Zeynep.*Five minutes left\.\nPlease sit down\./s)
  }
  await keepPicture(ahmad, 'stage-message-phone-ar')
  await expectAccessible(ahmad, 'message')
  await ida.locator('[data-stage-message] button').click()
  await ida.locator('[data-stage-message]').waitFor({ state: 'detached' })
  await ida.reload()
  await ida.locator('[data-board] .surface').waitFor()
  await untilSaved(ida)
  expect(await ida.locator('[data-stage-message]').count()).toBe(0)
  await zeynep.getByRole('button', { name: 'Take away' }).click()
  await ahmad.locator('[data-stage-message]').waitFor({ state: 'detached' })
})

test('a hidden note is gone for everybody until it is shown again; a parked one stands in the parking lot', async () => {
  const { story, second } = await roomWithNotes('gizlenecek söz', 'park edilecek söz')
  const { page: zeynep } = await enter(story, story.facilitator, second)
  const { page: ahmad } = await enter(story, story.civil, second)
  await lead(zeynep)
  await noteSaying(zeynep, 'gizlenecek söz').click()
  await act(zeynep, 'hide')
  await noteSaying(ahmad, 'gizlenecek söz').waitFor({ state: 'detached' })
  const row = zeynep.locator('[data-hidden]')
  await row.waitFor()
  expect(await row.textContent()).toContain('gizlenecek söz')
  await keepPicture(zeynep, 'stage-lead-panel')
  await expectAccessible(zeynep, 'lead panel')

  await noteSaying(ahmad, 'park edilecek söz').click({ button: 'right' })
  expect(await ahmad.getByRole('menuitem', { name: 'Hide from everyone' }).count()).toBe(0)
  await ahmad.getByRole('menuitem', { name: 'Park for later' }).click()
  await zeynep.locator('[data-frame-id=parking]').waitFor()
  await zeynep.getByText('Parking lot: for later').first().waitFor({ state: 'attached' })
  await row.getByRole('button', { name: 'Show again' }).click()
  await noteSaying(ahmad, 'gizlenecek söz').waitFor({ state: 'attached' })
  await row.waitFor({ state: 'detached' })
})

test('muted cursors: only the facilitator’s is seen', async () => {
  const { story, second } = await roomWithNotes('su yok')
  const { page: zeynep } = await enter(story, story.facilitator, second)
  const { page: ahmad } = await enter(story, story.civil, second)
  const { page: mehmet } = await enter(story, story.public, second)
  const pointing = async () => {
    for (const [page, x] of [
      [zeynep, 300],
      [ahmad, 400],
    ] as const)
      await page.mouse.move(x + Math.random() * 50, 500)
  }
  const cursorOf = ({ seatId }: Actor) => mehmet.locator(`[data-cursor-of="${seatId}"]`)
  await until(async () => {
    await pointing()
    return (await cursorOf(story.facilitator).count()) + (await cursorOf(story.civil).count()) === 2
  })
  await lead(zeynep)
  await act(zeynep, 'cursors')
  await cursorOf(story.civil).waitFor({ state: 'detached' })
  await until(async () => {
    await pointing()
    return (await cursorOf(story.facilitator).count()) === 1
  })
  expect(await cursorOf(story.civil).count()).toBe(0)
  await act(zeynep, 'cursors')
  await until(async () => {
    await pointing()
    return (await cursorOf(story.civil).count()) === 1
  })
})

/** A meeting with the steps of a template, begun by the facilitator. */
async function startMeeting({ roomId, facilitator }: Story): Promise<void> {
  const send = async (route: string, body: object) => {
    const headers = {
      cookie: facilitator.cookie,
      origin: server.url,
      'x-meydan': '1',
      'content-type': 'application/json',
    }
    const response = await fetch(server.url + route, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(response.status).toBe(200)
    return ((await response.json()) as { meeting: { id: string; version: number } }).meeting
  }
  const base = `/api/rooms/${roomId}/meetings`
  const { id, version } = await send(base, { title: 'Ortak toplantı', template: agendaTemplateIds[0] })
  await send(`${base}/${id}/commands`, { command: 'start', version })
}

test('the projector shows the room, who is here and the way in', async () => {
  const { story } = await roomWithNotes()
  await enter(story, story.civil)
  const wall = await visitor(browser, server.url, { viewport: { width: 1920, height: 1080 } })
  visitors.push(wall)
  onTestFinished(wall.close)
  const { page } = wall
  await signInAs(page, server.url, story.facilitator)
  await page.goto(`${server.url}/rooms/${story.roomId}/projector`)
  await page.locator('[data-projector]').waitFor()
  await page.getByRole('button', { name: /Make a link/ }).click()
  const address = page.locator('[data-projector-address]')
  await address.waitFor()
  expect(await address.textContent()).toMatch(/\/join#\S+$/)
  await expectAccessible(page, 'projector')
  await startMeeting(story)
  await page.locator('[data-projector-title]').waitFor()
  expect(await page.getByRole('timer').textContent()).toMatch(/^\s*\d+:\d\d\s*$/)
  await expectAccessible(page, 'projector, in a step')
  await keepPicture(page, 'stage-projector-wide')
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.getByRole('button', { name: 'Dark' }).click()
  await expectAccessible(page, 'projector, dark')
  await keepPicture(page, 'stage-projector-4x3-dark')
  // Nothing that would be cut off on a wall.
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)
  expect(fits).toBe(true)
})

test('nobody’s page did what it must not', () => {
  expectWellBehaved(visitors)
})
