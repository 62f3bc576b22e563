import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startNotifying } from '../api/notifications-story.ts'
import { keepPicture } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** As a mail program shows a letter: markup alone, without scripts and without a network. */
async function shown(html: string, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 720 }, offline: true })
  const page = await context.newPage()
  await page.setContent(html)
  return page
}

test.each(['tr', 'ar'] as const)('letters are whole on paper and phone, in %s', async (language) => {
  const story = await startNotifying()
  const { room } = story
  await story.withAccount(room.public, 'mehmet@example.org', language)
  const long = 'Mahallede akşam kursu için iki salon gerekiyor, biri engelli erişimine uygun olmalı. '.repeat(3)
  await story.say(`@[seat:${room.public.seatId}] ${long}`, { by: room.civil, to: [room.public] })
  await story.atOnce()
  await story.say('https://example.org/' + 'a'.repeat(120), { by: room.civil, to: [room.public], kind: 'comment' })
  await story.say('نحتاج إلى مترجمين في البلدية.', { by: room.facilitator, to: [room.public], kind: 'comment' })
  await story.digests()
  const mails = await story.mails()
  expect(mails).toHaveLength(2)
  for (const [index, { html }] of mails.entries()) {
    for (const width of [700, 360]) {
      const page = await shown(html, width)
      const direction = await page.evaluate(() => getComputedStyle(document.documentElement).direction)
      expect(direction).toBe(language === 'ar' ? 'rtl' : 'ltr')
      // From the right, what is too wide goes beyond the left edge, where no page scrolls to.
      const tooWide = () =>
        [...document.querySelectorAll('body *')].filter((part) => {
          const { left, right } = part.getBoundingClientRect()
          return left < 0 || right > innerWidth || part.scrollWidth > part.clientWidth + 1
        }).length
      expect(await page.evaluate(tooWide), `letter ${index}, ${width}`).toBe(0)
      // What can be pressed can be hit by a thumb.
      for (const link of await page.locator('a[href*="/rooms/"]').all()) {
        expect((await link.boundingBox())!.height).toBeGreaterThan(15)
      }
      await keepPicture(page, `letter-${index}-${language}-${width}`)
      await page.context().close()
    }
  }
  await story.api.close()
})
