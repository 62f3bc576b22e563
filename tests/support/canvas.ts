import { Board } from '@meydan/shared/documents/board/board'
import type { Database } from '@meydan/server/database/schema'
import { createDocument } from '@meydan/server/sync/document-log'
import type { Page } from 'playwright-core'
import * as Y from 'yjs'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { Actor } from './stories.ts'
import { signInAs, untilSaved } from './workshop.ts'

/** Opens a board's page as somebody, on the canvas, and waits until it is there. */
export async function openBoard(
  page: Page,
  url: string,
  at: { roomId: string; boardId: string },
  who: Pick<Actor, 'cookie'>,
): Promise<void> {
  await signInAs(page, url, who)
  await page.addInitScript(() => localStorage.setItem('meydan.board.mode', 'canvas'))
  await page.goto(`${url}/rooms/${at.roomId}/boards/${at.boardId}`)
  await page.locator('[data-board] .surface').waitFor()
  await untilSaved(page)
}

/** A board with what `fill` puts on it, in a room. */
export async function boardWith(db: Database, roomId: string, fill: (board: Board) => void): Promise<string> {
  const doc = new Y.Doc()
  const board = new Board(doc)
  board.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.board.version)
    fill(board)
  })
  const initial = Y.encodeStateAsUpdate(doc)
  const given = { roomId, kind: 'board' as const, title: 'Test', createdBy: null, initial }
  return (await db.transaction().execute((trx) => createDocument(trx, given))).id
}

/** A point of the board in pixels of the page, as it lies now. */
export async function screenPoint(page: Page, at: { x: number; y: number }): Promise<{ x: number; y: number }> {
  return page.evaluate(({ x, y }) => {
    const layer = document.querySelector<HTMLElement>('[data-board] .surface .layer')!
    const box = document.querySelector('[data-board] .surface')!.getBoundingClientRect()
    const { a, e, f } = new DOMMatrix(getComputedStyle(layer).transform)
    return { x: box.left + x * a + e, y: box.top + y * a + f }
  }, at)
}

/** The object of this id on the canvas. */
export function objectOf(page: Page, id: string) {
  return page.locator(`[data-board] .surface [data-item="${id}"]`)
}
