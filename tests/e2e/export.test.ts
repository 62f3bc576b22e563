import { readFile } from 'node:fs/promises'
import { Board } from '@meydan/shared/documents/board/board'
import { clipOf } from '@meydan/shared/documents/board/clip'
import { writePoints } from '@meydan/shared/documents/board/ink'
import { cluster } from '@meydan/shared/documents/board/themes'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, signInAs, untilSaved } from '../support/workshop.ts'

const ARABIC = 'نحتاج إلى ترجمة'
const LATIN = 'Dil desteği'

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

/** A room whose board holds nothing but what `fill` puts there. */
async function roomWith(fill: (board: Board, story: Story) => void): Promise<Story> {
  const story = await consultationRoom(fresh.db)
  const client = syncClient(server, story.boardId, story.facilitator.cookie, { ack: true })
  try {
    await client.synced()
    const board = new Board(client.doc)
    board.transact(() => {
      for (const { type, id } of board.items()) board.collectionOf(type).remove(id)
      board.texts.clear()
    })
    board.transact(() => fill(board, story))
    await until(() => client.frames.acked === client.frames.sent, { what: 'the board is stored' })
  } finally {
    client.destroy()
  }
  return story
}

async function opened(story: Story, options = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await signInAs(one.page, server.url, story.facilitator)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await one.page.locator('[data-board]').waitFor()
  await untilSaved(one.page)
  return one.page
}

async function openDialog(page: Page, name: 'Export' | 'Import'): Promise<void> {
  await page.locator('[data-board] .surface').click({ button: 'right', position: { x: 400, y: 560 } })
  await page.getByRole('menuitem', { name, exact: true }).click()
  await page.locator(name === 'Export' ? '[data-export]' : '[data-import]').waitFor()
}

async function exported(page: Page, format: string): Promise<{ bytes: Buffer; name: string }> {
  await openDialog(page, 'Export')
  await page.getByRole('radio', { name: new RegExp(`\\(?${format}\\)?`) }).check({ force: true })
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export-save]').click()])
  await page.locator('[data-export]').waitFor({ state: 'detached' })
  return { bytes: await readFile(await download.path()), name: download.suggestedFilename() }
}

function fillAll(board: Board, { civil }: Story): void {
  const author = { seat: civil.seatId, side: 'civil' as const }
  board.addFrame({ at: { x: 0, y: 0 }, size: { width: 700, height: 500 }, title: 'İhtiyaçlar' })
  const [arabic, latin, other] = board.addNotes(
    [
      { at: { x: 40, y: 40 }, text: ARABIC, colour: 'sky' },
      { at: { x: 300, y: 40 }, text: LATIN, kind: 'need', severity: 4, fields: ['legal'] },
      { at: { x: 60, y: 270 }, text: 'third' },
    ],
    author,
  )
  const theme = cluster(board, [], other!, author)!
  board.themes.edit(theme, { title: 'Dil' })
  const shape = board.add('shape', { at: { x: 800, y: 40 }, form: 'diamond', colour: 'mint' }, author)
  board.write(shape, 'karar')
  const points = [0, 40, 90, 120].map((x) => ({ x, y: x / 2, pressure: 0.6 }))
  board.add('stroke', { at: { x: 800, y: 300 }, points: writePoints(points), ink: 'red' }, author)
  board.addConnector({ from: { item: latin!, at: { x: 0, y: 0 } }, to: { item: shape, at: { x: 0, y: 0 } } }, author)
  board.stamps.create({ id: 's', item: arabic!, sign: 'heart', seat: civil.seatId, side: 'civil', createdAt: 1 })
}

/** What a board says, whatever its ids are: each is its rank in the pile of its kind. */
function canonical(board: Board): unknown {
  const lists = Object.entries(clipOf(board, null, null)).flatMap(([list, records]) =>
    Array.isArray(records) ? [{ list, records: records as { id: string }[] }] : [],
  )
  const ranks = new Map<string, string>()
  for (const { list, records } of lists) records.forEach(({ id }, rank) => ranks.set(id, `${list} ${rank}`))
  return JSON.parse(
    JSON.stringify(lists, (key, value: unknown) =>
      key === 'order' ? undefined : typeof value === 'string' ? (ranks.get(value) ?? value) : value,
    ),
  )
}

async function stored(story: Story): Promise<Board> {
  const client = syncClient(server, story.boardId, story.observer.cookie)
  onTestFinished(() => client.destroy())
  await client.synced()
  return new Board(client.doc)
}

