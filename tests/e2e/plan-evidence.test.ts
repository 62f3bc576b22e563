import { editDocument } from '@meydan/server/sync/history/edit-document'
import { takeSeat } from '@meydan/server/access/seats'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { aChain, type Chain } from '../support/evidence.ts'
import { planOf, planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
let chain: Chain
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
})

async function arrive(actor: Actor, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.addInitScript(() => localStorage.setItem('meydan.board.mode', 'canvas'))
  await one.page.goto(server.url + path)
  return one.page
}

const planPath = (action: number) =>
  `/rooms/${story.roomId}/plans/${chain.planId}?action=${encodeURIComponent(chain.actions[action]!)}`
const evidence = (page: Page) => page.locator('[data-plan-evidence]')
const source = (page: Page, kind: string) => evidence(page).locator(`[data-kind=${kind}]`)
const origin = (page: Page, record: string) => evidence(page).locator(`[data-record="${record}"]`)

/** Counts what a person has to press. */
function presses() {
  let count = 0
  return {
    count: () => count,
    press: async (page: Page, selector: string) => {
      count += 1
      await page.locator(selector).first().click()
    },
  }
}

test('the chain is walked from a promise back to the note, and from the note to the promise', async () => {
  const page = await arrive(story.civil, '/')
  const back = presses()
  await back.press(page, '[data-all-actions]')
  await back.press(page, `[data-action="${chain.actions[0]}"] a`)
  await source(page, 'theme').locator('[data-side=public]').first().waitFor()
  expect(page.url(), 'going back doesn’t open it again').not.toContain('action=')
  expect(await source(page, 'theme').locator('[data-evidence-vote]').textContent()).toContain('Önce ne gelsin?')
  expect(await evidence(page).textContent()).toContain('read that figure as theirs')
  expect(await source(page, 'theme').locator('.notes').textContent()).toContain('Göçmen Dayanışma Derneği')
  await expectAccessible(page, 'evidence of an action')
  await evidence(page).scrollIntoViewIfNeeded()
  await keepPicture(page, 'evidence-wide')
  await back.press(page, `[data-plan-evidence] [data-record="${chain.notes[0]}"] button`)
  // Shown there and chosen: its bar is open.
  await page.locator('[data-selection-bar] [data-act=details]').waitFor()
  expect(back.count()).toBeLessThanOrEqual(5)

  const forth = presses()
  await forth.press(page, '[data-selection-bar] [data-act=details]')
  await page.locator('[data-became]').waitFor()
  expect(await page.locator('[data-became]').textContent()).toContain('by its theme')
  await keepPicture(page, 'evidence-became')
  await forth.press(page, '[data-became] a')
  await page.locator(`[data-details][data-action-id="${chain.actions[0]}"]`).waitFor()
  await forth.press(page, '[data-evidence-becomes] .action')
  await page.locator(`[data-details][data-action-id="${chain.actions[1]}"]`).waitFor()
  expect(forth.count()).toBeLessThanOrEqual(5)
  expectWellBehaved(visitors)
})

