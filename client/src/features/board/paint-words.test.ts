import { expect, test } from 'vitest'
import { layWords } from './paint-words.ts'

/** Every letter is as wide as half its size. */
const measure = (text: string) => text.length * 0.5 * 1.015
const fit = { size: 20, lineHeight: 1.5, overflows: false }
const lines = (text: string, width: number) => layWords(text, fit, width, measure).lines.map((line) => line.text)

test('words are broken at spaces, and a line may be filled to its last pixel', () => {
  expect(lines('one two three', 70)).toEqual(['one two', 'three'])
  expect(lines('one two three', 69)).toEqual(['one', 'two', 'three'])
})

test('what was written on lines of its own stays there, blank ones too', () => {
  expect(lines('one\n\ntwo', 200)).toEqual(['one', '', 'two'])
})

test('a word longer than a line is broken anywhere', () => {
  expect(lines('abcdefghij kl', 50)).toEqual(['abcde', 'fghij', 'kl'])
})

test('every paragraph turns by its own first letter', () => {
  const { lines: laid, step } = layWords('لا يوجد\nbus', fit, 200, measure)
  expect(laid.map(({ rtl }) => rtl)).toEqual([true, false])
  expect(step).toBe(30)
})
