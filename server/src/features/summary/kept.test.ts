import { expect, test } from 'vitest'
import { Kept } from './kept.ts'

test('those who ask at once share one answer; the oldest are forgotten, failures at once', async () => {
  let asked = 0
  const kept = new Kept<number>(2)
  const work = async () => (asked += 1)
  expect(await Promise.all([kept.of('a', work), kept.of('a', work), kept.of('a', work)])).toEqual([1, 1, 1])
  await kept.of('b', work)
  await kept.of('a', work)
  expect(asked).toBe(2)
  await kept.of('c', work)
  await kept.of('a', work)
  expect(asked, 'a was asked for again, so b went').toBe(3)
  await kept.of('b', work)
  expect(asked).toBe(4)

  const failing = () => Promise.reject(new Error('no'))
  await expect(kept.of('d', failing)).rejects.toThrow('no')
  expect(await kept.of('d', work)).toBe(5)
})
