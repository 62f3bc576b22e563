import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { cutUpdate } from '../../client/src/documents/cut-update.ts'
import { steps, syncFrame } from '../../client/src/documents/wire.ts'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { rawSocket, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import {
  noteSaying,
  showCanvas,
  signInAs,
  syncState,
  untilComplete,
  untilSaved,
  writeNote,
} from '../support/workshop.ts'

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

type Place = { page: Page; story: Story; proxy: Proxy; visit: Visitor }

/** Ahmad at his board, over a link that the test holds in its hand. */
async function atBoard(options = {}): Promise<Place> {
  const story = await consultationRoom(fresh.db)
  const proxy = await startProxy(server.port)
  const origin = `http://127.0.0.1:${proxy.port}`
  const visit = await visitor(browser, origin, options)
  const { page, close } = visit
  onTestFinished(async () => {
    await close()
    await proxy.close()
  })
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInAs(page, origin, story.civil)
  await page.goto(`${origin}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  await showCanvas(page)
  return { page, story, proxy, visit }
}

async function goOffline({ page, proxy }: Place): Promise<void> {
  await untilComplete(page)
  proxy.cut()
  await untilState(page, 'offline')
}

function untilState(page: Page, state: string): Promise<void> {
  return page.locator(`[data-sync-state=${state}]`).first().waitFor({ state: 'attached' })
}

async function as<T>(story: Story, who: Actor, act: (doc: Y.Doc) => T | Promise<T>, clientId?: number): Promise<T> {
  const doc = new Y.Doc()
  if (clientId !== undefined) doc.clientID = clientId
  const peer = syncClient(server, story.boardId, who.cookie, { doc, ack: true })
  try {
    await peer.synced()
    const result = await act(doc)
    await until(() => peer.frames.acked === peer.frames.sent && peer.frames.acked > 0)
    return result
  } finally {
    peer.destroy()
  }
}

async function storedWords(story: Story): Promise<string[]> {
  return as(story, story.observer, (doc) =>
    parseBoard(doc)
      .notes.map(({ text }) => text)
      .sort(),
  )
}

/**
 * How the page's client id, under which it hasn't written yet, becomes Mehmet's: whatever the page writes under it will
 * be refused, as it would be from anyone who writes in another's name.
 */
async function takeClientId({ page, story }: Place): Promise<() => Promise<void>> {
  const peer = syncClient(server, story.boardId, story.facilitator.cookie)
  await peer.synced()
  const isOther = (id: number) => id !== peer.doc.clientID
  await page.mouse.move(600, 400)
  await until(() => [...peer.awareness.getStates().keys()].some(isOther))
  const clientId = [...peer.awareness.getStates().keys()].find(isOther)!
  peer.destroy()
  return () =>
    as(
      story,
      story.public,
      (doc) => {
        const board = new Board(doc)
        board.edit([board.frames.all()[0]!.id], { title: `By Mehmet, ${clientId}` })
      },
      clientId,
    )
}

/** A note is written offline that the server will refuse when the page returns. */
async function refusedNote(place: Place, words: string): Promise<void> {
  const take = await takeClientId(place)
  await goOffline(place)
  await take()
  await writeNote(place.page, words)
  place.proxy.flow()
}

const dialog = (page: Page) => page.getByRole('dialog', { name: 'This could not be saved' })

test.each([
  ['1280 px', {}],
  ['390 px', phone],
])('refused words are offered for copying, and a fresh board goes on in place (%s)', async (width, options) => {
  const place = await atBoard(options)
  const { page, story, visit } = place
  await as(story, story.public, (doc) => {
    new Board(doc).addNotes([{ at: { x: 900, y: 500 }, text: 'saved before' }], { seat: null, side: 'public' })
  })
  await noteSaying(page, 'saved before').waitFor()
  const loads: string[] = []
  page.on('framenavigated', (frame) => loads.push(frame.url()))
  await refusedNote(place, 'written in vain\nbut dear to me')

  await dialog(page).waitFor()
  expect(await syncState(page)).toBe('rejected')
  await dialog(page).getByText('The server did not accept your last changes.').waitFor()
  expect(await page.locator('[data-lost-texts] .words').allInnerTexts()).toEqual(['written in vain\nbut dear to me'])
  await noteSaying(page, 'saved before').waitFor()
  expect(await noteSaying(page, 'written in vain').count()).toBe(0)
  await expectAccessible(page, `lost words, ${width}`)

  // Nothing copied yet: Escape asks, and a second one goes back.
  await page.keyboard.press('Escape')
  await dialog(page).getByText('You have not copied all of these words.').waitFor()
  await expectAccessible(page, `putting lost words away, ${width}`)
  await page.keyboard.press('Escape')
  await dialog(page).getByRole('button', { name: 'Copy all' }).click()
  await until(() => dialog(page).getByRole('button', { name: 'Copied' }).isVisible())
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('written in vain\nbut dear to me')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog(page).getByRole('button', { name: 'Download' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^meydan-.*\.txt$/)
  await dialog(page).getByRole('button', { name: 'Put away' }).click()
  await dialog(page).waitFor({ state: 'detached' })

  await untilState(page, 'saved')
  await writeNote(page, 'written afterwards')
  await untilSaved(page)
  expect(await storedWords(story)).toEqual(['saved before', 'written afterwards'])
  expect(loads, 'the page was never loaded anew').toEqual([])
  expect(visit.conduct.errors).toEqual([])
})

test('lost words are there while the fresh board cannot be loaded, and over a reload where copies are allowed', async () => {
  const place = await atBoard()
  const { page, proxy, story } = place
  await page.evaluate(() => localStorage.setItem('meydan.keep-on-device', 'yes'))
  await page.reload()
  await untilSaved(page)
  await refusedNote(place, 'dear words')
  await dialog(page).waitFor()
  proxy.cut()
  await dialog(page).getByText('dear words').waitFor()
  proxy.flow()
  await page.reload()
  await dialog(page).getByText('dear words').waitFor()
  expect(await syncState(page)).toBe('rejected')
  await page.locator('[data-board]').waitFor()
  await dialog(page)
    .getByRole('button', { name: /^Copy: dear words/ })
    .click()
  await dialog(page).getByRole('button', { name: 'Put away' }).click()
  await untilState(page, 'saved')
  expect(await storedWords(story)).toEqual([])
  await page.reload()
  await untilState(page, 'saved')
  expect(await dialog(page).count()).toBe(0)
})

test('refused again at once, it stops and waits for the person', async () => {
  const place = await atBoard()
  const { page, story } = place
  await refusedNote(place, 'first try')
  await dialog(page).getByRole('button', { name: 'Copy all' }).click()
  await dialog(page).getByRole('button', { name: 'Put away' }).click()
  await untilState(page, 'saved')
  await refusedNote(place, 'second try')
  await dialog(page).getByText('second try').waitFor()
  await dialog(page).getByRole('button', { name: 'Copy all' }).click()
  await dialog(page).getByRole('button', { name: 'Put away' }).click()
  expect(await syncState(page)).toBe('rejected')
  await page.getByText('The server refused your changes again.').waitFor()
  await expectAccessible(page, 'stopped after a second refusal')
  await page.getByRole('button', { name: 'Try again' }).click()
  await untilState(page, 'saved')
  await writeNote(page, 'third time lucky')
  await untilSaved(page)
  expect(await storedWords(story)).toEqual(['third time lucky'])
})

test('more than two megabytes of long notes, written offline, come back in pieces and are saved', async () => {
  const place = await atBoard()
  const { page, story } = place
  await goOffline(place)
  const lines = Array.from({ length: 100 }, (_, index) => `${index} ${'much was said here '.repeat(150)}`)
  // As a person would: long lists pasted, each line a note of its own.
  for (let round = 0; round < 8; round++)
    await pasteNotes(
      page,
      lines.map((line) => `${round}-${line}`),
    )
  expect(await syncState(page)).toBe('offline')
  place.proxy.flow()
  await untilSaved(page)
  expect((await storedWords(story)).length).toBe(800)
})

test('every piece of 5,000 offline notes passes the gate in its turn', async () => {
  const story = await consultationRoom(fresh.db)
  const doc = new Y.Doc()
  new Board(doc).addNotes(
    Array.from({ length: 5_000 }, (_, index) => ({ at: { x: index, y: 0 }, text: `Offline note ${index}` })),
    { seat: story.civil.seatId, side: 'civil' },
  )
  const pieces = cutUpdate(Y.encodeStateAsUpdate(doc), { bytes: 256 * 1024, clients: 32 })
  expect(pieces.length).toBeGreaterThan(3)
  const headers = { cookie: story.civil.cookie, origin: server.url }
  const { socket, frames } = await rawSocket(server, `/sync/${story.boardId}?ack=1`, headers)
  onTestFinished(() => socket.close())
  pieces.forEach((piece, index) => {
    socket.send(syncFrame(index === pieces.length - 1 ? steps.step2 : steps.update, piece))
  })
  await until(() => frames.some(([type, count]) => type === 64 && count === pieces.length))
  expect(frames.filter(([type]) => type === 65)).toEqual([])
  expect((await storedWords(story)).length).toBe(5_000)
})

test('a board replaced on the server leaves screen and device; only words that were never saved are offered', async () => {
  const place = await atBoard()
  const { page, story, proxy } = place
  await page.evaluate(() => localStorage.setItem('meydan.keep-on-device', 'yes'))
  await page.reload()
  await untilSaved(page)
  await writeNote(page, 'erased on the server')
  await untilSaved(page)
  await until(async () => (await keptText(page)).includes('erased on the server'))
  await goOffline(place)
  await writeNote(page, 'never saved')
  await fresh.pool.query('update document set epoch = epoch + 1 where id = $1', [story.boardId])
  proxy.flow()

  await untilState(page, 'replaced')
  await dialog(page).getByText('never saved').waitFor()
  expect(await dialog(page).getByText('erased on the server').count()).toBe(0)
  await expectAccessible(page, 'words lost with a replaced board')
  await dialog(page).getByRole('button', { name: 'Copy all' }).click()
  await dialog(page).getByRole('button', { name: 'Put away' }).click()
  await page.getByRole('heading', { name: 'This board was replaced' }).waitFor()
  await expectAccessible(page, 'replaced board')
  expect(await page.locator('[data-board]').count()).toBe(0)
  expect(await keptText(page)).not.toContain('erased on the server')
  await page.getByRole('button', { name: 'Reload' }).click()
  await untilState(page, 'saved')
})

test('a copy on this device from before the board was replaced is never sent, nor shown again', async () => {
  const place = await atBoard()
  const { page, story, proxy } = place
  await page.evaluate(() => localStorage.setItem('meydan.keep-on-device', 'yes'))
  await page.reload()
  await untilSaved(page)
  await writeNote(page, 'to be erased')
  await untilSaved(page)
  await until(async () => (await keptText(page)).includes('to be erased'))
  await page.goto('about:blank')
  await fresh.pool.query('update document set epoch = epoch + 1 where id = $1', [story.boardId])
  await page.goto(`http://127.0.0.1:${proxy.port}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.getByRole('heading', { name: 'This board was replaced' }).waitFor()
  expect(await syncState(page)).toBe('replaced')
  expect(await page.locator('[data-note-id]').count()).toBe(0)
  await until(async () => !(await keptText(page)).includes('to be erased'))
  await page.getByRole('button', { name: 'Reload' }).click()
  await untilState(page, 'saved')
})

test('a quarantined board is read, says why, and takes nothing', async () => {
  const story = await consultationRoom(fresh.db)
  await fresh.pool.query(`update document set quarantined_at = now(), quarantine_reason = 'test' where id = $1`, [
    story.boardId,
  ])
  const { page, close } = await visitor(browser, server.url)
  onTestFinished(close)
  await signInAs(page, server.url, story.civil)
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilState(page, 'readonly')
  await page.getByText('This document cannot be opened completely.').waitFor()
  await expectAccessible(page, 'quarantined board')
  expect(await page.locator('[data-tool=note]').filter({ visible: true }).count()).toBe(0)
})

/** Everything that IndexedDB and local storage hold, as one text. */
function keptText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    let text = JSON.stringify({ ...localStorage })
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('meydan-')) continue
      const database = await done(indexedDB.open(name))
      const updates = await done(database.transaction('updates').objectStore('updates').getAll())
      for (const update of updates) text += new TextDecoder('latin1').decode(update as Uint8Array)
      database.close()
    }
    return text
  })
}

async function pasteNotes(page: Page, lines: readonly string[]): Promise<void> {
  await page.evaluate((text) => navigator.clipboard.writeText(text), lines.join('\n'))
  await page.locator('[data-board] .surface').focus()
  await page.keyboard.press('Control+v')
  const many = page.getByRole('dialog').getByRole('button').last()
  await many.click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
