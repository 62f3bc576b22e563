import { Plan } from '@meydan/shared/documents/plan/plan'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type * as Y from 'yjs'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { loggedDocument, noteAndAction } from '../support/projection.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { signInAs } from '../support/workshop.ts'

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

type Look = BrowserContextOptions & { language?: string; theme?: string }

async function homeOf(story: Story, actor: Actor, { language, theme, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  const { page } = one
  await page.addInitScript(
    ([lang, look]) => {
      localStorage.setItem('meydan.language', lang ?? 'en')
      localStorage.setItem('meydan.board.mode', 'canvas')
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  await signInAs(page, server.url, actor)
  await page.goto(`${server.url}/rooms/${story.roomId}/home`)
  await page.locator('[data-since] h2').waitFor()
  await page.locator('[data-since][aria-busy=false]').waitFor()
  return page
}

/** Ahmad was here an hour ago; the other side has been at work since. */
async function worked(): Promise<{ story: Story; boardId: string; planId: string; noteId: string }> {
  const story = await consultationRoom(fresh.db)
  const { boardId, planId, noteId, board, commit } = await noteAndAction(
    fresh.db,
    story,
    'No interpreters at the clinic',
  )
  const seenAt = new Date()
  for (const table of ['documentChange', 'documentUpdate'] as const) {
    const column = table === 'documentChange' ? 'changedAt' : 'createdAt'
    await fresh.db
      .updateTable(table)
      .set({ [column]: new Date(seenAt.getTime() - 3 * 3_600_000) })
      .execute()
  }
  const hourAgo = new Date(seenAt.getTime() - 3_600_000)
  await fresh.db
    .insertInto('roomVisit')
    .values({ roomId: story.roomId, personId: story.civil.personId, beganAt: hourAgo, seenAt: hourAgo })
    .execute()
  const text = board.doc.getMap('texts').get(noteId) as Y.Text
  text.insert(text.length, ' or the school')
  board.addNotes([{ at: { x: 900, y: 600 }, text: 'Buses at night' }], { seat: story.public.seatId, side: 'public' })
  await commit(story.public)
  const plan = await loggedDocument(fresh.db, planId)
  const [action] = new Plan(plan.doc).actionsOf(null)
  new Plan(plan.doc).edit(action!.id, { title: 'Hire two interpreters' })
  await plan.commit(story.public)
  const { id: threadId } = await fresh.db
    .insertInto('thread')
    .values({ roomId: story.roomId, anchor: 'room' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const comment = { threadId, seatId: story.public.seatId, text: 'Who pays for the interpreters?' }
  await fresh.db
    .insertInto('comment')
    .values({ id: crypto.randomUUID(), ...comment })
    .execute()
  await fresh.db
    .insertInto('meeting')
    .values({
      ...{ roomId: story.roomId, title: 'Third meeting', place: 'Town hall', timeZone: 'Europe/Istanbul' },
      ...{ plannedAt: new Date(seenAt.getTime() + 86_400_000), callUrl: 'https://call.example.org/room' },
    })
    .execute()
  return { story, boardId, planId, noteId }
}

test('whoever comes back is told what others did, and led to it', async () => {
  const { story, boardId, planId, noteId } = await worked()
  const page = await homeOf(story, story.civil)
  await page.locator('[data-happening=note_changed]', { hasText: 'or the school' }).waitFor()
  await page.locator('[data-happening=note_added]', { hasText: 'Buses at night' }).waitFor()
  await page.locator('[data-happening=action_changed]', { hasText: 'Hire two interpreters' }).waitFor()
  await page.locator('[data-happening=comment]', { hasText: 'Who pays' }).waitFor()
  await page.locator('[data-next-meeting]', { hasText: 'Third meeting' }).waitFor()
  await expectAccessible(page, 'the home of a room')
  await keepPicture(page, 'room-home')
  // The tabs say where there is something new, until one looks at it.
  const tab = (id: string) => page.locator(`.tab[href$="${id}"] [data-new]`)
  await tab(boardId).waitFor()
  await tab(planId).waitFor()
  await page.locator('[data-part=threads] [data-new]').waitFor()
  await page.locator('[data-happening=note_changed] a').click()
  await page.locator(`[data-note-id="${noteId}"]`).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/rooms/${story.roomId}/boards/${boardId}`)
  await tab(boardId).waitFor({ state: 'detached' })
  expect(await tab(planId).count()).toBe(1)
  await page.locator('[data-part=threads]').click()
  await page.locator('[data-part=threads] [data-new]').waitFor({ state: 'detached' })
  // What happened is told still, for as long as the visit lasts.
  await page.locator('[data-to-home]').click()
  await page.locator('[data-happening=action_changed] a').click()
  await page.waitForURL(new RegExp(`/plans/${planId}`))
})

test('one change after the other is brought into sight', async () => {
  const { story, boardId } = await worked()
  const page = await homeOf(story, story.civil)
  await page.locator(`[data-document="${boardId}"] [data-what-changed]`).click()
  const bar = page.locator('[data-jump-bar]')
  await bar.getByText('1 of 2').waitFor()
  await keepPicture(page, 'room-home-jump')
  await bar.press('n')
  await bar.getByText('2 of 2').waitFor()
  await bar.locator('[data-act=previous]').click()
  await bar.getByText('1 of 2').waitFor()
  await expectAccessible(page, 'the bar that leads through changes')
  await bar.press('Escape')
  await bar.waitFor({ state: 'detached' })
})

test('an observer on their first visit is told so, on a small phone, in Arabic and in the dark', async () => {
  const { story } = await worked()
  const narrow = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
  const page = await homeOf(story, story.observer, { ...narrow, language: 'ar', theme: 'dark' })
  await page.locator('[data-first-visit]').waitFor()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(360)
  await expectAccessible(page, 'the home of a room on a phone')
  await keepPicture(page, 'room-home-phone-ar-dark')
  const german = await homeOf(story, story.civil, { ...narrow, language: 'de' })
  await keepPicture(german, 'room-home-phone-de')
})
