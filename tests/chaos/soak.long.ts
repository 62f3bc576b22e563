import { removeItems } from '@meydan/shared/documents/board/moving'
import { setTimeout as wait } from 'node:timers/promises'
import { Board } from '@meydan/shared/documents/board/board'
import { expect, onTestFinished, test } from 'vitest'
import { type SyncClient, syncClient } from '../support/client.ts'
import { crowd } from '../support/crowd.ts'
import { freshDatabase } from '../support/database.ts'
import type { Random } from '../support/seed.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { newBoard } from './boards.ts'
import { startHistory } from './history.ts'
import { meydan, metric } from './targets.ts'
import { differences, readStored } from './truth.ts'

/**
 * CHAOS_MINUTES=3 proves that the check itself works. In the first ten minutes the process takes from the system what
 * its collectors leave room for (the heap after collections stands still from the first): only then a slope is a leak.
 */
const MINUTES = Number(process.env.CHAOS_MINUTES ?? 20)
const MINUTE_MS = 60_000
const LASTS_MS = MINUTES * MINUTE_MS
const PEOPLE = 50
const DOCUMENTS = 100
const LOOK_EVERY_MS = 2_000
const TICK_MS = 100
/** Each of them edits every five seconds. */
const EDITS_PER_TICK = PEOPLE / 50
const NOTES_KEPT = 3
/** A short run shows a node that warms up: its heap, the database's connections, the folding thread. */
const SLOPE_MAX = MINUTES >= 20 ? 1 : 60
const LOADED_MAX = 5
/** A document stays for a minute after the last person has left. */
const UNLOADED_MS = 75_000

// Every provider of y-websocket listens to the end of the process.
process.setMaxListeners(0)

type Sample = { minutes: number; megabytes: number; heap: number }

test(`R-20 ${MINUTES} minutes of ${PEOPLE} people who come and go: memory stands still`, {
  timeout: LASTS_MS + 5 * MINUTE_MS,
}, async () => {
  const history = startHistory()
  const { random } = history
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  const target = await meydan(fresh.url, { LIMIT_SCALE: '1' })
  onTestFinished(async () => {
    await target.stop()
    await fresh.drop()
  })
  const cookies = await crowd(fresh.db, story, PEOPLE)
  const documents: string[] = []
  for (let n = 0; n < DOCUMENTS; n++) documents.push(await newBoard(fresh.db, story.roomId))
  const people = cookies.map((cookie) => new Person(target, random.pick(documents), cookie))
  onTestFinished(() => people.forEach((person) => person.client.destroy()))
  const away = () => people.filter(({ client }) => !client.provider.synced)
  await until(() => away().length === 0, { timeout: 20_000, what: 'all are in' }).catch(() => {})
  expect(
    away().map(({ documentId, client: { closes, types, frames } }) => ({ documentId, closes, types, frames })),
    'who is not in',
  ).toEqual([])

  const samples: Sample[] = []
  const [started, edits] = [performance.now(), { made: 0, churned: 0 }]
  const elapsed = () => performance.now() - started
  let [nextChurn, nextLook] = [0, 0]
  while (elapsed() < LASTS_MS) {
    for (let n = 0; n < EDITS_PER_TICK; n++) edits.made += random.pick(people).act(random)
    if (elapsed() >= nextChurn) {
      nextChurn += 1_000
      const index = edits.churned++ % PEOPLE
      await replaceOne(people, index, () => new Person(target, random.pick(documents), cookies[index]!))
    }
    if (elapsed() >= nextLook) {
      nextLook += LOOK_EVERY_MS
      const megabytes = (await metric(target, 'process_resident_memory_bytes')) / 1e6
      const heap = (await metric(target, 'nodejs_heap_used_bytes')) / 1e6
      samples.push({ minutes: elapsed() / MINUTE_MS, megabytes, heap })
      if (samples.length % 15 === 0) history.note(`${Math.round(megabytes)} MB`)
    }
    await wait(TICK_MS)
  }

  await until(() => people.every(({ isSaved }) => isSaved), { timeout: 20_000, what: 'everything is acknowledged' })
  const last = samples.filter(({ minutes }) => minutes > MINUTES / 2)
  const slope = slopeOf(last)
  const loaded = await metric(target, 'docs_loaded')
  for (const { client, documentId } of people.slice(0, 5)) {
    const stored = () => readStored(fresh.db, documentId)
    await until(async () => differences({ stored: await stored(), replica: client.doc }).length === 0, {
      what: 'what is stored is what they see',
    })
  }
  const closes = people.flatMap(({ client }) => client.closes)
  for (const person of people) person.client.destroy()
  const left = performance.now()
  const unloaded = async () => (await metric(target, 'docs_loaded')) <= LOADED_MAX
  await until(unloaded, { timeout: UNLOADED_MS, every: 1_000, what: 'documents nobody looks at are unloaded' })

  console.log(
    `R-20: ${MINUTES} min, ${edits.made} edits, ${edits.churned} joins; memory ${Math.round(last[0]!.megabytes)} to ${Math.round(last.at(-1)!.megabytes)} MB, ${slope.toFixed(2)} MB/min (heap after collections: ${floors(samples).join(', ')} MB); ${loaded} documents loaded, at most ${LOADED_MAX} ${Math.round((performance.now() - left) / 1_000)} s after all had left`,
  )

  expect(edits.made, 'edits').toBeGreaterThan(MINUTES * 60 * 5)
  expect(edits.churned, 'people who came').toBeGreaterThan(MINUTES * 60 * 0.9)
  expect(closes, 'nobody was sent away').toEqual([])
  expect(loaded, 'documents loaded while people are there').toBeGreaterThan(LOADED_MAX)
  expect(slope, 'MB a minute in the second half').toBeLessThanOrEqual(SLOPE_MAX)
})

