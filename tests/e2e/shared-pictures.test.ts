import { createLink } from '@meydan/shared/contracts/shared-links'
import { uploadImage } from '@meydan/shared/contracts/images'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectWellBehaved, keepPicture, visitor } from '../support/browser.ts'
import { boardWith } from '../support/canvas.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'

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

async function asFacilitator<T>(path: string, body: Buffer | object): Promise<T> {
  const isFile = Buffer.isBuffer(body)
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      cookie: story.facilitator.cookie,
      origin: server.url,
      'x-meydan': '1',
      'content-type': isFile ? 'image/png' : 'application/json',
    },
    body: isFile ? new Uint8Array(body) : JSON.stringify(body),
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as T
}

async function look(address: string): Promise<Page> {
  const one = await visitor(browser, server.url)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await one.page.goto(address)
  return one.page
}

test('whoever looks at a board by a link sees its pictures', async () => {
  const red = { create: { width: 320, height: 180, channels: 3 as const, background: { r: 200, g: 80, b: 40 } } }
  const upload = uploadImage.path.replace(':roomId', story.roomId)
  const { id: file } = await asFacilitator<{ id: string }>(upload, await sharp(red).png().toBuffer())
  const boardId = await boardWith(fresh.db, story.roomId, (board) => {
    const author = { seat: story.civil.seatId, side: 'civil' as const }
    board.add('picture', { at: { x: 0, y: 0 }, size: { width: 320, height: 180 }, file, alt: 'Kreşin bahçesi' }, author)
  })
  const links = createLink.path.replace(':roomId', story.roomId).replace(':documentId', boardId)
  const body = { level: 'read', label: '', expiresInHours: 1 }
  const { link } = await asFacilitator<{ link: { token: string } }>(links, body)
  const page = await look(`${server.url}/shared#${link.token}`)
  await page.locator('[data-picture-state=shown]').waitFor()
  const drawn = await page.locator('[data-picture-state] img').evaluate((img: HTMLImageElement) => img.naturalWidth)
  expect(drawn).toBe(320)
  await keepPicture(page, 'shared-picture')

  // One that was taken away says what it showed.
  await fresh.db.deleteFrom('image').where('id', '=', file).execute()
  await page.reload()
  await page.locator('[data-picture-state=missing]', { hasText: 'Kreşin bahçesi' }).waitFor()
})
