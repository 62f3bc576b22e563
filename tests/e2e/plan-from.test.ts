import { castDots, closeVote, createVote } from '@meydan/shared/contracts/votes'
import { cluster } from '@meydan/shared/documents/board/themes'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, visitor } from '../support/browser.ts'
import { boardWith } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planOf, planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showCanvas, showList, signInAs, untilSaved } from '../support/workshop.ts'

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

type Scene = { story: Story; boardId: string; ids: Record<'theme' | 'course' | 'crèche' | 'bus', string> }

/** A room with a board: a theme of two notes, and a note beside it. */
async function scene(): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  let ids = {} as Scene['ids']
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    const [course, crèche, bus] = board.addNotes(
      [
        { at: { x: 0, y: 0 }, text: 'Evening courses' },
        { at: { x: 300, y: 0 }, text: 'A crèche beside them' },
        { at: { x: 900, y: 0 }, text: 'Bus fares\nfor students', locality: 'Karataş', fields: ['education'] },
      ],
      author,
    )
    const theme = cluster(board, [crèche!], course!, author)!
    board.edit([theme], { title: 'Learning after work', fields: ['education'] })
    ids = { theme, course: course!, crèche: crèche!, bus: bus! }
  })
  return { story, boardId, ids }
}

async function enter(actor: Actor, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  await untilSaved(one.page)
  return one.page
}

const emptyPlan = ({ story }: Scene) => planWith(fresh.db, story.roomId, () => {})
const actionsOf = async (planId: string) => (await planOf(fresh.db, planId)).actions
const dialogOf = (page: Page) => page.locator('[role=dialog]')
const menuItem = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name })
const row = (page: Page, id: string) => page.locator(`[data-list] [data-item="${id}"]`)

