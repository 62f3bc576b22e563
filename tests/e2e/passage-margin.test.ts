import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
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

type Look = BrowserContextOptions & { language?: string }

async function open(actor: Actor, { roomId }: Story, id: string, { language, ...options }: Look = {}): Promise<Page> {
  const one = await visitor(browser, server.url, { viewport: { width: 1440, height: 900 }, ...options })
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  if (language) await one.page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${roomId}/minutes/${id}`)
  await one.page.locator('.minutes-text').waitFor()
  await untilSaved(one.page)
  return one.page
}

const smallPhone: BrowserContextOptions = {
  ...{ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
}
const button = (page: Page) => page.locator('[data-act=comment-selection]')
const inText = (page: Page) => page.evaluate(() => document.activeElement?.classList.contains('minutes-text') ?? false)
const shownThread = (page: Page) => page.locator('[data-thread]').getAttribute('data-thread')

/** Until the button stands under the selected words, and over none of them. */
const untilUnder = (page: Page) =>
  until(() =>
    page.evaluate(() => {
      const over = document.querySelector('[data-act=comment-selection]')!.getBoundingClientRect()
      const lines = [...getSelection()!.getRangeAt(0).getClientRects()]
      const lowest = Math.max(...lines.map(({ bottom }) => bottom))
      return lowest <= over.top && over.top < lowest + 24
    }),
  )

/** As a long press and its handles do. */
async function selectByHand(page: Page, words: string, line: number): Promise<void> {
  const paragraph = page.locator('.minutes-text p').nth(line)
  await paragraph.tap()
  await paragraph.evaluate((element, wanted) => {
    const text = element.firstChild as Text
    const from = text.data.indexOf(wanted)
    getSelection()!.setBaseAndExtent(text, from, text, from + wanted.length)
  }, words)
}

const lines = [
  'Belediye, yabancı öğrenciler için akşam kursları açar; salonu mahalle derneği sağlar.',
  'الجمعيات تقترح مكانًا للقاءات الشهرية، والبلدية تؤمّنه.',
  'Sonraki toplantı ayın ilk salı günü yapılır.',
]

async function someMinutes() {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, lines.map(paragraph))
  return { story, id }
}

test('beside selected words is a button that begins a thread, and it is gone while one writes', async () => {
  const { story, id } = await someMinutes()
  const page = await open(story.civil, story, id)
  expect(await button(page).isVisible()).toBe(false)
  await selectAtEnd(page, 'mahalle derneği sağlar.')
  await button(page).waitFor()
  await untilUnder(page)
  await keepPicture(page, 'passage-button')
  await page.keyboard.press('ArrowRight')
  await button(page).waitFor({ state: 'hidden' })
  await page.keyboard.type(' Bitti')
  expect(await button(page).isVisible()).toBe(false)
  await selectAtEnd(page, 'Bitti')
  await button(page).click()
  const field = page.locator('form.composer').locator('textarea, [contenteditable=true]').first()
  await field.fill('Gerçekten mi?')
  expect(await button(page).isVisible()).toBe(false)
  await page.locator('[data-act=send-comment]').click()
  await expect.poll(() => marked(page), { timeout: 10_000 }).toBe('Bitti')

  const watching = await open(story.observer, story, id)
  expect(await button(watching).count()).toBe(0)
})

test('on a phone, from right to left, the button is large enough for a finger and stays on the page', async () => {
  const { story, id } = await someMinutes()
  const page = await open(story.public, story, id, { ...smallPhone, language: 'ar', colorScheme: 'dark' })
  for (const [line, words] of [
    [0, 'sağlar.'],
    [1, 'تؤمّنه.'],
  ] as const) {
    await selectByHand(page, words, line)
    await button(page).waitFor()
    await untilUnder(page)
    const box = (await button(page).boundingBox())!
    expect(box.height).toBeGreaterThanOrEqual(44)
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(360)
    await keepPicture(page, `passage-button-ar-360-dark-${line}`)
  }
  await expectAccessible(page, 'selected words on a phone')
})

test('in the margin stands how much was said beside each line, and it leads there', async () => {
  const story = await consultationRoom(fresh.db)
  const heading = (text: string): RichBlock => ({ type: 'heading', level: 2, pieces: [{ text }] })
  // With headings there is an outline on the other side, and the page isn't in the middle.
  const blocks = [heading('Kurslar'), paragraph(lines[0]!), heading('Toplantı'), paragraph(lines[2]!)]
  const id = await minutesWith(fresh.db, story.roomId, blocks)
  const first = await threadOn(fresh.db, story, { documentId: id, line: 1, words: 'akşam kursları' })
  const second = await threadOn(fresh.db, story, { documentId: id, line: 1, words: 'mahalle derneği' })
  const third = await threadOn(fresh.db, story, { documentId: id, line: 3, words: 'ilk salı' })
  for (const [language, end] of [
    ['tr', 'right'],
    ['ar', 'left'],
  ] as const) {
    const page = await open(story.public, story, id, { language, colorScheme: language === 'ar' ? 'dark' : 'light' })
    const bubble = (thread: string) => page.locator(`[data-bubble="${thread}"]`)
    for (const thread of [first, second, third]) await bubble(thread).waitFor()
    const [paper, line] = [
      (await page.locator('.page').boundingBox())!,
      (await page.locator(`[data-passage="${third}"]`).boundingBox())!,
    ]
    const boxes = await Promise.all([first, second, third].map(async (one) => (await bubble(one).boundingBox())!))
    for (const box of boxes) {
      const gap = end === 'right' ? paper.x + paper.width - (box.x + box.width) : box.x - paper.x
      expect(gap, end).toBeGreaterThan(0)
      expect(gap, end).toBeLessThan(24)
    }
    expect(Math.abs(boxes[2]!.y + boxes[2]!.height / 2 - (line.y + line.height / 2))).toBeLessThan(6)
    expect(boxes[1]!.y).toBeGreaterThanOrEqual(boxes[0]!.y + boxes[0]!.height)
    await keepPicture(page, `passage-bubbles-${language}`)
    await expectAccessible(page, `what is said beside the text, in ${language}`)
    if (language === 'tr') expect(await bubble(third).innerText()).toContain('“ilk salı” üzerine 1 yorum')
    await bubble(second).click()
    await until(async () => (await shownThread(page)) === second)
    await until(async () => (await bubble(second).getAttribute('aria-current')) === 'true')
    expect(await page.locator('.passage.shown').textContent()).toBe('mahalle derneği')
  }
})

test('what is written above moves the margin along', async () => {
  const { story, id } = await someMinutes()
  const thread = await threadOn(fresh.db, story, { documentId: id, line: 2, words: 'ilk salı' })
  const page = await open(story.civil, story, id)
  const beside = async () => {
    const [one, other] = [page.locator(`[data-bubble="${thread}"]`), page.locator(`[data-passage="${thread}"]`)]
    const [bubble, words] = [(await one.boundingBox())!, (await other.boundingBox())!]
    return Math.abs(bubble.y + bubble.height / 2 - (words.y + words.height / 2)) < 6
  }
  // What is fetched after a page has begun would have it look again, too.
  await page.waitForLoadState('networkidle')
  await until(beside)
  const before = (await page.locator(`[data-passage="${thread}"]`).boundingBox())!.y
  await page
    .locator('.minutes-text p')
    .first()
    .click({ position: { x: 2, y: 8 } })
  await page.keyboard.press('Home')
  for (let n = 0; n < 4; n++) await page.keyboard.press('Enter')
  await until(async () => (await page.locator(`[data-passage="${thread}"]`).boundingBox())!.y > before + 60)
  await until(beside)
})

test('of two threads about some of the same words the inner one is opened, and from it the other', async () => {
  const { story, id } = await someMinutes()
  const outer = await threadOn(fresh.db, story, { documentId: id, words: 'akşam kursları açar; salonu mahalle' })
  const inner = await threadOn(fresh.db, story, { documentId: id, words: 'salonu' })
  const page = await open(story.public, story, id)
  await page.locator('.passage.shared').click()
  await until(async () => (await shownThread(page)) === inner)
  const other = page.locator('[data-act=same-words]')
  await other.waitFor()
  await keepPicture(page, 'passage-two')
  await other.click()
  await until(async () => (await shownThread(page)) === outer)
  expect((await page.locator('.passage.shown').allTextContents()).join('')).toBe('akşam kursları açar; salonu mahalle')
  // By keyboard: from it back to the inner one.
  await other.focus()
  await page.keyboard.press('Enter')
  await until(async () => (await shownThread(page)) === inner)
  await page.locator('.passage').first().click()
  await until(async () => (await shownThread(page)) === outer)
  await expectAccessible(page, 'two threads about the same words')
})

test('closing the threads leads the keyboard back to the words they were about', async () => {
  const { story, id } = await someMinutes()
  await threadOn(fresh.db, story, { documentId: id, words: 'salonu' })
  for (const who of [story.public, story.observer]) {
    const page = await open(who, story, id)
    const caretIn = () =>
      page.evaluate(() => {
        const { anchorNode, anchorOffset } = getSelection()!
        return anchorNode?.parentElement?.closest('p')?.textContent?.slice(0, 8) === 'Belediye' && anchorOffset >= 0
      })
    await page
      .locator('.passage')
      .first()
      .click({ position: { x: 4, y: 8 } })
    await page.locator('[data-thread] [data-comment-text]').first().waitFor()
    await page.locator('[data-threads-panel] h3[tabindex]').focus()
    await page.keyboard.press('Escape')
    await until(() => page.evaluate(() => document.activeElement?.closest('[data-thread-list]') != null))
    await page.keyboard.press('Escape')
    await page.locator('[data-threads-panel]').waitFor({ state: 'detached' })
    await until(() => inText(page))
    expect(await caretIn()).toBe(true)
    expect(await page.locator('.passage.shown').count()).toBe(0)

    // With the mouse the same. Elsewhere in it: at the same place so soon it would be a double click.
    await page.locator('.passage').last().click()
    await page.locator('[data-thread] [data-comment-text]').first().waitFor()
    await page.locator('[data-threads-panel] h3[tabindex]').focus()
    await page.locator('aside .close').click()
    await until(() => inText(page))
  }
  // Whoever was about to begin one is back at what they had selected.
  const page = await open(story.civil, story, id)
  await selectAtEnd(page, 'sağlar.')
  await page.keyboard.press('Control+Alt+KeyM')
  await page.locator('[data-new-thread]').waitFor()
  await page.locator('aside .close').click()
  await until(() => inText(page))
  expect(await page.evaluate(() => String(getSelection()))).toBe('sağlar.')
})
