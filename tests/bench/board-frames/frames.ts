import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile } from '../figures.ts'
import type { BoardName } from './crowded-board.ts'
import { joinOthers, keepPointing } from './others.ts'
import { OTHERS, type Place, untilShown } from './place.ts'
import type { Measuring } from './scenario.ts'

/**
 * What the hand on the wheel does, once per frame, from a zoom at which it begins. Every gesture runs on the board and on
 * an empty page in turn; `zooming` goes from all notes as specks to two dozen and back, through the change of drawing.
 */
export const gestures = {
  'pan at 100 %': { zoom: 1 },
  'pan at 50 %': { zoom: 0.5 },
  'pan at 20 %': { zoom: 0.2 },
  zooming: { zoom: 0.6 },
} as const
type Gesture = keyof typeof gestures

const WHOLE = { x: 0, y: 0, width: 11_000, height: 6_800 }

/** Frames per second while one pans and zooms among thirty others who point, beside an empty page doing the same. */
export async function measureFrames(place: Place, { quick, spoil, print, repetition }: Measuring): Promise<void> {
  const milliseconds = quick ? 1_500 : 4_000
  for (const name of Object.keys(place.boards) as BoardName[]) {
    const people = await joinOthers(place, place.boards[name], OTHERS, WHOLE)
    const stop = keepPointing(people)
    const context = await place.person(place.story.civil.cookie)
    try {
      const [page, empty] = [await context.newPage(), await context.newPage()]
      await page.goto(place.urlOf(place.boards[name]))
      await untilShown(page)
      await empty.goto('about:blank')
      await page
        .locator('[data-cursor-of]')
        .nth(OTHERS - 1)
        .waitFor({ state: 'attached' })
      await wait(500)
      for (const gesture of Object.keys(gestures) as Gesture[]) {
        const sides = repetition % 2 === 0 ? ([page, empty] as const) : ([empty, page] as const)
        const measured = new Map<Page, number[]>()
        for (const side of sides)
          measured.set(side, await framesOf(side, gesture, milliseconds, spoil && side === page))
        const [own, beside] = [figuresOf(measured.get(page)!), figuresOf(measured.get(empty)!)]
        const figures = {
          ...own,
          emptyPerSecond: beside.perSecond,
          emptyP5: beside.p5,
          ofEmpty: own.perSecond / beside.perSecond,
        }
        await print({ scenario: 'frames', variant: `${name}, ${gesture}`, figures })
      }
    } finally {
      stop()
      for (const person of people) person.leave()
      await context.close()
    }
  }
}

/** Milliseconds between one frame and the next while the page is given a wheel event in each. */
async function framesOf(page: Page, gesture: Gesture, milliseconds: number, spoilt: boolean): Promise<number[]> {
  await page.bringToFront()
  await wait(250)
  const { zoom } = gestures[gesture]
  return page.evaluate(
    async ({ gesture, zoom, milliseconds, spoilt }) => {
      const surface = document.querySelector<HTMLElement>('[data-board] .surface') ?? document.documentElement
      const layer = document.querySelector<HTMLElement>('[data-board] .layer')
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      const wheel = (deltaX: number, deltaY: number, ctrlKey: boolean) =>
        surface.dispatchEvent(
          new WheelEvent('wheel', {
            deltaX,
            deltaY,
            ctrlKey,
            clientX: 640,
            clientY: 400,
            bubbles: true,
            cancelable: true,
          }),
        )
      const zoomNow = () => (layer ? new DOMMatrix(layer.style.transform).a : zoom)
      const place = () => (layer ? new DOMMatrix(layer.style.transform) : new DOMMatrix())
      for (let turn = 0; turn < 200 && Math.abs(zoomNow() / zoom - 1) > 0.01; turn++) {
        wheel(0, Math.max(-60, Math.min(60, Math.log(zoomNow() / zoom) / 0.006)), true)
        await frame()
      }
      // To the middle of the board, wherever the gesture before has left it.
      for (let turn = 0; turn < 3 && layer; turn++) {
        const { a, e, f } = place()
        wheel(e - 640 + 5_500 * a, f - 400 + 3_400 * a, false)
        await frame()
      }
      // At rest everything is drawn sharp and what is in sight is built: a gesture begins from there.
      await new Promise((resolve) => setTimeout(resolve, 700))
      const times: number[] = []
      const begun = performance.now()
      for (let before = await frame(), count = 0; before - begun < milliseconds; count++) {
        // 16 px a frame are a thousand a second, there and back; a zoom's way out and in takes four seconds.
        const back = Math.floor(count / 60) % 2 === 1
        if (gesture === 'zooming') wheel(0, Math.floor(count / 120 + 0.5) % 2 === 1 ? -2.2 : 2.2, true)
        else wheel(back ? -16 : 16, back ? -9 : 9, false)
        if (spoilt) for (const until = performance.now() + 25; performance.now() < until; );
        const now = await frame()
        times.push(now - before)
        before = now
      }
      return times
    },
    { gesture, zoom, milliseconds, spoilt },
  )
}

/** p5: what nineteen of twenty frames were better than, as a rate. */
export function figuresOf(times: readonly number[]) {
  const whole = times.reduce((sum, time) => sum + time, 0)
  return {
    perSecond: (times.length / whole) * 1_000,
    medianMs: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    p5: 1_000 / percentile(times, 0.95),
    longestMs: Math.max(...times),
  }
}
