import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'

const PX_PER_MS = 5.2
const EVERY_MS = 16

/** What is scrolled: an element, and a point of the window that lies in it. */
export type Scrolled = { selector: string; at: { x: number; y: number } }

/** Milliseconds between one frame and the next while real wheel events come in: down for half of the time, and up again. */

export async function framesOf(page: Page, { selector, at }: Scrolled, quick: boolean): Promise<number[]> {
  await page.bringToFront()
  await page.mouse.move(at.x, at.y)
  await wait(700)
  await page.evaluate(countFrames, selector)
  const begun = performance.now()
  const half = quick ? 1_000 : 8_000
  // Each event goes as far as the hand has come since the one before: a page that is slow is scrolled as far.
  for (let [turn, sent] = [1, 0]; performance.now() - begun < 2 * half; turn++) {
    const elapsed = performance.now() - begun
    const there = Math.round(PX_PER_MS * (elapsed < half ? elapsed : 2 * half - elapsed))
    await page.mouse.wheel(0, there - sent)
    sent = there
    await wait(Math.max(1, begun + turn * EVERY_MS - performance.now()))
  }
  const { times, furthest, length } = await page.evaluate(() => (window as never as { frames: Frames }).frames.stop())
  if (!quick && length > 0 && furthest < 0.9 * length)
    throw new Error(`scrolled ${furthest} px of ${length}: the wheel didn't get through it`)
  return times
}

type Frames = { stop(): { times: number[]; furthest: number; length: number } }

/** Runs in the page. */
function countFrames(selector: string): void {
  const scroller = document.querySelector(selector)
  const times: number[] = []
  let [isOver, furthest, before] = [false, 0, performance.now()]
  const count = (now: number) => {
    if (isOver) return
    times.push(now - before)
    before = now
    requestAnimationFrame(count)
  }
  requestAnimationFrame((now) => {
    before = now
    requestAnimationFrame(count)
  })
  scroller?.addEventListener('scroll', () => (furthest = Math.max(furthest, scroller.scrollTop)), { passive: true })
  const frames: Frames = {
    stop: () => {
      isOver = true
      return { times, furthest, length: scroller ? scroller.scrollHeight - scroller.clientHeight : 0 }
    },
  }
  Object.assign(window, { frames })
}
