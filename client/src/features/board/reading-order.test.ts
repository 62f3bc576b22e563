import { expect, it } from 'vitest'
import { readingOrder } from './reading-order.ts'

const note = (id: string, x: number, y: number, frame: string | null = null) => ({
  id,
  frame,
  theme: null,
  rect: { x, y, width: 200, height: 150 },
})
const frame = (id: string, x: number, y: number) => ({ id, rect: { x, y, width: 500, height: 900 } })

it('reads rows from left to right although hands are never exact', () => {
  const notes = [note('b', 300, 0), note('a', 0, 12), note('d', 290, 200), note('c', 5, 190)]
  expect(readingOrder(notes, [])).toEqual(['a', 'b', 'c', 'd'])
})

it('reads a frame with its notes before the next frame', () => {
  const notes = [note('two', 640, 40, 'need'), note('one', 40, 500, 'problem'), note('zero', 40, 40, 'problem')]
  expect(readingOrder(notes, [frame('need', 600, 0), frame('problem', 0, 0)])).toEqual([
    'problem',
    'zero',
    'one',
    'need',
    'two',
  ])
})

it('counts notes of an unknown frame as loose', () => {
  expect(readingOrder([note('a', 0, 0, 'gone')], [])).toEqual(['a'])
})

it('reads a theme with its notes, inside its frame', () => {
  const theme = { id: 'theme', frame: 'need', theme: null, rect: { x: 20, y: 20, width: 444, height: 214 } }
  const inTheme = { ...note('b', 36, 68, 'need'), theme: 'theme' }
  const items = [note('c', 20, 300, 'need'), inTheme, theme]
  expect(readingOrder(items, [frame('need', 0, 0)])).toEqual(['need', 'theme', 'b', 'c'])
})
