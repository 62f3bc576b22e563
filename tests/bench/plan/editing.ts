import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'
import { startProxy } from '../../support/proxy.ts'
import { percentile } from '../figures.ts'
import { typeLetters, watchKeys } from '../typed-letters.ts'
import { joinEditors, keepEditing } from './editors.ts'
import { openPlace, PEOPLE, type Place } from './place.ts'
import type { Measured, Setting } from './scenario.ts'

const LATE_MS = 3_000

/**
 * Ten people write in one plan. `seenP95`: from the key that ends a cell in one browser to the frame in another that shows
 * it, ms. `ofFlowing`: how long a letter takes to be seen while the network stands still ÷ while it flows.
 */
export async function editing(setting: Setting): Promise<Measured[]> {
  const place = await openPlace(setting)
  try {
    return [await seenElsewhere(place, setting), ...(await typing(place, setting))]
  } finally {
    await place.close()
  }
}

/** Two browsers and eight plain connections that write as well. */
async function seenElsewhere(place: Place, { quick }: Setting): Promise<Measured> {
  const editors = await joinEditors(place, PEOPLE - 2)
  const [writer, reader] = [await place.person(place.story.civil.cookie), await place.person(place.story.public.cookie)]
  let stop = () => {}
  try {
    const [writing, reading] = [await place.openTable(writer), await place.openTable(reader)]
    for (const page of [writing, reading]) await page.evaluate(watchCells)
    await writing.bringToFront()
    stop = keepEditing(editors)
    await wait(500)
    const word = `z${Date.now().toString(36)}`
    const cells = quick ? 5 : 60
    for (let cell = 0; cell < cells; cell++) await writeTitle(writing, cell % 6, `${word}x${cell}`)
    await wait(500)
    const [sent, seen] = [await cellsOf(writing), await cellsOf(reading)]
    const delays = [...sent.written].map(([text, at]) => {
      const shown = seen.shown.find(([other]) => other === text)
      return shown ? shown[1] - at : LATE_MS
    })
    if (delays.length < cells) throw new Error(`${delays.length} of ${cells} cells were written`)
    const figures = {
      cells: delays.length,
      seenP50: percentile(delays, 0.5),
      seenP95: percentile(delays, 0.95),
      lost: delays.filter((delay) => delay === LATE_MS).length,
    }
    return { variant: `a cell, ${PEOPLE} people writing`, figures }
  } finally {
    stop()
    for (const editor of editors) editor.leave()
    await Promise.all([writer.close(), reader.close()])
  }
}

/** The title of the action in this row, by the keys of a spreadsheet. */
async function writeTitle(page: Page, row: number, words: string): Promise<void> {
  await page.locator('[data-plan-table] [data-action] [data-field=title]').nth(row).focus()
  await page.keyboard.press('F2')
  await page.locator('[data-cell-field]').fill(words)
  await wait(60)
  await page.keyboard.press('Enter')
  await page.locator('[data-cell-field]').waitFor({ state: 'detached' })
  await wait(120)
}

type Cells = { written: [text: string, at: number][]; shown: [text: string, at: number][] }
const cellsOf = (page: Page) => page.evaluate(() => (window as never as { cells: Cells }).cells)

/** Runs in the page: when Enter ended which words of mine, and when a title of these words had been painted. */
function watchCells(): void {
  const cells: Cells = { written: [], shown: [] }
  Object.assign(window, { cells })
  document.addEventListener(
    'keydown',
    ({ key, target, timeStamp }) => {
      if (key !== 'Enter' || !(target instanceof HTMLInputElement) || !target.value.startsWith('z')) return
      cells.written.push([target.value, performance.timeOrigin + timeStamp])
    },
    true,
  )
  const look = new MutationObserver((mutations) => {
    const texts = new Set<string>()
    for (const { target } of mutations) {
      const cell = (target instanceof Element ? target : target.parentElement)?.closest('[data-field=title]')
      const text = cell?.querySelector('.words')?.textContent?.trim() ?? ''
      if (text.startsWith('z')) texts.add(text)
    }
    if (texts.size === 0) return
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const at = performance.timeOrigin + performance.now()
        for (const text of texts) cells.shown.push([text, at])
      }
      port2.postMessage(null)
    })
  })
  look.observe(document.querySelector('[data-plan-table]')!, { childList: true, subtree: true, characterData: true })
}

const openers: Record<string, (page: Page) => Promise<void>> = {
  'a letter in a cell': async (page) => {
    await page.locator('[data-plan-table] [data-action] [data-field=title]').first().focus()
    await page.keyboard.press('F2')
    await page.locator('[data-cell-field]').waitFor()
  },
  'a letter in the description': async (page) => {
    await page.locator('[data-plan-table] [data-action] [data-field=title]').first().focus()
    await page.keyboard.press('Space')
    const field = page.locator('[data-plan-drawer] [data-detail=description]')
    await field.locator('textarea, [contenteditable=true]').first().click()
  },
}

async function typing(place: Place, { quick }: Setting): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const [variant, open] of Object.entries(openers)) {
    const proxy = await startProxy(place.server.port)
    const origin = `http://127.0.0.1:${proxy.port}`
    const context = await place.person(place.story.civil.cookie, origin)
    try {
      const page = await place.openTable(context, origin)
      await page.evaluate(watchKeys, false)
      await open(page)
      await typeLetters(page, 10)
      const times = { flowing: [] as number[], still: [] as number[] }
      for (let round = 0; round < (quick ? 2 : 4); round++) {
        const stalls = round % 2 === 1
        if (stalls) proxy.stall()
        await wait(200)
        times[stalls ? 'still' : 'flowing'].push(...(await typeLetters(page, quick ? 10 : 40)))
        proxy.flow()
        await page.locator('[data-sync-state=saved]').first().waitFor({ state: 'attached' })
      }
      const [flowing, still] = [percentile(times.flowing, 0.5), percentile(times.still, 0.5)]
      const letters = Math.min(times.flowing.length, times.still.length)
      if (letters === 0) throw new Error(`no letter was seen: ${variant}`)
      const figures = { flowing, still, ofFlowing: still / flowing, stillP95: percentile(times.still, 0.95), letters }
      measured.push({ variant, figures })
    } finally {
      await context.close()
      await proxy.close()
    }
  }
  return measured
}
