import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { marked, selectAtEnd } from '../support/passages.ts'
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
  const one = await visitor(browser, server.url, options)
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

test('words of the minutes are talked about; the talk stays with them while others write, and outlives them', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [
    paragraph('Salon akşam açık kalır.'),
    paragraph('Sonraki satır.'),
  ])
  const [one, other] = [await open(story.civil, story, id), await open(story.public, story, id)]
  expect(await one.locator('[data-act=comment-passage]').getAttribute('aria-disabled')).toBe('true')
  await selectAtEnd(one, 'akşam açık kalır.')
  await one.locator('[data-act=comment-passage]').click()
  const composer = one.locator('form.composer')
  await composer.locator('textarea, [contenteditable=true]').first().fill('Saat kaça kadar?')
  await keepPicture(one, 'passage-composing')
  await composer.locator('[data-act=send-comment]').click()
  for (const page of [one, other]) await expect.poll(() => marked(page), { timeout: 10_000 }).toBe('akşam açık kalır.')
  await expectAccessible(one, 'minutes with a passage that is talked about')

  // Others write before it and after it: it stays with its words.
  await other
    .locator('.minutes-text p')
    .first()
    .click({ position: { x: 2, y: 8 } })
  await other.keyboard.press('Home')
  await other.keyboard.type('Karar: ')
  await other.keyboard.press('End')
  await other.keyboard.type(' Herkese.')
  await untilSaved(other)
  await until(async () =>
    (await one.locator('.minutes-text').innerText()).includes('Karar: Salon akşam açık kalır. Herkese.'),
  )
  expect(await marked(one)).toBe('akşam açık kalır.')
  // A click on it leads to what was said.
  await other.locator('.minutes-text .passage').click()
  await other.getByText('Saat kaça kadar?').filter({ visible: true }).first().waitFor()
  // Whoever writes there goes on writing.
  expect(await other.evaluate(() => document.activeElement?.classList.contains('minutes-text'))).toBe(true)
  await other.keyboard.press('Control+Alt+KeyM')
  await until(() => other.evaluate(() => document.activeElement?.closest('[data-threads-panel]') !== null))
  await keepPicture(other, 'passage-thread')

  // Its words are deleted: the talk can be read still, with the last of them.
  await one
    .locator('.minutes-text p')
    .first()
    .click({ position: { x: 2, y: 8 } })
  await one.keyboard.press('Home')
  await one.keyboard.press('Shift+End')
  await one.keyboard.press('Delete')
  await untilSaved(one)
  await until(async () => (await marked(other)) === '')
  const gone = fresh.db.selectFrom('thread').select('quote').where('documentId', '=', id)
  expect((await gone.executeTakeFirstOrThrow()).quote).toContain('akşam açık kalır')
  await until(
    async () => {
      await other.reload()
      await other.locator('[data-part=threads]').click()
      await other.locator('[data-thread-id]').first().waitFor()
      return (await other.locator('[data-thread-id] s').count()) === 1
    },
    { timeout: 20_000 },
  )
  await other.locator('[data-thread-id]').click()
  await other.locator('[data-thread] h3 q.gone').waitFor()
  expect(await other.locator('[data-thread] h3 q').textContent()).toBe('akşam açık kalır.')
  expect(await other.locator('[data-act=show-object]').count()).toBe(0)
  await keepPicture(other, 'passage-gone')
})

test('who watches reads what is talked about, and begins nothing', async () => {
  const story = await consultationRoom(fresh.db)
  const id = await minutesWith(fresh.db, story.roomId, [paragraph('Salon akşam açık kalır.')])
  const writer = await open(story.civil, story, id)
  await selectAtEnd(writer, 'kalır.')
  await writer.keyboard.press('Control+Alt+KeyM')
  const composer = writer.locator('form.composer')
  await composer.locator('textarea, [contenteditable=true]').first().fill('Emin miyiz?')
  await composer.locator('[data-act=send-comment]').click()
  await expect.poll(() => marked(writer), { timeout: 10_000 }).toBe('kalır.')
  const observer = await open(story.observer, story, id, {
    ...{ language: 'ar', viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme: 'dark' },
  })
  await expect.poll(() => marked(observer), { timeout: 10_000 }).toBe('kalır.')
  expect(await observer.locator('[data-act=comment-passage]').count()).toBe(0)
  await keepPicture(observer, 'passage-ar-360-dark')
  await expectAccessible(observer, 'a passage that is talked about, on a phone')
})