test('the evidence stands on a page of its own, with an address, and leads on and back', async () => {
  const page = await arrive(story.public, planPath(0))
  await evidence(page).locator('[data-evidence-act=page]').click()
  const sheet = page.locator('[data-evidence-page]')
  await sheet.locator('[data-kind=theme] [data-evidence-vote]').first().waitFor()
  await sheet.locator('[data-onward-status]').waitFor()
  expect(await page.locator('[data-plan] > .body').isVisible()).toBe(false)
  await expectAccessible(page, 'evidence as a page')
  await keepPicture(page, 'evidence-page')
  await sheet.locator('[data-evidence-becomes] .action').click()
  await sheet.getByRole('heading', { name: 'Kreş için yer bulmak' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator(`[data-details][data-action-id="${chain.actions[1]}"]`).waitFor()

  const pocket = await arrive(story.civil, `${planPath(0)}&panel=evidence`, { ...phone, locale: 'ar' })
  await pocket.locator('[data-evidence-page] [data-kind=theme]').waitFor()
  expect(
    await pocket.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
  ).toBe(true)
  await expectAccessible(pocket, 'evidence as a page on a phone')
  await keepPicture(pocket, 'evidence-page-phone')
  await pocket.locator('[data-act=leave-evidence]').tap()
  await pocket.locator('[data-details]').waitFor()
  expectWellBehaved(visitors)
})

test('a source is found and added, taken away and brought back, and its words come by themselves', async () => {
  const page = await arrive(story.civil, planPath(2))
  await evidence(page).locator('[data-evidence-empty]').waitFor()
  await evidence(page).scrollIntoViewIfNeeded()
  await keepPicture(page, 'evidence-empty')
  await evidence(page).locator('[data-evidence-act=add]').click()
  await page.keyboard.type('tercuman')
  const found = evidence(page).locator('[data-found]')
  await until(async () => (await found.count()) === 1)
  await expectAccessible(page, 'searching a source')
  await keepPicture(page, 'evidence-search')
  await found.click()
  await origin(page, chain.notes[3]!).waitFor({ timeout: 20_000 })
  expect(await source(page, 'note').textContent()).toContain('İşitme engelliler için tercüman')
  await untilSaved(page)
  const sourcesOf = async () =>
    (await planOf(fresh.db, chain.planId)).actions.find(({ id }) => id === chain.actions[2])!.sources
  expect(await sourcesOf()).toMatchObject([{ kind: 'note', document: chain.boardId, record: chain.notes[3] }])

  await evidence(page).getByRole('button', { name: 'Done' }).click()
  await evidence(page).locator('[data-evidence-act=remove]').click()
  await evidence(page).locator('[data-evidence-empty]').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await origin(page, chain.notes[3]!).waitFor({ timeout: 20_000 })
  await untilSaved(page)
  expect(await sourcesOf()).toHaveLength(1)

  const watching = await arrive(story.observer, planPath(2))
  await origin(watching, chain.notes[3]!).waitFor()
  expect(await evidence(watching).locator('[data-evidence-act=add], [data-evidence-act=remove]').count()).toBe(0)
  expectWellBehaved(visitors)
})

test('a note that is deleted can still be read where something came of it', async () => {
  await editDocument(fresh.db, {
    documentId: chain.boardId,
    seatId: null,
    write: (doc) => {
      removeItems(new Board(doc), [chain.notes[0]!])
      return new Map()
    },
  })
  const rowOf = () =>
    fresh.db.selectFrom('boardRecord').select('goneAt').where('recordId', '=', chain.notes[0]!).executeTakeFirst()
  const page = await arrive(story.civil, `/rooms/${story.roomId}/boards/${chain.boardId}`)
  await page.locator('[data-board]').waitFor()
  await until(async () => (await rowOf())?.goneAt !== null, { timeout: 40_000 })
  await page.goto(server.url + planPath(0))
  await origin(page, chain.notes[0]!).waitFor()
  expect(await origin(page, chain.notes[0]!).getAttribute('data-origin')).toBe('gone')
  expect(await origin(page, chain.notes[0]!).textContent()).toContain('Kreş yok, annelerin işi kalıyor')
  expect(await origin(page, chain.notes[0]!).textContent()).toContain('Deleted')
  expect(await origin(page, chain.notes[0]!).locator('button').count()).toBe(0)
  await origin(page, chain.notes[0]!).scrollIntoViewIfNeeded()
  await keepPicture(page, 'evidence-gone')
  expectWellBehaved(visitors)
})

test('the list across rooms shows two rooms’ actions and not a third’s, and can be narrowed', async () => {
  const second = await consultationRoom(fresh.db)
  const third = await consultationRoom(fresh.db)
  const { organisationId } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', second.public.seatId)
    .executeTakeFirstOrThrow()
  const place = { programmeId: second.programmeId, roomId: second.roomId, role: 'participant' as const }
  const personId = story.civil.personId
  await fresh.db.transaction().execute((trx) => takeSeat(trx, { ...place, personId, organisationId }))
  const promise = (roomId: string, title: string) =>
    planWith(fresh.db, roomId, (plan) => {
      plan.addActions([{ title, status: 'agreed', due: '2026-01-15', responsible: organisationId }], {
        seat: null,
        side: 'neutral',
      })
    })
  await promise(second.roomId, 'Parka gölgelik')
  await promise(third.roomId, 'Başka odanın sözü')
  const listed = () =>
    fresh.db.selectFrom('planAction').select('title').where('title', '=', 'Başka odanın sözü').execute()
  await until(async () => (await listed()).length > 0, { timeout: 40_000 })

  const page = await arrive(story.civil, '/actions')
  await page.locator('[data-action]').first().waitFor()
  expect(await page.locator('[data-count]').textContent()).toBe('4 actions')
  const text = await page.locator('[data-actions]').textContent()
  expect(text).toContain('Parka gölgelik')
  expect(text).toContain('Mahalleye kreş açmak')
  expect(text).not.toContain('Başka odanın sözü')
  expect(await page.locator('[data-group="Şahinbey Belediyesi"] [data-action]').count()).toBe(1)
  await expectAccessible(page, 'actions of all rooms')
  await keepPicture(page, 'actions-wide')

  await page.getByRole('checkbox', { name: 'Only what is late' }).check()
  await until(async () => (await page.locator('[data-count]').textContent()) === '1 action')
  expect(page.url()).toContain('overdue=yes')
  await page.getByRole('searchbox').fill('yok böyle bir şey')
  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await until(async () => (await page.locator('[data-count]').textContent()) === '4 actions')
  await page.locator('[data-action] a', { hasText: 'Parka gölgelik' }).click()
  await page.locator('[data-details] h2', { hasText: 'Parka gölgelik' }).waitFor()
  expectWellBehaved(visitors)
})

test('in Arabic, on a phone: the list, the chain, and away from the network', async () => {
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
  const page = await arrive(story.civil, '/actions', { ...phone, viewport: { width: 360, height: 740 }, locale: 'ar' })
  await page.locator('[data-action]').first().waitFor()
  await expectAccessible(page, 'actions, phone, Arabic')
  await keepPicture(page, 'actions-phone-ar')
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
  expect(wider, 'nothing hangs over the side').toBe(false)
  await page.locator(`[data-action="${chain.actions[0]}"] a`).tap()
  await source(page, 'theme').locator('.notes').waitFor()
  await source(page, 'theme').scrollIntoViewIfNeeded()
  await expectAccessible(page, 'evidence, phone, Arabic')
  await keepPicture(page, 'evidence-phone-ar')
  await page.goto(`${server.url}/actions`)
  await page.locator('[data-action]').first().waitFor()
  await page.context().setOffline(true)
  await page.getByRole('checkbox').first().check()
  await page.locator('[data-actions] .stale').waitFor()
  expect(await page.locator('[data-action]').count()).toBeGreaterThan(0)
  await page.context().setOffline(false)
  await page.locator('[data-actions] .stale').waitFor({ state: 'detached' })
  expectWellBehaved(visitors)
})
