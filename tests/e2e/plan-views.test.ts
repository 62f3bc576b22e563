import { byOrder } from '@meydan/shared/documents/order'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setAfter, setDays, setStatus } from '@meydan/shared/documents/plan/promise'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, keepPicture, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { between, finger } from '../support/finger.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

/** The plan as cards, in time and by the month: three ways to look at, and to move, the same actions. */
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

type View = 'status' | 'timeline' | 'calendar'

const nobody = { seat: null, side: 'neutral' } as const

/** So many days from today, as plans have them. */
function daysFromNow(days: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days)).toISOString().slice(0, 10)
}

async function organisationsOf(story: Story): Promise<Record<'civil' | 'public', string>> {
  const rows = await fresh.db
    .selectFrom('organisation')
    .select(['id', 'side'])
    .where('programmeId', '=', story.programmeId)
    .execute()
  const of = (side: string) => rows.find((row) => row.side === side)!.id
  return { civil: of('civil'), public: of('public') }
}

/** A plan of two goals, with a promise whose end can only be moved with a reason. */
async function place(fill: (plan: Plan) => void = () => {}) {
  const story = await consultationRoom(fresh.db)
  const { civil, public: town } = await organisationsOf(story)
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const learn = plan.addGoal('Turkish courses for everybody who asks')
    const reach = plan.addGoal('Reaching those who stay at home')
    const given = [
      { title: 'Find rooms', goal: learn, responsible: town, start: daysFromNow(-20), due: daysFromNow(-4) },
      { title: 'Train ten teachers', goal: learn, responsible: civil, start: daysFromNow(2), due: daysFromNow(12) },
      { title: 'Courses begin', goal: learn, responsible: town, due: daysFromNow(16), priority: 'high' as const },
      { title: 'Visit the quarters', goal: reach, start: daysFromNow(4), progress: 40 },
      { title: 'دورات مسائية للنساء العاملات', goal: reach, responsible: civil },
    ]
    const [rooms, teachers, courses] = plan.addActions(given, nobody)
    setStatus(plan, [rooms!], 'started')
    setStatus(plan, [teachers!], 'agreed')
    setAfter(plan, courses!, [teachers!])
    fill(plan)
  })
  const peer = syncClient(server, planId, story.public.cookie)
  await peer.synced()
  onTestFinished(() => peer.destroy())
  const plan = new Plan(peer.doc)
  const named = (title: string) => plan.actions.all().find((action) => action.title === title)!
  return { story, planId, plan, named, town, civil }
}

type Place = Awaited<ReturnType<typeof place>>
type Entered = { who?: Actor; options?: BrowserContextOptions; language?: string; theme?: string }

