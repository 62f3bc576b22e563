import { setTimeout as wait } from 'node:timers/promises'
import { startProxy } from '../../support/proxy.ts'
import { percentile } from '../figures.ts'
import { typeLetters, watchKeys } from '../typed-letters.ts'
import { type Place, untilShown } from './place.ts'
import type { Measuring } from './scenario.ts'

const LETTERS = 40

/** From a key's way down to the frame that shows its letter, ms: with the network as it is, and with it standing still. */
export async function measureTyping(place: Place, { quick, spoil, repetition, print }: Measuring): Promise<void> {
  const proxy = await startProxy(place.server.port)
  const origin = `http://127.0.0.1:${proxy.port}`
  const context = await place.person(place.story.civil.cookie, origin)
  try {
    const page = await context.newPage()
    await page.goto(place.urlOf(place.boards.notes, origin))
    await untilShown(page)
    await page.locator('[data-sync-state=saved]').first().waitFor({ state: 'attached' })
    await page.evaluate(watchKeys, spoil)
    await page.locator('[data-board] .surface [data-note-id]').first().focus()
    await page.keyboard.press('n')
    await page.locator('[data-board] textarea').waitFor()
    await typeLetters(page, 10)
    const both = new Map<string, number[]>()
    const rounds = quick ? 2 : 4
    for (let round = 0; round < rounds; round++) {
      const stalls = (round + repetition) % 2 === 1
      if (stalls) proxy.stall()
      await wait(200)
      const variant = stalls ? 'the network stands still' : 'the network flows'
      both.set(variant, [...(both.get(variant) ?? []), ...(await typeLetters(page, quick ? 10 : LETTERS))])
      proxy.flow()
      await page.locator('[data-sync-state=saved]').first().waitFor({ state: 'attached' })
    }
    for (const [variant, times] of both) {
      await print({
        scenario: 'typing',
        variant,
        figures: { letters: times.length, p50: percentile(times, 0.5), p95: percentile(times, 0.95) },
      })
    }
  } finally {
    await context.close()
    await proxy.close()
  }
}
