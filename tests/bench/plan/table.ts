import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'
import { figuresOf } from '../board-frames/frames.ts'
import { ACTIONS, openPlace } from './place.ts'
import type { Measured, Setting } from './scenario.ts'

const PX_PER_MS = 5.2
const EVERY_MS = 16

/**
 * Frames per second while a wheel is turned through the table, down and up again: 5,000 px a second, from its first row to
 * its last in eight. An empty page is given the same turns in the same run.
 */
export async function table(setting: Setting): Promise<Measured[]> {
  const place = await openPlace(setting)
  try {
    const context = await place.person(place.story.civil.cookie)
    const [page, empty] = [await place.openTable(context), await context.newPage()]
    await empty.goto('about:blank')
    const beside = figuresOf(await framesOf(empty, setting.quick))
    const own = figuresOf(await framesOf(page, setting.quick))
    const again = figuresOf(await framesOf(empty, setting.quick))
    const emptyPerSecond = (beside.perSecond + again.perSecond) / 2
    const figures = { ...own, emptyPerSecond, ofEmpty: own.perSecond / emptyPerSecond, emptyP5: beside.p5 }
    return [{ variant: `${ACTIONS.toLocaleString('en')} actions`, figures }]
  } finally {
    await place.close()
  }
}

/** Milliseconds between one frame and the next while real wheel events come in. */
async function framesOf(page: Page, quick: boolean): Promise<number[]> {
  await page.bringToFront()
  await page.mouse.move(640, 500)
  await wait(700)
  await page.evaluate(countFrames)
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
    throw new Error(`scrolled ${furthest} px of ${length}: the wheel didn't get through the table`)
  return times
}

type Frames = { stop(): { times: number[]; furthest: number; length: number } }

/** Runs in the page. */
function countFrames(): void {
  const scroller = document.querySelector('[data-plan-table] .scroller')
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
