import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
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

const smallPhone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAADklEQVR4nGOYhgQYcHIAm4oVGYLH8n8AAAAASUVORK5CYII=',
  'base64',
)

type Look = BrowserContextOptions & { language?: string; theme?: string }

/** Somebody in the room with the panel of threads open. */
async function enter(story: Story, actor: Actor, { language, theme, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  const { page } = one
  await page.addInitScript(
    ([lang, look]) => {
      if (lang) localStorage.setItem('meydan.language', lang)
      if (look) localStorage.setItem('meydan.theme', look)
    },
    [language, theme],
  )
  await signInAs(page, server.url, actor)
  await page.goto(`${server.url}/rooms/${story.roomId}`)
  await untilSaved(page)
  await openPanel(page)
  return page
}

async function openPanel(page: Page): Promise<void> {
  const more = page.locator('[data-more-parts]')
  await page.locator('[data-part=threads], [data-more-parts]').first().waitFor()
  if (await more.isVisible()) {
    await more.click()
    // In every language the list of threads follows the questions; its icon is the same.
    await page.locator('[role=menuitem]:has(.lucide-messages-square)').click()
  } else await page.locator('[data-part=threads]').click()
  await page.locator('[data-thread-list] :is([data-state-filter], .empty)').first().waitFor()
}

const field = (page: Page) => page.locator('[data-comment-field]')
const rows = (page: Page) => page.locator('[data-thread-list] [data-thread-id]')
const texts = (page: Page) => page.locator('[data-comment-text]')
const commentsIn = ({ roomId }: Story) =>
  fresh.db
    .selectFrom('comment')
    .innerJoin('thread', 'thread.id', 'comment.threadId')
    .select(['comment.id', 'comment.text'])
    .where('thread.roomId', '=', roomId)
    .orderBy('comment.createdAt')
    .execute()
const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)

/** Writes in the field that is there, and sends it by the keyboard. */
async function say(page: Page, words: string): Promise<void> {
  await field(page).fill(words)
  await field(page).press('Control+Enter')
  await texts(page).filter({ hasText: words }).first().waitFor()
}

async function beginAboutRoom(page: Page, words: string): Promise<void> {
  await page.locator('[data-act=begin-room]').click()
  await say(page, words)
  await page.locator('[data-thread]').waitFor()
}

/** Seventy threads about the room, one of them about a station; a minute apart. */
async function seventyThreads({ roomId, civil }: Story): Promise<void> {
  const numbers = Array.from({ length: 70 }, (_, index) => index + 1)
  const threads = await fresh.db
    .insertInto('thread')
    .values(
      numbers.map((number) => ({ roomId, anchor: 'room', lastAt: new Date(Date.now() - (80 - number) * 60_000) })),
    )
    .returning(['id', 'lastAt'])
    .execute()
  const told = threads.map(({ id: threadId, lastAt: createdAt }, index) => {
    const text = `Proposal ${index + 1}: ${index === 8 ? 'İstasyon' : 'the hall'}`
    return { id: crypto.randomUUID(), threadId, seatId: civil.seatId, text, createdAt }
  })
  await fresh.db.insertInto('comment').values(told).execute()
}

const back = (page: Page) => page.locator('[data-act=thread-back]').click()

