import { projectDocument } from '@meydan/server/projection/projector'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { Plan } from '@meydan/shared/documents/plan/plan'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, visitor } from '../support/browser.ts'
import { boardWith } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesOf, minutesWith, paragraph } from '../support/minutes.ts'
import { planWith } from '../support/plans.ts'
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

type Look = BrowserContextOptions & { language?: string; dark?: boolean }

async function enter(actor: Actor, path: string, { language, dark, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, { ...options, ...(dark && { colorScheme: 'dark' as const }) })
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  if (language) await one.page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}${path}`)
  return one.page
}

const text = (page: Page) => page.locator('.minutes-text')
async function open(actor: Actor, { roomId }: Story, documentId: string, look: Look = {}): Promise<Page> {
  const page = await enter(actor, `/rooms/${roomId}/minutes/${documentId}`, look)
  await text(page).waitFor()
  await untilSaved(page)
  return page
}

async function stored(id: string): Promise<RichBlock[]> {
  const minutes = await minutesOf(fresh.db, id)
  expect(checkRichText(minutes.body!, 'minutes')).toEqual([])
  return minutes.blocks()
}
const has = (id: string, what: string) => until(async () => JSON.stringify(await stored(id)).includes(what))

async function toEnd(page: Page): Promise<void> {
  await text(page).click({ position: { x: 40, y: 10 } })
  await page.keyboard.press('Control+End')
}

const chip = (page: Page, record: string) => page.locator(`[data-chip-of="${record}"]`)
const decision = (page: Page) => page.locator('.rich-decision')
const insert = async (page: Page, label: string) => {
  await page.locator('[data-act=insert]').click()
  await page.getByRole('menuitem', { name: label, exact: true }).click()
}

async function aBoard({ roomId, civil }: Story): Promise<{ boardId: string; note: string }> {
  let note = ''
  const boardId = await boardWith(fresh.db, roomId, (board) => {
    const author = { seat: civil.seatId, side: 'civil' as const }
    ;[note] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'Akşam kursları' }], author) as [string]
  })
  // What no node wrote itself is found by it only after a while.
  await projectDocument(fresh.db, boardId)
  return { boardId, note }
}

test('a name is found by a few letters and the keyboard alone, of a person and of an organisation', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('Söz alan: ')])
  const page = await open(story.facilitator, story, id)
  await toEnd(page)
  await page.keyboard.type('@me')
  const list = page.getByRole('listbox')
  await list.waitFor()
  const active = async () => page.locator(`#${await text(page).getAttribute('aria-activedescendant')}`)
  expect(await (await active()).innerText()).toContain('Mehmet')
  await expectAccessible(page, 'a name being looked for in minutes')
  await keepPicture(page, 'minutes-mention')
  // Said not to be a name, it stays what was typed.
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await page.keyboard.type('h')
  expect(await list.count()).toBe(0)
  for (let at = 0; at < 4; at++) await page.keyboard.press('Backspace')
  // Letters of another language find the same name.
  await page.keyboard.type('@SAHINBEY')
  await list.waitFor()
  expect(await list.getByRole('option').count()).toBe(2)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  expect(await (await active()).innerText()).toContain('Şahinbey Belediyesi')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ve @Ahm')
  await list.waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('konuştu.')
  await untilSaved(page)
  await has(id, 'konuştu.')
  const said = JSON.stringify(await stored(id))
  expect(said).toContain('"kind":"organisation"')
  expect(said).toContain(`"target":"${story.civil.seatId}","label":"Ahmad"`)
  expect((await minutesOf(fresh.db, id)).plainText()).toBe('Söz alan: Şahinbey Belediyesi ve Ahmad konuştu.')

  // Who is called otherwise since is called so in the text.
  await fresh.db.updateTable('person').set({ name: 'Ahmad Haddad' }).where('id', '=', story.civil.personId).execute()
  await page.reload()
  await page.locator(`[data-mention-of="${story.civil.seatId}"]`, { hasText: 'Ahmad Haddad' }).waitFor()
})