describe('the drawing', () => {
  test('shows Arabic joined and at the right edge of its note, as the screen does, in fonts of its own', async () => {
    const story = await roomWith(fillAll)
    const page = await opened(story)
    const onScreen = await noteSaying(page, ARABIC).evaluate((note) => {
      const range = document.createRange()
      range.selectNodeContents(note.querySelector('p')!)
      const [line] = range.getClientRects()
      const box = note.getBoundingClientRect()
      const zoom = box.width / 200
      return { left: (line!.left - box.left) / zoom, right: (line!.right - box.left) / zoom }
    })
    const { bytes, name } = await exported(page, 'SVG')
    expect(name).toMatch(/^Ortak oda - İhtiyaçlar \d{4}-\d\d-\d\d\.svg$/)
    const shown = await visitor(browser, 'null')
    onTestFinished(shown.close)
    await shown.page.goto(`data:image/svg+xml;base64,${bytes.toString('base64')}`)
    const drawn = await shown.page.evaluate(async (text) => {
      await document.fonts.ready
      const line = [...document.querySelectorAll('text')].find((each) => each.textContent === text) as SVGTextElement
      const { x, width } = line.getBBox()
      const whole = line.getComputedTextLength()
      line.textContent = Array.from(text).join('\u200c')
      const apart = line.getComputedTextLength()
      const scripts = document.querySelectorAll('script, foreignObject, [onload], [href^="http"]').length
      const faces = [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family)
      return { left: x - 40, right: x + width - 40, whole, apart, scripts, faces }
    }, ARABIC)
    expect(drawn.right).toBeGreaterThan(183)
    expect(Math.abs(drawn.left - onScreen.left)).toBeLessThan(2)
    expect(Math.abs(drawn.right - onScreen.right)).toBeLessThan(2)
    expect(drawn.apart).toBeGreaterThan(drawn.whole * 1.1)
    expect(drawn.scripts).toBe(0)
    expect(drawn.faces.join()).toContain('Meydan Arabic')
    expectWellBehaved([shown])
  })
})

describe('a picture on the board', () => {
  test('is in the file itself; where it can’t be had, its description is', async () => {
    const story = await roomWith(() => {})
    const page = await opened(story)
    const file = await page.evaluate(async (roomId) => {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = 8
      canvas.getContext('2d')!.fillRect(0, 0, 8, 8)
      const body = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
      const headers = { 'x-meydan': '1', 'content-type': 'image/png' }
      const answer = await fetch(`/api/rooms/${roomId}/images`, { method: 'POST', headers, body })
      return ((await answer.json()) as { id: string }).id
    }, story.roomId)
    const client = syncClient(server, story.boardId, story.facilitator.cookie)
    await client.synced()
    const author = { seat: null, side: 'neutral' as const }
    const board = new Board(client.doc)
    board.add('picture', { at: { x: 0, y: 0 }, file, alt: 'a square' }, author)
    board.add('picture', { at: { x: 400, y: 0 }, file: crypto.randomUUID(), alt: 'gone' }, author)
    await page.locator('[data-type=picture]').nth(1).waitFor({ state: 'attached' })
    client.destroy()
    const { bytes } = await exported(page, 'SVG')
    expect(bytes.toString().match(/<image [^>]*href="data:image\/jpeg;base64,/g)).toHaveLength(1)
    expect(bytes.toString()).toContain('>gone</text>')
    await page.getByText('One picture could not be fetched').waitFor()
  })
})

describe('a frame as PDF', () => {
  test('comes from the server, and asks for a frame first', async () => {
    const story = await roomWith(fillAll)
    const page = await opened(story)
    await openDialog(page, 'Export')
    await page.getByRole('radio', { name: 'PDF' }).check({ force: true })
    await page.getByRole('radio', { name: 'Single frames' }).check({ force: true })
    await page.locator('[data-export-save]').click()
    await page.getByRole('alert').filter({ hasText: 'at least one frame' }).waitFor()
    await expectAccessible(page, 'export')
    await page.getByRole('checkbox', { name: 'İhtiyaçlar' }).check({ force: true })
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-export-save]').click()])
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
  })
})

describe('the picture', () => {
  test('is twice as large as the board, light, and has ink where the words are', async () => {
    const story = await roomWith(fillAll)
    const page = await opened(story, { colorScheme: 'dark' })
    const { bytes } = await exported(page, 'PNG')
    const shown = await visitor(browser, 'null')
    onTestFinished(shown.close)
    const seen = await shown.page.evaluate(async (base64) => {
      const picture = new Image()
      picture.src = `data:image/png;base64,${base64}`
      await picture.decode()
      const canvas = document.createElement('canvas')
      canvas.width = picture.naturalWidth
      canvas.height = picture.naturalHeight
      const pen = canvas.getContext('2d')!
      pen.drawImage(picture, 0, 0)
      /** Dark pixels of a part of the board, in its own units; the board begins 40 before the frame, its title 32 above. */
      const inkIn = (x: number, y: number, width: number, height: number) => {
        const { data } = pen.getImageData((x + 40) * 2, (y + 72) * 2, width * 2, height * 2)
        let dark = 0
        for (let at = 0; at < data.length; at += 4) if (data[at]! + data[at + 1]! + data[at + 2]! < 300) dark++
        return dark
      }
      return {
        size: [picture.naturalWidth, picture.naturalHeight],
        ground: [...pen.getImageData(2, 2, 1, 1).data],
        arabicLeft: inkIn(54, 50, 40, 90),
        arabicRight: inkIn(188, 50, 44, 90),
        latinLeft: inkIn(316, 50, 40, 90),
        shape: inkIn(800, 40, 200, 120),
      }
    }, bytes.toString('base64'))
    expect(seen.size[0]).toBeGreaterThan(1900)
    expect(seen.ground).toEqual([250, 248, 244, 255])
    expect(seen.arabicRight).toBeGreaterThan(50)
    expect(seen.arabicLeft).toBeLessThan(seen.arabicRight / 5)
    expect(seen.latinLeft).toBeGreaterThan(50)
    expect(seen.shape).toBeGreaterThan(50)
  })
})

describe('the board’s file', () => {
  test('brings the same board back in an empty one, and is undone in one step', async () => {
    const from = await roomWith(fillAll)
    const { bytes } = await exported(await opened(from), 'JSON')
    const to = await roomWith(() => {})
    const page = await opened(to)
    await openDialog(page, 'Import')
    await page.locator('[data-import] input[type=file]').setInputFiles({
      name: 'board.json',
      mimeType: 'application/json',
      buffer: bytes,
    })
    await page.locator('[data-import-count]').waitFor()
    await expectAccessible(page, 'import with a board found')
    await page.locator('[data-import-go]').click()
    await noteSaying(page, ARABIC).waitFor()
    await untilSaved(page)
    const original = new Board(new Y.Doc())
    Y.applyUpdate(original.doc, Y.encodeStateAsUpdate((await stored(from)).doc))
    const restored = await stored(to)
    expect(canonical(restored)).toEqual(canonical(original))
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await until(() => restored.items().length === 0, { what: 'the import is undone' })
  })

  test('is refused in words where it isn’t one, and nothing is written', async () => {
    const story = await roomWith(() => {})
    const page = await opened(story)
    await openDialog(page, 'Import')
    for (const [name, text, words] of hostileFiles) {
      await page.locator('[data-import] input[type=file]').setInputFiles({
        name,
        mimeType: 'text/plain',
        buffer: Buffer.from(text),
      })
      await page.locator('[data-import] label', { hasText: name }).waitFor()
      await page.getByRole('alert').filter({ hasText: words }).waitFor()
      expect(await page.locator('[data-import-go]').isDisabled(), name).toBe(true)
    }
    await page
      .locator('[data-import] label')
      .first()
      .evaluate((zone) => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([' '.repeat(21 * 1024 * 1024)], 'huge.json'))
        zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
      })
    await page.getByRole('alert').filter({ hasText: 'too large' }).waitFor()
    await expectAccessible(page, 'import refused')
    expect((await stored(story)).items()).toHaveLength(0)
  })
})

