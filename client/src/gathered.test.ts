import { expect, it } from 'vitest'
import { gathered } from './gathered.ts'

function started() {
  const ends: (() => void)[] = []
  const ask = gathered(() => new Promise((resolve) => ends.push(resolve)))
  const end = async (index: number) => {
    ends[index]!()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { ask, ends, end }
}

it('asks once more for any number of questions that came meanwhile, and resolves for all after the last', async () => {
  const { ask, ends, end } = started()
  const all = [ask(), ask(), ask()]
  expect(ends).toHaveLength(1)
  await end(0)
  expect(ends).toHaveLength(2)
  let isThrough = false
  void Promise.all(all).then(() => {
    isThrough = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isThrough).toBe(false)
  await end(1)
  expect(isThrough).toBe(true)
  expect(ends).toHaveLength(2)
})

it('begins anew afterwards, also after one that failed', async () => {
  let asked = 0
  const ask = gathered(async () => {
    asked += 1
    if (asked === 1) throw new Error('away')
  })
  await expect(ask()).rejects.toThrow('away')
  await ask()
  expect(asked).toBe(2)
})

it('never gives an answer from before the question, also where one is asked as the last answer comes', async () => {
  let asked = 0
  let again: Promise<void> | undefined
  const ask = gathered(async () => {
    asked += 1
    await Promise.resolve()
    // Whoever waits for what was read runs when the read is through, before anybody who waits for all of it.
    if (asked === 1) void Promise.resolve().then(() => Promise.resolve().then(() => (again = ask())))
  })
  await ask()
  await new Promise((resolve) => setImmediate(resolve))
  await again
  expect(asked).toBe(2)
})