/** Somebody who keeps a few notes of their own, so that no document grows and what grows is a leak. */
class Person {
  readonly documentId: string
  readonly client: SyncClient
  readonly #board: Board
  readonly #notes: string[] = []

  constructor(server: { url: string }, documentId: string, cookie: string) {
    this.documentId = documentId
    this.client = syncClient(server, documentId, cookie, { ack: true })
    this.#board = new Board(this.client.doc)
  }

  get isSaved(): boolean {
    const { provider, frames } = this.client
    return provider.synced && frames.acked >= frames.sent
  }

  /** One edit, or a cursor that moves; answers with the number of edits. */
  act(random: Random): number {
    const at = { x: random.below(2_000), y: random.below(2_000) }
    if (random.below(3) === 0) {
      this.client.awareness.setLocalStateField('cursor', at)
      return 0
    }
    if (this.#notes.length >= NOTES_KEPT) removeItems(this.#board, [this.#notes.shift()!])
    else this.#notes.push(...this.#board.addNotes([{ at, text: 'Kreş yok' }], { seat: null, side: 'civil' }))
    return 1
  }

  /** Takes what they wrote with them: whoever comes after finds the board as it was. */
  async leave(): Promise<void> {
    if (this.#notes.length > 0) removeItems(this.#board, this.#notes)
    await until(() => this.isSaved, { timeout: 20_000, every: 5, what: 'the last edit is acknowledged' })
    this.client.destroy()
  }
}

async function replaceOne(people: Person[], index: number, next: () => Person): Promise<void> {
  const before = people[index]!
  people[index] = next()
  await before.leave()
}

/** The least of each minute: what memory holds once garbage is collected, which tells a leak from a heap that is let grow. */
function floors(samples: readonly Sample[]): number[] {
  const least: number[] = []
  for (const { minutes, heap } of samples) {
    const minute = Math.floor(minutes)
    least[minute] = Math.min(least[minute] ?? Number.POSITIVE_INFINITY, heap)
  }
  return least.map(Math.round)
}

/** Least squares, MB per minute. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [x, y] = [mean(samples.map(({ minutes }) => minutes)), mean(samples.map(({ megabytes }) => megabytes))]
  const above = samples.reduce((sum, { minutes, megabytes }) => sum + (minutes - x) * (megabytes - y), 0)
  return above / samples.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0)
}
