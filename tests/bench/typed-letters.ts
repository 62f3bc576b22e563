import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'

/** Types letters ten a second; answers with how long each took to be seen, ms. `watchKeys` runs in the page by then. */
export async function typeLetters(page: Page, letters: number): Promise<number[]> {
  for (let letter = 0; letter < letters; letter++) {
    await page.keyboard.press('abcdefgh'[letter % 8]!)
    await wait(100)
  }
  return page.evaluate(() => (window as never as { keys: number[] }).keys.splice(0))
}

/**
 * Runs in the page: from a key's way down to the frame that shows its letter, in a field or in what is written like
 * one. Spoilt, it asks the server at every letter and waits for the answer.
 */
export function watchKeys(spoilt: boolean): void {
  const keys: number[] = []
  Object.assign(window, { keys })
  let down = 0
  const lengthOf = (field: HTMLElement) =>
    (field as HTMLTextAreaElement).value?.length ?? field.textContent?.length ?? 0
  document.addEventListener('keydown', (event) => (down = event.timeStamp), true)
  document.addEventListener('input', (event) => {
    const field = event.target as HTMLElement
    const [began, before] = [down, lengthOf(field)]
    const seen = () => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => lengthOf(field) >= before && keys.push(performance.now() - began)
      port2.postMessage(null)
    }
    if (!spoilt) return void requestAnimationFrame(seen)
    void fetch('/api/session').finally(() => requestAnimationFrame(seen))
  })
}