test('two sides talk about the room: named, answered live, thanked, changed, settled and opened again', async () => {
  const story = await consultationRoom(fresh.db)
  const leads = await enter(story, story.facilitator)
  const council = await enter(story, story.public)
  await leads.getByText('Nobody has written yet').waitFor()
  await expectAccessible(leads, 'threads, none yet')
  await keepPicture(leads, 'threads-empty')

  await leads.locator('[data-act=begin-room]').click()
  await field(leads).pressSequentially('Can we use the hall on Fridays, @meh')
  await leads.locator('[role=listbox] [role=option]').first().waitFor()
  expect(await leads.locator('[role=option][aria-selected=true]').innerText()).toContain('Mehmet')
  await keepPicture(leads, 'threads-mention')
  await field(leads).press('Enter')
  expect(await field(leads).inputValue()).toBe('Can we use the hall on Fridays, @Mehmet ')
  await field(leads).pressSequentially('(from 18:00)?')
  await field(leads).press('Control+Enter')
  await leads.locator('[data-thread] [data-comment-text] .mention', { hasText: '@Mehmet' }).waitFor()
  const [first] = await commentsIn(story)
  expect(first!.text).toBe(`Can we use the hall on Fridays, @[seat:${story.public.seatId}] (from 18:00)?`)

  // The other had the list open: it is there by itself, unread, for them.
  await rows(council).first().waitFor()
  expect(await rows(council).first().getAttribute('data-unread')).toBe('true')
  expect(await council.locator('[data-filter=unread]').innerText()).toContain('1')
  await council.locator('[data-filter=mine]').click()
  await rows(council).first().waitFor()
  await council.locator('[data-filter=mine]').click()
  await rows(council).first().focus()
  await council.keyboard.press('Enter')
  await council.locator('[data-new]').waitFor()
  await council.locator('.mention.mine').waitFor()
  await council.keyboard.press('r')
  await until(async () => await field(council).evaluate((element) => element === document.activeElement))
  await say(council, 'Yes, from October on. See https://example.org/hall')
  await texts(leads).filter({ hasText: 'from October on' }).waitFor()
  const link = texts(leads).locator('a')
  expect(await link.getAttribute('href')).toBe('https://example.org/hall')
  expect(await link.getAttribute('rel')).toContain('nofollow')

  const question = leads.locator(`[data-comment-id="${first!.id}"]`)
  await council.locator(`[data-comment-id="${first!.id}"]`).getByRole('button', { name: 'React' }).click()
  await council.getByRole('menuitemcheckbox', { name: 'Thank you' }).click()
  await question.locator('[data-sign=thanks]').waitFor()
  await question.getByRole('button', { name: 'Thank you: Mehmet' }).waitFor()
  await question.locator('[data-comment-menu]').click()
  await leads.getByRole('menuitem', { name: 'Edit' }).click()
  await question.locator('textarea').fill('Can we use both halls on Fridays, @Mehmet?')
  await question.locator('textarea').press('Control+Enter')
  const heard = council.locator(`[data-comment-id="${first!.id}"]`)
  await heard.locator('[data-edited]').waitFor()
  await heard.getByText('both halls').waitFor()
  // Nothing is pointed at, and no tooltip open.
  await leads.mouse.move(0, 0)
  await leads.locator('[data-act=resolve]').focus()
  await leads.locator('[role=tooltip]').waitFor({ state: 'detached' })
  await expectAccessible(leads, 'a thread')
  await keepPicture(leads, 'threads-one')

  await council.locator('[data-act=resolve]').click()
  await leads.locator('[data-settled]', { hasText: 'Mehmet' }).waitFor()
  await leads.locator('[data-act=resolve]').click()
  await council.locator('[data-settled]').waitFor({ state: 'detached' })
  await council.keyboard.press('Escape')
  await rows(council).first().waitFor()
  expect(await rows(council).first().getAttribute('data-unread')).toBeNull()
  expect(
    await rows(council)
      .first()
      .evaluate((element) => element === document.activeElement),
  ).toBe(true)
  await council.locator('.drawer').waitFor()
})

test('a picture is attached and seen, an SVG is refused with its reason', async () => {
  const story = await consultationRoom(fresh.db)
  const writes = await enter(story, story.civil)
  const reads = await enter(story, story.observer)
  await writes.locator('[data-act=begin-room]').click()
  const chooser = writes.locator('[data-new-thread] input[type=file]')
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  await chooser.setInputFiles([
    { name: 'plan.svg', mimeType: 'image/svg+xml', buffer: svg },
    { name: 'hall.png', mimeType: 'image/png', buffer: PNG },
    { name: 'minutes.txt', mimeType: 'text/plain', buffer: Buffer.from('Held on Friday') },
  ])
  const refused = writes.locator('[data-draft-file]', { hasText: 'plan.svg' })
  await refused.getByText('Files of this kind can’t be attached').waitFor()
  await expectAccessible(writes, 'a comment with files')
  await keepPicture(writes, 'threads-files')
  await refused.getByRole('button', { name: 'Remove plan.svg' }).click()
  await until(async () => (await writes.locator('[data-draft-file] progress').count()) === 0)
  await say(writes, 'The hall as it is')
  await writes.locator('[data-thread] img[alt="hall.webp"]').waitFor()

  await rows(reads).first().click()
  // Who watches reads everything and is offered nothing.
  await reads.locator('[data-thread] [data-read-only]').waitFor()
  expect(await field(reads).count()).toBe(0)
  expect(await reads.locator('[data-act=resolve], [data-act=begin-room]').count()).toBe(0)
  const picture = reads.locator('img[alt="hall.webp"]')
  await until(async () => await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0))
  const file = reads.locator('[data-file]')
  expect(await file.innerText()).toMatch(/minutes\.txt\s+TXT · 1 KB/)
  expect(await file.getAttribute('download')).toBe('minutes.txt')
  await reads.locator('[data-picture]').click()
  await reads.getByRole('dialog', { name: 'hall.webp' }).waitFor()
  await expectAccessible(reads, 'a picture, large')
  await keepPicture(reads, 'threads-picture')
})

