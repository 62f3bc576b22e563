import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, type Visitor, visitor } from '../support/browser.ts'
import { boardWith } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { aClosedVote } from '../support/evidence.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showList, signInAs, untilSaved } from '../support/workshop.ts'

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

type Scene = { story: Story; planId: string; halls: string; municipality: string }

/** A plan with an action that the municipality is responsible for. */
async function scene(): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  const { organisationId: municipality } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
  let halls = ''
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    const given = { title: 'Open two halls in the evening', responsible: municipality }
    halls = plan.addActions([given, { title: 'Find teachers' }], author)[0]!
  })
  return { story, planId, halls, municipality }
}

type Look = BrowserContextOptions & { language?: string; theme?: string }

async function guest({ language, theme, ...options }: Look = {}): Promise<Visitor> {
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
  return one
}

async function enter(actor: Actor, path: string, look: Look = {}): Promise<Page> {
  const { page } = await guest(look)
  await signInAs(page, server.url, actor)
  await page.goto(`${server.url}${path}`)
  await untilSaved(page)
  return page
}

const enterAction = ({ story, planId, halls }: Scene, actor: Actor, look: Look = {}) =>
  enter(actor, `/rooms/${story.roomId}/plans/${planId}?action=${halls}`, look)

const dialogOf = (page: Page) => page.locator('[role=dialog]')
const cardIn = (page: Page, within = '[data-asks-about]') => page.locator(`${within} [data-ask-id]`)
const kindOf = (page: Page, kind: string) => page.locator(`[data-answer-form] input[value=${kind}]`)
const asksOf = ({ story }: Scene) =>
  fresh.db.selectFrom('ask').selectAll().where('roomId', '=', story.roomId).orderBy('createdAt').execute()
const answersOf = (askId: string) =>
  fresh.db.selectFrom('answer').selectAll().where('askId', '=', askId).orderBy('position').execute()
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

/** Sends the action by its details; by default to whom it is given. */
async function send(page: Page, { emails = '', publishable = false } = {}): Promise<void> {
  await page.locator('[data-act=send-ask]').click()
  const dialog = dialogOf(page)
  await dialog.getByRole('combobox').first().waitFor()
  if (emails) await dialog.locator('[data-addresses]').fill(emails)
  if (publishable) await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await cardIn(page).first().waitFor()
}

/** Chooses an answer; on a phone its card is pressed. */
async function choose(page: Page, kind: string): Promise<void> {
  await page.locator(`[data-answer-form] label:has(input[value=${kind}])`).click()
  expect(await kindOf(page, kind).isChecked()).toBe(true)
}

test('an action is sent to the municipality, which answers on a phone in Turkish, and both sides see it through', async () => {
  const given = await scene()
  const { story, municipality } = given
  const asks = await enterAction(given, story.civil)
  const reads = await enter(story.observer, `/rooms/${story.roomId}/plans/${given.planId}`)
  await reads.locator('[data-part=answers]').click()
  await reads.getByText('Nobody was asked yet').waitFor()

  await asks.locator('[data-act=send-ask]').click()
  const dialog = dialogOf(asks)
  await until(async () => (await dialog.getByRole('combobox').first().inputValue()) === 'Şahinbey Belediyesi')
  const day = await dialog.locator('input[type=date]').inputValue()
  expect(Date.parse(day) - Date.now()).toBeGreaterThan(19 * 86_400_000)
  await dialog.locator('[data-weeks="2"]').click()
  await dialog.locator('[data-question]').fill('From which month on?')
  // Participants send it to nobody outside the room.
  expect(await dialog.locator('[data-addresses]').count()).toBe(0)
  await expectAccessible(asks, 'sending to an institution')
  await keepPicture(asks, 'answers-send')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await cardIn(asks).waitFor()
  const [ask] = await asksOf(given)
  expect(ask).toMatchObject({ organisationId: municipality, question: 'From which month on?', subjectKind: 'action' })
  await reads.locator('[data-answers-panel] [data-ask-state=waiting]').waitFor()
  // Who only watches is offered nothing.
  expect(await reads.locator('[data-ask-id] button:not(.words)').count()).toBe(0)

  const phone = await enterAction(given, story.public, { ...smallPhone, language: 'tr' })
  await cardIn(phone).locator('[data-act=answer]').click()
  await choose(phone, 'partly')
  await phone.locator('[data-answer-form] [data-send]').click()
  await phone.locator('[data-answer-form] [aria-invalid=true]').waitFor()
  expect(await answersOf(ask!.id)).toEqual([])
  await phone.locator('[data-reason]').fill('Bir salon açılabilir, ikincisi tadilatta.')
  expect(await fits(phone)).toBe(true)
  await expectAccessible(phone, 'an answer on a phone')
  await keepPicture(phone, 'answers-phone-tr')
  await phone.locator('[data-answer-form] [data-send]').click()
  await cardIn(phone).locator('[data-answer-kind=partly]').first().waitFor()

  // Both see it at once, wherever they are.
  await cardIn(asks).getByText('ikincisi tadilatta').waitFor()
  await reads.locator('[data-ask-state=answered] [data-answer-kind=partly]').waitFor()
  expect(await answersOf(ask!.id)).toMatchObject([{ kind: 'partly', way: 'seat', byName: 'Mehmet' }])

  await cardIn(phone).locator('[data-act=claim-done]').click()
  await phone.locator('[data-say=claim] textarea').fill('Salon 1 Ekim’de açıldı.')
  await phone.locator('[data-say=claim] [data-send]').click()
  await cardIn(asks).locator('[data-done=claimed]').waitFor()
  await cardIn(asks).locator('[data-act=refuse-done]').click()
  await asks.locator('[data-say=refuse] [data-send]').click()
  await asks.locator('[data-say=refuse] [aria-invalid=true]').waitFor()
  await asks.locator('[data-say=refuse] button').first().click()
  await keepPicture(asks, 'answers-to-confirm')
  await cardIn(asks).locator('[data-act=confirm-done]').click()
  for (const page of [asks, phone, reads]) await page.locator('[data-done=confirmed]').waitFor()
  await expectAccessible(asks, 'an answer in the details')
  await keepPicture(asks, 'answers-details')
  await keepPicture(reads, 'answers-panel')
}, 180_000)

