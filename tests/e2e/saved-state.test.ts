import { parseBoard } from '@meydan/shared/documents/board/parse'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Proxy, startProxy } from '../support/proxy.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
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

async function inRoom(options = {}, who: 'civil' | 'public' = 'civil'): Promise<{ page: Page; story: Story }> {
  const story = await consultationRoom(fresh.db)
  const { page, close } = await visitor(browser, server.url, options)
  onTestFinished(close)
  await signInAs(page, server.url, story[who])
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  await showCanvas(page)
  return { page, story }
}

/** The same over a link that the test holds in its hand. */
async function inRoomBehindProxy(options = {}): Promise<{ page: Page; story: Story; proxy: Proxy }> {
  const story = await consultationRoom(fresh.db)
  const proxy = await startProxy(server.port)
  const origin = `http://127.0.0.1:${proxy.port}`
  const { page, close } = await visitor(browser, origin, options)
  onTestFinished(async () => {
    await close()
    await proxy.close()
  })
  await signInAs(page, origin, story.civil)
  await page.goto(`${origin}/rooms/${story.roomId}/boards/${story.boardId}`)
  await untilSaved(page)
  await showCanvas(page)
  await untilComplete(page)
  return { page, story, proxy }
}

async function keepOnThisDevice(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Keep my work on this device' }).click()
  await page.getByRole('menu').waitFor({ state: 'detached' })
}

async function storedWords(story: Story): Promise<string[]> {
  const reader = syncClient(server, story.boardId, story.observer.cookie)
  try {
    await reader.synced()
    return parseBoard(reader.doc).notes.map(({ text }) => text)
  } finally {
    reader.destroy()
  }
}

test.each([
  ['1280 px', {}],
  ['390 px', phone],
])('while the database does not commit, the screen says so and asks before leaving (%s)', async (_width, options) => {
  const { page, story } = await inRoom(options)
  const locker = await fresh.pool.connect()
  await locker.query('begin')
  await locker.query('select 1 from document where id = $1 for update', [story.boardId])
  await writeNote(page, 'not yet')
  expect(await syncState(page)).not.toBe('saved')
  await page.locator('[data-sync-state=unsaved]').first().waitFor({ state: 'attached' })
  await page.getByText('Not saved yet: keep this page open.').first().waitFor()
  await expectAccessible(page, 'unsaved banner')
  expect(await asksBeforeLeaving(page)).toBe(true)
  await locker.query('rollback')
  locker.release()
  await untilSaved(page)
  expect(await storedWords(story)).toEqual(['not yet'])
})

test.each([
  ['1280 px', {}],
  ['390 px', phone],
])(
  'over a dead link the page never says saved, in no moment, until the server has said so (%s)',
  async (_, options) => {
    const { page, story, proxy } = await inRoomBehindProxy(options)
    await page.evaluate(() => {
      const said: string[] = []
      Object.assign(window, { said })
      const look = () => {
        said.push(document.querySelector('[data-sync-state]')?.getAttribute('data-sync-state') ?? 'nothing')
        requestAnimationFrame(look)
      }
      document.addEventListener('input', () => requestAnimationFrame(look), { once: true })
    })
    proxy.stall()
    await writeNote(page, 'into the void')
    const begun = Date.now()
    await page.locator('[role=status]', { hasText: 'Not saved yet: keep this page open.' }).waitFor()
    expect(Date.now() - begun).toBeLessThan(3_000)
    expect(await syncState(page)).toBe('unsaved')
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
    expect(said.length).toBeGreaterThan(10)
    expect(new Set(said)).toEqual(new Set(['saving', 'unsaved']))
    expect(await asksBeforeLeaving(page)).toBe(true)
    proxy.flow()
    await untilSaved(page)
    expect(await storedWords(story)).toEqual(['into the void'])
  },
)

async function asksBeforeLeaving(page: Page): Promise<boolean> {
  const asked = new Promise<string>((resolve) =>
    page.once('dialog', (dialog) => {
      resolve(dialog.type())
      void dialog.dismiss()
    }),
  )
  await page.close({ runBeforeUnload: true })
  return (await asked) === 'beforeunload'
}

