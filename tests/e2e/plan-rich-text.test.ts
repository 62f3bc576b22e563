import { DocumentLog } from '@meydan/server/sync/document-log'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { plainTextOf, readRich, textsIn } from '@meydan/shared/documents/rich-text/read'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
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

type Scene = { story: Story; planId: string; id: string }

/** A plan with one action. */
async function scene(description: string): Promise<Scene> {
  const story = await consultationRoom(fresh.db)
  let id = ''
  const planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: story.public.seatId, side: 'public' as const }
    id = plan.addActions([{ title: 'Open two halls', description }], author)[0]!
  })
  return { story, planId, id }
}

async function enter(given: Scene, actor: Actor, options: BrowserContextOptions & { language?: string } = {}) {
  const { language, ...rest } = options
  const one = await visitor(browser, server.url, rest)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  const { page } = one
  await signInAs(page, server.url, actor)
  if (language) await page.addInitScript((lang) => localStorage.setItem('meydan.language', lang), language)
  await again(page, given, actor === given.story.observer)
  return page
}

/** Loads the page anew, with the action open. */
async function again(page: Page, { story, planId, id }: Scene, isReader = false) {
  await page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}?action=${id}`)
  await untilSaved(page)
  await words(page)
    .and(page.locator(isReader ? ':not([role])' : '[role=textbox]'))
    .waitFor()
}

const words = (page: Page) => page.locator('[data-details] [data-detail=description] .rich-text')
const tool = (page: Page, name: string) => page.locator(`[data-tool=${name}]`)
const html = async (page: Page) =>
  words(page).evaluate((box) => {
    const copy = box.cloneNode(true) as HTMLElement
    for (const sign of copy.querySelectorAll('.rich-caret, .ProseMirror-trailingBreak, .ProseMirror-separator'))
      sign.remove()
    for (const part of copy.querySelectorAll('.rich-selected')) part.replaceWith(...part.childNodes)
    copy.normalize()
    return copy.innerHTML.replaceAll(' dir="auto"', '')
  })

async function stored({ planId, id }: Scene): Promise<Y.XmlFragment> {
  const { parts } = (await new DocumentLog(fresh.db).read(planId))!
  const doc = new Y.Doc()
  for (const part of parts) Y.applyUpdate(doc, part)
  return new Plan(doc).richDescriptionOf(id)!
}

/** Puts the caret into the description: at its beginning, or its end. */
async function caretAt(page: Page, end: 'Home' | 'End') {
  await words(page).click()
  await page.keyboard.press(`Control+${end}`)
}

test('two write in one description at once; each sees the other’s caret, and undo takes back only one’s own', async () => {
  const given = await scene('In Karataş.')
  const one = await enter(given, given.story.civil)
  const other = await enter(given, given.story.public)
  await caretAt(one, 'Home')
  await caretAt(other, 'End')
  await one.locator(`.rich-caret[data-caret="${given.story.public.seatId}"]`).waitFor({ state: 'attached' })
  await other.locator(`.rich-caret[data-caret="${given.story.civil.seatId}"]`).waitFor({ state: 'attached' })
  const caret = one.locator('.rich-caret')
  expect(await caret.getAttribute('data-name')).toContain('Mehmet')
  expect(await caret.evaluate((line) => getComputedStyle(line).borderInlineStartColor)).not.toBe('rgba(0, 0, 0, 0)')
  await keepPicture(one, 'plan-rich-text-together')
  await Promise.all([
    one.keyboard.type('From June on. ', { delay: 15 }),
    other.keyboard.type(' Until nine.', { delay: 15 }),
  ])
  const both = 'From June on. In Karataş. Until nine.'
  for (const page of [one, other]) await until(async () => (await html(page)) === `<p>${both}</p>`)
  // One makes all of it bold while the other goes on.
  await one.keyboard.press('Control+a')
  await Promise.all([tool(one, 'bold').click(), other.keyboard.type(' Free.', { delay: 15 })])
  await until(async () => (await html(other)).startsWith(`<p><strong>${both}`))
  await untilSaved(one)
  await untilSaved(other)
  // What the other typed into it meanwhile is bold by their own hand, and theirs to change.
  const isTakenBack = async (page: Page) => {
    const shown = await html(page)
    return (
      shown.startsWith('<p>In Karataş. Until nine.') &&
      shown.replace(/<[^>]*>/g, '') === 'In Karataş. Until nine. Free.'
    )
  }
  await until(async () => {
    await one.keyboard.press('Control+z')
    return isTakenBack(one)
  })
  await until(() => isTakenBack(other))
  await until(async () => plainTextOf(await stored(given)) === 'In Karataş. Until nine. Free.')
  const before = await html(other)
  await again(one, given)
  await until(async () => (await html(one)) === before)
})

test('headings, lists, quotations and links by keyboard alone, and all of it is there after a reload', async () => {
  const given = await scene('')
  const page = await enter(given, given.story.civil)
  await page.locator('[data-detail=description] [role=textbox]').focus()
  await page.keyboard.type('Why')
  await page.keyboard.press('Control+Alt+2')
  await page.keyboard.press('Enter')
  await page.keyboard.type('- two halls')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('one of them warm')
  for (let times = 0; times < 3; times++) await page.keyboard.press('Enter')
  await page.keyboard.type('See ')
  await page.keyboard.press('Alt+F10')
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const address = page.locator('[data-link-address]')
  await address.fill('javascript:alert(1)')
  await address.press('Enter')
  await page.getByText('This address can’t be linked', { exact: false }).waitFor()
  await address.fill('example.org/halls')
  await address.press('Enter')
  await address.waitFor({ state: 'detached' })
  const said = [
    { type: 'heading', level: 2, pieces: [{ text: 'Why' }] },
    {
      type: 'bulletList',
      items: [
        [
          { type: 'paragraph', pieces: [{ text: 'two halls' }] },
          { type: 'bulletList', items: [[{ type: 'paragraph', pieces: [{ text: 'one of them warm' }] }]] },
        ],
      ],
    },
    {
      type: 'paragraph',
      pieces: [{ text: 'See ' }, { text: 'https://example.org/halls', link: 'https://example.org/halls' }],
    },
  ]
  await until(async () => JSON.stringify(readRich(await stored(given))) === JSON.stringify(said))
  await expectAccessible(page, 'a description being written')
  await page.keyboard.press('Control+a')
  await keepPicture(page, 'plan-rich-text-tools')
  const before = await html(page)
  await again(page, given)
  await until(async () => (await html(page)) === before)
})

test('what is pasted keeps what the schema knows and loses the rest; a link to a script is words alone', async () => {
  const given = await scene('x')
  const page = await enter(given, given.story.civil)
  await caretAt(page, 'End')
  await words(page).evaluate((box) => {
    const data = new DataTransfer()
    data.setData(
      'text/html',
      '<h1 style="color:red" class="MsoTitle">Plan</h1><p class="MsoNormal"><b>bold</b> <span style="font-size:40pt">large</span>' +
        '<script>1</scr' +
        'ipt><img src="x" onerror="1"> <a href="java&#10;script:alert(1)" onclick="1">go</a></p><table><tr><td>cell</td></tr></table>',
    )
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  await until(async () => (await html(page)).includes('cell'))
  expect(await html(page)).not.toMatch(/script|style|class|onerror|onclick|href|<img|<table|<h1/)
  await until(async () => plainTextOf(await stored(given)).includes('cell'))
  const blocks = JSON.stringify(readRich(await stored(given)))
  expect(blocks).toContain('{"text":"bold","bold":true}')
})

test('a link to a script that a raw frame brings is taken out before anybody sees it', async () => {
  const given = await scene('Follow me')
  const page = await enter(given, given.story.civil)
  const watching = await enter(given, given.story.observer)
  const text = await stored(given)
  const doc = text.doc!
  const frames: Uint8Array[] = []
  doc.on('update', (bytes: Uint8Array) => frames.push(bytes))
  textsIn(text)[0]!.format(0, 6, { link: { href: 'java\nscript:alert(1)' }, bold: {} })
  await page.evaluate(
    async ({ documentId, bytes }) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/sync/${documentId}`)
      socket.binaryType = 'arraybuffer'
      await new Promise((opened) => socket.addEventListener('open', opened))
      // y-websocket: a message of sync (0), an update (2), its length.
      const head = [0, 2, bytes.length]
      if (bytes.length > 127) head.splice(2, 1, (bytes.length & 127) | 128, bytes.length >> 7)
      socket.send(Uint8Array.from([...head, ...bytes]))
      await new Promise((done) => setTimeout(done, 500))
      socket.close()
    },
    { documentId: given.planId, bytes: [...frames[0]!] },
  )
  await until(
    async () => readRich(await stored(given))[0]?.type === 'paragraph' && (await html(page)).includes('strong'),
  )
  for (const one of [page, watching]) {
    await until(async () => (await html(one)) === '<p><strong>Follow</strong> me</p>')
    expect(await one.locator('[data-detail=description] a').count()).toBe(0)
  }
  expect((await stored(given)).toString()).not.toContain('script')
})

