import { DocumentLog } from '@meydan/server/sync/document-log'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { showCanvas, showList, signInAs, untilSaved, writeNote } from '../support/workshop.ts'

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

const plenary = () => `${server.url}/rooms/${story.roomId}/boards/${story.boardId}`

async function arrive(actor: Actor, options = {}): Promise<{ page: Page; one: Visitor }> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(plenary())
  await untilSaved(one.page)
  return { page: one.page, one }
}

/** The facilitator's panel, with the tables made as the dialog offers it: for those it counts as here, so they are waited for. */
async function makeTables(lead: Page, names: string[], check = async () => {}): Promise<void> {
  await lead.locator('[data-part=tables]').click()
  await lead.locator('[data-make-tables]').click()
  for (const name of names) await lead.locator('[data-preview]').getByText(name).waitFor()
  await check()
  await lead.locator('[data-make]').click()
  await lead.locator('[data-table]').nth(1).waitFor()
}

async function atMyTable(page: Page): Promise<void> {
  await page.locator('[data-my-table]').waitFor()
  await until(() => !page.url().endsWith(story.boardId))
  await untilSaved(page)
}

async function notesOf(documentId: string) {
  const { parts } = (await new DocumentLog(fresh.db).read(documentId))!
  const doc = new Y.Doc()
  for (const part of parts) Y.applyUpdate(doc, part)
  return parseBoard(doc).notes
}

test('both sides at tables: each writes there, and both notes come back with table, side and author', async () => {
  const lead = await arrive(story.facilitator)
  const ahmad = await arrive(story.civil)
  const mehmet = await arrive(story.public, { ...phone, locale: 'ar' })
  const observer = await arrive(story.observer)
  await makeTables(lead.page, ['Ahmad', 'Mehmet'], () => expectAccessible(lead.page, 'make tables'))
  await Promise.all([atMyTable(ahmad.page), atMyTable(mehmet.page)])
  expect(ahmad.page.url()).not.toBe(mehmet.page.url())
  await expectAccessible(lead.page, 'tables, facilitator')
  await expectAccessible(ahmad.page, 'my table')
  await expectAccessible(mehmet.page, 'my table on an Arabic phone')

  await showCanvas(mehmet.page)
  await writeNote(ahmad.page, 'Interpreters')
  await writeNote(mehmet.page, 'مترجمون')
  await Promise.all([untilSaved(ahmad.page), untilSaved(mehmet.page)])
  await observer.page.locator('[data-part=tables]').click()
  await observer.page.locator('[data-table]').nth(1).waitFor()
  expect(await observer.page.locator('[data-end-tables]').count()).toBe(0)
  await expectAccessible(observer.page, 'tables, observer')

  await lead.page.locator('[data-end-tables]').click()
  await until(async () => (await lead.page.locator('[data-total]').textContent())?.includes('2 notes'))
  await expectAccessible(lead.page, 'end tables')
  await lead.page.locator('[data-end=merge]').click()

  for (const { page } of [ahmad, mehmet]) {
    await until(() => page.url() === plenary())
    await page.locator('[data-my-table]').waitFor({ state: 'detached' })
  }
  // They lie beside what was there: the list has them without a walk over the canvas.
  for (const { page } of [ahmad, lead]) {
    await showList(page)
    for (const words of ['مترجمون', 'Interpreters']) await page.getByText(words).first().waitFor()
  }

  const tables = await fresh.db
    .selectFrom('roomTable')
    .innerJoin('tableSeat', 'tableSeat.tableId', 'roomTable.id')
    .select(['roomTable.id', 'roomTable.state', 'roomTable.notesMerged', 'tableSeat.seatId'])
    .where('roomId', '=', story.roomId)
    .execute()
  expect(tables.map(({ state, notesMerged }) => [state, notesMerged])).toEqual(Array(2).fill(['merged', 1]))
  const tableOf = (actor: Actor) => tables.find(({ seatId }) => seatId === actor.seatId)!.id
  const notes = await notesOf(story.boardId)
  expect(notes.map(({ text, seat, side, table }) => ({ text, seat, side, table }))).toEqual(
    expect.arrayContaining([
      { text: 'Interpreters', seat: story.civil.seatId, side: 'civil', table: tableOf(story.civil) },
      { text: 'مترجمون', seat: story.public.seatId, side: 'public', table: tableOf(story.public) },
    ]),
  )
  expect(notes).toHaveLength(2)
  for (const { one } of [lead, ahmad, mehmet, observer]) expectWellBehaved([one])
})

