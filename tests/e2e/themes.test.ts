import { Board } from '@meydan/shared/documents/board/board'
import { clusterTogether } from '@meydan/shared/documents/board/themes'
import { NOTE_SIZE } from '@meydan/shared/documents/board/records'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { between, finger } from '../support/finger.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { noteSaying, signInAs, untilSaved } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
const visitors: Visitor[] = []

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

/** Clear of the template's frames. */
const CORNER = { x: 6000, y: 6000 }

/** Far enough from each other for a theme between them; the fourth lies under the first. */
const PLACES = [
  { x: 0, y: 0 },
  { x: 520, y: 0 },
  { x: 1100, y: 0 },
  { x: 0, y: 260 },
]

/** A room whose board has these notes, written by both sides in turn. */
async function roomWith(...texts: string[]) {
  const story = await consultationRoom(fresh.db)
  const peer = syncClient(server, story.boardId, story.facilitator.cookie)
  onTestFinished(() => peer.destroy())
  await peer.synced()
  const board = new Board(peer.doc)
  const ids = texts.map((text, index) => {
    const author = index % 2 ? { seat: story.public.seatId, side: 'public' as const } : civilOf(story)
    return board.addNotes(
      [{ at: { x: CORNER.x + PLACES[index]!.x, y: CORNER.y + PLACES[index]!.y }, text }],
      author,
    )[0]!
  })
  const textsOf = (theme: string) => board.notesOf(theme).map(({ id }) => board.textOf(id))
  return { story, board, ids, textsOf }
}

function civilOf(story: Story) {
  return { seat: story.civil.seatId, side: 'civil' as const }
}

/** Opens the board where the notes are. */
async function enter(story: Story, actor: Actor, options: BrowserContextOptions = {}, zoom = 0.7): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  const { page } = one
  await signInAs(page, server.url, actor)
  const view = { x: 120 - CORNER.x * zoom, y: 150 - CORNER.y * zoom, zoom }
  await page.addInitScript(
    ([key, value]) => {
      sessionStorage.setItem(key!, value!)
      localStorage.setItem('meydan.board.mode', 'canvas')
    },
    [`meydan.board.view.${story.boardId}`, JSON.stringify(view)],
  )
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  return page
}

