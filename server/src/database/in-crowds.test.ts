import { expect, test } from 'vitest'
import { inCrowds } from './in-crowds.ts'

type Served = { items: string[]; key: string; end: (answers: string[]) => void; fail: (error: Error) => void }

function controlled(limits: { atOnce: number; most: number }) {
  const served: Served[] = []
  const ask = inCrowds(
    (items: string[], key) => new Promise<string[]>((end, fail) => served.push({ items, key, end, fail })),
    limits,
  )
  const asked = () => served.map(({ items }) => items.join(''))
  const end = (index: number) => served[index]!.end(served[index]!.items.map((item) => item.toUpperCase()))
  return { ask, served, asked, end }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('who comes in the same turn, or while others are served, is served together and after them', async () => {
  const { ask, asked, end } = controlled({ atOnce: 1, most: 10 })
  const first = [ask('a'), ask('b')]
  expect(asked()).toEqual([])
  await settled()
  const later = [ask('c'), ask('d'), ask('e')]
  await settled()
  expect(asked()).toEqual(['ab'])
  end(0)
  expect(await Promise.all(first)).toEqual(['A', 'B'])
  await settled()
  expect(asked()).toEqual(['ab', 'cde'])
  end(1)
  expect(await Promise.all(later)).toEqual(['C', 'D', 'E'])
  const last = ask('f')
  await settled()
  end(2)
  expect(await last).toBe('F')
})

test('one crowd that hangs holds up neither those who come later nor other keys', async () => {
  const { ask, served, asked, end } = controlled({ atOnce: 2, most: 10 })
  void ask('a')
  await settled()
  const next = ask('b')
  await settled()
  void ask('c', 'other')
  await settled()
  expect(asked()).toEqual(['a', 'b', 'c'])
  expect(served.map(({ key }) => key)).toEqual(['', '', 'other'])
  const waiting = ask('d')
  await settled()
  expect(asked()).toHaveLength(3)
  end(1)
  expect(await next).toBe('B')
  await settled()
  end(3)
  expect(await waiting).toBe('D')
})

test('a crowd is no larger than it may be, and a failure reaches those in it alone', async () => {
  const { ask, served, asked, end } = controlled({ atOnce: 1, most: 2 })
  const outcomes = Promise.allSettled([ask('a'), ask('b'), ask('c')])
  await settled()
  served[0]!.fail(new Error('away'))
  await settled()
  await settled()
  expect(asked()).toEqual(['ab', 'c'])
  end(1)
  const [a, b, c] = await outcomes
  expect([a.status, b.status]).toEqual(['rejected', 'rejected'])
  expect(c).toEqual({ status: 'fulfilled', value: 'C' })
})
