import type { Database } from '@meydan/server/database/schema'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { setTimeout as wait } from 'node:timers/promises'
import { figuresOf } from '../board-frames/frames.ts'
import { percentile, spreadOf } from '../figures.ts'
import { openPlace, type Place } from './place.ts'
import type { Measured, Setting } from './scenario.ts'
import { framesOf } from './scrolling.ts'

const THREADS = 1_000
const COMMENTS = 5_000
const LATE_MS = 5_000
const LIST = { selector: '[data-thread-list]', at: { x: 1_050, y: 600 } }

/**
 * A room with 5,000 comments. `opened`: from the press that opens its list to the frame that shows it, ms; `perSecond`: frames
 * while a wheel is turned through it. `seenP95`: from the key that sends a comment to the frame in another browser that
 * shows it, ms.
 */
export async function threads(setting: Setting): Promise<Measured[]> {
  const place = await openPlace(setting)
  try {
    await fill(place.db, place)
    return [await opening(place, setting.quick), await seeing(place, setting.quick)]
  } finally {
    await place.close()
  }
}

async function opening(place: Place, quick: boolean): Promise<Measured> {
  const context = await place.person(place.story.civil.cookie)
  const page = await openRoom(place, await context.newPage())
  const times: number[] = []
  for (let n = 0; n < (quick ? 5 : 21); n++) {
    times.push(await page.evaluate(openList))
    await page.locator('[data-part=threads]').click()
    await page.locator('[data-thread-list]').waitFor({ state: 'detached' })
  }
  await page.locator('[data-part=threads]').click()
  await page.locator('[data-thread-list] [data-row]').first().waitFor()
  const scroller = await page.evaluate(markScroller, LIST.selector)
  const empty = await context.newPage()
  await empty.goto('about:blank')
  const beside = figuresOf(await framesOf(empty, LIST, quick))
  const own = figuresOf(await framesOf(page, { ...LIST, selector: scroller }, quick))
  await context.close()
  // The first also fetches the script and the words of the list.
  const [first, ...later] = times
  const figures = { first: first!, opened: spreadOf(later).median, openedWorst: Math.max(...later) }
  return {
    variant: `${COMMENTS.toLocaleString('en')} comments`,
    figures: { ...figures, perSecond: own.perSecond, emptyPerSecond: beside.perSecond },
  }
}

async function seeing(place: Place, quick: boolean): Promise<Measured> {
  const contexts = [await place.person(place.story.civil.cookie), await place.person(place.story.public.cookie)]
  const [writer, reader] = await Promise.all(contexts.map(async (one) => openRoom(place, await one.newPage())))
  for (const page of [writer!, reader!]) {
    await page.locator('[data-part=threads]').click()
    await page.locator('[data-thread-list] [data-row="0"]').click()
    await page.locator('[data-comment-field]').waitFor()
    await page.evaluate(watchComments)
  }
  await writer!.bringToFront()
  const sent = new Map<string, number>()
  for (let n = 0; n < (quick ? 5 : 40); n++) {
    const text = `z${Date.now().toString(36)}x${n}`
    await writer!.locator('[data-comment-field]').fill(text)
    await wait(120)
    sent.set(text, await writer!.evaluate(() => performance.timeOrigin + performance.now()))
    await writer!.keyboard.press('Control+Enter')
    await wait(900)
  }
  const seen = new Map(await reader!.evaluate(() => (window as never as { seen: [string, number][] }).seen))
  const delays = [...sent].map(([text, at]) => (seen.has(text) ? seen.get(text)! - at : LATE_MS))
  for (const context of contexts) await context.close()
  const figures = {
    comments: delays.length,
    seenP50: percentile(delays, 0.5),
    seenP95: percentile(delays, 0.95),
    lost: delays.filter((delay) => delay === LATE_MS).length,
  }
  return { variant: 'a comment, seen by the other', figures }
}

async function openRoom({ server, story }: Place, page: Page): Promise<Page> {
  await page.goto(`${server.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-sync-state=saved]').first().waitFor({ state: 'attached' })
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.locator('[data-part=threads]').waitFor()
  return page
}

/** Runs in the page: from the press to the frame with the first rows. */
function openList(): Promise<number> {
  return new Promise((resolve) => {
    const begun = performance.now()
    const look = () => {
      if (!document.querySelector('[data-thread-list] [data-row]')) return requestAnimationFrame(look)
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now() - begun)
      return port2.postMessage(null)
    }
    document.querySelector<HTMLElement>('[data-part=threads]')!.click()
    requestAnimationFrame(look)
  })
}

/** Runs in the page: what around the list can be scrolled. */
function markScroller(selector: string): string {
  let at: Element | null = document.querySelector(selector)
  while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement
  at?.setAttribute('data-scrolled', '')
  return '[data-scrolled]'
}

/** Runs in the page: when which comment had been painted. */
function watchComments(): void {
  const seen: [string, number][] = []
  const known = new Set<string>()
  Object.assign(window, { seen })
  const look = () => {
    const fresh = [...document.querySelectorAll('[data-comment-text]')].flatMap((one) => {
      const text = one.textContent.trim()
      return text.startsWith('z') && !known.has(text) ? [text] : []
    })
    if (fresh.length === 0) return
    for (const text of fresh) known.add(text)
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const at = performance.timeOrigin + performance.now()
        for (const text of fresh) seen.push([text, at])
      }
      port2.postMessage(null)
    })
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
}

/** A thousand threads of both sides about the room, five comments each. */
async function fill(db: Database, { story }: Place): Promise<void> {
  await sql`
    with begun as (
      insert into thread (room_id, anchor, created_at, last_at)
      select ${story.roomId}, 'room', at, at from (
        select now() - interval '1 minute' * n as at from generate_series(1, ${THREADS}::int) as n) as times
      returning id, last_at
    )
    insert into comment (id, thread_id, seat_id, text, created_at)
    select gen_random_uuid(), begun.id, case when n % 2 = 0 then ${story.civil.seatId}::uuid else ${story.public.seatId}::uuid end,
      'Mahallede randevu mesajları yalnız Türkçe geliyor, kimse anlamıyor ' || n,
      begun.last_at - interval '1 second' * (${COMMENTS / THREADS}::int - n)
    from begun, generate_series(1, ${COMMENTS / THREADS}::int) as n`.execute(db)
  await sql`vacuum analyze thread, comment`.execute(db)
}
