import { paragraph, minutesWith } from '../support/minutes.ts'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { boardWith, openBoard } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showCanvas, signInAs, untilSaved, writeNote } from '../support/workshop.ts'

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

const smallPhone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}
const NEED = 'A crèche that is open in the evening'

type Look = BrowserContextOptions & { language?: string; theme?: string }

/** A browser of its own, with nobody's session. */
async function window({ language, theme, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.addInitScript(
    ([lang, look]) => {
      if (lang) localStorage.setItem('meydan.language', lang)
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  return one.page
}

async function enter(actor: Actor, path: string, look: Look = {}): Promise<Page> {
  const page = await window(look)
  await signInAs(page, server.url, actor)
  await page.goto(`${server.url}${path}`)
  await untilSaved(page)
  return page
}

async function visit(link: string, look: Look = {}): Promise<Page> {
  const page = await window(look)
  await page.goto(link)
  return page
}

type Scene = { story: Story; boardId: string; noteId: string }

async function sceneWithBoard(): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  let noteId = ''
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    noteId = board.addNotes([{ at: { x: 0, y: 0 }, text: NEED }], author)[0]!
  })
  return { story, boardId, noteId }
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Share with outsiders…' }).click()
  await page.locator('[data-link-form], [data-act=another-link]').first().waitFor()
}

/** Makes a link by the dialog, which is open, and answers with its address. */
async function makeLink(page: Page, level: 'read' | 'comment', label = ''): Promise<string> {
  const another = page.locator('[data-act=another-link]')
  if (await another.isVisible()) await another.click()
  await page.locator(`[data-link-form] label:has(input[value=${level}])`).click()
  await page.locator('[data-link-form] input[maxlength="60"]').fill(label)
  await page.locator('[data-act=make-link]').click()
  const fresh = page.locator('[data-link].fresh')
  await fresh.waitFor()
  if (label) await fresh.locator('bdi', { hasText: label }).waitFor()
  return fresh.locator('input[readonly]').inputValue()
}

/** By the server’s own interface, where it isn’t about the dialog. */
async function linkTo(story: Story, documentId: string, level: 'read' | 'comment' = 'comment'): Promise<string> {
  const answer = await fetch(`${server.url}/api/rooms/${story.roomId}/documents/${documentId}/links`, {
    method: 'POST',
    headers: {
      cookie: story.facilitator.cookie,
      origin: server.url,
      'x-meydan': '1',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ level, label: '', expiresInHours: 24 }),
  })
  const { link } = (await answer.json()) as { link: { token: string } }
  return `${server.url}/shared#${link.token}`
}

const noteOf = (page: Page, words: string) => page.locator('[data-board] [data-item]', { hasText: words }).first()
const saidOf = (page: Page, words: string) => page.locator('[data-said]', { hasText: words })
const endOf = (page: Page) => page.locator('[data-shared-end]')

async function say(page: Page, words: string, name?: string): Promise<void> {
  const form = page.locator('[data-say]').first()
  await form.locator('textarea').fill(words)
  if (name) await form.locator('input[autocomplete=name]').fill(name)
  await form.locator('[data-act=say]').click()
  await saidOf(page, words).waitFor()
}

async function fits(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
}

/** Everything a page has written down, seen or unseen. */
const writtenIn = (page: Page) => page.evaluate(() => document.documentElement.outerHTML)

