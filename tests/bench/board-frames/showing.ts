import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'
import { startProxy } from '../../support/proxy.ts'
import { percentile } from '../figures.ts'
import { joinOthers, keepActing, keepPointing } from './others.ts'
import { OTHERS, type Place, untilShown } from './place.ts'
import type { Measuring } from './scenario.ts'

const IN_SIGHT = { x: 300, y: 200, width: 900, height: 600 }
const LATE_MS = 3_000
const STILL_MS = 400

/** From a key's way down in one browser to the frame in another that shows its letter, ms, among 28 who write too. */
export async function measureShowing(place: Place, { quick, spoil, print }: Measuring): Promise<void> {
  const board = place.boards.notes
  const people = await joinOthers(place, board, OTHERS - 2, IN_SIGHT)
  const stops = [keepPointing(people), keepActing(people)]
  const proxy = await startProxy(place.server.port)
  const origin = `http://127.0.0.1:${proxy.port}`
  const [writer, reader] = [
    await place.person(place.story.civil.cookie),
    await place.person(place.story.public.cookie, origin),
  ]
  try {
    const [writing, reading] = [await writer.newPage(), await reader.newPage()]
    await writing.goto(place.urlOf(board))
    await reading.goto(place.urlOf(board, origin))
    for (const page of [writing, reading]) {
      await untilShown(page)
      // What is fetched at a first visit alone, two megabytes for the next one without a network, is there.
      await page.evaluate(async () => void (await navigator.serviceWorker.ready))
      await page.evaluate(watchWords)
    }
    const word = `z${Date.now().toString(36)}`
    const words = quick ? 2 : 6
    await writing.bringToFront()
    for (let count = 0; count < words; count++)
      await writeNote(writing, `${word}${count} okul yok`, spoil ? proxy : null)
    await wait(spoil ? STILL_MS + 500 : 500)
    const [sent, seen] = [await wordsOf(writing), await wordsOf(reading)]
    const delays = sent.own.map(({ text, at }) => {
      const shown = seen.others.find((other) => other.text.startsWith(text) && other.at >= at - 1)
      return shown ? shown.at - at : LATE_MS
    })
    const figures = {
      letters: delays.length,
      p50: percentile(delays, 0.5),
      p95: percentile(delays, 0.95),
      lost: delays.filter((delay) => delay === LATE_MS).length,
    }
    await print({ scenario: 'showing', variant: `${OTHERS} writers`, figures })
  } finally {
    for (const stop of stops) stop()
    for (const person of people) person.leave()
    await Promise.all([writer.close(), reader.close()])
    await proxy.close()
  }
}

/** A full board has its next free place far away, where the reader doesn't look: the words go into a note in sight. */
async function writeNote(page: Page, words: string, link: { stall(): void; flow(): void } | null): Promise<void> {
  await page.locator('[data-board] .surface [data-note-id]').first().focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-board] textarea').waitFor()
  await page.keyboard.press('Control+a')
  link?.stall()
  for (const letter of words) {
    await page.keyboard.press(letter === ' ' ? 'Space' : letter)
    await wait(120)
  }
  await wait(link ? STILL_MS : 0)
  link?.flow()
  await page.keyboard.press('Escape')
  await page.locator('[data-board] textarea').waitFor({ state: 'detached' })
}

type Words = { own: { text: string; at: number }[]; others: { text: string; at: number }[] }

function wordsOf(page: Page): Promise<Words> {
  return page.evaluate(() => (window as never as { words: Words }).words)
}

/** Runs in the page: what I have in the field after each key, and what notes say when it has been painted. */
function watchWords(): void {
  const words: Words = { own: [], others: [] }
  Object.assign(window, { words })
  let down = 0
  document.addEventListener('keydown', (event) => (down = performance.timeOrigin + event.timeStamp), true)
  document.addEventListener('input', (event) => {
    words.own.push({ text: (event.target as HTMLTextAreaElement).value.trimEnd(), at: down })
  })
  const look = new MutationObserver((mutations) => {
    const texts = new Set<string>()
    for (const { target } of mutations) {
      const node = target instanceof Element ? target : target.parentElement
      for (const paragraph of node?.querySelectorAll('.words p') ?? []) texts.add(paragraph.textContent ?? '')
      const around = node?.closest('.words p')
      if (around) texts.add(around.textContent ?? '')
    }
    const fresh = [...texts].filter((text) => text.startsWith('z'))
    if (fresh.length === 0) return
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const at = performance.timeOrigin + performance.now()
        for (const text of fresh) words.others.push({ text, at })
      }
      port2.postMessage(null)
    })
  })
  look.observe(document.querySelector('[data-board] .surface')!, {
    childList: true,
    subtree: true,
    characterData: true,
  })
}
