import { expect, test } from 'vitest'
import { SlowReader } from './slow-reader.ts'

const KB = 1024
const MB = 1024 * KB

/** A reader of `perSecond` bytes behind a kernel that takes `kernel` bytes, in a room that sends `rate`; ms until the end. */
function cutOffAt(
  given: { rate: number; reads: number; kernel: number; first?: number },
  seconds = 120,
): number | null {
  const reader = new SlowReader(0)
  let written = given.first ?? 0
  let read = 0
  for (let second = 1; second <= seconds; second++) {
    const now = second * 1_000
    written += given.rate
    read = Math.min(written, read + given.reads)
    const flow = { written, gone: Math.min(written, read + given.kernel) }
    const seen = reader.look(flow, now)
    if (seen === 'stalled') return now
    if (seen === 'ask') {
      pingAt = written
      reader.asked(written, now)
    }
    if (reader.isAsked && read >= pingAt) reader.answered()
  }
  return null
}
let pingAt = 0

test('who reads stays, however much is sent', () => {
  expect(cutOffAt({ rate: 2 * MB, reads: 2 * MB, kernel: 4 * MB })).toBeNull()
})

test('who stopped reading is found within 15 s, although the kernel takes all there is', () => {
  expect(cutOffAt({ rate: 200 * KB, reads: 0, kernel: 100 * MB })).toBeLessThanOrEqual(15_000)
})

test('what waits here must move within 10 s', () => {
  expect(cutOffAt({ rate: 0, reads: 0, kernel: 64 * KB, first: 5 * MB })).toBe(11_000)
})

test('a slow telephone gets its ten megabytes', () => {
  expect(cutOffAt({ rate: 0, reads: 100 * KB, kernel: 256 * KB, first: 10 * MB }, 300)).toBeNull()
  expect(cutOffAt({ rate: 0, reads: 60 * KB, kernel: 2 * MB, first: 10 * MB }, 300)).toBeNull()
})

test('a quiet reader has fifteen seconds to answer', () => {
  const reader = new SlowReader(0)
  const flow = { written: 300, gone: 300 }
  expect(reader.look(flow, 1_000)).toBe('reads')
  reader.asked(300, 1_000)
  expect(reader.look(flow, 15_900)).toBe('reads')
  expect(reader.look(flow, 16_000)).toBe('stalled')
  reader.answered()
  expect(reader.look(flow, 60_000)).toBe('reads')
})

test('one document on its way is not owed; a second one behind it is', () => {
  const reader = new SlowReader(0)
  const frame = Buffer.alloc(5 * MB)
  reader.carries(frame, { written: 0, gone: 0 })
  expect(reader.owed({ written: 5 * MB + 100, gone: 0 })).toBe(100)
  reader.carries(Buffer.alloc(5 * MB), { written: 5 * MB, gone: MB })
  expect(reader.owed({ written: 10 * MB, gone: MB })).toBe(5 * MB)
  expect(reader.bulk).toBe(frame)
  reader.look({ written: 10 * MB, gone: 5 * MB }, 1_000)
  expect(reader.bulk).toBeUndefined()
})
