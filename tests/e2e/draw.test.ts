import { Board } from '@meydan/shared/documents/board/board'
import { readPoints } from '@meydan/shared/documents/board/ink'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { POINTS_MAX } from '@meydan/shared/documents/board/records'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { finger, type Place } from '../support/finger.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

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

/** A page on an empty board: its middle is the board's origin, at 100 %. */
type Sheet = { page: Page; at: (place: Place) => Place }

async function emptyBoard(): Promise<{ story: Story; board: Board }> {
  const story = await consultationRoom(fresh.db)
  const watcher = syncClient(server, story.boardId, story.facilitator.cookie)
  onTestFinished(() => watcher.destroy())
  await watcher.synced()
  const board = new Board(watcher.doc)
  removeItems(
    board,
    board.items().map(({ id }) => id),
  )
  return { story, board }
}

async function open(story: Story, who: 'civil' | 'public' | 'observer', options = {}): Promise<Sheet> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  const { page } = one
  await signInAs(page, server.url, story[who])
  // Phones open on the list; here it is about the canvas.
  await page.addInitScript(() => localStorage.setItem('meydan.board.mode', 'canvas'))
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await untilSaved(page)
  const surface = page.locator('[data-surface]')
  await surface.waitFor()
  // Without the welcome of an empty board nothing on it has moved yet.
  await until(async () => (await page.locator('[data-frame-id]').count()) === 0)
  const box = (await surface.boundingBox())!
  return { page, at: ({ x, y }) => ({ x: box.x + box.width / 2 + x, y: box.y + box.height / 2 + y }) }
}

async function drag({ page, at }: Sheet, from: Place, to: Place, { drop = true } = {}): Promise<void> {
  const [start, end] = [at(from), at(to)]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(end.x, end.y, { steps: 8 })
  if (drop) await page.mouse.up()
}

function put(board: Board, x: number, y: number, text: string): string {
  return board.addNotes([{ at: { x, y }, text }], { seat: null, side: 'neutral' })[0]!
}

const item = (page: Page, type: string) => page.locator(`[data-type=${type}]`)

/** Where a connector's line begins and ends on the screen. */
async function lineOf(page: Page): Promise<{ from: Place; to: Place }> {
  return page.locator('[data-type=connector] .hit').evaluate((path: SVGPathElement) => {
    const matrix = path.getScreenCTM()!
    const place = (at: number) => {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix)
      return { x, y }
    }
    return { from: place(0), to: place(path.getTotalLength()) }
  })
}

test('shapes and text by mouse: drawn, written in, resized, changed, each act one step back', async () => {
  const { story, board } = await emptyBoard()
  const ada = await open(story, 'civil')
  const mehmet = await open(story, 'public')
  const { page } = ada

  await page.locator('button[data-tool=shape]').click()
  await page.locator('[data-form=diamond]').click()
  await page.locator('[data-tool-options] [data-ink=blue]').click()
  await expectAccessible(page, 'the shape tool')
  await drag(ada, { x: -200, y: -120 }, { x: 100, y: 80 }, { drop: false })
  expect(board.shapes.all()).toHaveLength(0)
  await page.mouse.up()
  const shape = item(page, 'shape')
  await shape.waitFor()
  await until(() => board.shapes.all().length === 1)
  expect(board.shapes.all()[0]).toMatchObject({
    form: 'diamond',
    ink: 'blue',
    at: { x: -200, y: -120 },
    size: { width: 300, height: 200 },
  })
  await item(mehmet.page, 'shape').waitFor()

  await page.locator('[data-type=shape]:focus').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[data-board] textarea').fill('Belediye')
  await page.keyboard.press('Escape')
  await until(async () => (await item(mehmet.page, 'shape').getAttribute('aria-label')) === 'Diamond: Belediye')
  await page.locator('[data-type=shape]:focus').waitFor()

  await drag(ada, { x: 100, y: 80 }, { x: 200, y: 180 })
  await until(() => board.shapes.all()[0]!.size.width === 400)
  expect(board.shapes.all()[0]!.size.height).toBe(300)

  await page.locator('[data-act=fill]').click()
  await page.getByRole('menuitemradio', { name: 'Mint' }).click()
  await page.locator('[data-act=form]').click()
  await page.getByRole('menuitemradio', { name: 'Ellipse' }).click()
  await until(() => board.shapes.all()[0]!.form === 'ellipse' && board.shapes.all()[0]!.colour === 'mint')

  await page.keyboard.press('Control+z')
  await until(() => board.shapes.all()[0]!.form === 'diamond')
  await page.keyboard.press('Control+z')
  await until(() => board.shapes.all()[0]!.colour === null)
  await page.keyboard.press('Control+z')
  await until(() => board.shapes.all()[0]!.size.width === 300)

  await page.locator('button[data-tool=text]').click()
  const place = ada.at({ x: -300, y: 200 })
  await page.mouse.click(place.x, place.y)
  const field = page.locator('[data-board] textarea')
  await field.waitFor()
  await page.keyboard.type('A heading that is longer than the box it began with')
  const text = () => board.shapes.all().find(({ form }) => form === 'text')
  await until(() => (text()?.size.width ?? 0) > 300)
  await page.keyboard.press('Escape')
  await item(mehmet.page, 'shape').nth(1).waitFor()
  await expectAccessible(page, 'shapes and text')

  // Left blank, words alone leave nothing behind.
  await page.locator('button[data-tool=text]').click()
  const other = ada.at({ x: -300, y: -250 })
  await page.mouse.click(other.x, other.y)
  await field.waitFor()
  await page.keyboard.press('Escape')
  await until(async () => (await item(page, 'shape').count()) === 2)
})

