import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** What a page did that it must never do. */
export type Conduct = { foreign: string[]; violations: string[]; errors: string[] }

export type Visitor = { page: Page; conduct: Conduct; close: () => Promise<void> }

/** A person with a browser of their own. Everything the page asks of other hosts, and every CSP report, is noted. */
export async function visitor(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const conduct: Conduct = { foreign: [], violations: [], errors: [] }
  page.on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url())
    if (protocol.startsWith('http') && asked !== origin) conduct.foreign.push(request.url())
  })
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) conduct.foreign.push(socket.url())
  })
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) conduct.violations.push(message.text())
  })
  page.on('pageerror', (error) => conduct.errors.push(String(error.stack ?? error)))
  return { page, conduct, close: () => context.close() }
}

/** `SCREENSHOTS=folder` keeps what the screens looked like. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) })
}

export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

/** Fails with what axe found on the page as it stands, in words one can act on. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // Half faded in, a dialog has less contrast than it will have; what turns for ever is not waited for.
  await page.evaluate(async () => {
    const frame = () => new Promise(requestAnimationFrame)
    const ending = () => document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity)
    for (let quiet = 0; quiet < 3; quiet++) {
      if (ending().length > 0) quiet = 0
      await Promise.allSettled(ending().map(({ finished }) => finished))
      await frame()
    }
  })
  await page.evaluate(axeSource)
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} (${failureSummary})`).join(' | ')}`,
    )
  })
  expect(found, `axe on ${screen}`).toEqual([])
}

export function expectWellBehaved(visitors: Visitor[]): void {
  for (const { conduct } of visitors) expect(conduct).toEqual({ foreign: [], violations: [], errors: [] })
}

/** Chooses a card by its radio button, which nobody sees: once the card stands still. */
export async function pick(radio: Locator): Promise<void> {
  await radio.locator('xpath=ancestor::label').click()
  await expect.poll(() => radio.isChecked(), { timeout: 10_000 }).toBe(true)
}
