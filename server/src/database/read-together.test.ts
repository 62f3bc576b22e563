import { expect, test } from 'vitest'
import { readTogether } from './read-together.ts'

function controlled() {
  const ends: { key: string; end: (value: string) => void; fail: (error: Error) => void }[] = []
  const read = readTogether((key: string) => new Promise<string>((end, fail) => ends.push({ key, end, fail })))
  return { read, ends }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('who asks while it is being read shares one read that begins afterwards', async () => {
  const { read, ends } = controlled()
  const first = read('a')
  const later = [read('a'), read('a'), read('a')]
  expect(ends).toHaveLength(1)
  ends[0]!.end('old')
  expect(await first).toBe('old')
  await settled()
  expect(ends).toHaveLength(2)
  // Asked while the second is under way: a third.
  const third = read('a')
  ends[1]!.end('new')
  expect(await Promise.all(later)).toEqual(['new', 'new', 'new'])
  await settled()
  expect(ends).toHaveLength(3)
  ends[2]!.end('newest')
  expect(await third).toBe('newest')
  await settled()
  void read('a')
  expect(ends).toHaveLength(4)
})

test('each key is read by itself, and a failure reaches those who waited for it alone', async () => {
  const { read, ends } = controlled()
  const failing = read('a')
  const waiting = read('a')
  const other = read('b')
  expect(ends.map(({ key }) => key)).toEqual(['a', 'b'])
  ends[0]!.fail(new Error('away'))
  await expect(failing).rejects.toThrow('away')
  await settled()
  ends[2]!.end('there')
  ends[1]!.end('b')
  expect([await waiting, await other]).toEqual(['there', 'b'])
})