test('by keyboard alone: a shape, a text, a connector with a label', async () => {
  const { story, board } = await emptyBoard()
  const { page } = await open(story, 'civil')
  await page.locator('[data-surface]').focus()
  const field = page.locator('[data-board] textarea:focus')
  await page.keyboard.press('s')
  await page.locator('[data-type=shape]:focus').waitFor()
  await page.keyboard.press('Enter')
  await field.waitFor()
  await page.keyboard.type('first')
  await page.keyboard.press('Escape')
  await page.locator('[data-type=shape]:focus').waitFor()
  await page.keyboard.press('t')
  await field.waitFor()
  await page.keyboard.type('second')
  await page.keyboard.press('Escape')
  await page.locator('[data-type=shape]:focus').waitFor()
  await until(() => board.shapes.all().length === 2)
  await page.keyboard.press('Shift+Alt+ArrowRight')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('l')
  await until(() => board.connectors.all().length === 1)
  const { from, to } = board.connectors.all()[0]!
  expect([from.item!, to.item!].map((id) => board.textOf(id)).sort()).toEqual(['first', 'second'])
  await page.locator('[data-type=connector]:focus').waitFor()
  await page.keyboard.press('F2')
  await page.locator('[data-board] input:focus').waitFor()
  await page.keyboard.type('leads to')
  await page.keyboard.press('Enter')
  await until(() => board.connectors.all()[0]!.label === 'leads to')
  expect(await item(page, 'connector').getAttribute('aria-label')).toMatch(/^Connector “leads to” from “.+” to “.+”$/)
  await expectAccessible(page, 'a connector')
})

