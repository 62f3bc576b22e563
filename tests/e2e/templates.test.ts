import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import os from 'node:os'
import { addBoard } from '@meydan/shared/contracts/rooms'
import { boardTemplateIds } from '@meydan/shared/documents/templates/ids'
import { templateClip } from '@meydan/shared/documents/templates/catalogue'
import type { Language } from '@meydan/shared/languages'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { signInAs, untilSaved, writeNote } from '../support/workshop.ts'

/** Pictures of every template, to be looked at; outside the project. */
const PICTURES = path.join(os.tmpdir(), 'meydan-templates')

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

beforeAll(async () => {
  await mkdir(PICTURES, { recursive: true })
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
  const { personId } = story.facilitator
  const seats = fresh.db.selectFrom('seat').select('organisationId').where('personId', '=', personId)
  const { organisationId } = await seats.executeTakeFirstOrThrow()
  await fresh.db.updateTable('organisation').set({ isHost: true }).where('id', '=', organisationId).execute()
  await fresh.db
    .insertInto('programmeMember')
    .values({ programmeId: story.programmeId, personId, organisationId })
    .execute()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

async function organiser(language: Language, options: BrowserContextOptions = {}): Promise<Page> {
  const { personId } = story.facilitator
  await fresh.db.updateTable('person').set({ language }).where('id', '=', personId).execute()
  await fresh.db.updateTable('room').set({ language }).where('id', '=', story.roomId).execute()
  const one = await visitor(browser, server.url, { locale: language, ...options })
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await signInAs(one.page, server.url, story.facilitator)
  return one.page
}

async function aBoard(page: Page, template: string): Promise<string> {
  const address = `${server.url}${addBoard.path.replace(':roomId', story.roomId)}`
  const reply = await page.request.post(address, {
    headers: { 'x-meydan': '1', origin: server.url },
    data: { title: template, template },
  })
  expect(reply.status(), await reply.text()).toBe(200)
  return (await reply.json()).document.id
}

async function openBoard(page: Page, boardId: string): Promise<void> {
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
}

function picture(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: path.join(PICTURES, `${name}.png`) })
}

/** What the canvas made of a template: what lies on what, what is cut off, how large words without an outline are. */
function onCanvas(page: Page) {
  return page.evaluate(() => {
    const shapes = [...document.querySelectorAll<HTMLElement>('[data-board] .shape')]
    const boxes = shapes.map((shape) => ({ text: shape.textContent!.trim(), box: shape.getBoundingClientRect() }))
    const collisions = boxes.flatMap((one, index) =>
      boxes.slice(index + 1).flatMap((other) => {
        const [a, b] = [one.box, other.box]
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
        return apart ? [] : [`${one.text} / ${other.text}`]
      }),
    )
    const overflowing = shapes.flatMap((shape) => {
      const words = shape.querySelector<HTMLElement>('.words')!
      const paragraph = words.querySelector('p')!
      const isCut = words.classList.contains('more') || paragraph.offsetHeight > words.clientHeight + 2
      return isCut ? [paragraph.textContent!] : []
    })
    const titles = [...document.querySelectorAll<HTMLElement>('[data-frame-id] .title')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ textContent }) => textContent!)
    const alone = [...document.querySelectorAll<HTMLElement>('[data-board] .shape.text .words')]
    const sizes = [...new Set(alone.map(({ style }) => style.fontSize))]
    return { shapes: shapes.length, collisions, cut: [...overflowing, ...titles], sizes }
  })
}

describe.each(['tr', 'ar'] as const)('in %s', (language) => {
  test.each(boardTemplateIds.filter((id) => id !== 'empty'))('%s stands on the board whole', async (template) => {
    const page = await organiser(language)
    await openBoard(page, await aBoard(page, template))
    const clip = templateClip(template, language)
    for (const { title } of clip.frames) await page.getByText(title, { exact: true }).first().waitFor()
    await page.waitForTimeout(400)
    await picture(page, `board-${template}-${language}`)
    const seen = await onCanvas(page)
    expect(seen.shapes).toBe(clip.shapes.length)
    expect(seen.collisions, 'shapes on each other').toEqual([])
    expect(seen.cut, 'words or titles cut off where the whole template is seen').toEqual([])
    // Questions are of one size, examples below them of another.
    expect(seen.sizes.length, seen.sizes.join(', ')).toBeLessThanOrEqual(2)
  })
})

describe('choosing', () => {
  test.each([
    ['wide', {}],
    ['phone', phone],
  ] as const)('on a %s screen each template is seen before it is used, by keyboard too', async (name, options) => {
    const page = await organiser('tr', options)
    await page.goto(`${server.url}/rooms/${story.roomId}`)
    await untilSaved(page)
    await page.getByRole('button', { name: 'Oda menüsü' }).click()
    await page.getByRole('menuitem', { name: 'Pano ekle' }).click()
    const radios = page.getByRole('dialog').getByRole('radio')
    await expect.poll(() => radios.count(), { timeout: 10_000 }).toBe(boardTemplateIds.length)
    await radios.first().focus()
    for (const [index, id] of boardTemplateIds.entries()) {
      if (index > 0) await page.keyboard.press('ArrowDown')
      expect(await page.locator('input[type=radio]:checked').getAttribute('data-template')).toBe(id)
      const drawn = page.locator('.large svg[role=img]')
      await drawn.waitFor()
      const titles = templateClip(id, 'tr').frames.map(({ title }) => title)
      const words = (await drawn.locator('text.title').allTextContents()).map((text) => text.trim())
      expect(words).toHaveLength(titles.length)
      words.forEach((text, place) => expect(titles[place]!.startsWith(text.replace('…', '').trim())).toBe(true))
      await picture(page, `choice-${name}-${id}`)
    }
    await expectAccessible(page, `choice of a template, ${name}`)
  })

  test('the chosen one is what the board begins with, and gives it its title', async () => {
    const page = await organiser('de')
    await page.goto(`${server.url}/programmes/${story.programmeId}`)
    await page.getByRole('button', { name: 'Neuer Raum' }).click()
    await page.locator('[data-template=stakeholders]').check({ force: true })
    await picture(page, 'create-room-de')
    await page.getByLabel('Name des Raums').fill('Raum der Stakeholder')
    await page.getByRole('dialog').locator('button[type=submit]').click()
    await page.locator('[data-board]').waitFor()
    await page.getByText('Gehör verschaffen', { exact: true }).first().waitFor()
    expect(await page.title()).toContain('Raum der Stakeholder')
  })
})

