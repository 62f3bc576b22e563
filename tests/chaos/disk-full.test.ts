import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { startHistory } from './history.ts'
import { expectNothingLost, lostAcknowledged } from './invariants.ts'
import { settings } from './settings.ts'
import { databaseOnSmallDisk } from './small-disk.ts'
import { meydan, metric } from './targets.ts'
import { Workload } from './workload.ts'

const { recoverWithin, fullFor } = settings.diskFull
const HEX = '0123456789abcdef'

test('R-15 the disk is full and has room again: nothing is lost, nothing is restarted', {
  timeout: 120_000,
}, async () => {
  const history = startHistory()
  const { random } = history
  const { db, url, fill, free, how } = await databaseOnSmallDisk()
  const story = await consultationRoom(db)
  const target = await meydan(url)
  onTestFinished(async () => void (await target.stop()))
  const { pid } = target
  const workload = new Workload(target, story.boardId, story, history, { writers: 3 })
  await workload.synced()
  // Words that can't be compressed take room of their own.
  const bulk = () => Array.from({ length: 3_000 }, () => HEX[random.below(16)]).join('')
  for (const writer of workload.writers) for (let n = 0; n < 5; n++) writer.add(bulk())
  await workload.saved(10_000)

  await fill()
  history.fault(`disk full: ${how}`)
  const retries = await metric(target, 'sync_commit_retries_total')
  const stuck = async () => {
    random.pick(workload.writers).add(bulk())
    return (await metric(target, 'sync_commit_retries_total')) > retries
  }
  await until(stuck, { timeout: 30_000, every: 20, what: 'a commit fails for want of room' })
  const acked = history.acked.size
  for (const writer of workload.writers) for (let n = 0; n < 5; n++) writer.add(bulk())
  await wait(fullFor)
  expect(history.acked.size, 'nothing is acknowledged without room').toBe(acked)
  expect(await lostAcknowledged(db, story.boardId, history)).toEqual([])

  await free()
  history.heal('room again')
  const took = await expectNothingLost(db, story.boardId, workload, history, { savedWithin: recoverWithin })
  expect(target.pid, 'the same process').toBe(pid)
  expect(target.hasExited()).toBe(false)
  history.expectSomethingHappened({ edits: 20 })
  console.log(
    `R-15: ${how}, ${history.issued.size} edits, 0 lost; all saved ${Math.round(took)} ms after there was room`,
  )
})
