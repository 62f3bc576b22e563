import { rebuildRows } from '@meydan/server/projection/rebuild'
import { editDocument } from '@meydan/server/sync/history/edit-document'
import { Board } from '@meydan/shared/documents/board/board'
import { clusterTogether } from '@meydan/shared/documents/board/themes'
import { Plan } from '@meydan/shared/documents/plan/plan'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { aChain, type Chain } from '../support/evidence.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showList, signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
let chain: Chain
/** A theme above the chain's own, so that it comes first; and the board as somebody else has it. */
let family: string
let board: Board
let visitors: Visitor[]

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
beforeEach(async () => {
  story = await consultationRoom(fresh.db)
  chain = await aChain(fresh.db, story)
  visitors = []
  await edit(chain.boardId, (doc) => {
    const all = new Board(doc)
    const author = { seat: story.public.seatId, side: 'public' as const }
    const notes = all.addNotes([{ at: { x: 0, y: -900 }, text: 'Danışacak yer yok' }], author)
    family = clusterTogether(all, notes, author)!
    all.edit([family], { title: 'Aile merkezi' })
  })
  await edit(chain.planId, (doc) => {
    const sources = [{ kind: 'theme' as const, document: chain.boardId, record: family }]
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    new Plan(doc).addActions([{ title: 'Danışma masası kurmak', sources }], author)
  })
  await rebuildRows(fresh.db)
  const peer = syncClient(server, chain.boardId, story.facilitator.cookie)
  onTestFinished(() => peer.destroy())
  await peer.synced()
  board = new Board(peer.doc)
})

const edit = (documentId: string, write: (doc: Board['doc']) => void) =>
  editDocument(fresh.db, {
    documentId,
    seatId: null,
    write: (doc) => {
      write(doc)
      return new Map()
    },
  })

async function arrive(actor: Actor, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.addInitScript(() => {
    if (!localStorage.getItem('meydan.board.mode')) localStorage.setItem('meydan.board.mode', 'canvas')
  })
  await one.page.goto(server.url + path)
  return one.page
}

const boardPath = () => `/rooms/${story.roomId}/boards/${chain.boardId}`
const planPath = (action = '') => `/rooms/${story.roomId}/plans/${chain.planId}${action && `?action=${action}`}`
const themesOf = () =>
  board.themes
    .all()
    .map(({ title, cameOf }) => ({ title, cameOf }))
    .sort((a, b) => (a.title < b.title ? -1 : 1))
const head = (page: Page, theme: string) => page.locator(`[data-board] [data-item="${theme}"]`)
const pill = (page: Page, title: string) => page.locator('[data-filter-by=theme] label', { hasText: title })
const shown = (page: Page) => page.locator('[data-plan] [data-filter-count]').textContent()

async function openMore(page: Page): Promise<void> {
  await page.locator('[data-filter=more]').click()
  await page.locator('[data-filter-by=theme]').waitFor()
}

async function selectBoth(page: Page): Promise<void> {
  await head(page, family).click({ position: { x: 60, y: 10 } })
  await head(page, chain.theme).click({ position: { x: 60, y: 10 }, modifiers: ['Shift'] })
  await page.locator('[data-selection-bar] [data-act=group]').waitFor()
}

test('two themes become one, and the promise that came of the one still leads to its notes', async () => {
  const page = await arrive(story.civil, boardPath())
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  const before = themesOf()
  await selectBoth(page)
  await page.keyboard.press('g')
  await page.getByText('2 themes merged into Aile merkezi').first().waitFor()
  await until(() => themesOf().length === 1)
  expect(themesOf()).toEqual([{ title: 'Aile merkezi', cameOf: [chain.theme] }])
  expect(board.notesOf(family).map(({ id }) => board.textOf(id))).toHaveLength(4)
  await keepPicture(page, 'themes-merged')
  // One step: the toast takes all of it back.
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await until(() => themesOf().length === 2)
  expect(themesOf()).toEqual(before)
  await selectBoth(page)
  await page.locator('[data-selection-bar] [data-act=group]').click()
  await until(() => themesOf().length === 1)
  await untilSaved(page)
  const goneAt = () =>
    fresh.db.selectFrom('boardRecord').select('goneAt').where('recordId', '=', chain.theme).executeTakeFirst()
  await until(async () => (await goneAt())?.goneAt !== null, { timeout: 40_000 })

  await page.goto(server.url + planPath(chain.actions[0]))
  const source = page.locator('[data-plan-evidence] [data-kind=theme]')
  await source.locator('[data-lives-on] .notes').waitFor()
  const tombstone = source.locator(`[data-record="${chain.theme}"]`)
  expect(await tombstone.getAttribute('data-origin')).toBe('gone')
  expect(await tombstone.textContent()).toContain('Çocuk bakımı')
  expect(await tombstone.textContent(), 'it wasn’t simply deleted').not.toContain('Deleted')
  const next = await source.locator('[data-lives-on]').textContent()
  for (const words of ['Now part of', 'Aile merkezi', 'Kreş yok, annelerin işi kalıyor', 'Danışacak yer yok'])
    expect(next).toContain(words)
  await expectAccessible(page, 'a source that was merged')
  await source.scrollIntoViewIfNeeded()
  await keepPicture(page, 'evidence-merged')
  // And from the theme to what came of the one that is part of it.
  await source.locator('[data-lives-on] button.words', { hasText: 'Aile merkezi' }).click()
  await page.locator('[data-selection-bar] [data-act=details]').click()
  await page.locator('[data-became] li').nth(1).waitFor()
  expect(await page.locator('[data-became]').textContent()).toContain('by a theme that became this one')
  expectWellBehaved(visitors)
})