test('offline work goes on, survives a reload with consent, and merges on return', async () => {
  const { page, story, proxy } = await inRoomBehindProxy()
  await keepOnThisDevice(page)
  await writeNote(page, 'before the cut')
  await untilSaved(page)
  // The page's shell must be kept by its service worker before the network goes.
  await page.evaluate(() => navigator.serviceWorker.ready)
  await until(() => page.evaluate(async () => (await caches.keys()).length > 0))
  await page.reload()
  await untilSaved(page)
  await until(() => page.evaluate(() => navigator.serviceWorker.controller !== null))

  proxy.cut()
  await page.locator('[data-sync-state=offline]').first().waitFor({ state: 'attached' })
  await writeNote(page, 'written offline')
  await page.getByText('You are offline').first().waitFor()
  await expectAccessible(page, 'offline banner')
  await page.reload()
  await noteSaying(page, 'written offline').waitFor()
  await noteSaying(page, 'before the cut').waitFor()
  expect(await syncState(page)).toBe('offline')
  await writeNote(page, 'after the reload')

  expect(await storedWords(story), 'nothing has reached the server yet').toEqual(['before the cut'])
  proxy.flow()
  await untilSaved(page)
  expect((await storedWords(story)).sort()).toEqual(['after the reload', 'before the cut', 'written offline'])
})

test('who may only read when they return is shown what they wrote, and then the board as it is', async () => {
  const { page, story, proxy } = await inRoomBehindProxy()
  await keepOnThisDevice(page)
  proxy.cut()
  await page.locator('[data-sync-state=offline]').first().waitFor({ state: 'attached' })
  await writeNote(page, 'refused words')
  await fresh.db.updateTable('seat').set({ role: 'observer' }).where('id', '=', story.civil.seatId).execute()
  proxy.flow()
  const lost = page.getByRole('dialog', { name: 'This could not be saved' })
  await lost.getByText('You can only read here now').waitFor()
  await lost.getByText('refused words').waitFor()
  expect(await syncState(page)).toBe('rejected')
  await lost.getByRole('button', { name: 'Put away' }).click()
  await lost.getByRole('button', { name: 'Put away' }).click()
  await page.locator('[data-sync-state=readonly]').first().waitFor({ state: 'attached' })
  expect(await noteSaying(page, 'refused words').count()).toBe(0)
  expect(await storedWords(story)).toEqual([])
})

test('without consent nothing of the board is kept in the browser', async () => {
  const { page } = await inRoom()
  await writeNote(page, 'a sensitive sentence')
  await untilSaved(page)
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases()
    return {
      databases: databases.map(({ name }) => name),
      storage: JSON.stringify({ ...localStorage, ...sessionStorage }),
    }
  })
  expect(kept.databases.filter((name) => name?.startsWith('meydan'))).toEqual([])
  expect(kept.storage).not.toContain('a sensitive sentence')
})

test('the server dies and returns: the page says so, and what was written meanwhile is saved', async () => {
  const own = await freshDatabase()
  const first = await startServer({ DATABASE_URL: own.url })
  const story = await consultationRoom(own.db)
  const { page, close } = await visitor(browser, first.url)
  onTestFinished(async () => {
    await close()
    await own.drop()
  })
  await signInAs(page, first.url, story.civil)
  await page.goto(`${first.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await untilSaved(page)
  await first.kill()
  await page.locator('[data-sync-state=offline]').first().waitFor({ state: 'attached' })
  await writeNote(page, 'meanwhile')
  const second = await startServer({ DATABASE_URL: own.url, PORT: String(first.port) })
  await untilSaved(page)
  const reader = syncClient(second, story.boardId, story.public.cookie)
  await reader.synced()
  expect(parseBoard(reader.doc).notes.map(({ text }) => text)).toEqual(['meanwhile'])
  reader.destroy()
  await second.stop()
})
