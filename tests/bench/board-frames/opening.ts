import type { BrowserContext } from 'playwright-core'
import type { BoardName } from './crowded-board.ts'
import type { Place } from './place.ts'
import type { Measuring } from './scenario.ts'

const SLOW_MS = 2_000

/** From the start of the navigation to the frame in which what is in sight stands painted with its words, ms. */
export async function measureOpening(place: Place, { spoil, print }: Measuring): Promise<void> {
  // The server has the board in its memory: somebody is always first, but not the person who is measured.
  for (const name of Object.keys(place.boards) as BoardName[]) {
    const first = await place.person(place.cookies[0]!)
    await open(first, place.urlOf(place.boards[name]), false)
    await first.close()
    const context = await place.person(place.story.civil.cookie)
    const url = place.urlOf(place.boards[name])
    const cold = await open(context, url, spoil)
    const warm = await open(context, url, spoil)
    await context.close()
    await print({ scenario: 'opening', variant: `${name}, browser's caches empty`, figures: cold })
    await print({ scenario: 'opening', variant: `${name}, seen before`, figures: warm })
  }
}

async function open(context: BrowserContext, url: string, slow: boolean) {
  const page = await context.newPage()
  await page.addInitScript(watchFirstPaint)
  if (slow) {
    await page.route('**/api/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS))
      await route.continue()
    })
  }
  await page.goto(url)
  const shown = await page.waitForFunction(() => (window as never as { whole?: Record<string, number> }).whole)
  const figures = await shown.jsonValue()
  // "Seen before" is a page whose service worker has what it keeps.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  await page.close()
  return figures!
}

/**
 * Runs in the page: when all that is in sight has been painted (the board's canvas paints it with its words, all at once),
 * and when all of it stands there as elements.
 */
function watchFirstPaint(): void {
  const painted = () =>
    new Promise<number>((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      }),
    )
  const notes = () => document.querySelectorAll('[data-board] .surface [data-note-id]').length
  const canvas = () => document.querySelector<HTMLCanvasElement>('[data-board] canvas.overview')
  const isEmpty = (picture: HTMLCanvasElement) => {
    const { width, height } = picture
    return picture
      .getContext('2d')!
      .getImageData(0, 0, width, height)
      .data.every((part) => part === 0)
  }
  const measure = async () => {
    let ms = await painted()
    for (let picture = canvas(); picture && isEmpty(picture); picture = canvas()) ms = await painted()
    let elementsMs = ms
    while (canvas()) elementsMs = await painted()
    Object.assign(window, { whole: { ms, elementsMs, elements: notes() } })
  }
  const look = new MutationObserver(() => {
    if (notes() < 10 && !canvas()) return
    look.disconnect()
    void measure()
  })
  look.observe(document, { childList: true, subtree: true })
}