test('a board becomes a template of the programme, begins another board, is renamed and deleted', async () => {
  const page = await organiser('en')
  const body = { title: 'Home visits', hint: 'Before the first visit', clip: templateClip('timeline', 'en') }
  const address = `${server.url}/api/programmes/${story.programmeId}/board-templates`
  const reply = await page.request.post(address, { headers: { 'x-meydan': '1', origin: server.url }, data: body })
  expect(reply.status()).toBe(200)
  await page.goto(`${server.url}/programmes/${story.programmeId}`)
  const card = page.locator('[data-board-template]')
  await card.waitFor()
  await card.scrollIntoViewIfNeeded()
  await card.locator('svg.preview').waitFor()
  await picture(page, 'programme-templates')
  await expectAccessible(page, 'programme with a template')
  await card.getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Rename template' }).click()
  await page.getByLabel('Name of the template').fill('Visits')
  await page.getByRole('button', { name: 'Save' }).click()
  await card.getByText('Visits', { exact: true }).waitFor()

  await page.goto(`${server.url}/rooms/${story.roomId}`)
  await untilSaved(page)
  await page.getByRole('button', { name: 'Room menu' }).click()
  await page.getByRole('menuitem', { name: 'Add a board' }).click()
  await page.getByRole('radio', { name: 'Visits' }).check({ force: true })
  await page.locator('.large svg[role=img][aria-label*=Visits]').waitFor()
  await picture(page, 'choice-own')
  await page.getByRole('dialog').locator('button[type=submit]').click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('Implementation', { exact: true }).first().waitFor()

  await page.goto(`${server.url}/programmes/${story.programmeId}`)
  await card.getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Delete template' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete template' }).click()
  await card.waitFor({ state: 'detached' })
  await page.getByText('Save as a template').waitFor()
})

/** The menu of the bare board, by the mouse. */
async function boardMenu(page: Page, item: string): Promise<void> {
  const box = (await page.locator('[data-board] .surface').boundingBox())!
  await page.mouse.click(box.x + box.width / 2, box.y + 8, { button: 'right' })
  await page.getByRole('menuitem', { name: item }).click()
}

test('a template is inserted beside what is there, as one step of undo', async () => {
  const page = await organiser('en')
  await openBoard(page, await aBoard(page, 'swot'))
  const frames = page.locator('[data-frame-id]')
  await expect.poll(() => frames.count()).toBe(4)
  await boardMenu(page, 'Insert a template')
  await page.locator('[data-template=timeline]').check({ force: true })
  await expectAccessible(page, 'inserting a template')
  await picture(page, 'insert')
  await page.locator('[data-insert-template]').click()
  await page.getByText('Implementation', { exact: true }).first().waitFor()
  await untilSaved(page)
  await page.locator('button', { hasText: 'Undo' }).waitFor()
  await page.locator('[data-board] .surface').focus()
  await page.keyboard.press('Shift+Digit1')
  await expect.poll(() => frames.count()).toBe(9)
  await page.waitForTimeout(500)
  await picture(page, 'inserted')
  const boxes = await frames.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect))
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(index + 1)) {
      const apart =
        one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top
      expect(apart, 'frames apart').toBe(true)
    }
  })
  await page.locator('button', { hasText: 'Undo' }).click()
  await expect.poll(() => frames.count()).toBe(4)
})

test('an organiser keeps a board as a template: without names, the choice of what is kept shown before', async () => {
  const page = await organiser('en')
  const board = await aBoard(page, 'needs')
  await openBoard(page, board)
  await writeNote(page, 'A word that stays')
  await untilSaved(page)
  // With nothing selected the menu is the board's.
  await openBoard(page, board)
  await boardMenu(page, 'Save as a template')
  await page.getByRole('dialog').locator('svg.preview').waitFor()
  const notes = page.getByRole('dialog').locator('svg.preview rect.note')
  expect(await notes.count()).toBe(0)
  await page.getByRole('radio', { name: 'With notes' }).check({ force: true })
  await expect.poll(() => notes.count()).toBe(1)
  await expectAccessible(page, 'saving a template')
  await picture(page, 'save')
  await page.getByLabel('Name of the template').fill('Kept board')
  await page.locator('[data-save-template]').click()
  await page.getByText('“Kept board” is now a template of the programme.').waitFor()
  const saved = fresh.db.selectFrom('boardTemplate').select('clip').where('title', '=', 'Kept board')
  const { clip } = await saved.executeTakeFirstOrThrow()
  expect(clip).toContain('A word that stays')
  expect(clip).not.toContain(story.facilitator.seatId)
})