test('without the network an answer says so and stays, in Arabic on a phone; an answer from elsewhere is shown first', async () => {
  const given = await scene()
  const { story } = given
  await send(await enterAction(given, story.civil))
  const phone = await enterAction(given, story.public, { ...smallPhone, language: 'ar' })
  await cardIn(phone).locator('[data-act=answer]').click()
  await choose(phone, 'no')
  await phone.locator('[data-reason]').fill('لا توجد ميزانية هذا العام.')
  await phone.context().setOffline(true)
  await phone.locator('[data-answer-form] [data-send]').click()
  await phone.locator('[data-answer-form] [role=alert]').waitFor()
  expect(await phone.locator('[data-reason]').inputValue()).toBe('لا توجد ميزانية هذا العام.')
  expect(await phone.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await fits(phone)).toBe(true)
  await expectAccessible(phone, 'an answer in Arabic without the network')
  await keepPicture(phone, 'answers-phone-ar')
  await phone.context().setOffline(false)

  // A facilitator writes down what was said in the meeting, and was faster.
  const leads = await enterAction(given, story.facilitator)
  await cardIn(leads).locator('[data-act=answer]').click()
  await choose(leads, 'accepted')
  await leads.locator('[data-answer-form] [data-send]').click()
  await leads.locator('[data-by-name][aria-invalid=true]').waitFor()
  await leads.locator('[data-by-name]').fill('Mayor Aylin')
  await leads.locator('[data-answer-form] [data-send]').click()
  await cardIn(leads).getByText('written down by a facilitator').waitFor()

  await phone.locator('[data-answer-form] [data-send]').click()
  await cardIn(phone).locator('[data-answer-kind=accepted]').first().waitFor()
  const [ask] = await asksOf(given)
  await phone.locator('[data-answer-form] [role=alert]').waitFor()
  expect(await answersOf(ask!.id)).toHaveLength(1)
  await phone.locator('[data-answer-form] [data-send]').click()
  await until(async () => (await answersOf(ask!.id)).length === 2)
  await cardIn(leads).getByText('1 earlier answer').waitFor()
})