async function enter({ story, planId }: Place, view: View, given: Entered = {}): Promise<Page> {
  const { who = story.facilitator, options = { viewport: { width: 1440, height: 900 } }, language, theme } = given
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expect(one.conduct).toEqual({ foreign: [], violations: [], errors: [] })
    await one.close()
  })
  if (language)
    await fresh.db
      .updateTable('person')
      .set({ language: language as 'ar' })
      .where('id', '=', who.personId)
      .execute()
  await signInAs(one.page, server.url, who)
  await one.page.addInitScript(
    ([key, name, tongue, dark]) => {
      localStorage.setItem(key!, name!)
      if (tongue) localStorage.setItem('meydan.language', tongue)
      if (dark) localStorage.setItem('meydan.theme', dark)
    },
    [`meydan.plan.${planId}.view`, view, language ?? '', theme ?? ''],
  )
  await one.page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}`)
  await one.page.locator(`[data-plan-${view}]`).waitFor()
  await untilSaved(one.page)
  return one.page
}

const card = (page: Page, id: string) => page.locator(`[data-card="${id}"]`)
const bar = (page: Page, id: string) => page.locator(`[data-bar="${id}"]`)
const column = (page: Page, key: string) => page.locator(`section[data-column="${key}"]`)

async function boxOf(what: Locator) {
  await what.waitFor()
  return (await what.boundingBox())!
}

async function middleOf(what: Locator) {
  const { x, y, width, height } = await boxOf(what)
  return { x: x + width / 2, y: y + height / 2 }
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

/** What a plan says, without what can't be the same twice. */
function canonical(plan: Plan): unknown[] {
  return plan.actions
    .all()
    .sort(byOrder)
    .map(({ title, status, responsible, due, agreedDue }) => ({
      title,
      status,
      responsible: !!responsible,
      due,
      agreedDue,
    }))
}

test('a card moved by mouse and one moved by keyboard leave the same plan, and others see it', async () => {
  const [byMouse, byKeys] = [await place(), await place()]
  const mouse = await enter(byMouse, 'status')
  const other = await enter(byMouse, 'status', { who: byMouse.story.civil })
  const id = byMouse.named('Courses begin').id
  await drag(mouse, await middleOf(card(mouse, id)), await middleOf(column(mouse, 'agreed')))
  await column(other, 'agreed').locator(`[data-card="${id}"]`).waitFor()

  const keys = await enter(byKeys, 'status')
  const own = byKeys.named('Courses begin').id
  await keys.locator('[data-card-title][tabindex="0"]').focus()
  await expect.poll(() => keys.evaluate(() => document.activeElement?.closest('[data-card]') !== null)).toBe(true)
  await card(keys, own).locator('[data-card-title]').focus()
  await keys.keyboard.press('Control+ArrowRight')
  await column(keys, 'agreed').locator(`[data-card="${own}"]`).waitFor()
  expect(await keys.evaluate(() => document.activeElement?.closest('[data-card]')?.getAttribute('data-card'))).toBe(own)
  expect(await keys.locator('[data-plan-said]').textContent()).toContain('Courses begin')

  const isAgreed = (at: Place) => at.named('Courses begin').status === 'agreed'
  await until(() => isAgreed(byMouse) && isAgreed(byKeys))
  expect(canonical(byMouse.plan)).toEqual(canonical(byKeys.plan))
  expect(byMouse.named('Courses begin').agreedDue).toBe(daysFromNow(16))

  await mouse.locator('body').press('Control+z')
  await column(mouse, 'proposed').locator(`[data-card="${id}"]`).waitFor()
  await until(() => byMouse.named('Courses begin').status === 'proposed')
  await expectAccessible(mouse, 'the plan by status')
  await keepPicture(mouse, 'plan-status')
})

test('a card is given to another organisation by its menu, and to nobody; arrows go over empty columns', async () => {
  const at = await place()
  const page = await enter(at, 'status')
  await page.locator('[data-choice=organisation]').click()
  await column(page, at.town).waitFor()
  const order = await page
    .locator('section[data-column]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-column')))
  expect(order.indexOf(at.civil)).toBeLessThan(order.indexOf(at.town))
  expect(order.at(-1)).toBe('nobody')
  const { id } = at.named('Find rooms')
  await card(page, id).locator('[data-card-menu]').click()
  await page.locator('[role=menuitemradio]', { hasText: 'Göçmen' }).click()
  await column(page, at.civil).locator(`[data-card="${id}"]`).waitFor()
  await until(() => at.named('Find rooms').responsible === at.civil)
  await expectAccessible(page, 'the plan by organisation')
  await keepPicture(page, 'plan-organisations')
})

test('who may only look moves nothing', async () => {
  const at = await place()
  const page = await enter(at, 'status', { who: at.story.observer })
  const { id } = at.named('Courses begin')
  expect(await card(page, id).locator('[data-card-menu]').count()).toBe(0)
  await drag(page, await middleOf(card(page, id)), await middleOf(column(page, 'agreed')))
  await card(page, id).locator('[data-card-title]').press('Control+ArrowRight')
  await column(page, 'proposed').locator(`[data-card="${id}"]`).waitFor()
  expect(at.named('Courses begin').status).toBe('proposed')
})

test('on a phone one column is seen at a time, and a finger that rests carries a card', async () => {
  const at = await place()
  const page = await enter(at, 'status', { options: phone })
  await page.locator('[data-tab=agreed]').tap()
  const { id } = at.named('Train ten teachers')
  await expect.poll(async () => (await boxOf(card(page, id))).x).toBeLessThan(390)
  await keepPicture(page, 'plan-status-phone')
  const hand = await finger(page)
  const [from, to] = [await middleOf(card(page, id)), await middleOf(page.locator('[data-tab=started]'))]
  await hand.down(from)
  await page.locator('[data-carried]').waitFor()
  for (const step of between(from, to)) await hand.move(step)
  await hand.up()
  await until(() => at.named('Train ten teachers').status === 'started')
})

test('a promised end is dragged with a reason; without one it goes back, and the baseline stays', async () => {
  const at = await place()
  const page = await enter(at, 'timeline')
  const other = await enter(at, 'timeline', { who: at.story.civil })
  const { id, due } = at.named('Train ten teachers')
  const end = bar(page, id).locator('[data-grip=due]')
  const dragEnd = async (days: number) => {
    const from = await middleOf(end)
    await drag(page, from, { x: from.x + days * 8, y: from.y })
  }
  await dragEnd(10)
  await page.locator('[data-reason] textarea').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-reason]').waitFor({ state: 'detached' })
  expect(at.named('Train ten teachers').due).toBe(due)
  expect(await page.locator('[data-baseline]').count()).toBe(0)

  await dragEnd(10)
  await page.locator('[data-reason] textarea').fill('The trainer is ill')
  await page.locator('button[form=plan-reason]').click()
  await until(() => at.named('Train ten teachers').due === daysFromNow(22))
  expect(at.named('Train ten teachers').agreedDue).toBe(due)
  expect(at.plan.replanningsOf(id).map(({ reason }) => reason)).toEqual(['The trainer is ill'])
  await page.locator('[data-baseline]').waitFor()
  await other.locator('[data-baseline]').waitFor()
  expect(await bar(other, id).getAttribute('aria-label')).toContain('The trainer is ill')
  await page.locator('[data-reason]').waitFor({ state: 'detached' })
  await page.mouse.move(10, 300)
  const { x, y } = await middleOf(bar(page, id))
  await page.mouse.move(x, y)
  await page.locator('[data-bar-reason]').waitFor()
  expect(await page.locator('[data-bar-reason]').textContent()).toContain('The trainer is ill')
  expect(await page.locator('[data-lateness]').count()).toBe(1)
  expect(await page.locator('[data-line]').count()).toBe(1)
  await keepPicture(page, 'plan-timeline')
  await expectAccessible(page, 'the timeline')
})

test('a bar is moved by keys: a day, a week, its end alone; kept by Enter, put back by Escape', async () => {
  const at = await place()
  const page = await enter(at, 'timeline')
  const { id } = at.named('Courses begin')
  await bar(page, id).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.locator('[data-preview]').waitFor()
  expect(at.named('Courses begin').due).toBe(daysFromNow(16))
  await page.keyboard.press('Escape')
  await page.locator('[data-preview]').waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await until(() => at.named('Courses begin').due === daysFromNow(15))

  await page.keyboard.press('ArrowDown')
  const visit = at.named('Visit the quarters')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-bar'))).toBe(visit.id)
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await until(() => at.named('Visit the quarters').due === daysFromNow(11))
  expect(at.named('Visit the quarters').start).toBe(visit.start)

  const [loose] = at.plan.actions.all().filter(({ start, due }) => start === null && due === null)
  const field = page.locator(`[data-row="${loose!.id}"] input[type=date]`)
  await field.fill(daysFromNow(9))
  await bar(page, loose!.id).waitFor()
})

test('in Arabic time runs from right to left, and so do the keys', async () => {
  const at = await place()
  const page = await enter(at, 'timeline', { language: 'ar' })
  await expect.poll(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl')
  const [late, next] = [at.named('Find rooms'), at.named('Train ten teachers')]
  const [past, future, now] = await Promise.all([
    boxOf(bar(page, late.id)),
    boxOf(bar(page, next.id)),
    boxOf(page.locator('[data-today]')),
  ])
  expect(past.x).toBeGreaterThan(now.x)
  expect(future.x + future.width).toBeLessThan(now.x)
  const title = await boxOf(page.locator(`[data-row="${next.id}"] [data-row-title]`))
  expect(title.x).toBeGreaterThan(future.x + future.width)
  const [end, start] = [
    await boxOf(bar(page, next.id).locator('[data-grip=due]')),
    await boxOf(bar(page, next.id).locator('[data-grip=start]')),
  ]
  expect(end.x).toBeLessThan(start.x)
  const courses = at.named('Courses begin')
  await bar(page, courses.id).focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await until(() => at.named('Courses begin').due === daysFromNow(17))
  const from = await middleOf(bar(page, courses.id))
  await drag(page, from, { x: from.x - 24, y: from.y })
  await until(() => at.named('Courses begin').due === daysFromNow(20))
  await keepPicture(page, 'plan-timeline-ar')
  await expectAccessible(page, 'the timeline in Arabic')
})

test('the calendar by keyboard: days, months, the list of a day and another day for an action', async () => {
  const due = daysFromNow(0)
  const at = await place((plan) => {
    plan.addActions(
      Array.from({ length: 9 }, (_, index) => ({ title: `Errand ${index + 1}`, due })),
      nobody,
    )
  })
  const page = await enter(at, 'calendar')
  const day = (name: string) => page.locator(`[role=gridcell][data-day="${name}"]`)
  const standing = () => page.evaluate(() => document.activeElement?.getAttribute('data-day'))
  await day(due).locator('[data-more]').waitFor()
  await keepPicture(page, 'plan-calendar')
  await expectAccessible(page, 'the calendar')
  await page.locator('[role=gridcell][tabindex="0"]').focus()
  expect(await standing()).toBe(due)
  await page.keyboard.press('ArrowDown')
  expect(await standing()).toBe(daysFromNow(7))
  await page.keyboard.press('PageDown')
  await expect.poll(() => page.locator('[data-plan-calendar]').getAttribute('data-month')).not.toBe(due.slice(0, 7))
  await page.locator('[data-go-today]').click()
  await day(due).focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-day-list]').waitFor()
  expect(await page.locator('[data-day-row]').count()).toBe(9)
  const field = page.locator(`[data-day-row="${at.named('Errand 9').id}"] input[type=date]`)
  await field.fill(daysFromNow(1))
  await until(() => at.named('Errand 9').due === daysFromNow(1))
  await expect.poll(() => page.locator('[data-day-row]').count()).toBe(8)
})

test('in the calendar a promise is dragged to another day with a reason, and put back without', async () => {
  const at = await place((plan) => {
    const [id] = plan.addActions([{ title: 'Open the desk', due: daysFromNow(0) }], nobody)
    setStatus(plan, [id!], 'agreed')
  })
  const page = await enter(at, 'calendar')
  const { id } = at.named('Open the desk')
  const chip = page.locator(`[data-chip="${id}"]`)
  const cells = await page
    .locator('[role=gridcell]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-day')!))
  const to = cells.at(cells.indexOf(daysFromNow(0)) + (cells.at(-1) === daysFromNow(0) ? -1 : 1))!
  const cell = page.locator(`[data-day="${to}"]`)
  await drag(page, await middleOf(chip), await middleOf(cell))
  await page.locator('[data-reason] textarea').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-reason]').waitFor({ state: 'detached' })
  expect(at.named('Open the desk').due).toBe(daysFromNow(0))
  await drag(page, await middleOf(chip), await middleOf(cell))
  await page.locator('[data-reason] textarea').fill('The key is not there yet')
  await page.locator('button[form=plan-reason]').click()
  await cell.locator(`[data-chip="${id}"]`).waitFor()
  await until(() => at.named('Open the desk').due === to)
})

test('a thousand actions: what is in sight is drawn, and the last one is one key away', async () => {
  const at = await place((plan) => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      title: `Errand ${index + 1}`,
      start: daysFromNow(index % 200),
      due: daysFromNow((index % 200) + 10),
    }))
    plan.addActions(many, nobody)
  })
  const page = await enter(at, 'timeline')
  expect(await page.locator('[data-row]').count()).toBeLessThan(60)
  await page.locator('[data-bar][tabindex="0"]').focus()
  await page.keyboard.press('End')
  const last = at.named('Errand 1000').id
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-bar'))).toBe(last)
  await page.locator('[data-plan] button', { hasText: 'By status' }).first().click()
  await page.locator('[data-card]').first().waitFor()
  expect(await page.locator('[data-card]').count()).toBeLessThan(200)
  await column(page, 'proposed').locator('[data-card-title]').first().focus()
  await page.keyboard.press('End')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('[data-card]')?.getAttribute('data-card')))
    .toBe(last)
})

test('every view is accessible in Turkish on a wide window, and in Arabic on a phone in the dark', async () => {
  const at = await place((plan) => {
    const moved = plan.actions.all().find(({ title }) => title === 'Train ten teachers')!
    setDays(plan, moved.id, { due: daysFromNow(25) }, { reason: 'The trainer is ill', author: nobody })
  })
  for (const view of ['status', 'timeline', 'calendar'] as const) {
    for (const language of ['tr', 'ar'] as const) {
      const options = language === 'ar' ? phone : { viewport: { width: 1280, height: 800 } }
      const theme = language === 'ar' ? 'dark' : 'light'
      const page = await enter(at, view, { language, theme, options })
      await expectAccessible(page, `${view} ${language}`)
      await keepPicture(page, `plan-${view}-${language}`)
      await page.close()
    }
  }
})
