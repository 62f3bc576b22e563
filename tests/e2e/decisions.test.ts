import { closeDue } from '@meydan/server/features/decisions/closing'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, pick, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { signInAs } from '../support/workshop.ts'

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

type Look = BrowserContextOptions & { language?: string }

async function enter(actor: Actor, path: string, { language, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.addInitScript((lang) => lang && localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

async function openRegister(actor: Actor, story: Story): Promise<Page> {
  const page = await enter(actor, `/rooms/${story.roomId}`)
  await page.locator('[data-part=decisions]').click()
  await page.locator('[data-decisions-panel]').waitFor()
  return page
}

/** Proposes by the dialog; `until` is left as it stands, a week from now. */
async function proposing(page: Page, title: string): Promise<string> {
  await page.locator('[data-act=propose]').click()
  const form = page.locator('[data-propose-form]')
  await form.locator('[name=title]').fill(title)
  await form.locator('[name=text]').fill('Bir ay kaymakamlıkta, bir ay bir dernekte.')
  await expectAccessible(page, 'the dialog to propose')
  await page.locator('button[form=propose]').click()
  await form.waitFor({ state: 'detached' })
  const card = page.locator('[data-decision]').first()
  await card.locator('.text').first().waitFor()
  return (await card.getAttribute('data-decision'))!
}

/** A word for one's organisation: the first way to say it agrees, the second objects. */
async function speak(page: Page, kind: 'agree' | 'object', reason = ''): Promise<void> {
  const form = page.locator('[data-stance-form]')
  await pick(form.locator(`input[type=radio][value=${kind}]`))
  await form.locator('[name=reason]').fill(reason)
  await form.locator('button[type=submit]').click()
}

const state = (page: Page, id: string) =>
  page.locator(`[data-decision="${id}"] [data-state]`).getAttribute('data-state')
const count = (page: Page, id: string, word: string) =>
  page.locator(`[data-decision="${id}"] [data-tally-of=all] [data-count=${word}] strong`).textContent()

test('proposed, objected to with a reason, agreed to after all, and closed by its time, before everybody’s eyes', async () => {
  const story = await consultationRoom(fresh.db)
  const facilitator = await openRegister(story.facilitator, story)
  await facilitator.locator('[data-decisions-panel] h3').first().waitFor()
  const id = await proposing(facilitator, 'Toplantılar dönüşümlü olsun')
  const ofPublic = await openRegister(story.public, story)
  await ofPublic.locator(`[data-decision="${id}"] h3 button`).click()
  // Nobody objects without saying why; what was chosen stays.
  await speak(ofPublic, 'object')
  await ofPublic.locator('[data-stance-form] [aria-invalid=true]').waitFor()
  await speak(ofPublic, 'object', 'Salonumuz akşam kapalı.')
  await expect.poll(() => count(facilitator, id, 'object')).toBe('1')
  await facilitator.locator('[data-stance=object]', { hasText: 'Salonumuz akşam kapalı.' }).waitFor()
  await keepPicture(facilitator, 'decisions-wide')
  await expectAccessible(facilitator, 'the register')
  const ofCivil = await openRegister(story.civil, story)
  await ofCivil.locator(`[data-decision="${id}"] h3 button`).click()
  await speak(ofCivil, 'agree')
  await expect.poll(() => count(ofPublic, id, 'agree')).toBe('1')
  // The last word counts, and the one before stays readable.
  await speak(ofPublic, 'agree', '')
  await expect.poll(() => count(facilitator, id, 'agree')).toBe('2')
  await ofCivil.locator(`[data-decision="${id}"] details`).waitFor()

  await fresh.db
    .updateTable('decision')
    .set({ closesAt: new Date(Date.now() - 1_000) })
    .where('id', '=', id)
    .execute()
  await closeDue({ db: fresh.db, log: { info: () => {}, error: () => {} }, clock: () => new Date() })
  // The server’s own job tells pages of it; this one ran elsewhere.
  await facilitator.reload()
  await facilitator.locator('[data-part=decisions]').click()
  await expect.poll(() => state(facilitator, id)).toBe('agreed')
  const told = fresh.db.selectFrom('notification').select('kind').where('decisionId', '=', id)
  expect(new Set((await told.execute()).map(({ kind }) => kind))).toEqual(new Set(['proposal', 'decision']))
})

test('a proposal is changed until somebody has spoken, then it can only be given more time', async () => {
  const story = await consultationRoom(fresh.db)
  const facilitator = await openRegister(story.facilitator, story)
  const id = await proposing(facilitator, 'Toplantlar dönüşümlü olsun')
  const card = facilitator.locator(`[data-decision="${id}"]`)
  const form = facilitator.locator('[data-edit-decision]')
  const save = facilitator.locator('button[form=edit-decision]')
  await card.locator('[data-act=edit]').click()
  await form.locator('[name=title]').fill('')
  await save.click()
  await form.locator('[aria-invalid=true]').waitFor()
  await form.locator('[name=title]').fill('Toplantılar dönüşümlü olsun')
  await expectAccessible(facilitator, 'the dialog to change a proposal')
  await save.click()
  await form.waitFor({ state: 'detached' })
  await expect.poll(() => card.locator('h3').textContent()).toContain('Toplantılar dönüşümlü olsun')

  const ofCivil = await openRegister(story.civil, story)
  await ofCivil.locator(`[data-decision="${id}"] h3 button`).click()
  expect(await ofCivil.locator('[data-act=edit], [data-act=withdraw]').count()).toBe(0)
  await speak(ofCivil, 'agree')
  await expect.poll(() => count(facilitator, id, 'agree')).toBe('1')
  await card.locator('[data-act=edit]').click()
  expect(await form.locator('[name=title]').count()).toBe(0)
  const { closesAt } = await decisionRow(id)
  const later = new Date(closesAt!.getTime() + 3 * 86_400_000)
  await form.locator('[name=when]').fill(later.toISOString().slice(0, 16))
  await save.click()
  await form.waitFor({ state: 'detached' })
  expect((await decisionRow(id)).closesAt!.getTime()).toBeGreaterThan(closesAt!.getTime() + 86_400_000)
})

const decisionRow = (id: string) =>
  fresh.db.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('what was decided in a meeting is put down and found; who watches changes nothing', async () => {
  const story = await consultationRoom(fresh.db)
  const facilitator = await openRegister(story.facilitator, story)
  await facilitator.locator('[data-act=record]').click()
  const form = facilitator.locator('[data-record-form]')
  await form.locator('[name=title]').fill('İşaret dili tercümanı çağrılır')
  await facilitator.locator('button[form=record]').click()
  await form.waitFor({ state: 'detached' })
  await proposing(facilitator, 'Başka bir öneri')
  const search = facilitator.locator('[data-decisions-panel] input[type=search]')
  await search.fill('isaret')
  await expect.poll(() => facilitator.locator('[data-decision]').count()).toBe(1)
  const id = (await facilitator.locator('[data-decision]').getAttribute('data-decision'))!
  // A link of a letter leads to it, wherever it is in the register.
  const observer = await enter(story.observer, `/rooms/${story.roomId}?decision=${id}`, {
    ...{ language: 'ar', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
  })
  await observer.locator(`[data-decision="${id}"] button[aria-expanded=true]`).waitFor()
  expect(await observer.locator('[data-act=propose], [data-act=record], [data-stance-form]').count()).toBe(0)
  await keepPicture(observer, 'decisions-ar-360-dark')
  await expectAccessible(observer, 'the register on a phone, in Arabic')
  expect(await observer.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await facilitator.locator(`[data-decision="${id}"] h3 button`).click()
  await facilitator.locator('[data-act=action]').click()
  const asked = facilitator.getByRole('dialog')
  const words = () =>
    asked.locator('input, textarea').evaluateAll((inputs) => inputs.map((input) => (input as { value?: string }).value))
  await expect.poll(words).toContain('İşaret dili tercümanı çağrılır')
  await facilitator.keyboard.press('Escape')
  await asked.waitFor({ state: 'detached' })
  await facilitator.locator('[data-act=withdraw]').click()
  await facilitator.getByRole('dialog').locator('.danger').click()
  await expect.poll(() => state(observer, id)).toBe('withdrawn')
})