test('a note named in the text says what it says now; its link becomes its name, and deleted it is struck', async () => {
  const story = await consultationRoom(fresh.db)
  const { boardId, note } = await aBoard(story)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('Öneri: ')])
  const page = await open(story.facilitator, story, id)
  const other = await open(story.public, story, id)
  await toEnd(page)
  await insert(page, 'Note, action or vote of this room')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill('aksam')
  await dialog.locator(`[data-found="${note}"]`).click()
  for (const one of [page, other]) await chip(one, note).filter({ hasText: 'Akşam kursları' }).waitFor()

  const client = syncClient(server, boardId, story.civil.cookie)
  onTestFinished(() => client.destroy())
  await client.synced()
  const board = new Board(client.doc)
  board.write(note, 'Hafta sonu kursları')
  for (const one of [page, other]) await chip(one, note).filter({ hasText: 'Hafta sonu kursları' }).waitFor()

  // The same, by its link.
  await toEnd(page)
  const address = `${server.url}/rooms/${story.roomId}/boards/${boardId}?record=${note}`
  await page.evaluate((words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    document.querySelector('.minutes-text')!.dispatchEvent(paste)
  }, address)
  await until(async () => (await chip(page, note).count()) === 2)
  await untilSaved(page)
  await until(async () => !JSON.stringify(await stored(id)).includes('record='))
  expect(JSON.stringify(await stored(id)).split('"chip"')).toHaveLength(3)

  // Opened with Enter by who writes, pressed by who reads.
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/boards/${boardId}*`)
  await page.locator('[data-board]').waitFor()

  removeItems(board, [note])
  await chip(other, note).first().locator('xpath=self::*[@data-state="gone"]').waitFor()
  expect(await chip(other, note).first().innerText()).toContain('Akşam kursları')
  await keepPicture(other, 'minutes-chip-gone')
})

test('a task becomes an action, and its tick follows it from then on', async () => {
  const story = await consultationRoom(fresh.db)
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const task = (words: string) => ({ checked: false, action: null, blocks: [paragraph(words)] })
  const tasks: RichBlock = { type: 'taskList', tasks: [task('Salonu ayırtmak'), task('Daveti yazmak')] }
  const id = await minutesWith(fresh.db, story.roomId, [tasks])
  const page = await open(story.civil, story, id)
  const other = await open(story.public, story, id)
  await page.getByRole('button', { name: 'Make it an action: Salonu ayırtmak' }).click()
  const dialog = page.getByRole('dialog')
  await until(async () => (await dialog.getByLabel('What is to be done?').inputValue()) === 'Salonu ayırtmak')
  await dialog.getByLabel('By when?').fill('2035-03-31')
  await dialog.getByRole('button', { name: 'Make the action' }).click()
  await dialog.waitFor({ state: 'detached' })
  for (const one of [page, other]) await one.locator('.task-tail [data-status=proposed]').waitFor()
  await has(id, `"plan":"${planId}"`)

  const client = syncClient(server, planId, story.civil.cookie)
  onTestFinished(() => client.destroy())
  await client.synced()
  const plan = new Plan(client.doc)
  const { id: action } = plan.actionsOf(null)[0]!
  plan.edit(action, { status: 'done' })
  const ticks = (one: Page) => one.locator('.minutes-text input[type=checkbox]')
  for (const one of [page, other]) {
    await one.locator('.task-tail [data-status=done]').waitFor()
    expect(await ticks(one).nth(0).isChecked()).toBe(true)
    expect(await ticks(one).nth(1).isChecked()).toBe(false)
  }
  // By hand it stays as its action is; another is ticked.
  await ticks(page).nth(0).click({ force: true })
  expect(await ticks(page).nth(0).isChecked()).toBe(true)
  expect(await ticks(page).nth(0).getAttribute('title')).not.toBeNull()
  await ticks(page).nth(1).click()
  await until(() => ticks(other).nth(1).isChecked())
  await untilSaved(page)
  const [list] = await stored(id)
  expect(list).toMatchObject({ tasks: [{ checked: false, action: { plan: planId, action } }, { checked: true }] })
  await expectAccessible(page, 'tasks that became actions')
  await keepPicture(page, 'minutes-tasks')
})

test('a decision goes from the text into the register by who may, and the others see how it stands', async () => {
  const story = await consultationRoom(fresh.db)
  const words: RichBlock = {
    type: 'decision',
    entry: null,
    blocks: [paragraph('Salon akşamları açık olur.'), paragraph('Anahtar belediyede durur.')],
  }
  const id = await minutesWith(fresh.db, story.roomId, [words])
  const page = await open(story.facilitator, story, id)
  const other = await open(story.civil, story, id)
  await decision(other).getByText('Not in the register yet').waitFor()
  expect(await other.locator('[data-act=register]').count()).toBe(0)
  await page.locator('[data-act=register]').click()
  const dialog = page.getByRole('dialog')
  const title = dialog.locator('input[name=title]')
  await until(async () => (await title.inputValue()) === 'Salon akşamları açık olur.')
  expect(await dialog.locator('textarea[name=text]').inputValue()).toBe('Anahtar belediyede durur.')
  await expectAccessible(page, 'a decision on its way into the register')
  // What the register doesn't take is said beside its field, and nothing is lost.
  await title.fill(' ')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.locator('input[name=title][aria-invalid=true]').waitFor()
  expect(await dialog.locator('textarea[name=text]').inputValue()).toBe('Anahtar belediyede durur.')
  await title.fill('Salon akşamları açık')
  await dialog.getByRole('button', { name: 'Save' }).click()
  for (const one of [page, other]) await decision(one).locator('[data-state=agreed]').waitFor()
  const row = await fresh.db.selectFrom('decision').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({ roomId: story.roomId, title: 'Salon akşamları açık', state: 'agreed' })
  await has(id, `"entry":"${row.id}"`)
  await expectAccessible(other, 'a decision of the register in minutes')

  // Beside the text, as the register has it.
  await other.locator('[data-act=open-decision]').click()
  await other.locator('[data-decisions-panel]').getByText('Salon akşamları açık').first().waitFor()

  // From the register into the text.
  await toEnd(page)
  await insert(page, 'Decision from the register')
  await page.locator(`[data-found="${row.id}"]`).click()
  await until(async () => (await decision(other).count()) === 2)
  await untilSaved(page)
  expect(JSON.stringify(await stored(id)).split(row.id)).toHaveLength(3)
})

/** Minutes with everything a text can name. */
async function fullMinutes(): Promise<{ story: Story; id: string; note: string }> {
  const story = await consultationRoom(fresh.db)
  const { boardId, note } = await aBoard(story)
  const actions: string[] = []
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    actions.push(...plan.addActions([{ title: 'Mahalle merkezinde akşam kursu açmak', status: 'started' }], author))
    plan.edit(actions[0]!, { due: '2026-01-15' })
  })
  const organisation = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
  const counts = (agree: number, object: number) => ({ agree, object, abstain: 0, silent: 1 })
  const tally = { all: counts(2, 1), civil: counts(1, 1), public: counts(1, 0), neutral: counts(0, 0) }
  const decided = await fresh.db
    .insertInto('decision')
    .values({
      ...{ roomId: story.roomId, title: 'Salon akşamları açık', kind: 'proposal', state: 'agreed' },
      ...{ rule: 'majority', quorum: 'none', closesAt: new Date(), decidedAt: new Date() },
      outcome: JSON.stringify({ tally, awaited: [] }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const chipOf = (kind: 'note' | 'action', document: string, record: string, label: string) => ({
    chip: { kind, document, record, label },
  })
  const task = (words: string, action: string | null) => ({
    ...{ checked: false, blocks: [paragraph(words)] },
    action: action === null ? null : { plan: planId, action },
  })
  const id = await minutesWith(fresh.db, story.roomId, [
    { type: 'heading', level: 2, pieces: [{ text: 'Salonun kullanımı' }] },
    {
      type: 'paragraph',
      pieces: [
        { mention: { kind: 'seat', target: story.civil.seatId, label: 'Ahmad' } },
        { text: ' ve ' },
        { mention: { kind: 'organisation', target: organisation.organisationId, label: 'Belediye' } },
        { text: ' şunu konuştu: ' },
        chipOf('note', boardId, note, 'Akşam kursları'),
        { text: '. Bunun için ' },
        chipOf('action', planId, actions[0]!, 'Kurs'),
        { text: ' sürüyor, ' },
        chipOf('note', boardId, 'nowhere', 'Eskiden olan not'),
        { text: ' ise artık yok.' },
      ],
    },
    { type: 'decision', entry: decided.id, blocks: [paragraph('Salon hafta içi akşamları açık olur.')] },
    { type: 'decision', entry: null, blocks: [paragraph('Anahtar belediyede durur.')] },
    { type: 'taskList', tasks: [task('Kursu duyurmak', actions[0]!), task('Daveti yazmak', null)] },
  ])
  await rebuildRows(fresh.db)
  return { story, id, note }
}

test('who observes reads everything, opens it, and changes nothing', async () => {
  const { story, id, note } = await fullMinutes()
  const page = await open(story.observer, story, id)
  await decision(page).locator('[data-state=agreed]').waitFor()
  await chip(page, note).filter({ hasText: 'Akşam kursları' }).waitFor()
  expect(await page.locator('[data-act=insert], [data-act=register], [data-act=make-action]').count()).toBe(0)
  for (const tick of await page.locator('.minutes-text input[type=checkbox]').all()) {
    expect(await tick.isDisabled()).toBe(true)
  }
  const counts = page.locator('summary[data-decision-counts]')
  expect(await counts.innerText()).toContain('2 agree · 1 objects')
  await counts.focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-counts-of=civil]').waitFor()
  await expectAccessible(page, 'minutes with names, read by who observes')
  await chip(page, note).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/boards/**')
})

test.each([
  ['wide', {}],
  ['dark', { dark: true, language: 'de' }],
  ['ar', { language: 'ar' }],
  ['phone', { ...phone, language: 'de' }],
  ['phone-ar', { ...phone, language: 'ar', dark: true }],
] as [string, Look][])('names, decisions and tasks are whole on every screen: %s', async (name, look) => {
  const { story, id, note } = await fullMinutes()
  const page = await open(story.facilitator, story, id, look)
  await decision(page).locator('[data-state=agreed]').waitFor()
  await chip(page, note).filter({ hasText: 'Akşam kursları' }).waitFor()
  await chip(page, 'nowhere').locator('xpath=self::*[@data-state="gone"]').waitFor()
  await page.locator('summary[data-decision-counts]').click()
  const sides = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(sides[0]).toBeLessThanOrEqual(sides[1]!)
  await expectAccessible(page, `minutes with names: ${name}`)
  await keepPicture(page, `minutes-nodes-${name}`)
})

test('in Arabic, a Turkish line that begins with an organisation is read from the left all the same', async () => {
  const story = await consultationRoom(fresh.db)
  const { organisationId: target } = await fresh.db
    .selectFrom('seat')
    .select('organisationId')
    .where('id', '=', story.public.seatId)
    .executeTakeFirstOrThrow()
  const id = await minutesWith(fresh.db, story.roomId, [
    {
      type: 'paragraph',
      pieces: [{ mention: { kind: 'organisation', target, label: 'Belediye' } }, { text: ': iki kişi' }],
    },
  ])
  const page = await open(story.civil, story, id, { language: 'ar' })
  // The side's name, for those who can't see its mark, is in Arabic.
  await page.locator('.named-mention', { hasText: 'المؤسسات العامة' }).waitFor()
  expect(
    await text(page)
      .locator('p')
      .evaluate((line) => getComputedStyle(line).direction),
  ).toBe('ltr')
})