test('what is written without a network waits, is sent once by itself, and so is what lost its answer', async () => {
  const story = await consultationRoom(fresh.db)
  const page = await enter(story, story.public)
  await beginAboutRoom(page, 'The first, with a network')
  await page.context().setOffline(true)
  await field(page).fill('Written on the train')
  await field(page).press('Control+Enter')
  await page.locator('[data-queued=waiting]', { hasText: 'Written on the train' }).waitFor()
  await keepPicture(page, 'threads-waiting')
  await expectAccessible(page, 'a comment that waits')
  await back(page)
  await page.getByText('1 comment is not sent yet.').waitFor()
  await rows(page).first().click()
  await page.context().setOffline(false)
  await page.locator('[data-thread] [data-comment-id]', { hasText: 'Written on the train' }).waitFor()
  await until(async () => (await page.locator('[data-queued]').count()) === 0)

  // The server takes it, and the answer is lost.
  let lost = 0
  await page.route('**/comments', async (route) => {
    lost += 1
    if (lost > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await field(page).fill('Said once')
  await field(page).press('Control+Enter')
  await until(() => lost > 1)
  await until(async () => (await page.locator('[data-queued]').count()) === 0)
  expect((await commentsIn(story)).map(({ text }) => text)).toEqual([
    'The first, with a network',
    'Written on the train',
    'Said once',
  ])
  await until(async () => (await texts(page).count()) === 3)
})

test('what can’t be sent says why, and nothing that was typed is lost', async () => {
  const story = await consultationRoom(fresh.db)
  const page = await enter(story, story.civil)
  await beginAboutRoom(page, 'Open for a while')
  await field(page).fill('Half a thou')
  await back(page)
  await rows(page).first().click()
  expect(await field(page).inputValue()).toBe('Half a thou')
  await field(page).fill('x'.repeat(4001))
  await page.getByText('1 character too many').waitFor()
  await field(page).press('Control+Enter')
  expect(await page.locator('[data-queued]').count()).toBe(0)
  await field(page).fill('A last word')
  await page.context().setOffline(true)
  await field(page).press('Control+Enter')
  await page.locator('[data-queued]').waitFor()
  await fresh.db.updateTable('room').set({ archivedAt: new Date() }).where('id', '=', story.roomId).execute()
  await page.context().setOffline(false)
  const refused = page.locator('[data-queued=refused]', { hasText: 'A last word' })
  await refused.getByText('This room is archived').waitFor()
  await keepPicture(page, 'threads-refused')
  await fresh.db.updateTable('room').set({ archivedAt: null }).where('id', '=', story.roomId).execute()
  await refused.getByRole('button', { name: 'Try again' }).click()
  await page.locator('[data-thread] [data-comment-id]', { hasText: 'A last word' }).waitFor()
})

test('many threads are searched, filtered, walked by the keyboard and marked as read', async () => {
  const story = await consultationRoom(fresh.db)
  await seventyThreads(story)
  const page = await enter(story, story.public)
  await until(async () => (await page.locator('[data-state-filter=open]').innerText()).includes('70'))
  expect(await rows(page).count()).toBeLessThan(50)
  await rows(page).first().focus()
  await page.keyboard.press('End')
  await page.locator('[data-row]:focus').waitFor()
  await until(async () => {
    await page.keyboard.press('End')
    return (await page.locator('[data-row="69"]:focus').count()) === 1
  })
  await page.locator('[data-row="69"]', { hasText: 'Proposal 1:' }).waitFor()
  await keepPicture(page, 'threads-many')
  await page.keyboard.press('Enter')
  await texts(page).filter({ hasText: 'Proposal 1:' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('[data-row="69"]:focus').waitFor()

  await page.getByRole('searchbox').fill('istasyon')
  await until(async () => (await rows(page).count()) === 1)
  await rows(page).filter({ hasText: 'Proposal 9:' }).waitFor()
  await page.getByRole('searchbox').fill('nobody said this')
  await page.getByText('No thread is like that').waitFor()
  await page.getByRole('button', { name: 'Show all open' }).click()
  await until(async () => (await rows(page).count()) > 1)
  await page.locator('[data-filter=side]').click()
  await page.getByRole('menuitemradio', { name: 'Public institutions' }).click()
  await page.getByText('No thread is like that').waitFor()
  await page.locator('[data-filter=side]').click()
  await page.getByRole('menuitemradio', { name: 'Civil society' }).click()
  await rows(page).first().waitFor()
  await page.locator('[data-filter=side]').click()
  await page.getByRole('menuitemradio', { name: 'Any side' }).click()
  await page.locator('[data-act=read-all]').click()
  await page.locator('[data-filter=unread]').click()
  await page.getByText('All read').waitFor()
  await page.locator('[data-state-filter=resolved]').click()
  await page.locator('[data-filter=unread]').click()
  await page.getByText('Nothing is resolved yet').waitFor()
})

test.each([
  { language: 'ar', theme: 'light', look: smallPhone },
  { language: 'tr', theme: 'dark', look: smallPhone },
  { language: 'de', theme: 'dark', look: {} },
])('threads on a small phone or wide, in $language and $theme', async ({ language, theme, look }) => {
  const story = await consultationRoom(fresh.db)
  const page = await enter(story, story.facilitator, { ...look, language, theme })
  const side = await enter(story, story.public)
  await keepPicture(page, `threads-empty-${language}`)
  await beginAboutRoom(page, 'هل يمكن فتح القاعة مساء الجمعة؟')
  const written = texts(page).first()
  expect(await written.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  await rows(side).first().click()
  await say(side, 'Ekim ayından itibaren olur, @Zeynep. Ayrıntılar belediyede.')
  await texts(page).nth(1).waitFor()
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, `a thread in ${language}, ${theme}`)
  await keepPicture(page, `threads-one-${language}`)
  await back(page)
  await rows(page).first().waitFor()
  expect(await fits(page)).toBe(true)
  await expectAccessible(page, `threads in ${language}, ${theme}`)
  await keepPicture(page, `threads-list-${language}`)
})
