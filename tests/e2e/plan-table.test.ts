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

async function arrive(actor: Actor, planId: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const one = await visitor(browser, server.url, { viewport: { width: 1400, height: 800 }, ...options })
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}`)
  await one.page.locator('[data-plan-table]').waitFor()
  await untilSaved(one.page)
  return one
}

async function organisationOf(seatId: string): Promise<string> {
  const found = await fresh.db.selectFrom('seat').select('organisationId').where('id', '=', seatId).execute()
  return found[0]!.organisationId
}

const nobody = { seat: null, side: 'neutral' as const }
const cell = (page: Page, title: string, field: string) =>
  page.locator('[data-action]', { hasText: title }).locator(`[data-field=${field}]`)
const titles = (page: Page) => page.locator('[data-action] [data-field=title] .words').allTextContents()
const trimmed = async (page: Page) => (await titles(page)).map((each) => each.trim())

/** Puts text where Ctrl+V finds it, and presses that. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((given) => {
    const data = new DataTransfer()
    data.setData('text/plain', given)
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, text)
}

async function workPlan(): Promise<string> {
  const [civil, publics] = [await organisationOf(story.civil.seatId), await organisationOf(story.public.seatId)]
  return planWith(fresh.db, story.roomId, (plan) => {
    const [work, school] = [plan.addGoal('İstihdam'), plan.addGoal('Eğitim')]
    plan.addActions(
      [
        { title: 'Kurs açmak', goal: work, responsible: civil, due: '2020-01-31' },
        { title: 'İş fuarı', goal: work, responsible: publics, start: '2030-05-01', due: '2030-04-01' },
        { title: 'Tercüman bulmak', goal: school, status: 'agreed', due: '2031-01-31', agreedDue: '2031-01-31' },
        { title: 'Okul ziyareti', goal: school, responsible: 'gone', status: 'done', progress: 100 },
      ],
      nobody,
    )
  })
}

test('cells of every kind are written by the keyboard alone, as in a spreadsheet', async () => {
  const planId = await workPlan()
  const ayla = await arrive(story.expert, planId)
  const { page } = ayla
  await expectAccessible(page, 'table')
  await keepPicture(page, 'plan-table-wide')
  const { keyboard } = page

  await cell(page, 'Kurs açmak', 'title').focus()
  await keyboard.press('F2')
  await page.locator('[data-cell-field]').fill('Dil kursu açmak')
  await keyboard.press('Tab')
  // Typing replaces: the status that begins so.
  await keyboard.type('drop')
  await page.locator('[data-option=dropped]').waitFor()
  await expectAccessible(page, 'choosing a status')
  await keepPicture(page, 'plan-table-status')
  await keyboard.press('Tab')
  await keyboard.type('belediye')
  await keyboard.press('Tab')
  await keyboard.type('31.12.2030')
  await keyboard.press('Tab')
  await keyboard.press('F2')
  await keyboard.type('٤٠')
  await keyboard.press('Enter')
  const first = async () => (await planOf(fresh.db, planId)).actions[0]
  await until(async () => (await first())?.progress === 40)
  const publics = await organisationOf(story.public.seatId)
  expect(await first()).toMatchObject({
    title: 'Dil kursu açmak',
    status: 'dropped',
    responsible: publics,
    due: '2030-12-31',
  })

  // Enter went down; what means nothing stays in the field and says so; Esc gives it up.
  expect(await page.evaluate(() => document.activeElement?.closest('[data-action]')?.textContent)).toContain('İş fuarı')
  await keyboard.type('many')
  await keyboard.press('Enter')
  await page.locator('[data-cell-field][aria-invalid=true]').waitFor()
  await keyboard.press('Escape')
  await keyboard.press('Home')
  await keyboard.press('Control+End')
  await keyboard.press('Control+Home')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowRight')
  await keyboard.press('ArrowRight')
  await keyboard.press('Delete')
  await until(async () => (await first())?.responsible === null)

  await keyboard.press('Alt+ArrowDown')
  await until(async () => (await planOf(fresh.db, planId)).actions[0]?.title === 'İş fuarı')
  await keyboard.press(' ')
  await page.locator('[data-plan-drawer]').waitFor()
  await keyboard.press('Escape')

  // An end that was promised asks why; keeping it keeps the day.
  await cell(page, 'Tercüman bulmak', 'due').focus()
  await keyboard.type('28.2.2031')
  await keyboard.press('Enter')
  await page.locator('[data-reason]').waitFor()
  await expectAccessible(page, 'asking for the reason')
  await keepPicture(page, 'plan-table-reason')
  await page.getByRole('button', { name: 'Keep the day' }).click()
  const promised = async () => (await planOf(fresh.db, planId)).actions.find(({ title }) => title === 'Tercüman bulmak')
  expect((await promised())?.due).toBe('2031-01-31')
  await page.locator('[data-reason]').waitFor({ state: 'detached' })
  await cell(page, 'Tercüman bulmak', 'due').focus()
  await keyboard.type('28.2.2031')
  await keyboard.press('Enter')
  await page.locator('[data-reason] textarea').fill('Bütçe onayı bekleniyor')
  await keyboard.press('Control+Enter')
  await until(async () => (await promised())?.due === '2031-02-28')
  expect((await promised())?.replannings).toMatchObject([{ reason: 'Bütçe onayı bekleniyor', from: '2031-01-31' }])
  expectWellBehaved([ayla])
})

test('rows of a spreadsheet are pasted, new ones made, and taken back at once', async () => {
  const planId = await workPlan()
  const ayla = await arrive(story.expert, planId)
  const { page } = ayla
  await cell(page, 'İş fuarı', 'title').focus()
  await paste(
    page,
    'Fuar 2031\tBaşladı\t\t31.12.2030\n"Yeni, ""uzun"" eylem"\tperhaps\tŞahinbey Belediyesi\nBir daha\n',
  )
  const toast = page.getByText('2 actions added.')
  await toast.waitFor()
  expect(await toast.textContent()).toContain('1 cell not understood')
  expect(await trimmed(page)).toEqual([
    'Kurs açmak',
    'Fuar 2031',
    'Yeni, "uzun" eylem',
    'Bir daha',
    'Tercüman bulmak',
    'Okul ziyareti',
  ])
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await until(async () => (await trimmed(page)).length === 4)
  expect(await trimmed(page)).toContain('İş fuarı')

  await page.locator('[data-add]').first().click()
  await page.keyboard.type('Birinci')
  await page.keyboard.press('Enter')
  await page.keyboard.type('İkinci')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  expect((await trimmed(page)).slice(0, 4)).toEqual(['Kurs açmak', 'İş fuarı', 'Birinci', 'İkinci'])

  // Several at once.
  await cell(page, 'Birinci', 'title').locator('[data-tick]').click()
  await cell(page, 'İkinci', 'title')
    .locator('[data-tick]')
    .click({ modifiers: ['Shift'] })
  await page.locator('[data-chosen-bar]').waitFor()
  await keepPicture(page, 'plan-table-chosen')
  await expectAccessible(page, 'chosen rows')
  await page.locator('[data-act=bulk-status]').click()
  await page.getByRole('menuitem', { name: 'Done' }).click()
  await cell(page, 'İkinci', 'status').getByText('Done').waitFor()
  await page.locator('[data-act=bulk-merge]').click()
  await page.locator('[data-merge]').waitFor()
  await page.getByRole('button', { name: 'Merge', exact: true }).last().click()
  await until(async () => !(await trimmed(page)).includes('İkinci'))
  expectWellBehaved([ayla])
})

test('two people in one table see each other, and neither takes away what the other writes', async () => {
  const planId = await workPlan()
  const ayla = await arrive(story.expert, planId)
  const ahmad = await arrive(story.civil, planId)
  await cell(ayla.page, 'Kurs açmak', 'title').focus()
  await ahmad.page.locator('[data-other]', { hasText: 'Uzman Ayla' }).waitFor()
  await keepPicture(ahmad.page, 'plan-table-others')
  await ayla.page.keyboard.press('F2')
  await ayla.page.keyboard.press('End')
  await ayla.page.keyboard.type(' hemen')
  // Meanwhile: the same title, another goal.
  await cell(ahmad.page, 'Kurs açmak', 'title').focus()
  await ahmad.page.keyboard.press('Alt+ArrowDown')
  await ahmad.page.keyboard.press('Alt+ArrowDown')
  await ahmad.page.keyboard.press('F2')
  await ahmad.page.keyboard.type('Başka')
  await ahmad.page.keyboard.press('Enter')
  await until(async () => (await planOf(fresh.db, planId)).actions.some(({ title }) => title === 'Başka'))
  expect(await ayla.page.locator('[data-cell-field]').inputValue()).toBe('Kurs açmak hemen')
  await ayla.page.keyboard.press('Enter')
  await cell(ahmad.page, 'Kurs açmak hemen', 'title').waitFor()
  expect(await trimmed(ayla.page)).toEqual(await trimmed(ahmad.page))
  expectWellBehaved([ayla, ahmad])
})

test('it groups, sorts, hides columns and keeps all that; an observer reads', async () => {
  const planId = await workPlan()
  const ayla = await arrive(story.expert, planId)
  const { page } = ayla
  await page.locator('[data-sort=due]').click()
  expect(await page.locator('[data-sort=due]').getAttribute('aria-sort')).toBe('ascending')
  expect((await trimmed(page)).slice(0, 2)).toEqual(['Kurs açmak', 'İş fuarı'])
  await page.locator('[data-sort=due]').click()
  await until(async () => (await trimmed(page))[0] === 'İş fuarı')
  await page.locator('[data-act=group]').click()
  await page.getByRole('menuitemradio', { name: 'Status' }).click()
  await page.locator('[data-group=agreed]').waitFor()
  await page.locator('[data-act=columns]').click()
  await expectAccessible(page, 'columns')
  await keepPicture(page, 'plan-table-columns')
  await page.locator('[data-columns]').getByRole('checkbox', { name: 'Supporting' }).check()
  await page.locator('[data-columns]').getByRole('checkbox', { name: 'Priority' }).uncheck()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await page.reload()
  await page.locator('[data-group=agreed]').waitFor()
  await page.locator('[data-sort=supporting]').waitFor()
  expect(await page.locator('[data-sort=priority]').count()).toBe(0)
  expect(await page.locator('[data-sort=due]').getAttribute('aria-sort')).toBe('descending')
  await page.locator('[data-sort=due]').click()
  expect(await page.locator('[data-sort=due]').getAttribute('aria-sort')).toBe('none')

  const ida = await arrive(story.observer, planId)
  expect(await ida.page.locator('[data-add]').count()).toBe(0)
  await cell(ida.page, 'Kurs açmak', 'title').focus()
  await ida.page.keyboard.type('x')
  await ida.page.keyboard.press('Delete')
  expect(await ida.page.locator('[data-cell-field]').count()).toBe(0)
  expect(await trimmed(ida.page)).toContain('Kurs açmak')
  await expectAccessible(ida.page, 'table for an observer')
  expectWellBehaved([ayla, ida])
})

test('goals are renamed, moved and removed; their actions stay', async () => {
  const planId = await workPlan()
  const ayla = await arrive(story.expert, planId)
  const { page } = ayla
  const groups = page.locator('[data-group] .name')
  await page.locator('[data-group] [data-column]').first().focus()
  await page.keyboard.press('F2')
  await page.locator('[data-cell-field]').fill('İş')
  await page.keyboard.press('Enter')
  await until(async () => (await groups.allTextContents()).map((each) => each.trim()).join() === 'İş,Eğitim')
  await page.locator('[data-group] [data-column]').first().focus()
  await page.keyboard.press('Alt+ArrowDown')
  await until(async () => (await groups.allTextContents()).map((each) => each.trim()).join() === 'Eğitim,İş')
  await page.locator('[data-group]').first().hover()
  await page.locator('[data-group] [data-more]').first().click()
  await page.getByRole('menuitem', { name: 'Remove the goal' }).click()
  await page.getByText('Its 2 actions stay').waitFor()
  expect(await trimmed(page)).toHaveLength(4)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await until(async () => (await groups.allTextContents()).map((each) => each.trim()).join() === 'Eğitim,İş')
  expectWellBehaved([ayla])
})

test('on a phone, in Arabic, in the dark: cards, and a table that runs from the right', async () => {
  const planId = await workPlan()
  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.civil.personId).execute()
  const ahmad = await arrive(story.civil, planId, { ...phone, locale: 'ar' })
  await ahmad.page.locator('[data-card]').first().waitFor()
  await expectAccessible(ahmad.page, 'cards in Arabic')
  await keepPicture(ahmad.page, 'plan-table-phone-ar')
  await ahmad.page.locator('[data-card]').first().tap()
  await ahmad.page.locator('[data-plan-drawer]').waitFor()

  const wide = await arrive(story.civil, planId, { locale: 'ar', colorScheme: 'dark' })
  await expectAccessible(wide.page, 'table in Arabic')
  await keepPicture(wide.page, 'plan-table-ar-dark')
  await cell(wide.page, 'Kurs açmak', 'title').focus()
  await wide.page.keyboard.press('ArrowLeft')
  await until(() => wide.page.evaluate(() => document.activeElement?.getAttribute('data-field') === 'status'))

  await fresh.db.updateTable('person').set({ language: 'tr' }).where('id', '=', story.public.personId).execute()
  const mehmet = await arrive(story.public, planId, { locale: 'tr' })
  await keepPicture(mehmet.page, 'plan-table-tr')
  expectWellBehaved([ahmad, wide, mehmet])
})