test('a link from a mail answers once, without an account, and says so the second time', async () => {
  const given = await scene()
  const { story } = given
  const leads = await enterAction(given, story.facilitator)
  await send(leads, { emails: 'cagri@example.org', publishable: true })
  const tokenTo = async (recipient: string) => {
    const mails = await fresh.db.selectFrom('outgoingMail').selectAll().where('recipient', '=', recipient).execute()
    return /\/answer#([\w-]+)/.exec(mails[0]?.text ?? '')?.[1]
  }
  await until(async () => await tokenTo('cagri@example.org'))
  const token = await tokenTo('cagri@example.org')

  const one = await guest({ ...smallPhone, language: 'ar' })
  const { page } = one
  await page.goto(`${server.url}/answer#${token}`)
  await page.locator('[data-linked-ask]').waitFor()
  expect(page.url()).not.toContain(token)
  await page.getByText('Open two halls in the evening').waitFor()
  await choose(page, 'no')
  await page.locator('[data-send]').click()
  await until(async () => (await page.locator('[aria-invalid=true]').count()) === 2)
  await page.locator('[data-reason]').fill('المبنى قيد الترميم.')
  // A reload on a tired phone loses nothing of it.
  await page.reload()
  await page.locator('[data-linked-ask]').waitFor()
  expect(await page.locator('[data-reason]').inputValue()).toBe('المبنى قيد الترميم.')
  await page.locator('[data-by-name]').fill('Çağrı')
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, 'a link from a mail')
  await keepPicture(page, 'answers-link-ar')
  await page.context().setOffline(true)
  await page.locator('[data-send]').click()
  await page.locator('[role=alert]').waitFor()
  expect(await page.locator('[data-reason]').inputValue()).toBe('المبنى قيد الترميم.')
  await page.context().setOffline(false)
  await page.locator('[data-send]').click()
  await page.locator('[data-link-thanks] [data-answer-kind=no]').waitFor()
  await page.getByText('المبنى قيد الترميم.').waitFor()
  await expectAccessible(page, 'thanks for an answer')
  await keepPicture(page, 'answers-thanks-ar')
  await cardIn(leads).getByText('by mail link').waitFor()

  const again = await guest({ language: 'de', theme: 'dark' })
  await again.page.goto(`${server.url}/answer#${token}`)
  await again.page.locator('[data-link-state=link_used]').waitFor()
  await expectAccessible(again.page, 'a link that was used')
  await keepPicture(again.page, 'answers-used-de')
  await again.page.goto(`${server.url}/answer#${'x'.repeat(43)}`)
  await again.page.locator('[data-link-state=link_unknown]').waitFor()
})

test('the public page shows what may be shown, only where the programme publishes', async () => {
  const given = await scene()
  const { story } = given
  await send(await enterAction(given, story.facilitator), { publishable: true })
  const [ask] = await asksOf(given)
  const address = `${server.url}/public/programmes/${story.programmeId}/answers`
  const { page } = await guest()
  await page.goto(address)
  await page.locator('[data-public-hidden]').waitFor()
  await expectAccessible(page, 'nothing published')

  await fresh.db.updateTable('programme').set({ publishesAnswers: true }).where('id', '=', story.programmeId).execute()
  await page.reload()
  await page.getByText('No answers to show yet').waitFor()

  // Asked long ago, and long late.
  await fresh.db.updateTable('ask').set({ replyBy: '2026-01-05' }).where('id', '=', ask!.id).execute()
  await page.reload()
  await page.locator('[data-ask-state=overdue]').getByText('No answer yet').waitFor()
  await page.getByRole('heading', { name: 'Şahinbey Belediyesi' }).waitFor()
  await expectAccessible(page, 'what institutions owe an answer to')
  await keepPicture(page, 'answers-public')

  const phone = await enterAction(given, story.public)
  await phone.locator('[data-ask-state=overdue] [data-act=answer]').click()
  await choose(phone, 'accepted')
  await phone.locator('[data-answer-form] [data-send]').click()
  await cardIn(phone).locator('[data-answer-kind=accepted]').first().waitFor()
  await page.reload()
  await page.locator('[data-public-ask] [data-answer-kind=accepted]').waitFor()
  // Nobody's name, and nothing of who asked.
  const words = await page.locator('main').innerText()
  for (const name of ['Mehmet', 'Zeynep', 'Ortak oda']) expect(words).not.toContain(name)
})

test('an organiser publishes, and gets the address to hand on', async () => {
  const given = await scene()
  const { story } = given
  const { organisationId } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.facilitator.seatId)
    .executeTakeFirstOrThrow()
  await fresh.db.updateTable('organisation').set({ isHost: true }).where('id', '=', organisationId).execute()
  await fresh.db
    .insertInto('programmeMember')
    .values({ programmeId: story.programmeId, personId: story.facilitator.personId, organisationId })
    .execute()
  const { page } = await guest()
  await signInAs(page, server.url, story.facilitator)
  await page.goto(`${server.url}/programmes/${story.programmeId}`)
  await page.getByRole('button', { name: 'Edit', exact: true }).first().click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('Publish what institutions answered').check()
  expect(await dialog.getByLabel('Address of the public page').inputValue()).toBe(
    `${server.url}/public/programmes/${story.programmeId}/answers`,
  )
  await expectAccessible(page, 'publishing answers')
  await keepPicture(page, 'answers-publish')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await until(async () => {
    const row = await fresh.db
      .selectFrom('programme')
      .select('publishesAnswers')
      .where('id', '=', story.programmeId)
      .executeTakeFirstOrThrow()
    return row.publishesAnswers
  })
})