test('a board is shown by a link, live and without a name; what is said by another link is answered, and closing shows out', async () => {
  const { story, boardId } = await sceneWithBoard()
  const lead = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${boardId}`)
  await openDialog(lead)
  await lead.getByText('Whoever has the link sees this board').waitFor()
  await keepPicture(lead, 'shared-links-form')
  await expectAccessible(lead, 'the form of a link')
  const readLink = await makeLink(lead, 'read', 'Press')
  const commentLink = await makeLink(lead, 'comment', 'Donors')
  expect(await lead.locator('[data-link]').count()).toBe(2)
  await keepPicture(lead, 'shared-links-list')
  await expectAccessible(lead, 'the list of links')

  const press = await visit(readLink)
  await noteOf(press, NEED).waitFor()
  await expectAccessible(press, 'a shared board')
  expect(await press.locator('[data-act=comments]').count()).toBe(0)
  await noteOf(press, NEED).click()
  expect(await press.locator('[data-act=say-about]').count()).toBe(0)

  const donor = await visit(commentLink)
  await noteOf(donor, NEED).waitFor()
  const civil = await window()
  await openBoard(civil, server.url, { roomId: story.roomId, boardId }, story.civil)
  await writeNote(civil, 'Light in the park')
  await noteOf(press, 'Light in the park').waitFor()
  await noteOf(donor, 'Light in the park').waitFor()
  for (const page of [press, donor]) {
    const written = await writtenIn(page)
    for (const { name } of [story.facilitator, story.civil, story.public]) expect(written).not.toContain(name)
  }

  await noteOf(donor, NEED).click()
  await donor.locator('[data-act=say-about]').click()
  await donor.locator('[data-about]', { hasText: NEED }).waitFor()
  await say(donor, 'Who pays for it?', 'Deniz')
  await expectAccessible(donor, 'what was said by a link')
  await keepPicture(donor, 'shared-board-said')

  await lead.keyboard.press('Escape')
  await lead.locator('[data-part=threads]').click()
  await lead.getByText('Who pays for it?').first().click()
  const outsider = lead.locator('[data-comment-id] header', { hasText: 'Deniz' })
  await outsider.getByText('Donors').waitFor()
  await keepPicture(lead, 'shared-links-in-the-room')
  await lead.locator('[data-comment-field]').fill('The municipality, from January.')
  await lead.locator('[data-act=send-comment]').click()
  await saidOf(donor, 'The municipality, from January.').waitFor()
  await donor.getByText('KADEM').first().waitFor()
  expect(await writtenIn(donor)).not.toContain(story.facilitator.name)

  await openDialog(lead)
  const row = lead.locator('[data-link]', { hasText: 'Press' })
  await row.locator('[data-act=close-link]').click()
  await lead.getByRole('button', { name: 'Close the link' }).last().click()
  await endOf(press).waitFor()
  expect(await endOf(press).getAttribute('data-shared-end')).toBe('closed')
  expect(await writtenIn(press)).not.toContain(NEED)
  expect(await press.title()).not.toContain('Test')
  await keepPicture(press, 'shared-closed')
  await expectAccessible(press, 'a closed link')
  await noteOf(donor, NEED).waitFor()
  expect(await endOf(donor).count()).toBe(0)
  await press.reload()
  await endOf(press).waitFor()
  expect(await endOf(press).getAttribute('data-shared-end')).toBe('link_expired')
})

test('a link whose time is over, one that was never made and none at all each say so', async () => {
  const { story, boardId } = await sceneWithBoard()
  const link = await linkTo(story, boardId, 'read')
  const page = await visit(link)
  await noteOf(page, NEED).waitFor()
  await fresh.db
    .updateTable('sharedLink')
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where('documentId', '=', boardId)
    .execute()
  await page.reload()
  await endOf(page).waitFor()
  expect(await endOf(page).getAttribute('data-shared-end')).toBe('link_expired')
  await page.goto(`${server.url}/shared#${'a'.repeat(43)}`)
  await page.locator('[data-shared-end=link_unknown]').waitFor()
  await page.goto('about:blank')
  await page.goto(`${server.url}/shared`)
  await page.locator('[data-shared-end=none]').waitFor()
  await expectAccessible(page, 'no link')
})

test('words stay when they can’t be sent, arrive once when they are sent again, and are given back when the link is closed', async () => {
  const { story, boardId } = await sceneWithBoard()
  const page = await visit(await linkTo(story, boardId))
  await noteOf(page, NEED).waitFor()
  await page.locator('[data-act=comments]').click()
  await page.locator('[data-act=say]').click()
  await page.getByText('Write something first.').waitFor()
  await page.getByText('Please fill this in.').waitFor()

  // The server takes it, and its answer is lost.
  await page.route('**/api/shared/comments', async (route) => {
    await route.fetch()
    await route.abort()
  })
  const form = page.locator('[data-say]').first()
  await form.locator('textarea').fill('Is it open on Sundays?')
  await form.locator('input[autocomplete=name]').fill('Deniz')
  await form.locator('[data-act=say]').click()
  await form.getByRole('alert').waitFor()
  expect(await form.locator('textarea').inputValue()).toBe('Is it open on Sundays?')
  await page.unroute('**/api/shared/comments')
  await form.locator('[data-act=say]').click()
  await until(async () => (await form.locator('textarea').inputValue()) === '')
  expect(await saidOf(page, 'Is it open on Sundays?').count()).toBe(1)
  await page.getByText('As Deniz').first().waitFor()

  await form.locator('textarea').fill('Half a sentence')
  const { id } = await fresh.db
    .selectFrom('sharedLink')
    .select('id')
    .where('documentId', '=', boardId)
    .executeTakeFirstOrThrow()
  await fetch(`${server.url}/api/rooms/${story.roomId}/links/${id}/revoke`, {
    method: 'POST',
    headers: { cookie: story.facilitator.cookie, origin: server.url, 'x-meydan': '1' },
  })
  await endOf(page).waitFor()
  await page.locator('[data-unsent]', { hasText: 'Half a sentence' }).waitFor()
  expect(await writtenIn(page)).not.toContain(NEED)
})

