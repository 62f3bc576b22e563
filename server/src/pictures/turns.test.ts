import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('one after the other, in the order they came, also behind one that fails', async () => {
  const turns = new Turns({ all: 10, ofOne: 10 })
  let running = 0
  let most = 0
  const done: number[] = []
  const work = (number: number) => async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5 - number))
    running -= 1
    if (number === 1) throw new Error('broken')
    done.push(number)
  }
  const results = await Promise.allSettled([0, 1, 2, 3].map((number) => turns.take('a', work(number))))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(done).toEqual([0, 2, 3])
  expect(most).toBe(1)
})

test('beyond so many that wait, the next is told to come again; later there is room', async () => {
  const turns = new Turns({ all: 2, ofOne: 2 })
  let finish = () => {}
  const first = turns.take('a', () => new Promise<void>((resolve) => (finish = resolve)))
  await Promise.resolve()
  const waiting = [turns.take('a', async () => 'second'), turns.take('b', async () => 'third')]
  await expect(turns.take('c', async () => 'fourth')).rejects.toMatchObject({ code: 'busy' })
  finish()
  await first
  expect(await Promise.all(waiting)).toEqual(['second', 'third'])
  expect(await turns.take('c', async () => 'fourth')).toBe('fourth')
})

test('nobody takes all the places', async () => {
  const turns = new Turns({ all: 3, ofOne: 2 })
  let finish = () => {}
  const first = turns.take('a', () => new Promise<void>((resolve) => (finish = resolve)))
  await Promise.resolve()
  const waiting = [turns.take('a', async () => 2), turns.take('a', async () => 3)]
  await expect(turns.take('a', async () => 4)).rejects.toMatchObject({ code: 'busy' })
  const other = turns.take('b', async () => 'b')
  finish()
  await Promise.all([first, ...waiting])
  expect(await other).toBe('b')
  expect(await turns.take('a', async () => 4)).toBe(4)
})