const hostileFiles: [name: string, text: string, words: RegExp][] = [
  ['newer.json', '{"format":"meydan.board","version":9}', /newer version/],
  ['title.json', JSON.stringify(withTitle('x'.repeat(1_000_000))), /frames\[1\]\.title/],
  ['script.json', JSON.stringify(withEvidence('javascript:alert(1)')), /notes\[1\]\.evidence/],
  ['turned.json', JSON.stringify(withEvidence('a\u202eb')), /notes\[1\]\.evidence/],
  ['other.json', '[1]', /another program/],
  ['broken.json', '{"format"', /not JSON/],
  ['picture.csv', '\u0000\u0001PNG', /no text/],
  ['long.csv', `Text,Severity\n${'x'.repeat(4001)},9`, /Row 2.*4,001/],
]

function withTitle(title: string) {
  return { format: 'meydan.board', version: 1, frames: [{ id: 'f', title }] }
}

function withEvidence(evidence: string) {
  return { format: 'meydan.board', version: 1, notes: [{ id: 'n', evidence }] }
}

describe('the table of notes', () => {
  test('goes out with its marks and comes in as notes, at 360 px too', async () => {
    const from = await roomWith(fillAll)
    const { bytes } = await exported(await opened(from), 'CSV')
    const text = bytes.toString('utf8')
    expect(text.startsWith('\ufeffText,Theme,')).toBe(true)
    expect(text).toContain('Need')
    const to = await roomWith(() => {})
    const page = await opened(to)
    await openDialog(page, 'Import')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.locator('[data-import] textarea').fill(text)
    await page.locator('[data-import-count]').waitFor()
    await expectAccessible(page, 'import at 360 px')
    await page.locator('[data-import-go]').click()
    await untilSaved(page)
    const board = await stored(to)
    await until(() => board.notes.all().length === 3, { what: 'three notes came in' })
    const note = board.notes.all().find(({ id }) => board.textOf(id) === LATIN)!
    expect(note).toMatchObject({ kind: 'need', severity: 4, fields: ['legal'] })
    const third = board.notes.all().find(({ id }) => board.textOf(id) === 'third')!
    expect(board.themeOf(third)?.title).toBe('Dil')
  })
})