test('a connector sticks: it follows my drag and, before the drop, another’s; it goes with its object', async () => {
  const { story, board } = await emptyBoard()
  const left = put(board, -400, -100, 'left')
  const right = put(board, 200, -100, 'right')
  const third = put(board, 200, 150, 'third')
  const ada = await open(story, 'civil')
  const mehmet = await open(story, 'public')
  await until(async () => (await item(ada.page, 'note').count()) === 3)
  // With notes on it the board opens fitted to them: back to where the test knows its way.
  for (const { page } of [ada, mehmet]) await lookAtOrigin(page)

  await ada.page.locator('button[data-tool=connector]').click()
  const hover = ada.at({ x: -300, y: -25 })
  await ada.page.mouse.move(hover.x, hover.y)
  await until(async () => (await ada.page.locator('.dot').count()) === 4)
  await drag(ada, { x: -300, y: -25 }, { x: 300, y: -25 })
  await until(() => board.connectors.all().length === 1)
  expect(board.connectors.all()[0]).toMatchObject({ from: { item: left }, to: { item: right }, arrow: 'end' })
  await item(mehmet.page, 'connector').waitFor()
  const before = await lineOf(mehmet.page)

  await ada.page.keyboard.press('Escape')
  await drag(ada, { x: 300, y: -25 }, { x: 300, y: -225 }, { drop: false })
  expect((await lineOf(ada.page)).to.y).toBeLessThan(before.to.y - 90)
  await until(async () => (await lineOf(mehmet.page)).to.y < before.to.y - 90, { what: 'it follows before the drop' })
  expect(board.rectOf(right)!.y).toBe(-100)
  await ada.page.mouse.up()
  await until(() => board.rectOf(right)!.y === -300)

  // Its end is taken to another object.
  await ada.page.mouse.click(...point(ada.at({ x: 0, y: (-25 + -225) / 2 })))
  const end = (await ada.page.locator('[data-end=to]').evaluate((handle) => {
    const { x, y } = handle.getBoundingClientRect()
    return { x, y }
  })) as Place
  await ada.page.mouse.move(end.x, end.y)
  await ada.page.mouse.down()
  const to = ada.at({ x: 300, y: 225 })
  await ada.page.mouse.move(to.x, to.y, { steps: 6 })
  await until(async () => (await ada.page.locator('.stuck').count()) > 0)
  await ada.page.mouse.up()
  await until(() => board.connectors.all()[0]!.to.item === third)

  const gone = ada.at({ x: 300, y: 225 })
  await ada.page.mouse.click(gone.x, gone.y)
  await ada.page.keyboard.press('Delete')
  await until(() => board.connectors.all().length === 0)
  await ada.page.keyboard.press('Control+z')
  await until(() => board.connectors.all().length === 1 && board.notes.has(third))
})

test('without dragging: a press where the connector begins, a press where it ends', async () => {
  const { story, board } = await emptyBoard()
  const left = put(board, -150, -200, 'left')
  const right = put(board, -150, 60, 'right')
  const sheet = await open(story, 'civil', phone)
  await until(async () => (await item(sheet.page, 'note').count()) === 2)
  await lookAtOrigin(sheet.page)
  await sheet.page.locator('.phone [data-tool=more]').tap()
  await expectAccessible(sheet.page, 'more tools on a phone')
  await sheet.page.getByRole('dialog').locator('[data-tool=connector]').tap()
  for (const y of [-125, 135]) await sheet.page.touchscreen.tap(...point(sheet.at({ x: -50, y })))
  await until(() => board.connectors.all().length === 1)
  expect(board.connectors.all()[0]).toMatchObject({ from: { item: left }, to: { item: right } })
})

test('ink: drawn locally until it is done, straight with shift, erased in one step, locked lines stay', async () => {
  const { story, board } = await emptyBoard()
  const ada = await open(story, 'civil')
  const mehmet = await open(story, 'public')
  const { page } = ada
  await page.keyboard.press('p')
  await page.locator('[data-tool-options] [data-ink=red]').click()
  await drag(ada, { x: -300, y: 0 }, { x: -100, y: 60 }, { drop: false })
  await page.locator('[data-drawing=ink]').waitFor()
  expect(board.strokes.all()).toHaveLength(0)
  await page.mouse.up()
  await until(() => board.strokes.all().length === 1)
  expect(board.strokes.all()[0]).toMatchObject({ ink: 'red', width: 4, seat: story.civil.seatId })
  await item(mehmet.page, 'stroke').waitFor()

  await page.keyboard.down('Shift')
  const [start, bend, end] = [ada.at({ x: 0, y: -150 }), ada.at({ x: 60, y: 100 }), ada.at({ x: 200, y: -150 })]
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(bend.x, bend.y, { steps: 4 })
  await page.mouse.move(end.x, end.y, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await until(() => board.strokes.all().length === 2)
  const straight = board.strokes.all().find(({ at }) => at.y === -150)!
  expect(readPoints(straight.points).map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [200, 0],
  ])
  await drag(ada, { x: 0, y: 150 }, { x: 200, y: 150 })
  await until(() => board.strokes.all().length === 3)
  const kept = board.strokes.all().find(({ at }) => at.y === 150)!
  board.setLocked([kept.id], true)
  await page.locator(`[data-item="${kept.id}"].locked`).waitFor()

  await page.keyboard.press('e')
  await drag(ada, { x: -200, y: -50 }, { x: -200, y: 100 }, { drop: false })
  await until(async () => (await page.locator('.stroke.erased').count()) === 1)
  expect(board.strokes.all()).toHaveLength(3)
  const next = ada.at({ x: 100, y: 250 })
  await page.mouse.move(next.x, next.y, { steps: 6 })
  const last = ada.at({ x: 100, y: -250 })
  await page.mouse.move(last.x, last.y, { steps: 12 })
  await page.mouse.up()
  await until(() => board.strokes.all().length === 1)
  expect(board.strokes.all()[0]!.id).toBe(kept.id)
  await until(async () => (await item(mehmet.page, 'stroke').count()) === 1)
  await page.keyboard.press('Control+z')
  await until(() => board.strokes.all().length === 3)
  await page.keyboard.press('Escape')
  await expectAccessible(page, 'lines drawn by hand')
})