async function municipalityOf({ story }: Scene): Promise<{ id: string; name: string }> {
  return fresh.db
    .selectFrom('seat')
    .innerJoin('organisation', 'organisation.id', 'seat.organisationId')
    .select(['organisation.id', 'organisation.name'])
    .where('seat.id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
}

async function call<C extends { method: string; path: string }>(
  actor: Actor,
  { method, path }: C,
  params: Record<string, string>,
  body?: object,
) {
  const address = path.replace(/:(\w+)/g, (_, name: string) => params[name]!)
  const headers = { cookie: actor.cookie, origin: server.url, 'x-meydan': '1' }
  const json = { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(server.url + address, { method, headers, ...(body && json) })
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
  return (await response.json()) as { vote: { id: string; options: { id: string; label: string }[] } }
}

test('a theme becomes an action by mouse: who and by when, and the others see it in the plan', async () => {
  const given = await scene()
  const { story, boardId, ids } = given
  const planId = await emptyPlan(given)
  const who = await municipalityOf(given)
  const leads = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${boardId}`)
  const reads = await enter(story.civil, `/rooms/${story.roomId}/plans/${planId}`)
  // As cards they are all there, however wide the window is.
  await reads.locator('[data-plan]').first().waitFor()
  await showCanvas(leads)
  await leads
    .locator(`[data-theme-id="${ids.theme}"] [data-theme-head], [data-theme-id="${ids.theme}"]`)
    .first()
    .click({
      button: 'right',
      position: { x: 40, y: 12 },
    })
  await menuItem(leads, 'Make an action').click()
  const dialog = dialogOf(leads)
  const title = dialog.getByLabel('What is to be done?')
  await until(async () => (await title.inputValue()) === 'Learning after work')
  await title.fill('Open two halls for evening courses')
  await dialog.getByLabel('Who does it?').selectOption(who.id)
  await dialog.getByLabel('By when?').fill('2027-03-31')
  await expectAccessible(leads, 'an action being made of a theme')
  await keepPicture(leads, 'plan-from')
  await dialog.getByRole('button', { name: 'Make the action' }).click()
  await dialog.waitFor({ state: 'detached' })
  await reads.getByText('Open two halls for evening courses').first().waitFor()
  const [action] = await actionsOf(planId)
  expect(action).toMatchObject({
    title: 'Open two halls for evening courses',
    responsible: who.id,
    due: '2027-03-31',
    fields: ['education'],
    seat: story.facilitator.seatId,
    sources: [{ kind: 'theme', document: boardId, record: ids.theme }],
  })

  // The way to it stands in what is said, and the way back.
  await leads.getByRole('button', { name: 'Open the plan' }).click()
  await leads.waitForURL(`**/rooms/${story.roomId}/plans/${planId}`)
  await leads.getByText('Open two halls for evening courses').first().waitFor()
})

test('by keyboard, in the list: two notes become an action each, taken back at once', async () => {
  const given = await scene()
  const { story, boardId, ids } = given
  const planId = await emptyPlan(given)
  const page = await enter(story.civil, `/rooms/${story.roomId}/boards/${boardId}`)
  await showList(page)
  await row(page, ids.theme).focus()
  // The first note of the theme, and with it the one beside the theme, two rows on.
  for (const key of ['ArrowDown', 'Control+ArrowDown', 'Control+ArrowDown', 'Space']) await page.keyboard.press(key)
  await page.keyboard.press('Shift+F10')
  await menuItem(page, 'Make 2 actions').waitFor()
  await page.keyboard.type('Make')
  await page.keyboard.press('Enter')
  const dialog = dialogOf(page)
  await dialog.getByRole('listitem').nth(1).waitFor()
  await dialog.getByRole('group', { name: 'For all of them' }).getByLabel('By when?').fill('2027-01-15')
  await dialog.getByRole('listitem').nth(0).getByLabel('By when?').fill('2026-12-01')
  await expectAccessible(page, 'two actions being made')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  const actions = await until(async () => {
    const made = await actionsOf(planId)
    return made.length === 2 && made
  })
  expect(actions).toMatchObject([
    { title: 'Evening courses', due: '2026-12-01', sources: [{ kind: 'note', record: ids.course }] },
    {
      title: 'Bus fares for students',
      due: '2027-01-15',
      locality: 'Karataş',
      fields: ['education'],
      sources: [{ kind: 'note', record: ids.bus }],
    },
  ])
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('2 actions were taken out of the plan again.').waitFor()
  expect(await actionsOf(planId)).toEqual([])
})

test('several become one together, with all they came from; a theme speaks for its notes', async () => {
  const given = await scene()
  const { story, boardId, ids } = given
  const planId = await emptyPlan(given)
  const page = await enter(story.public, `/rooms/${story.roomId}/boards/${boardId}`)
  await showList(page)
  await row(page, ids.theme).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Shift+F10')
  await menuItem(page, 'Make 2 actions').click()
  const dialog = dialogOf(page)
  await dialog.getByText('One of all together').click()
  await dialog.getByLabel('What is to be done?').fill('Learning for all')
  await expectAccessible(page, 'one action of two')
  await dialog.getByRole('button', { name: 'Make the action' }).click()
  await dialog.waitFor({ state: 'detached' })
  const [action] = await actionsOf(planId)
  expect(action).toMatchObject({ title: 'Learning for all', locality: 'Karataş' })
  expect(action!.description).toContain('– Learning after work')
  expect(action!.sources.map(({ record }) => record).sort()).toEqual([ids.theme, ids.bus].sort())
})

test('in a room without a plan a facilitator makes both, on a phone; others read why not, observers see nothing', async () => {
  const given = await scene()
  const { story, boardId, ids } = given
  const path = `/rooms/${story.roomId}/boards/${boardId}`
  const opens = async (page: Page) => {
    await row(page, ids.bus).click()
    await page.locator('[data-list-act=more]').click()
    return menuItem(page, 'Make an action')
  }
  const ahmad = await enter(story.civil, path)
  await showList(ahmad)
  await (await opens(ahmad)).click()
  await dialogOf(ahmad).getByText('This room has no action plan yet.').waitFor()
  expect(await dialogOf(ahmad).getByRole('button', { name: /Make/ }).count()).toBe(0)

  const watches = await enter(story.observer, path)
  await showList(watches)
  const item = await opens(watches)
  await menuItem(watches, 'Copy').waitFor()
  expect(await item.count()).toBe(0)

  const leads = await enter(story.facilitator, path, phone)
  await (await opens(leads)).click()
  const dialog = dialogOf(leads)
  const name = dialog.getByLabel('Name of the plan')
  await name.waitFor()
  const { scrollWidth, clientWidth } = await leads.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
  }))
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
  await expectAccessible(leads, 'a plan and its first action on a phone')
  await keepPicture(leads, 'plan-from-phone')
  await dialog.getByLabel('What is to be done?').fill('')
  await dialog.getByRole('button', { name: 'Make the action' }).click()
  await dialog.getByText('Say in a few words what is to be done.').waitFor()
  await name.fill('Plan 2027')
  await dialog.getByLabel('What is to be done?').fill('Bus fares')
  await dialog.getByRole('button', { name: 'Make the action' }).click()
  await leads.getByText('The action is in “Plan 2027”.').waitFor()
  await keepPicture(leads, 'plan-from-phone-said')
  // Whoever read why not learns of the plan.
  await dialogOf(ahmad).getByRole('button', { name: 'Make the action' }).waitFor()
})

test('what was voted for becomes actions, in the order of the result, linked to the vote and the note', async () => {
  const given = await scene()
  const { story, boardId, ids } = given
  const planId = await emptyPlan(given)
  const options = [
    { recordId: ids.course, recordType: 'note', label: 'Evening courses' },
    { recordId: crypto.randomUUID(), recordType: 'text', label: 'Opening hours' },
  ]
  const body = {
    title: 'What first?',
    kind: 'dots',
    budget: 3,
    mostPerOption: 3,
    documentId: boardId,
    options,
    open: true,
  }
  const { vote } = await call(story.facilitator, createVote, { roomId: story.roomId }, body)
  const at = { roomId: story.roomId, voteId: vote.id }
  const optionOf = (label: string) => vote.options.find((option) => option.label === label)!.id
  await call(story.civil, castDots, at, { optionId: optionOf('Opening hours'), dots: 2 })
  await call(story.public, castDots, at, { optionId: optionOf('Evening courses'), dots: 1 })
  await call(story.facilitator, closeVote, at)

  const page = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${boardId}`)
  await page.locator('[data-part=votes]').first().click()
  await page.locator('[data-make-actions]').click()
  const dialog = dialogOf(page)
  const rows = dialog.getByRole('listitem')
  await until(async () => (await rows.count()) === 2)
  expect(await rows.nth(0).getByRole('checkbox').isChecked()).toBe(true)
  expect(await rows.nth(0).getByLabel('What is to be done?').inputValue()).toBe('Opening hours')
  await expectAccessible(page, 'actions being made of a vote')
  await rows.nth(0).getByRole('checkbox').uncheck()
  await dialog.getByRole('button', { name: 'Make the action' }).click()
  await dialog.waitFor({ state: 'detached' })
  const actions = await actionsOf(planId)
  expect(actions.map(({ title }) => title)).toEqual(['Evening courses'])
  expect(actions[0]!.sources.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))).toMatchObject([
    { kind: 'note', document: boardId, record: ids.course },
    { kind: 'vote', document: null, record: vote.id },
  ])
})
