import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { marked, selectAtEnd, threadOn } from '../support/passages.ts'
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

type Look = BrowserContextOptions & { language?: string; before?: (page: Page) => Promise<void> }

/** Somebody at an address of the room. */
async function enter(actor: Actor, address: string, { language, before, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  if (language) await one.page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await before?.(one.page)
  await one.page.goto(server.url + address)
  await one.page.locator('.minutes-text').waitFor()
  await untilSaved(one.page)
  return one.page
}

const at = ({ roomId }: Story, id: string) => `/rooms/${roomId}/minutes/${id}`
const LINES = 60
const longLine = (n: number) => `Madde ${n}: belediye ve dernekler bu konuda birlikte çalışır.`

async function longMinutes() {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(
    fresh.db,
    story.roomId,
    Array.from({ length: LINES }, (_, n) => paragraph(longLine(n))),
  )
  return { story, id }
}

const inText = (page: Page) => page.evaluate(() => document.activeElement?.classList.contains('minutes-text') ?? false)
const inPanel = (page: Page) => page.evaluate(() => document.activeElement?.closest('[data-threads-panel]') != null)
const selected = (page: Page) => page.evaluate(() => String(getSelection()))
const composer = (page: Page) => page.locator('form.composer')

/** Whether it can be read where the text is seen. */
const isSeen = (page: Page, selector: string) =>
  page.evaluate((wanted) => {
    const box = document.querySelector(wanted)?.getBoundingClientRect()
    const seen = document.querySelector('[data-minutes-scroll]')!.getBoundingClientRect()
    return box !== undefined && box.height > 0 && box.top >= seen.top && box.bottom <= seen.bottom
  }, selector)

async function say(page: Page, words: string): Promise<void> {
  await composer(page).locator('textarea, [contenteditable=true]').first().fill(words)
  await composer(page).locator('[data-act=send-comment]').click()
}

test('a link to a thread brings its passage to view in long minutes, and the keyboard goes there when it is asked', async () => {
  const { story, id } = await longMinutes()
  const late = await threadOn(fresh.db, story, { documentId: id, line: 55, words: 'birlikte çalışır' })
  const early = await threadOn(fresh.db, story, { documentId: id, line: 1, words: 'belediye ve dernekler' })
  // As letters and the bell have it: of the room alone, whose first document is a board.
  const page = await enter(story.public, `/rooms/${story.roomId}?thread=${late}`, { reducedMotion: 'reduce' })
  await until(() => page.url().endsWith(at(story, id)))
  await until(() => isSeen(page, '.passage.shown'))
  expect(await page.locator('.passage.shown').textContent()).toBe('birlikte çalışır')
  await until(() => inPanel(page))
  expect(await page.locator('[data-thread] h3 q').textContent()).toBe('birlikte çalışır')
  await keepPicture(page, 'passage-by-link')
  await expectAccessible(page, 'a thread about a passage')

  // From the list, another one.
  await page.locator('[data-act=thread-back]').click()
  await page.locator(`[data-thread-id="${early}"]`).click()
  await until(() => isSeen(page, '.passage.shown'))
  expect(await page.locator('.passage.shown').textContent()).toBe('belediye ve dernekler')
  expect(await inText(page)).toBe(false)
  await page.locator('[data-minutes-scroll]').evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
  await page.locator('[data-thread] [data-act=show-object]').click()
  await until(() => isSeen(page, '.passage.shown'))
  expect(await inText(page)).toBe(true)
  expect(await selected(page)).toBe('belediye ve dernekler')
})

test('with motion, and on a phone, the passage comes to view too', async () => {
  const { story, id } = await longMinutes()
  const thread = await threadOn(fresh.db, story, { documentId: id, line: 50, words: 'bu konuda' })
  const page = await enter(story.public, `${at(story, id)}?thread=${thread}`)
  await until(() => isSeen(page, '.passage.shown'))
  const phone = await enter(story.observer, at(story, id), {
    ...{ language: 'ar', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
  })
  await phone.goto(`${server.url}${at(story, id)}?thread=${thread}`)
  await phone.locator('[data-thread] h3 q').waitFor()
  await keepPicture(phone, 'passage-head-ar-360-dark')
  await phone.locator('[data-thread] [data-act=show-object]').tap()
  await until(() => isSeen(phone, '.passage.shown'))
  await keepPicture(phone, 'passage-shown-ar-360-dark')
  // There is no margin for them here.
  expect(await phone.locator('[data-bubble]').first().isVisible()).toBe(false)
})

/** What the threads of a room are about, as the server quotes it. */
async function quotesOf({ roomId }: Story): Promise<string[]> {
  const threads = await fresh.db.selectFrom('thread').select('quote').where('roomId', '=', roomId).execute()
  return threads.map(({ quote }) => quote).sort()
}

/** Holds back what a page tells the server of its documents, from when it is told to. */
function dam() {
  let held: (() => void)[] | null = null
  return {
    hold: () => {
      held = []
    },
    release: () => {
      const all = held ?? []
      held = null
      for (const send of all) send()
    },
    before: (page: Page) =>
      page.routeWebSocket(/\/sync\//, (socket) => {
        const upstream = socket.connectToServer()
        socket.onMessage((message) => {
          if (held) held.push(() => upstream.send(message))
          else upstream.send(message)
        })
      }),
  }
}

test('a thread about words that were just typed waits until they are saved, and nothing of it is lost', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('İlk satır.')])
  const { hold, release, before } = dam()
  const one = await enter(story.civil, at(story, id), { before })
  const sent: string[] = []
  one.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/threads')) sent.push(request.url())
  })
  hold()
  await one.locator('.minutes-text p').first().click()
  await one.keyboard.press('End')
  await one.keyboard.type(' Yeni sözler')
  await selectAtEnd(one, 'Yeni sözler')
  await one.keyboard.press('Control+Alt+KeyM')
  await say(one, 'Bunlar kimin sözleri?')
  await one.locator('[data-queued=waiting]').waitFor()
  await keepPicture(one, 'passage-waiting')
  expect(sent).toEqual([])
  release()
  await expect.poll(() => marked(one), { timeout: 10_000 }).toBe('Yeni sözler')
  await one.locator('[data-thread]').waitFor()
  expect(sent).toHaveLength(1)

  // Without any network the same, and both come when there is one.
  await one.context().setOffline(true)
  await until(async () => (await one.locator('[data-sync-state=offline]').count()) > 0)
  await one.locator('.minutes-text p').first().click()
  await one.keyboard.press('End')
  await one.keyboard.type(' – unterwegs')
  await selectAtEnd(one, 'unterwegs')
  await one.keyboard.press('Control+Alt+KeyM')
  await say(one, 'Offline gesagt')
  await one.locator('[data-queued=waiting]').waitFor()
  await one.context().setOffline(false)
  await expect.poll(() => marked(one), { timeout: 20_000 }).toBe('Yeni sözlerunterwegs')
  expect(await quotesOf(story)).toEqual(['Yeni sözler', 'unterwegs'])
})