test('a very long line comes as several, a finger draws, and a pen makes fingers move the board', async () => {
  const { story, board } = await emptyBoard()
  const ada = await open(story, 'civil', phone)
  const { page } = ada
  await page.locator('.phone [data-tool=more]').tap()
  await page.getByRole('dialog').locator('[data-tool=ink]').tap()
  await expectAccessible(page, 'the pen on a phone')
  const touch = await finger(page)
  const zigzag = Array.from({ length: 40 }, (_, index) => ada.at({ x: (index % 2) * 120 - 60, y: index * 4 - 150 }))
  await touch.line(zigzag)
  await until(() => board.strokes.all().length === 1)

  await page.evaluate(() => {
    const surface = document.querySelector<HTMLElement>('[data-surface]')!
    surface.setPointerCapture = () => {}
    const box = surface.getBoundingClientRect()
    const send = (type: string, x: number, y: number, pressure: number) =>
      surface.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 77,
          pointerType: 'pen',
          clientX: box.x + x,
          clientY: box.y + y,
          pressure,
          bubbles: true,
          cancelable: true,
        }),
      )
    send('pointerdown', 40, 80, 0.2)
    for (let step = 0; step < 3000; step++) send('pointermove', 40 + (step % 2) * 250, 80 + (step % 300), 0.9)
    send('pointerup', 40, 400, 0)
  })
  await until(() => board.strokes.all().length > 2)
  const strokes = board.strokes.all()
  expect(strokes.every(({ points }) => points.length <= POINTS_MAX)).toBe(true)
  expect(strokes.flatMap(({ points }) => readPoints(points)).some(({ pressure }) => pressure > 0.85)).toBe(true)
  await page.keyboard.press('Control+z')
  await until(() => board.strokes.all().length === 1)

  const before = await item(page, 'stroke').boundingBox()
  await touch.line([ada.at({ x: 0, y: 0 }), ada.at({ x: 30, y: 40 }), ada.at({ x: 60, y: 90 })])
  await until(async () => (await item(page, 'stroke').boundingBox())!.y > before!.y + 40)
  expect(board.strokes.all()).toHaveLength(1)
})