test('notes are split off by keys in the list, and come back together with their theme', async () => {
  const page = await arrive(story.civil, boardPath())
  await page.locator('[data-board]').waitFor()
  await showList(page)
  const row = (id: string) => page.locator(`[data-list] [data-item="${id}"]`)
  await row(chain.notes[1]!).focus()
  await page.keyboard.press('g')
  await page.locator('[data-board] input:focus').fill('Oyun alanları')
  await page.keyboard.press('Enter')
  const named = () => board.themes.all().find(({ title }) => title === 'Oyun alanları')
  await until(() => named() !== undefined)
  const split = named()!
  expect(split.cameOf).toEqual([chain.theme])
  expect(board.notesOf(split.id).map(({ id }) => id)).toEqual([chain.notes[1]])
  await row(split.id).focus()
  await page.keyboard.press('Shift+F10')
  expect(await page.getByRole('menuitem', { name: 'Merge into one theme' }).count()).toBe(0)
  await page.keyboard.press('Escape')
  await row(chain.theme).click()
  await row(split.id).click({ modifiers: ['Control'] })
  await page.keyboard.press('g')
  await until(() => themesOf().length === 2)
  expect(board.notesOf(chain.theme)).toHaveLength(3)
  expect(board.themes.get(chain.theme)!.cameOf).toEqual([split.id])
  expectWellBehaved(visitors)
})

test('actions are found by the themes they came from; what was chosen stays, also away from the network', async () => {
  const page = await arrive(story.civil, planPath())
  await page.locator('[data-plan][data-complete]').waitFor()
  await openMore(page)
  await pill(page, 'Çocuk bakımı').click()
  await until(async () => (await shown(page)) === '1 of 4')
  await pill(page, 'Aile merkezi').click()
  await until(async () => (await shown(page)) === '2 of 4')
  const text = await page.locator('[data-plan] .view').textContent()
  expect(text).toContain('Mahalleye kreş açmak')
  expect(text).toContain('Danışma masası kurmak')
  expect(await page.locator('[data-filter-theme]').count()).toBe(2)
  await expectAccessible(page, 'filter by theme')
  await keepPicture(page, 'plan-filter-theme')

  await page.reload()
  await page.locator('[data-plan][data-complete]').waitFor()
  await until(async () => (await shown(page)) === '2 of 4')
  await page.context().setOffline(true)
  await page.locator('[data-filter-theme]', { hasText: 'Çocuk bakımı' }).click()
  await until(async () => (await shown(page)) === '1 of 4')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Aile merkezi')
  await openMore(page)
  await pill(page, 'Aile merkezi').click()
  await pill(page, 'No theme').click()
  await until(async () => (await shown(page)) === '2 of 4')
  await page.context().setOffline(false)
  await page.locator('[data-act=filter-clear]').click()
  await page.locator('[data-filter-theme]').waitFor({ state: 'detached' })
  expectWellBehaved(visitors)
})

test('in Arabic, on a phone', async () => {
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
  const page = await arrive(story.civil, planPath(), { ...phone, viewport: { width: 360, height: 740 }, locale: 'ar' })
  await page.locator('[data-plan][data-complete]').waitFor()
  await page.locator('[data-plan] [data-act=filter]').tap()
  await openMore(page)
  await pill(page, 'Aile merkezi').tap()
  await page.locator('[data-filter-theme]', { hasText: 'Aile merkezi' }).waitFor()
  await until(async () => (await page.locator('[data-filter-count]').textContent()) !== null)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(wider, 'nothing hangs over the side').toBe(false)
  await expectAccessible(page, 'filter by theme, phone, Arabic')
  await keepPicture(page, 'plan-filter-theme-ar')
  expectWellBehaved(visitors)
})