test('whoever reads needs no editor, and is sent away by nobody’s marks', async () => {
  const given = await scene('Open from June on')
  const watching = await enter(given, given.story.observer)
  const page = await enter(given, given.story.civil)
  const asked: string[] = []
  watching.on('request', (request) => asked.push(request.url()))
  await caretAt(page, 'Home')
  for (let times = 0; times < 3; times++) {
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Control+b')
    await page.keyboard.press('Control+i')
    await page.keyboard.press('Control+b')
    await untilSaved(page)
  }
  await until(async () => (await html(watching)) === '<p><em>Open from June on</em></p>')
  expect(await watching.locator('[contenteditable=true]').count()).toBe(0)
  expect(asked.filter((url) => url.includes('RichTextEditor'))).toEqual([])
  await expectAccessible(watching, 'a description to be read')
})

test('on a phone in Arabic it is written from the right, with tools within reach', async () => {
  const given = await scene('')
  const page = await enter(given, given.story.public, { language: 'ar', ...phone })
  await words(page).tap()
  await page.keyboard.type('قاعتان في حلب')
  await tool(page, 'bulletList').tap()
  await until(async () => readRich(await stored(given))[0]?.type === 'bulletList')
  expect(
    await words(page)
      .locator('p')
      .evaluate((line) => getComputedStyle(line).direction),
  ).toBe('rtl')
  expect(
    await words(page)
      .locator('ul')
      .evaluate((list) => getComputedStyle(list).direction),
  ).toBe('rtl')
  const sizes = await page.locator('[data-tool]').evaluateAll((tools) =>
    tools.map((one) => {
      const { width, height, left, right } = one.getBoundingClientRect()
      return width >= 44 && height >= 44 && left >= 0 && right <= innerWidth
    }),
  )
  expect(sizes).toEqual(Array.from({ length: 9 }, () => true))
  await expectAccessible(page, 'a description on a phone in Arabic')
  await keepPicture(page, 'plan-rich-text-phone-ar')
})