/** A picture of 4 × 3 pixels. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAADklEQVR4nGOYhgQYcHIAm4oVGYLH8n8AAAAASUVORK5CYII='

async function pasteFile(page: Page, file: { name: string; type: string; base64: string }): Promise<void> {
  await page.evaluate(({ name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], name, { type }))
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, file)
}

test('a picture is pasted, described, and seen by the other; one that is none is refused in words', async () => {
  const { story, board } = await emptyBoard()
  const ada = await open(story, 'civil')
  const mehmet = await open(story, 'public')
  await pasteFile(ada.page, { name: 'four.png', type: 'image/png', base64: PNG })
  const dialog = ada.page.getByRole('dialog')
  await dialog.getByLabel('What does it show?').fill('A chart of the quarter')
  await expectAccessible(ada.page, 'describing a picture')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const seen = mehmet.page.getByRole('option', { name: 'Picture: A chart of the quarter' })
  await seen.waitFor()
  await until(async () => (await seen.getAttribute('data-picture-state')) === 'shown')
  expect(await seen.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(4)
  await ada.page.keyboard.press('Control+z')
  await until(() => board.pictures.all()[0]?.alt === '')
  await ada.page.locator('.reminder').waitFor()
  await ada.page.keyboard.press('Control+z')
  await until(() => board.pictures.all().length === 0)

  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="x"</script></svg>'
  await pasteFile(ada.page, { name: 'drawing.png', type: 'image/png', base64: btoa(svg) })
  await ada.page.getByText(/“drawing.png”: This file is not a picture that can be shown here/).waitFor()
  expect(board.pictures.all()).toHaveLength(0)

  // By the button; a file that can't be read by the server any more says so in its place.
  const [chooser] = await Promise.all([
    ada.page.waitForEvent('filechooser'),
    ada.page.locator('[data-tool=picture]').click(),
  ])
  const buffer = Buffer.from(PNG, 'base64')
  await chooser.setFiles([
    { name: 'one.png', mimeType: 'image/png', buffer },
    { name: 'two.png', mimeType: 'image/png', buffer },
  ])
  await dialog.getByRole('button', { name: 'Later' }).click()
  await until(() => board.pictures.all().length === 2)
  const [one, two] = board.pictures.all().map(({ id }) => board.rectOf(id)!)
  expect(Math.abs(one!.x - two!.x)).toBeGreaterThanOrEqual(one!.width)
  board.edit([board.pictures.all()[0]!.id], { file: 'gone' })
  await ada.page.locator('[data-picture-state=missing]').waitFor()
  await expectAccessible(ada.page, 'pictures')
})

test('the laser pointer shows everybody where it is, and leaves nothing behind', async () => {
  const { story, board } = await emptyBoard()
  const ada = await open(story, 'civil')
  const mehmet = await open(story, 'public')
  await ada.page.keyboard.press('k')
  await drag(ada, { x: -200, y: -100 }, { x: 150, y: 120 }, { drop: false })
  await ada.page.locator('[data-laser=me]').waitFor()
  await mehmet.page.locator('[data-laser]').waitFor()
  await ada.page.mouse.up()
  await mehmet.page.locator('[data-laser]').waitFor({ state: 'detached' })
  await ada.page.locator('[data-laser]').waitFor({ state: 'detached' })
  expect(board.items()).toEqual([])
})

test('whoever only watches draws nothing, by no means', async () => {
  const { story, board } = await emptyBoard()
  const shape = board.add('shape', { at: { x: -100, y: -60 } }, { seat: null, side: 'neutral' })
  const ida = await open(story, 'observer')
  await item(ida.page, 'shape').waitFor()
  await lookAtOrigin(ida.page)
  for (const key of ['s', 't', 'l', 'p', 'e', 'k']) {
    await ida.page.keyboard.press(key)
    await drag(ida, { x: -60, y: -30 }, { x: 200, y: 150 })
  }
  await pasteFile(ida.page, { name: 'four.png', type: 'image/png', base64: PNG })
  expect(await ida.page.locator('[data-type]').count(), 'not even for herself').toBe(1)
  expect(await ida.page.locator('button[data-tool=ink], [data-handle], textarea').count()).toBe(0)
  expect(board.items().map(({ id }) => id)).toEqual([shape])
  expect(board.rectOf(shape)).toMatchObject({ x: -100, y: -60 })
})

test('no page ever asked another host, broke its own policy, or threw', () => {
  expect(visitors.length).toBeGreaterThan(8)
  expectWellBehaved(visitors)
})

function point({ x, y }: Place): [number, number] {
  return [x, y]
}

/** Brings the board's origin to the middle of the surface, at 100 %. */
async function lookAtOrigin(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frames = async (count: number) => {
      for (let each = 0; each < count; each++) await new Promise(requestAnimationFrame)
    }
    const surface = document.querySelector<HTMLElement>('[data-surface]')!
    const layer = surface.querySelector<HTMLElement>('.layer')!
    const box = surface.getBoundingClientRect()
    const wheel = (deltaX: number, deltaY: number, ctrlKey = false) =>
      surface.dispatchEvent(
        new WheelEvent('wheel', {
          deltaX,
          deltaY,
          ctrlKey,
          clientX: box.x + box.width / 2,
          clientY: box.y + box.height / 2,
          bubbles: true,
          cancelable: true,
        }),
      )
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '0', ctrlKey: true, bubbles: true }))
    await new Promise((resolve) => setTimeout(resolve, 400))
    await frames(3)
    const { e, f } = new DOMMatrix(getComputedStyle(layer).transform)
    wheel(e - box.width / 2, f - box.height / 2)
    await frames(3)
  })
}