test('a plan is read on a phone in Arabic, with organisations and without people, and an action is spoken about', async () => {
  const story = await consultationRoom(fresh.db)
  const { organisationId } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    const halls = { title: 'Open two halls', responsible: organisationId, person: story.public.seatId }
    const goal = plan.addGoal('Evenings')
    plan.addActions([{ ...halls, goal, status: 'started', due: '2027-03-31', description: 'Three evenings' }], author)
    plan.addActions(
      Array.from({ length: 9 }, (_, index) => ({ title: `Other ${index}` })),
      author,
    )
  })
  const link = await linkTo(story, planId)
  const wide = await visit(link)
  const halls = wide.locator('[data-outside-action]', { hasText: 'Open two halls' })
  await halls.getByText('Şahinbey Belediyesi').waitFor()
  await wide.locator('[data-filter=status]').selectOption('started')
  await until(async () => (await wide.locator('[data-outside-action]').count()) === 1)
  await wide.locator('[data-filter=status]').selectOption('')
  await wide.getByRole('searchbox').fill('OTHER 3')
  await until(async () => (await wide.locator('[data-outside-action]').count()) === 1)
  await wide.getByRole('searchbox').fill('no such thing')
  await wide.getByText('Nothing found').waitFor()
  await wide.getByRole('button', { name: 'Clear the filter' }).click()
  await expectAccessible(wide, 'a shared plan')
  await keepPicture(wide, 'shared-plan')
  expect(await writtenIn(wide)).not.toContain(story.public.name)

  const phone = await visit(link, { ...smallPhone, language: 'ar', theme: 'dark' })
  await phone.locator('[data-outside-action]').first().waitFor()
  await keepPicture(phone, 'shared-plan-phone')
  await phone.locator('[data-act=say-about]').first().click()
  await say(phone, 'متى؟', 'دنيز')
  await keepPicture(phone, 'shared-plan-phone-said')
  await expectAccessible(phone, 'a shared plan on a phone')
  expect(await fits(phone)).toBe(true)
  await wide.locator('[data-act=comments]').click()
  await saidOf(wide, 'متى؟').waitFor()
})

test('minutes are read in the dark in German, people in them by their organisation, and spoken about', async () => {
  const story = await consultationRoom(fresh.db)
  const minutesId = await minutesWith(fresh.db, story.roomId, [
    { type: 'heading', level: 2, pieces: [{ text: 'What was agreed' }] },
    paragraph('Two halls open in the evening.'),
    {
      type: 'paragraph',
      pieces: [{ mention: { kind: 'seat', target: story.civil.seatId, label: story.civil.name } }],
    },
  ])
  const page = await visit(await linkTo(story, minutesId), { language: 'de', theme: 'dark' })
  await page.getByText('Two halls open in the evening.').waitFor()
  await page.getByText('Göçmen Dayanışma Derneği').waitFor()
  expect(await writtenIn(page)).not.toContain(story.civil.name)
  await expectAccessible(page, 'shared minutes')
  await page.locator('[data-act=comments]').click()
  await say(page, 'Wann?', 'Deniz')
  await keepPicture(page, 'shared-minutes')
})

test('without the network what was read stays, says as of when, and is new again afterwards', async () => {
  const { story, boardId } = await sceneWithBoard()
  const page = await visit(await linkTo(story, boardId, 'read'), smallPhone)
  await noteOf(page, NEED).waitFor()
  await keepPicture(page, 'shared-board-phone')
  expect(await fits(page)).toBe(true)
  await showCanvas(page)
  await noteOf(page, NEED).waitFor()
  await page.context().setOffline(true)
  await page.locator('[data-stale]', { hasText: 'Connection lost' }).waitFor()
  await noteOf(page, NEED).waitFor()
  const civil = await window()
  await openBoard(civil, server.url, { roomId: story.roomId, boardId }, story.civil)
  await writeNote(civil, 'Light in the park')
  await page.context().setOffline(false)
  await page.locator('[data-mode-choice=list]').click()
  await noteOf(page, 'Light in the park').waitFor()
  await until(async () => (await page.locator('[data-stale]').innerText()) === '')
  const kept = await page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name)
    const stored = JSON.stringify({ ...localStorage, ...sessionStorage })
    return { databases, stored }
  })
  expect(kept.stored).not.toContain(NEED)
  expect(kept.databases.filter((name) => name?.includes(boardId))).toEqual([])
})