test('a table closed while somebody sits at it: they are brought back and told, and its note stays there', async () => {
  const lead = await arrive(story.facilitator)
  const ahmad = await arrive(story.civil)
  await arrive(story.public)
  await makeTables(lead.page, ['Ahmad', 'Mehmet'])
  await atMyTable(ahmad.page)
  const documentId = ahmad.page.url().split('/').at(-1)!
  await writeNote(ahmad.page, 'Still here')
  await untilSaved(ahmad.page)
  const card = lead.page.locator('[data-table]', { hasText: 'Ahmad' })
  const name = (await card.locator('h3').textContent())!.trim()
  await card.getByRole('button', { name: `Actions for ${name}` }).click()
  await lead.page.getByRole('menuitem', { name: 'Close table' }).click()
  await expectAccessible(lead.page, 'close a table')
  await lead.page.getByRole('dialog').getByRole('button', { name: 'Close table' }).click()
  await until(() => ahmad.page.url() === plenary())
  await ahmad.page.getByText(`${name} has ended`).first().waitFor()
  expect((await notesOf(documentId)).map(({ text }) => text)).toEqual(['Still here'])

  // By keyboard to the other table, as the menu has it.
  await lead.page.locator('[data-seat]', { hasText: 'Ahmad' }).getByRole('button').focus()
  await lead.page.keyboard.press('Enter')
  await lead.page.getByRole('menuitem').first().focus()
  await lead.page.keyboard.press('Enter')
  await atMyTable(ahmad.page)
  await ahmad.page.locator('[data-my-table]').getByText('Mehmet').waitFor()
})

test('a way to the plenary and back to one’s table; a reload leaves one where one is', async () => {
  const lead = await arrive(story.facilitator)
  const ahmad = await arrive(story.civil)
  await makeTables(lead.page, ['Ahmad'])
  await atMyTable(ahmad.page)
  const table = ahmad.page.url()
  await ahmad.page.locator('[data-go=plenary]').click()
  await until(() => ahmad.page.url() === plenary())
  await ahmad.page.reload()
  await ahmad.page.locator('[data-go=table]').waitFor()
  expect(ahmad.page.url()).toBe(plenary())
  await writeNote(ahmad.page, 'From my table')
  await untilSaved(ahmad.page)
  const [note] = await notesOf(story.boardId)
  const sitting = await fresh.db
    .selectFrom('tableSeat')
    .select('tableId')
    .where('seatId', '=', story.civil.seatId)
    .execute()
  expect(note!.table).toBe(sitting[0]!.tableId)
  await ahmad.page.locator('[data-go=table]').click()
  await until(() => ahmad.page.url() === table)
})

test('areas of one board: everybody is shown theirs, and what they write there says so', async () => {
  const lead = await arrive(story.facilitator)
  const ahmad = await arrive(story.civil)
  await makeTables(lead.page, ['Ahmad'], async () => {
    await lead.page.getByText('Areas of one board').click()
  })
  await ahmad.page.locator('[data-my-table]').waitFor()
  const { frameId, tableId } = await fresh.db
    .selectFrom('roomTable')
    .innerJoin('tableSeat', 'tableSeat.tableId', 'roomTable.id')
    .select(['roomTable.frameId', 'tableSeat.tableId'])
    .where('tableSeat.seatId', '=', story.civil.seatId)
    .executeTakeFirstOrThrow()
  const frame = ahmad.page.locator(`[data-frame-id="${frameId}"]`)
  const { width, height } = ahmad.page.viewportSize()!
  await until(async () => {
    const box = await frame.boundingBox()
    return box !== null && box.x < width && box.y < height && box.x + box.width > 0 && box.y + box.height > 0
  })
  expect(ahmad.page.url()).toBe(plenary())
  await writeNote(ahmad.page, 'In our area')
  await untilSaved(ahmad.page)
  await lead.page.locator('[data-end-tables]').click()
  await until(async () => (await lead.page.locator('[data-total]').textContent())?.includes('1 note'))
  await lead.page.locator('[data-end=merge]').click()
  await ahmad.page.locator('[data-my-table]').waitFor({ state: 'detached' })
  expect((await notesOf(story.boardId)).map(({ text, table }) => [text, table])).toEqual([['In our area', tableId]])
})