test('what is passed on is asked of the other institution, which a facilitator writes to and gives more time', async () => {
  const given = await scene()
  const { story } = given
  await send(await enterAction(given, story.civil))
  const answers = await enterAction(given, story.public)
  await cardIn(answers).locator('[data-act=answer]').click()
  await choose(answers, 'passed')
  await answers.locator('[data-answer-form] [data-send]').click()
  await answers.locator('[data-answer-form] [aria-invalid=true]').waitFor()
  await answers.locator('[data-answer-form]').getByRole('combobox').fill('kad')
  await answers.keyboard.press('ArrowDown')
  await answers.keyboard.press('Enter')
  await answers.locator('[data-answer-form] [data-send]').click()
  await until(async () => (await asksOf(given)).length === 2)
  const leads = await enterAction(given, story.facilitator, { theme: 'dark' })
  const passed = leads.locator('[data-asks-about] [data-ask-state=waiting]')
  await passed.getByText('Passed on by Şahinbey Belediyesi').waitFor()
  await passed.locator('[data-act=ask-menu]').click()
  await leads.getByRole('menuitem', { name: 'Send it by mail' }).click()
  const dialog = dialogOf(leads)
  await dialog.locator('[data-addresses]').fill('nobody')
  await dialog.getByRole('button', { name: 'Send the mail' }).click()
  await dialog.locator('[data-addresses][aria-invalid=true]').waitFor()
  await dialog.locator('[data-addresses]').fill('ada@example.org, grace@example.org')
  await dialog.getByRole('button', { name: 'Send the mail' }).click()
  await leads.getByText('2 mails are on their way.').waitFor()
  await passed.getByText('Mail goes to 2 addresses').waitFor()
  const before = await passed.locator('[data-reply-by]').getAttribute('data-reply-by')
  await passed.locator('[data-act=ask-menu]').click()
  await leads.getByRole('menuitem', { name: 'Give more time' }).click()
  await dialog.locator('[data-weeks="4"]').click()
  await expectAccessible(leads, 'more time')
  await keepPicture(leads, 'answers-more-time-dark')
  await dialog.getByRole('button', { name: 'Give more time' }).click()
  await until(async () => (await passed.locator('[data-reply-by]').getAttribute('data-reply-by')) !== before)
  await keepPicture(leads, 'answers-passed-dark')
})

test('a theme and a voted line are sent too, and the panel leads back to them; who asked may withdraw', async () => {
  const given = await scene()
  const { story, municipality } = given
  let theme = ''
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    theme = board.add('theme', { at: { x: 0, y: 0 }, title: 'Learning after work' }, author)
  })
  await aClosedVote(fresh.db, story.roomId, boardId, [
    { recordId: crypto.randomUUID(), recordType: 'text', label: 'Longer opening hours', civil: 3, public: 1 },
  ])
  const page = await enter(story.facilitator, `/rooms/${story.roomId}/boards/${boardId}`, { theme: 'dark' })
  await page.locator('[data-part=votes]').first().click()
  await page.locator('[data-outcome] [data-act=send-ask]').waitFor()
  await keepPicture(page, 'answers-vote-dark')
  await page.locator('[data-outcome] [data-act=send-ask]').click()
  const dialog = dialogOf(page)
  await dialog.getByRole('combobox').first().fill('şahin')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })

  await showList(page)
  await page.locator(`[data-list] [data-item="${theme}"]`).click()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Details' }).click()
  await page.locator('[data-details] [data-act=send-ask]').click()
  await dialog.getByRole('combobox').first().fill('şahin')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await cardIn(page).waitFor()
  expect(
    (await asksOf(given)).map(({ subjectKind, words, organisationId }) => [subjectKind, words, organisationId]),
  ).toEqual([
    ['vote', 'Longer opening hours', municipality],
    ['theme', 'Learning after work', municipality],
  ])

  await page.locator('[data-part=answers]').click()
  const panel = page.locator('[data-answers-panel]')
  await until(async () => (await panel.locator('[data-ask-id]').count()) === 2)
  await panel.getByRole('button', { name: 'Learning after work' }).waitFor()
  const first = panel.locator('[data-ask-id]', { hasText: 'Learning after work' })
  await first.locator('[data-act=ask-menu]').click()
  await page.getByRole('menuitem', { name: 'Withdraw' }).click()
  await dialog.getByRole('button', { name: 'Withdraw' }).click()
  await panel.locator('[data-ask-state=withdrawn]').waitFor()
  await expectAccessible(page, 'the room’s answers')
  await keepPicture(page, 'answers-board-dark')
})
