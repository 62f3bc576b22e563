import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { expect, test } from 'vitest'
import { placesBetween } from './places-between.ts'

const line = (text: string): RichBlock => ({ type: 'paragraph', pieces: text ? [{ text }] : [] })
const heading = (text: string, level: 2 | 3 = 2): RichBlock => ({ type: 'heading', level, pieces: [{ text }] })
const list = (...items: string[]): RichBlock => ({ type: 'bulletList', items: items.map((item) => [line(item)]) })
const then = [
  heading('Water'),
  line('The water was cut on Monday.'),
  line('Nobody was told.'),
  heading('Interpreters'),
  line('There is one for the whole district.'),
  list('Ask the ministry', 'Ask the university'),
]
const between = (now: readonly RichBlock[]) => placesBetween(then, now)

test('a text that reads the same has none', () => {
  expect(between(then)).toEqual([])
  expect(placesBetween([], [])).toEqual([])
  expect(between([...then, line('')]), 'an empty line is none').toEqual([])
})

test('words that are others, wherever they stand, lead to their block', () => {
  const now = then
    .with(1, line('The water was cut on Tuesday.'))
    .with(5, list('Ask the ministry', 'Ask the university now'))
  expect(between(now)).toEqual([
    { change: 'changed', words: 'The water was cut on Tuesday.', from: 1, to: 1 },
    { change: 'changed', words: '- Ask the ministry', from: 5, to: 5 },
  ])
})

test('neighbours are one place, and each new section one of its own', () => {
  const now = [...then, heading('Buses'), line('None at night.'), heading('Money'), line('From the ministry.')]
  expect(between(now)).toEqual([
    { change: 'added', words: 'Buses', from: 6, to: 7 },
    { change: 'added', words: 'Money', from: 8, to: 9 },
  ])
})

test('what is gone is told by its words, where it stood', () => {
  expect(between(then.toSpliced(2, 1))).toEqual([{ change: 'removed', words: 'Nobody was told.', from: 2, to: 2 }])
  expect(between(then.slice(0, -1)), 'at the end').toMatchObject([{ change: 'removed', from: 4, to: 4 }])
  expect(between([]), 'all of it').toMatchObject([{ change: 'removed', words: 'Water', from: 0, to: 0 }])
})

test('a heading of another level is a changed one', () => {
  expect(between(then.with(3, heading('Interpreters', 3)))).toEqual([
    { change: 'changed', words: 'Interpreters', from: 3, to: 3 },
  ])
})
