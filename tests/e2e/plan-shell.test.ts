import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planOf, planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

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
})

async function arrive(actor: Actor, path = '', options: BrowserContextOptions = {}): Promise<Visitor> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${story.roomId}${path}`)
  await untilSaved(one.page)
  return one
}

async function organisationOf(seatId: string): Promise<string> {
  const seat = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', seatId)
    .executeTakeFirstOrThrow()
  return seat.organisationId
}

const inView = (page: Page, words: string) => page.locator('[data-plan] .view').getByText(words).first()

async function untilComplete(page: Page): Promise<void> {
  await page.locator('[data-plan][data-complete]').waitFor({ state: 'attached' })
}

async function addAction(page: Page, title: string): Promise<void> {
  await page.locator('[data-act=new-action]').click()
  await page.locator('[data-new-title]').fill(title)
  await page.locator('button[type=submit]').click()
  await page.locator('[data-new-action]').waitFor({ state: 'detached' })
}

const titlesIn = async (planId: string) => (await planOf(fresh.db, planId)).actions.map(({ title }) => title)

test('a facilitator adds a plan; on an Arabic phone the other side finds it, adds to it without a network, and takes back only its own', async () => {
  const lead = await arrive(story.facilitator)
  await lead.page.getByRole('button', { name: 'Room menu' }).click()
  await lead.page.getByRole('menuitem', { name: 'Add a plan' }).click()
  await lead.page.locator('[data-add-plan] input').fill('Yol haritası')
  await lead.page.locator('button[type=submit]').click()
  await lead.page.locator('[data-plan-empty]').waitFor()
  await untilSaved(lead.page)
  const planId = /\/plans\/([\w-]+)$/.exec(lead.page.url())![1]!
  await expectAccessible(lead.page, 'empty plan')
  expect(await lead.page.locator('[data-act=undo]').getAttribute('aria-pressed'), 'undo is no switch').toBeNull()
  await keepPicture(lead.page, 'plan-empty')
  const tabs = lead.page.getByRole('navigation', { name: 'Boards, plans and minutes' })
  expect(await tabs.getByRole('link').allTextContents()).toEqual(['İhtiyaçlar', 'Yol haritası'])

  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.public.personId).execute()
  const mehmet = await arrive(story.public, '', { ...phone, locale: 'ar' })
  const phonePage = mehmet.page
  await phonePage.locator('nav.boards .chosen').tap()
  await phonePage.getByRole('menuitemradio', { name: 'Yol haritası' }).tap()
  await phonePage.locator('[data-plan-empty]').waitFor()
  await untilComplete(phonePage)
  await untilSaved(phonePage)
  await expectAccessible(phonePage, 'empty plan on an Arabic phone')
  await keepPicture(phonePage, 'plan-empty-phone-ar')
  await lead.page.locator('[data-plan-faces]').waitFor()

  await phonePage.context().setOffline(true)
  await phonePage.locator('[data-sync-state=offline]').first().waitFor({ state: 'attached' })
  await addAction(phonePage, 'تدريب المترجمين')
  await inView(phonePage, 'تدريب المترجمين').waitFor()
  await keepPicture(phonePage, 'plan-offline-phone-ar')
  await phonePage.context().setOffline(false)
  await untilSaved(phonePage)
  await inView(lead.page, 'تدريب المترجمين').waitFor()
  await lead.page.locator('[data-plan-faces]').waitFor()

  await lead.page.locator('main [data-plan]').press('n')
  await lead.page.locator('[data-new-title]').waitFor()
  await expectAccessible(lead.page, 'new action')
  await keepPicture(lead.page, 'plan-new-action')
  await lead.page.locator('[data-new-title]').fill('Mahalle dil kursu')
  await lead.page.keyboard.press('Enter')
  await inView(phonePage, 'Mahalle dil kursu').waitFor()
  await phonePage.locator('[data-act=undo]').tap()
  await inView(lead.page, 'تدريب المترجمين').waitFor({ state: 'detached' })
  await until(async () => (await titlesIn(planId)).join() === 'Mahalle dil kursu')
  // There is nothing more of their own: the others' acts are not theirs to take back.
  await phonePage.locator('[data-act=undo][aria-disabled=true]').waitFor()
  await phonePage.locator('[data-act=undo]').tap({ force: true })
  await untilSaved(phonePage)
  expect(await titlesIn(planId)).toEqual(['Mahalle dil kursu'])
  expectWellBehaved([lead, mehmet])
})

test('one looks for what is ours, overdue or says a word, and a reload keeps filter and view', async () => {
  const [ours, theirs] = [await organisationOf(story.civil.seatId), await organisationOf(story.public.seatId)]
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const goal = plan.addGoal('Herkes için sağlık')
    plan.addActions(
      [
        { title: 'Tercüman bulmak', responsible: ours, goal, due: '2020-01-31' },
        { title: 'Poliklinik açmak', responsible: theirs, supporting: [ours], goal },
        { title: 'Otobüs hattı', responsible: theirs },
        { title: 'İŞ BULMA BÜROSU', description: 'ışıklı tabela', person: story.civil.seatId, status: 'done' },
      ],
      { seat: null, side: 'neutral' },
    )
  })
  const ahmad = await arrive(story.civil, `/plans/${planId}`)
  const { page } = ahmad
  const count = page.locator('[data-filter-count]')
  await inView(page, 'Otobüs hattı').waitFor()
  await untilComplete(page)
  await expectAccessible(page, 'plan')
  await keepPicture(page, 'plan-wide')
  expect(await count.count()).toBe(0)

  await page.locator('[data-filter=ours]').click()
  await inView(page, 'Otobüs hattı').waitFor({ state: 'detached' })
  expect(await count.textContent()).toContain('2 of 4')
  await page.locator('[data-filter=overdue]').click()
  await until(async () => (await count.textContent())?.includes('1 of 4'))
  await expectAccessible(page, 'plan, filtered')
  await page.locator('[data-act=filter-clear]').click()
  await inView(page, 'Otobüs hattı').waitFor()

  await page.locator('main [data-plan]').press('/')
  await page.keyboard.type('is bulma')
  await until(async () => (await count.textContent())?.includes('1 of 4'))
  await inView(page, 'İŞ BULMA BÜROSU').waitFor()
  await page.keyboard.press('Escape')
  await count.waitFor({ state: 'detached' })

  await page.locator('[data-filter=mine]').click()
  await page.locator('[data-view-choice=status]').click()
  await page.locator('[data-plan][data-view=status]').waitFor()
  await page.reload()
  await page.locator('[data-plan][data-view=status]').waitFor()
  expect(await page.locator('[data-filter=mine]').getAttribute('aria-pressed')).toBe('true')
  await until(async () => (await count.textContent())?.includes('1 of 4'))
  expectWellBehaved([ahmad])
})

test('an observer reads it and changes nothing; the address of a plan under boards leads to the plan', async () => {
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    plan.addActions([{ title: 'Otobüs hattı' }], { seat: null, side: 'neutral' })
  })
  const ida = await arrive(story.observer, `/boards/${planId}`)
  const { page } = ida
  await inView(page, 'Otobüs hattı').waitFor()
  expect(page.url()).toContain(`/plans/${planId}`)
  await page.locator('[data-plan] [data-read-only]').waitFor()
  expect(await page.locator('[data-act=new-action], [data-act=undo]').count()).toBe(0)
  await page.locator('main [data-plan]').press('n')
  await page.locator('main [data-plan]').press('Control+z')
  expect(await page.locator('[data-new-action]').count()).toBe(0)
  await untilComplete(page)
  await expectAccessible(page, 'plan, observer')
  expect(await titlesIn(planId)).toEqual(['Otobüs hattı'])

  const facilitator = await arrive(story.facilitator, `/plans/${planId}`)
  await inView(facilitator.page, 'Otobüs hattı').waitFor()
  await facilitator.page.getByRole('button', { name: 'Room menu' }).click()
  await facilitator.page.getByRole('menuitem', { name: 'Rename the plan' }).click()
  await facilitator.page.getByLabel('Title of the plan').fill('Yeni ad')
  await facilitator.page.locator('button[type=submit]').click()
  const readTitle = () => fresh.db.selectFrom('document').select('title').where('id', '=', planId).executeTakeFirst()
  await until(async () => (await readTitle())?.title === 'Yeni ad')
  await facilitator.page.getByRole('link', { name: 'Yeni ad' }).waitFor()
  expectWellBehaved([ida, facilitator])
})

test('a room without boards opens with its plan', async () => {
  const { roomId } = await fresh.db
    .selectFrom('seat')
    .select('roomId')
    .where('id', '=', story.outsider.seatId)
    .executeTakeFirstOrThrow()
  const planId = await planWith(fresh.db, roomId, (plan) => {
    plan.addActions([{ title: 'Otobüs hattı' }], { seat: null, side: 'neutral' })
  })
  const one = await visitor(browser, server.url)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, story.outsider)
  await one.page.goto(`${server.url}/rooms/${roomId}`)
  await inView(one.page, 'Otobüs hattı').waitFor()
  expect(one.page.url()).toContain(`/plans/${planId}`)
})