test('on a device of one’s own such a thread outlives that its minutes are left before its words are saved', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('İlk satır.')])
  const { hold, release, before } = dam()
  const one = await enter(story.civil, at(story, id), { before })
  await one.evaluate(() => localStorage.setItem('meydan.keep-on-device', 'yes'))
  await one.reload()
  await untilSaved(one)
  hold()
  await one.locator('.minutes-text p').first().click()
  await one.keyboard.press('End')
  await one.keyboard.type(' Yeni sözler')
  await selectAtEnd(one, 'Yeni sözler')
  await one.keyboard.press('Control+Alt+KeyM')
  await say(one, 'Bunlar kimin sözleri?')
  await one.locator('[data-queued=waiting]').waitFor()
  const answers: number[] = []
  one.on('response', (response) => {
    if (response.request().method() === 'POST' && response.url().endsWith('/threads')) answers.push(response.status())
  })
  // Elsewhere the words are on this device alone, and the server is asked about words that it doesn't know.
  await one.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await until(() => answers.includes(404))
  expect(await quotesOf(story)).toEqual([])
  release()
  await one.goto(server.url + at(story, id))
  await expect.poll(() => marked(one), { timeout: 20_000 }).toBe('Yeni sözler')
  expect(answers.filter((status) => status === 200)).toHaveLength(1)
  expect(await quotesOf(story)).toEqual(['Yeni sözler'])
})

test('who takes a deletion back gives the talk its words again, for everybody', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('Salon akşam açık kalır.'), paragraph('Sonra.')])
  const thread = await threadOn(fresh.db, story, { documentId: id, words: 'akşam açık' })
  const [one, other] = [await enter(story.civil, at(story, id)), await enter(story.public, at(story, id))]
  for (const page of [one, other]) await expect.poll(() => marked(page), { timeout: 10_000 }).toBe('akşam açık')
  await selectAtEnd(one, 'Salon akşam açık kalır.')
  await one.keyboard.press('Delete')
  await untilSaved(one)
  for (const page of [one, other]) await expect.poll(() => marked(page), { timeout: 10_000 }).toBe('')
  await one.keyboard.press('Control+z')
  for (const page of [one, other]) await expect.poll(() => marked(page), { timeout: 20_000 }).toBe('akşam açık')
  const left = await fresh.db
    .selectFrom('minutesPassage')
    .select(['words', 'isGone'])
    .where('threadId', '=', thread)
    .executeTakeFirstOrThrow()
  expect(left).toEqual({ words: 'akşam açık', isGone: false })
  await other.reload()
  await expect.poll(() => marked(other), { timeout: 10_000 }).toBe('akşam açık')
})
