import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { startServer, type Server } from '../support/app.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { boardWith } from '../support/canvas.ts'
import { SCRIPT_MAX, scriptsUntilUsable, weightOf } from '../support/script-weight.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { signInAs } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})

test('a board can be used after 250 KB of script', async () => {
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    board.addNotes([{ at: { x: 0, y: 0 }, text: 'Kreş' }], { seat: null, side: 'civil' })
  })
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block' })
  const page = await context.newPage()
  await signInAs(page, server.url, story.civil)
  await page.close()
  const scripts = await scriptsUntilUsable(context, `${server.url}/rooms/${story.roomId}/boards/${boardId}`)
  await context.close()
  const list = scripts.map(({ path, bytes }) => `${path} ${(bytes / 1024).toFixed(1)}`).join('\n')
  expect(scripts.length).toBeGreaterThan(3)
  expect(weightOf(scripts), list).toBeLessThanOrEqual(SCRIPT_MAX)
})
