import { setAfter, setStatus } from '@meydan/shared/documents/plan/promise'
import type { NewAction } from '@meydan/shared/documents/plan/plan'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planOf, planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

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

type Scene = { story: Story; planId: string; halls: string; teachers: string; courses: string; municipality: string }

/** A plan of three actions: the first one promised, the third waiting for the second. */
async function scene(more: NewAction = {}): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  const { organisationId: municipality } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
  let ids: string[] = []
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: story.public.seatId, side: 'public' as const }
    const goal = plan.addGoal('Learning after work')
    const halls = { title: 'Open two halls', goal, responsible: municipality, due: '2027-03-31' }
    ids = plan.addActions(
      [
        { ...halls, ...more },
        { title: 'Find teachers', goal },
        { title: 'Hold evening courses', goal },
      ],
      author,
    )
    setStatus(plan, [ids[0]!], 'agreed')
    setAfter(plan, ids[2]!, [ids[1]!])
  })
  return { story, planId, halls: ids[0]!, teachers: ids[1]!, courses: ids[2]!, municipality }
}

/** Opens the plan with the details of an action. */
async function enter(
  { story, planId }: Scene,
  actor: Actor,
  action: string,
  options: BrowserContextOptions & { language?: string; theme?: string } = {},
): Promise<Page> {
  const { language, theme, ...rest } = options
  const one = await visitor(browser, server.url, rest)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  const { page } = one
  await signInAs(page, server.url, actor)
  await page.addInitScript(
    ([lang, look]) => {
      if (lang) localStorage.setItem('meydan.language', lang)
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  await page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}?action=${action}`)
  await untilSaved(page)
  await page.locator(`[data-details][data-action-id="${action}"]`).waitFor()
  return page
}

const detail = (page: Page, name: string) => page.locator(`[data-details] [data-detail="${name}"]`)
const description = (page: Page) => detail(page, 'description').locator('[role=textbox]')
/** Without the empty line that an editor holds open after a caret. */
const writtenIn = async (page: Page) => (await description(page).innerText()).trimEnd()
/** As a person does: who has just come into an editor by script alone is put to its beginning a moment later. */
async function caretAt(page: Page, end: 'Home' | 'End') {
  await description(page).click()
  await page.keyboard.press(`Control+${end}`)
}
const actionOf = async ({ planId }: Scene, id: string) =>
  (await planOf(fresh.db, planId)).actions.find((action) => action.id === id)
const checksOf = (page: Page) =>
  detail(page, 'checklist')
    .locator('[data-check] textarea')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value))

test('two write one description at once and keep both their words, and each sees where the other is', async () => {
  const given = await scene({ description: 'In Karataş.' })
  const one = await enter(given, given.story.civil, given.halls)
  const other = await enter(given, given.story.public, given.halls)
  await caretAt(one, 'Home')
  await caretAt(other, 'End')
  await detail(one, 'description')
    .and(one.locator(`[data-held="${given.story.public.seatId}"]`))
    .waitFor()
  expect(await detail(other, 'description').locator('[data-other]').textContent()).toContain('Ahmad')
  await keepPicture(other, 'plan-details-together')
  const typed = [one.keyboard.type('From June on. ', { delay: 15 }), other.keyboard.type(' Until nine.', { delay: 15 })]
  await Promise.all(typed)
  const both = 'From June on. In Karataş. Until nine.'
  for (const page of [one, other]) await expect.poll(() => writtenIn(page)).toBe(both)
  // The caret stayed where it was among what came in.
  await one.keyboard.type('Free. ')
  const end = 'From June on. Free. In Karataş. Until nine.'
  for (const page of [one, other]) await expect.poll(() => writtenIn(page)).toBe(end)
  await until(async () => (await actionOf(given, given.halls))?.description === end)
})

test('what is written in the title stays while somebody changes the status, and is undone without that', async () => {
  const given = await scene()
  const one = await enter(given, given.story.civil, given.halls)
  const other = await enter(given, given.story.public, given.halls)
  const title = detail(one, 'title').locator('textarea')
  await title.focus()
  await one.keyboard.press('End')
  await one.keyboard.type(' in')
  await other.locator('[data-status-step=started]').click()
  await until(async () => await one.locator('[data-status-step=started] input').isChecked())
  expect(await one.evaluate(() => document.activeElement?.closest('[data-detail]')?.getAttribute('data-detail'))).toBe(
    'title',
  )
  await one.keyboard.type(' Karataş')
  await until(async () => (await actionOf(given, given.halls))?.title === 'Open two halls in Karataş')
  expect((await actionOf(given, given.halls))?.status).toBe('started')
  await until(async () => (await other.locator('[data-details] h2').textContent()) === 'Open two halls in Karataş')
  // Typed with a pause between, it may be two steps.
  await until(async () => {
    await one.keyboard.press('Control+z')
    return (await title.inputValue()) === 'Open two halls'
  })
  expect((await actionOf(given, given.halls))?.status).toBe('started')
  // An emptied title is no title: what it was comes back.
  await title.fill('')
  await one.keyboard.press('Tab')
  await until(async () => (await title.inputValue()) === 'Open two halls')
})

test('a promised end moves only with a reason, which stands beside it from then on', async () => {
  const given = await scene()
  const page = await enter(given, given.story.public, given.halls)
  const due = detail(page, 'due').locator('input')
  await due.fill('2027-06-30')
  await due.blur()
  const dialog = page.locator('[role=dialog]')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await dialog.getByText('Say in a few words why').waitFor()
  expect((await actionOf(given, given.halls))?.due).toBe('2027-03-31')
  await dialog.locator('textarea').fill('The hall is being repaired')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  const promise = page.locator('[data-promise]')
  await promise.getByText('The hall is being repaired').waitFor()
  expect(await promise.textContent()).toContain('Mar 31, 2027')
  expect(await promise.textContent()).toContain('Jun 30, 2027')
  await until(async () => (await actionOf(given, given.halls))?.due === '2027-06-30')
  expect(await actionOf(given, given.halls)).toMatchObject({ agreedDue: '2027-03-31' })
})

test('an action that would wait for itself is refused, and why is said', async () => {
  const given = await scene()
  const page = await enter(given, given.story.civil, given.teachers)
  expect(await page.locator('[data-waited-for]').textContent()).toContain('Hold evening courses')
  const search = detail(page, 'after').locator('input')
  await search.click()
  await page.locator('[role=option]', { hasText: 'Hold evening courses' }).click()
  await detail(page, 'after').getByText('neither could begin').waitFor()
  expect((await actionOf(given, given.teachers))?.after).toEqual([])
  await search.fill('halls')
  await page.locator('[role=option]', { hasText: 'Open two halls' }).click()
  await until(async () => (await actionOf(given, given.teachers))?.after.includes(given.halls))
  await detail(page, 'after').getByText('neither could begin').waitFor({ state: 'detached' })
  await page.locator(`[data-waits-for] [data-go-to="${given.halls}"]`).click()
  await page.locator(`[data-details][data-action-id="${given.halls}"]`).waitFor()
  await page.locator('[data-act=next-action]').click()
  await page.locator(`[data-details][data-action-id="${given.teachers}"]`).waitFor()
  await page.locator('[data-waits-for] [data-act=remove-waits]').click()
  await until(async () => (await actionOf(given, given.teachers))?.after.length === 0)
})

test('the checklist is written, ticked, moved and taken back by keyboard, and counts as progress', async () => {
  const given = await scene()
  const page = await enter(given, given.story.civil, given.halls)
  await page.locator('[data-add-check]').focus()
  for (const line of ['Ask the owner', 'Sign', 'Paint']) {
    await page.keyboard.type(line)
    await page.keyboard.press('Enter')
  }
  await until(async () => (await checksOf(page)).join() === 'Ask the owner,Sign,Paint')
  await page.locator('[data-check] textarea').last().focus()
  await page.keyboard.press('Alt+ArrowUp')
  await until(async () => (await checksOf(page)).join() === 'Ask the owner,Paint,Sign')
  // It is still the one that was moved.
  await page.keyboard.press('Alt+ArrowUp')
  await until(async () => (await checksOf(page)).join() === 'Paint,Ask the owner,Sign')
  await page.keyboard.press('End')
  await page.keyboard.type(' it white')
  await until(async () => (await checksOf(page))[0] === 'Paint it white')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Space')
  await until(async () => (await actionOf(given, given.halls))?.checks.some(({ done }) => done))
  await detail(page, 'progress').getByText('Counted from the checklist').waitFor()
  expect(await page.locator('[data-number=progress]').inputValue()).toBe('33')
  await page.locator('[data-check] [data-act=remove-check]').nth(1).focus()
  await page.keyboard.press('Enter')
  await until(async () => (await checksOf(page)).join() === 'Paint it white,Sign')
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await until(async () => (await checksOf(page)).join() === 'Paint it white,Ask the owner,Sign')
  await page.locator('[data-number=progress]').fill('40')
  await page.keyboard.press('Enter')
  await until(async () => (await actionOf(given, given.halls))?.progress === 40)
  await page.locator('[data-act=clear-progress]').click()
  await until(async () => (await actionOf(given, given.halls))?.progress === null)
})

test('an indicator is typed with a Turkish comma; what is no number is said and stays as it was typed', async () => {
  const given = await scene()
  const page = await enter(given, given.story.public, given.halls, { language: 'tr' })
  const field = (name: string) => page.locator(`[data-number="${name}"]`)
  await field('baseline').fill('1.250,5')
  await field('target').fill('٢٬٥٠٠')
  await field('current').fill('1.875,25')
  await field('current').press('Enter')
  await until(async () => (await actionOf(given, given.halls))?.indicatorCurrent === 1875.25)
  const stored = await actionOf(given, given.halls)
  expect(stored).toMatchObject({ indicatorBaseline: 1250.5, indicatorTarget: 2500 })
  expect(await field('target').inputValue()).toBe('2.500')
  await page.locator('[data-indicator-bar] [data-percent="50"]').waitFor()
  await field('current').fill('yaklaşık iki bin')
  await field('current').blur()
  await detail(page, 'indicator').getByText('Bu bir sayı değil').waitFor()
  expect(await field('current').inputValue()).toBe('yaklaşık iki bin')
  expect((await actionOf(given, given.halls))?.indicatorCurrent).toBe(1875.25)
  await field('budget').fill('12.500,75')
  await field('budget').press('Enter')
  await detail(page, 'budget').locator('select').selectOption('TRY')
  await until(async () => (await actionOf(given, given.halls))?.currency === 'TRY')
  expect((await actionOf(given, given.halls))?.budget).toBe(12500.75)
  expect(await page.locator('[data-budget]').textContent()).toContain('₺12.500,75')
})

test('organisations: one’s own first, one that supports taken away again, and a person of it', async () => {
  const given = await scene()
  const page = await enter(given, given.story.civil, given.teachers)
  const responsible = detail(page, 'responsible').locator('input')
  await responsible.click()
  const options = page.locator('[role=option]')
  expect(await options.first().textContent()).toContain('Göçmen Dayanışma Derneği')
  await options.first().click()
  await until(async () => (await actionOf(given, given.teachers))?.responsible)
  await detail(page, 'supporting').locator('input').fill('şahin')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await until(async () => (await actionOf(given, given.teachers))?.supporting.includes(given.municipality))
  await page.locator('[data-act=remove-supporting]').click()
  await until(async () => (await actionOf(given, given.teachers))?.supporting.length === 0)
  await detail(page, 'person').locator('input').click()
  expect(await options.first().textContent()).toContain('Ahmad')
  await options.first().click()
  await until(async () => (await actionOf(given, given.teachers))?.person === given.story.civil.seatId)
})

test('an action is split, deleted and brought back', async () => {
  const given = await scene()
  const page = await enter(given, given.story.civil, given.teachers)
  const item = async (name: string) => {
    await page.locator('[data-act=action-menu]').click()
    await page.getByRole('menuitem', { name }).click()
  }
  await item('Split')
  const dialog = page.locator('[role=dialog]')
  await dialog.locator('textarea').fill('Find teachers')
  await dialog.locator('button[type=submit]').click()
  await dialog.getByText('at least two titles').waitFor()
  await dialog.locator('textarea').fill('Find teachers\nTrain them')
  await dialog.locator('button[type=submit]').click()
  await until(async () => (await planOf(fresh.db, given.planId)).actions.some(({ title }) => title === 'Train them'))
  await item('Delete')
  await until(async () => !(await actionOf(given, given.teachers)))
  await page.locator(`[data-details]:not([data-action-id="${given.teachers}"])`).waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await until(async () => await actionOf(given, given.teachers))
  await page.locator(`[data-details][data-action-id="${given.teachers}"]`).waitFor()
})

test('what is written without the network arrives later, beside what others wrote', async () => {
  const given = await scene({ description: 'In Karataş.' })
  const one = await enter(given, given.story.civil, given.halls)
  const other = await enter(given, given.story.public, given.halls)
  await one.context().setOffline(true)
  await caretAt(one, 'End')
  await one.keyboard.type(' With a crèche.')
  await one.locator('[data-status-step=started]').click()
  await caretAt(other, 'Home')
  await other.keyboard.type('Two rooms. ')
  await until(async () => (await actionOf(given, given.halls))?.description === 'Two rooms. In Karataş.')
  await one.context().setOffline(false)
  const both = 'Two rooms. In Karataş. With a crèche.'
  for (const page of [one, other]) {
    await expect.poll(() => writtenIn(page), { timeout: 20_000 }).toBe(both)
  }
  await until(async () => (await actionOf(given, given.halls))?.status === 'started')
})

test('whoever observes reads the same, and can write nothing', async () => {
  const given = await scene({
    description: 'See https://example.org/halls.',
    checks: [{ text: 'Ask the owner', done: true }],
    indicatorName: 'Places',
    indicatorTarget: 40,
    indicatorCurrent: 10,
    budget: 5000,
    currency: 'EUR',
  })
  const page = await enter(given, given.story.observer, given.halls)
  const details = page.locator('[data-details]')
  for (const words of ['Open two halls', 'Agreed', 'Şahinbey Belediyesi', 'March 31, 2027', 'Places', '€5,000']) {
    await details.getByText(words, { exact: false }).first().waitFor()
  }
  expect(await details.getByRole('link', { name: 'https://example.org/halls' }).getAttribute('href')).toBe(
    'https://example.org/halls',
  )
  expect(await details.locator('input, textarea, select, [data-act=action-menu]').count()).toBe(0)
  await expectAccessible(page, 'the details of an action, read-only')
  await keepPicture(page, 'plan-details-observer')
})

test('it closes with Esc and gives the focus back; open groups are remembered', async () => {
  const given = await scene()
  const page = await enter(given, given.story.civil, given.halls)
  await expectAccessible(page, 'the details of an action')
  await page.locator('[data-group=indicator] h3 button').click()
  await detail(page, 'indicator').waitFor({ state: 'detached' })
  await page.reload()
  await page.goto(`${server.url}/rooms/${given.story.roomId}/plans/${given.planId}?action=${given.courses}`)
  await page.locator('[data-details]').waitFor()
  expect(await detail(page, 'indicator').count()).toBe(0)
  await page.locator('[data-group=indicator] h3 button').click()
  await detail(page, 'indicator').waitFor()
  await detail(page, 'responsible').locator('input').click()
  await page.locator('[role=listbox]').waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[role=listbox]').waitFor({ state: 'detached' })
  expect(await page.locator('[data-details]').count()).toBe(1)
  await page.keyboard.press('Escape')
  await page.locator('[data-details]').waitFor({ state: 'detached' })
})

test.each([
  ['wide-ar', { language: 'ar', viewport: { width: 1440, height: 1000 } }],
  ['wide-tr-dark', { language: 'tr', theme: 'dark', viewport: { width: 1440, height: 1000 } }],
  ['phone-de', { language: 'de', ...phone }],
  ['phone-ar', { language: 'ar', ...phone }],
])('it can be used %s, without anything running out of sight', async (name, options) => {
  const given = await scene({
    description: 'In Karataş, https://example.org/halls',
    checks: [{ text: 'Ask the owner', done: true }, { text: 'Sign' }],
    indicatorName: 'Places',
    indicatorUnit: 'people',
    indicatorBaseline: 0,
    indicatorTarget: 40,
    indicatorCurrent: 10,
  })
  const page = await enter(given, given.story.public, given.halls, options)
  await expectAccessible(page, `the details of an action, ${name}`)
  const wide = await page.locator('[data-details]').evaluate((box) => {
    const { left, right } = box.getBoundingClientRect()
    return [...box.querySelectorAll('input, textarea, select, button, p, span')]
      .filter((part) => !part.closest('.visually-hidden') && !part.matches('.visually-hidden'))
      .filter((part) => {
        const edges = part.getBoundingClientRect()
        return edges.width > 0 && (edges.left < left - 1 || edges.right > right + 1)
      })
      .map((part) => part.outerHTML.slice(0, 120))
  })
  expect(wide).toEqual([])
  await keepPicture(page, `plan-details-${name}`)
  if (name.startsWith('phone')) {
    await page.locator('[data-act=close-details]').click()
    await page.locator('[data-details]').waitFor({ state: 'detached' })
  }
})
