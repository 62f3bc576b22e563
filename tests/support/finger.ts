import type { Page } from 'playwright-core'

export type Place = { x: number; y: number }
export type Finger = Awaited<ReturnType<typeof finger>>

/** One finger, by the browser's own protocol: Playwright's can only tap. Places are pixels of the window. */
export async function finger(page: Page) {
  const session = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Place[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints })
  const down = (at: Place) => send('touchStart', [at])
  const move = (at: Place) => send('touchMove', [at])
  const up = () => send('touchEnd', [])
  return {
    down,
    move,
    up,
    async line([first, ...rest]: Place[]): Promise<void> {
      await down(first!)
      for (const place of rest) await move(place)
      await up()
    },
  }
}

/** Places on the way from one to another, both included. */
export function between(from: Place, to: Place, steps = 8): Place[] {
  return Array.from({ length: steps + 1 }, (_, step) => ({
    x: from.x + ((to.x - from.x) * step) / steps,
    y: from.y + ((to.y - from.y) * step) / steps,
  }))
}
