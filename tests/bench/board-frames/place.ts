import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Server, startServer } from '../../support/app.ts'
import { boardWith } from '../../support/canvas.ts'
import { launchChromium } from '../../support/chromium.ts'
import { crowd } from '../../support/crowd.ts'
import { consultationRoom, type Story } from '../../support/stories.ts'
import { signInAs } from '../../support/workshop.ts'
import { openStores } from '../stores.ts'
import { boards, type BoardName, fillCrowded } from './crowded-board.ts'

export const OTHERS = 30

/** A server as it ships with its crowded boards, thirty more people of their room, and a browser. */
export type Place = {
  db: Database
  server: Server
  browser: Browser
  story: Story
  boards: Record<BoardName, string>
  cookies: string[]
  /** Somebody's browser with nothing in its caches; `origin` where it doesn't come straight to the server. */
  person(cookie: string, origin?: string): Promise<BrowserContext>
  urlOf(board: string, origin?: string): string
  close(): Promise<void>
}

export async function openPlace(): Promise<Place> {
  const stores = await openStores()
  const { db, close } = openDatabase(stores.databaseUrl)
  const story = await consultationRoom(db)
  const cookies = await crowd(db, story, OTHERS)
  const ids = {} as Record<BoardName, string>
  for (const name of Object.keys(boards) as BoardName[]) {
    ids[name] = await boardWith(db, story.roomId, (board) => fillCrowded(board, boards[name]))
  }
  // All thirty come from one address: the limits that are per address are scaled, none is off.
  const server = await startServer({ DATABASE_URL: stores.databaseUrl, LIMIT_SCALE: '100', LOG_LEVEL: 'error' })
  const browser = await launchChromium()
  return {
    db,
    server,
    browser,
    story,
    boards: ids,
    cookies,
    async person(cookie, origin = server.url) {
      const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
      context.setDefaultTimeout(60_000)
      await context.addInitScript(() => localStorage.setItem('meydan.board.mode', 'canvas'))
      const page = await context.newPage()
      await signInAs(page, origin, { cookie })
      await page.close()
      return context
    },
    urlOf: (board, origin = server.url) => `${origin}/rooms/${story.roomId}/boards/${board}`,
    async close() {
      await browser.close()
      await server.stop()
      await close()
      await stores.close()
    },
  }
}

/** Waits until the board's canvas shows what is in sight: papers as elements, or painted from far. */
export async function untilShown(page: Page): Promise<void> {
  await page.locator('[data-board] .surface').locator('[data-note-id], canvas.overview').first().waitFor()
}
