import { expect, test } from 'vitest'
import { AdmissionQueue, NotYet } from './admission-queue.ts'

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

test('a few at a time, the others in order of arrival', async () => {
  const queue = new AdmissionQueue({ parallel: 2, waiting: 10, patienceMs: 1_000 })
  const gates = Array.from({ length: 6 }, gate)
  const started: number[] = []
  let inside = 0
  let most = 0
  const runs = gates.map(({ opened }, n) =>
    queue.run(async () => {
      started.push(n)
      most = Math.max(most, ++inside)
      await opened
      inside -= 1
    }, 0),
  )
  for (const { open } of gates) {
    open()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(runs)
  expect(started).toEqual([0, 1, 2, 3, 4, 5])
  expect(most).toBe(2)
})

test('the place of one who failed goes to the next', async () => {
  const queue = new AdmissionQueue({ parallel: 1, waiting: 10, patienceMs: 1_000 })
  const failing = queue.run(() => Promise.reject(new Error('away')), 0)
  const next = queue.run(async () => 'in', 0)
  await expect(failing).rejects.toThrow('away')
  expect(await next).toBe('in')
})

test('a bound and a deadline', async () => {
  const queue = new AdmissionQueue({ parallel: 1, waiting: 1, patienceMs: 1_000 })
  const { open, opened } = gate()
  const first = queue.run(() => opened, 0)
  const second = queue.run(async () => {}, 0)
  await expect(queue.run(async () => {}, 0)).rejects.toBeInstanceOf(NotYet)
  queue.sweep(999)
  expect(queue.waiting).toBe(1)
  queue.sweep(1_000)
  await expect(second).rejects.toBeInstanceOf(NotYet)
  open()
  await first
  expect(await queue.run(async () => 'free', 2_000)).toBe('free')
})