async function middleOf(item: Locator): Promise<{ x: number; y: number }> {
  const box = (await item.boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Takes hold of the middle of an object and carries it; lets go unless told to hold on. */
async function carry(page: Page, item: Locator, to: { x: number; y: number }, holdOn = false): Promise<void> {
  const from = await middleOf(item)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 8, from.y + 8, { steps: 2 })
  await page.mouse.move(to.x, to.y, { steps: 8 })
  if (!holdOn) await page.mouse.up()
}

const themeOf = (page: Page) => page.locator('[data-theme-id]')

test('notes become a theme by mouse, change places in it, leave it, and each undoes only their own', async () => {
  const { story, board, textsOf } = await roomWith('Crèche', 'Opening hours', 'Bus fare', 'Interpreters')
  const ahmad = await enter(story, story.civil)
  const mehmet = await enter(story, story.public)

  // Beside it stays beside it.
  const hours = await middleOf(noteSaying(ahmad, 'Opening hours'))
  await carry(ahmad, noteSaying(ahmad, 'Crèche'), { x: hours.x - NOTE_SIZE.width * 0.7 * 0.9, y: hours.y })
  await untilSaved(ahmad)
  expect(board.themes.all()).toEqual([])

  // What would happen is shown before it does.
  await carry(ahmad, noteSaying(ahmad, 'Crèche'), { x: hours.x + 12, y: hours.y - 9 }, true)
  await ahmad.locator('[data-drop-label]', { hasText: 'Together with “Opening hours”' }).waitFor()
  expect(await ahmad.locator('[data-drop-preview]').count()).toBe(1)
  await ahmad.mouse.up()

  // The one who made it names it at once.
  const title = ahmad.locator('[data-theme-title]')
  await title.waitFor()
  expect(await title.evaluate((field) => field === document.activeElement)).toBe(true)
  expect(await mehmet.locator('[data-theme-title]').count()).toBe(0)
  await ahmad.keyboard.type('Childcare')
  await ahmad.keyboard.press('Enter')
  await until(async () => (await themeOf(mehmet).getAttribute('aria-label'))?.startsWith('Theme Childcare, 2 notes'))
  expect(await themeOf(mehmet).getAttribute('aria-label')).toContain('Civil society: 1. Public institutions: 1')
  const [theme] = board.themes.all().map(({ id }) => id)
  expect(textsOf(theme!)).toEqual(['Opening hours', 'Crèche'])

  // Into the theme, at the place under the hand.
  await carry(ahmad, noteSaying(ahmad, 'Bus fare'), await middleOf(noteSaying(ahmad, 'Opening hours')), true)
  await ahmad.locator('[data-drop-label]', { hasText: 'Into “Childcare”' }).waitFor()
  await expectGap(ahmad)
  await ahmad.mouse.up()
  await until(() => textsOf(theme!).join() === 'Bus fare,Opening hours,Crèche')

  // To another place in it.
  await carry(ahmad, noteSaying(ahmad, 'Bus fare'), await middleOf(noteSaying(ahmad, 'Crèche')))
  await until(() => textsOf(theme!).join() === 'Opening hours,Crèche,Bus fare')

  // Mehmet writes in one of its notes; Ahmad takes his own last act back, and that alone.
  await noteSaying(mehmet, 'Crèche').dblclick()
  await mehmet.locator('[data-board] textarea').fill('Crèche near the factory')
  await mehmet.keyboard.press('Escape')
  await noteSaying(ahmad, 'Crèche near the factory').waitFor()
  await ahmad.keyboard.press('Control+z')
  await until(() => textsOf(theme!).join() === 'Bus fare,Opening hours,Crèche near the factory')

  // Carried as one, by its title: what floats beside the selected note leaves that free.
  const before = board.rectOf(theme!)!
  const head = (await themeOf(ahmad).locator('.tab').boundingBox())!
  await ahmad.mouse.move(head.x + 30, head.y + 12)
  await ahmad.mouse.down()
  await ahmad.mouse.move(head.x + 30, head.y + 222, { steps: 6 })
  await ahmad.mouse.up()
  await until(() => board.rectOf(theme!)!.y > before.y + 200)
  expect(board.notesOf(theme!)).toHaveLength(3)

  // Out of it.
  const box = (await themeOf(ahmad).boundingBox())!
  await carry(ahmad, noteSaying(ahmad, 'Bus fare'), { x: box.x + box.width + 120, y: box.y + 100 })
  await until(() => textsOf(theme!).join() === 'Opening hours,Crèche near the factory')
  await expectAccessible(ahmad, 'a theme on the board')

  // Ungrouped by the button in its head; the notes stay, and it comes back whole.
  await ahmad.keyboard.press('Escape')
  await themeOf(ahmad).locator('[data-ungroup]').click()
  await until(() => board.themes.get(theme!) === undefined)
  expect(await noteSaying(mehmet, 'Opening hours').count()).toBe(1)
  await ahmad.keyboard.press('Control+z')
  await until(() => board.themes.get(theme!)?.title === 'Childcare' && textsOf(theme!).length === 2)
  expectWellBehaved(visitors)
})

/** The notes in the theme make room for the one that is held over it. */
async function expectGap(page: Page): Promise<void> {
  await page.locator('[data-theme-id] .gap').waitFor()
  await until(
    async () =>
      (await noteSaying(page, 'Opening hours').evaluate((note) => getComputedStyle(note).translate)) !== 'none',
  )
}

test('by keyboard: group, name, reorder, take out, ungroup', async () => {
  const { story, board, ids, textsOf } = await roomWith('one', 'two', 'three', 'four')
  const ahmad = await enter(story, story.civil)
  await noteSaying(ahmad, 'one').click()
  for (const text of ['two', 'three']) await noteSaying(ahmad, text).click({ modifiers: ['Shift'] })
  await ahmad.keyboard.press('g')
  await ahmad.locator('[data-theme-title]').waitFor()
  await ahmad.keyboard.type('Num')
  // Somebody else changes the theme meanwhile: nothing that is being written goes.
  board.edit([board.themes.all()[0]!.id], { colour: 'mint' })
  await ahmad.locator('[data-theme-title][style*="--note-mint"]').waitFor()
  await ahmad.keyboard.type('bers')
  await ahmad.keyboard.press('Enter')
  const { id: theme } = await until(() => board.themes.all().find(({ title }) => title === 'Numbers'))
  expect(textsOf(theme)).toEqual(['one', 'two', 'three'])
  expect(await themeOf(ahmad).evaluate((box) => box === document.activeElement)).toBe(true)

  await noteSaying(ahmad, 'one').click()
  await ahmad.keyboard.press('ArrowRight')
  await until(() => textsOf(theme).join() === 'two,one,three')
  await expectSaid(ahmad, 'Place 2 of 3 in Numbers')
  await ahmad.keyboard.press('ArrowDown')
  await until(() => textsOf(theme).join() === 'two,three,one')
  // Further than its end it doesn't go, and it doesn't fall out.
  await ahmad.keyboard.press('ArrowRight')
  expect(board.notes.get(ids[0]!)!.theme).toBe(theme)
  await ahmad.keyboard.press('Control+z')
  await until(() => textsOf(theme).join() === 'one,two,three')

  // F2 opens the title again, Esc leaves it as it was.
  await themeOf(ahmad).focus()
  await ahmad.keyboard.press('F2')
  await ahmad.locator('[data-theme-title]').fill('Something else')
  await ahmad.keyboard.press('Escape')
  await untilSaved(ahmad)
  expect(board.themes.get(theme)!.title).toBe('Numbers')

  await noteSaying(ahmad, 'three').click()
  await ahmad.keyboard.press('Control+Shift+g')
  await until(() => textsOf(theme).join() === 'one,two')
  await themeOf(ahmad).locator('.tab').click()
  await ahmad.keyboard.press('Control+Shift+g')
  await until(() => board.themes.all().length === 0)
  expect(board.notes.all()).toHaveLength(4)
  await expectSaid(ahmad, 'Theme taken away; its 2 notes stay')
})

/** What a screen reader is told. */
async function expectSaid(page: Page, words: string): Promise<void> {
  await page.locator('[data-board] [role=status]', { hasText: words }).waitFor({ state: 'attached' })
}

test('by touch: held, lifted, laid on another note', async () => {
  const { story, board } = await roomWith('one', 'aside', 'further', 'two')
  const ahmad = await enter(story, story.civil, phone, 0.5)
  const touch = await finger(ahmad)
  const from = await middleOf(noteSaying(ahmad, 'one'))
  const to = await middleOf(noteSaying(ahmad, 'two'))
  await touch.down(from)
  await noteSaying(ahmad, 'one').and(ahmad.locator('.lifted')).waitFor()
  for (const { y } of between(from, to)) await touch.move({ x: to.x + 6, y })
  await ahmad.locator('[data-drop-label]').waitFor()
  await touch.up()
  await until(() => board.themes.all().length === 1)
  await ahmad.locator('[data-theme-title]').waitFor()
  await ahmad.keyboard.type('Both')
  await ahmad.keyboard.press('Enter')
  await until(() => board.themes.all()[0]?.title === 'Both')
  await expectAccessible(ahmad, 'a theme on a phone')
})

test('need fields reach the other at once, and only web addresses become links', async () => {
  const { story, board, ids } = await roomWith('Interpreters', 'Opening hours')
  const ahmad = await enter(story, story.civil)
  const mehmet = await enter(story, story.public)
  for (const page of [ahmad, mehmet]) {
    await noteSaying(page, 'Interpreters').click()
    await page.keyboard.press('i')
    await page.locator('[data-details]').waitFor()
  }
  const [mine, theirs] = [ahmad.locator('[data-details]'), mehmet.locator('[data-details]')]
  await mine.locator('[data-kind=need]').click()
  await mine.locator('[data-severity="4"]').click()
  await mine.locator('[data-field=health]').click()
  await mine.locator('[data-field=legal]').click()
  await until(async () => await theirs.locator('[data-kind=need] input').isChecked())
  await until(async () => await theirs.locator('[data-severity="4"] input').isChecked())
  await until(async () => await theirs.locator('[data-field=legal] input').isChecked())

  // Both write in different fields at once; nobody's caret is disturbed.
  await theirs.locator('[data-detail=locality]').pressSequentially('Şahin')
  await mine.locator('[data-detail=affected]').pressSequentially('mothers')
  await until(async () => (await theirs.locator('[data-detail=affected]').inputValue()) === 'mothers')
  await theirs.locator('[data-detail=locality]').pressSequentially('bey')
  await until(() => board.notes.get(ids[0]!)?.locality === 'Şahinbey')
  await until(async () => (await mine.locator('[data-detail=locality]').inputValue()) === 'Şahinbey')

  const evidence = mine.locator('[data-detail=evidence]')
  for (const text of ['javascript:alert(document.cookie)', 'https://bank.example@evil.example/', 'a survey of 2025']) {
    await evidence.fill(text)
    await until(() => board.notes.get(ids[0]!)?.evidence === text)
    await until(async () => (await theirs.locator('[data-detail=evidence]').inputValue()) === text)
    expect(await ahmad.locator('[data-evidence-link]').count(), text).toBe(0)
    expect(await mehmet.locator('[data-evidence-link], a[href^="javascript"]').count(), text).toBe(0)
  }
  await evidence.fill('https://example.org/survey')
  const link = theirs.locator('[data-evidence-link]')
  await link.waitFor()
  expect(await link.getAttribute('href')).toBe('https://example.org/survey')
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
  expect(await link.getAttribute('target')).toBe('_blank')
  await expectAccessible(ahmad, 'details')

  // The marks on the note, and what they say.
  const note = noteSaying(mehmet, 'Interpreters')
  await until(async () => (await note.locator('[data-mark]').count()) === 4)
  expect(await note.getAttribute('aria-label')).toContain(
    'Need. Severity 4 of 5: Severe. Fields of work: Health, Legal support. With evidence',
  )
  // It lies beside the drawer, not under it.
  const [shown, drawer] = [(await note.boundingBox())!, (await theirs.boundingBox())!]
  expect(shown.x + shown.width).toBeLessThanOrEqual(drawer.x)

  // One step back is the last field only; several selected change together.
  await mine.locator('[data-act=close-details]').click()
  await ahmad.keyboard.press('Control+z')
  await until(() => board.notes.get(ids[0]!)?.evidence !== 'https://example.org/survey')
  expect(board.notes.get(ids[0]!)!.severity).toBe(4)
  await noteSaying(ahmad, 'Opening hours').click({ modifiers: ['Shift'] })
  await ahmad.keyboard.press('i')
  await mine.getByText('Various').first().waitFor()
  await mine.locator('[data-kind=problem]').click()
  await until(() => ids.every((id) => board.notes.get(id)?.kind === 'problem'))
  expect(board.notes.get(ids[1]!)!.severity).toBeNull()
})

test('an observer reads the details and changes nothing', async () => {
  const { story } = await roomWith('Interpreters')
  const ida = await enter(story, story.observer)
  await noteSaying(ida, 'Interpreters').click()
  await ida.keyboard.press('i')
  const details = ida.locator('[data-details]')
  await details.waitFor()
  expect(await details.locator('[data-severity="4"] input').isDisabled()).toBe(true)
  expect(await details.locator('[data-detail=evidence]').getAttribute('readonly')).not.toBeNull()
  expect(await details.locator('[data-colour]').count()).toBe(0)
  await expectAccessible(ida, 'details for an observer')
})

test('reactions say who, can be taken back, and a filter shows what is looked for', async () => {
  const { story, board, ids, textsOf } = await roomWith('mild', 'severe', 'middling')
  board.edit([ids[0]!], { severity: 1, kind: 'idea' })
  board.edit([ids[1]!], { severity: 5, kind: 'need' })
  board.edit([ids[2]!], { severity: 3, kind: 'need' })
  const ahmad = await enter(story, story.civil)
  const mehmet = await enter(story, story.public)

  // By keyboard: R, the sign, Enter.
  await noteSaying(ahmad, 'severe').click()
  await ahmad.locator('[data-selection-bar]').waitFor()
  await ahmad.keyboard.press('r')
  await ahmad.locator('[data-sign=agree]').waitFor()
  expect(await ahmad.locator('[data-sign=agree]').evaluate((sign) => sign === document.activeElement)).toBe(true)
  await ahmad.keyboard.press('ArrowRight')
  await ahmad.keyboard.press('Enter')
  await ahmad.keyboard.press('ArrowLeft')
  await ahmad.keyboard.press('Enter')
  await expectAccessible(ahmad, 'reactions')
  await ahmad.keyboard.press('Escape')
  const stamp = noteSaying(mehmet, 'severe').locator('[data-stamp=agree]')
  await stamp.waitFor()
  expect(await stamp.getAttribute('title')).toBe('I agree: Civil society: Ahmad')
  await stamp.click()
  await until(async () => (await stamp.getAttribute('title'))?.endsWith('Public institutions: Mehmet'))
  expect(await stamp.evaluate((sign) => sign.classList.contains('mine'))).toBe(true)
  await until(async () =>
    (await noteSaying(ahmad, 'severe').getAttribute('aria-label'))?.includes('Public institutions: Mehmet'),
  )
  await stamp.click()
  await until(() => board.stamps.all().length === 2)
  expect(board.stamps.all().map(({ seat }) => seat)).toEqual([story.civil.seatId, story.civil.seatId])

  // What doesn't match steps back, here and not at the other's.
  await ahmad.locator('[data-act=filter]').click()
  await ahmad.locator('[data-filter-by=severity]').selectOption('3')
  await until(async () => (await ahmad.locator('[data-note-id].dimmed').count()) === 1)
  expect(await noteSaying(ahmad, 'mild').and(ahmad.locator('.dimmed')).count()).toBe(1)
  expect(await ahmad.locator('[data-filter-count]').textContent()).toContain('2 of 3')
  expect(await mehmet.locator('.dimmed').count()).toBe(0)
  await expectAccessible(ahmad, 'filter')
  await ahmad.locator('[data-filter-panel] input[type=search]').fill('MIDDL')
  await until(async () => (await ahmad.locator('[data-note-id].dimmed').count()) === 2)
  await ahmad.locator('[data-act=filter-clear]').click()
  await until(async () => (await ahmad.locator('.dimmed').count()) === 0)

  // Sorting a theme is one act.
  await ahmad.keyboard.press('Escape')
  await ahmad.locator('[data-surface]').click({ position: { x: 1000, y: 560 } })
  const theme = clusterTogether(board, ids, civilOf(story))!
  await themeOf(ahmad).waitFor()
  await themeOf(ahmad).locator('.tab').click()
  await ahmad.locator('[data-selection-bar] [data-act=more]').click()
  await ahmad.getByRole('menuitem', { name: 'By severity' }).click()
  await until(() => textsOf(theme).join() === 'severe,middling,mild')
  await ahmad.keyboard.press('Control+z')
  await until(() => textsOf(theme).join() === 'mild,severe,middling')
  expectWellBehaved(visitors)
})
