import { removeItems } from '@meydan/shared/documents/board/moving'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { crowd } from '../support/crowd.ts'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { percentile } from './faults.ts'
import { startHistory } from './history.ts'
import { expectBounded, expectNothingLost, residentMemory } from './invariants.ts'
import { settings } from './settings.ts'
import { armFailpoint, meydan, metric } from './targets.ts'
import { Visitor } from './visitor.ts'
import { Workload } from './workload.ts'
import type { Writer } from './writer.ts'

const { before, factor, atLeast, growthMB } = settings.slowReader
const PAUSED = 3
const CLOSED_MS = 15_000
/** The looks at slow readers are a second apart. */
const LOOK_MS = 1_500
const NOTES_PER_SECOND = 50
/** 4 KB in UTF-8. */
const WORDS = 'ş'.repeat(1_990)
const SECOND_MS = 1_000

test('R-11 three stop reading in a room of 200 KB a second: they are sent away, the others don’t notice', {
  timeout: 120_000,
}, async () => {
  const history = startHistory()
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  const target = await meydan(fresh.url)
  onTestFinished(async () => {
    await target.stop()
    await fresh.drop()
  })
  const room = new Workload(target, story.boardId, story, history, { writers: 2, watchers: 3 })
  const cookies = await crowd(fresh.db, story, PAUSED)
  const slow = cookies.map((cookie) => new Visitor(target, story.boardId, cookie))
  onTestFinished(() => slow.forEach((visitor) => visitor.leave()))
  await Promise.all([room.synced(), until(() => slow.every(({ isEditable }) => isEditable))])
  // One fold of the log lasts as long as the test: what each of them costs for a moment would hide what is asked here.
  await armFailpoint(target, { name: 'in_compaction_before_delete', action: 'delay', ms: 120_000 })
  const noise = loud(room.writers[0]!)
  onTestFinished(noise.stop)

  // The same noise for the same people, three of whom still read.
  await probe(room.writers[1]!, SECOND_MS)
  const calm = percentile(await probe(room.writers[1]!, before), 0.95)
  const memory = await residentMemory(target)
  const sentBefore = await metric(target, 'sync_sent_bytes_total')
  const ends = await closesOf(target)

  const paused = performance.now()
  for (const visitor of slow) visitor.stopReading()
  history.fault('three stop reading')
  const times: number[] = []
  let most = 0
  while ((await closesOf(target)) - ends < PAUSED && performance.now() - paused < CLOSED_MS + 5_000) {
    times.push(...(await probe(room.writers[1]!, SECOND_MS)))
    most = Math.max(most, await residentMemory(target))
  }
  const took = performance.now() - paused
  const kilobytes = ((await metric(target, 'sync_sent_bytes_total')) - sentBefore) / 1_000
  noise.stop()
  history.heal('sent away')

  expect((await closesOf(target)) - ends, 'sent away with “come back later”').toBe(PAUSED)
  expect(took, 'until all three were sent away').toBeLessThan(CLOSED_MS + LOOK_MS)
  expect(took, 'who pauses for a moment stays').toBeGreaterThan(5_000)
  expect(most - memory, 'growth of memory while they stood').toBeLessThan(growthMB * 1e6)
  expect(percentile(times, 0.95), 'ack p95 of the others').toBeLessThan(Math.max(calm * factor, atLeast))
  // Per socket and second; four others and, while they last, these three.
  const perSocket = kilobytes / (took / 1_000) / 7
  expect(perSocket, 'KB a second in the room').toBeGreaterThan(settings.isLong ? 180 : 80)
  await until(async () => (await metric(target, 'ws_buffered_bytes')) === 0, { what: 'nothing waits for anybody' })
  await expectNothingLost(fresh.db, story.boardId, room, history, { savedWithin: 15_000 })
  await expectBounded(target, memory, growthMB * 1e6)
  console.log(
    `R-11: at ${Math.round(perSocket)} KB/s per socket sent away after ${Math.round(took)} ms, memory at most +${Math.round((most - memory) / 1e6)} MB; ack p95 of others ${percentile(times, 0.95).toFixed(1)} ms (before: ${calm.toFixed(1)} ms)`,
  )
})

/** Long notes, each thrown away soon after: much is sent, and the document stays small. */
function loud({ board }: Writer): { stop(): void } {
  const kept: string[] = []
  const timer = setInterval(() => {
    const at = { x: 0, y: 0 }
    kept.push(...board.addNotes([{ at, text: WORDS }], { seat: null, side: 'civil' }))
    if (kept.length > 5) removeItems(board, [kept.shift()!])
  }, SECOND_MS / NOTES_PER_SECOND)
  return { stop: () => clearInterval(timer) }
}

/** How long somebody's own small edits take to be acknowledged, one after the other. */
async function probe(writer: Writer, lasts: number): Promise<number[]> {
  const times: number[] = []
  const end = performance.now() + lasts
  while (performance.now() < end) {
    const started = performance.now()
    writer.add()
    await until(() => writer.unsaved === 0, { every: 1, timeout: 30_000, what: 'the edit is acknowledged' })
    times.push(performance.now() - started)
    await wait(20)
  }
  return times
}

function closesOf(target: { url: string }): Promise<number> {
  return metric(target, 'sync_closes_total', '1013')
}
