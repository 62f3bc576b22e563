import { describe, expect, it } from 'vitest'
import { cutToLines, cutToWidth, wrapText } from './wrap-text.ts'

/** Every letter one wide. */
const measure = (run: string) => Array.from(run).length
const lines = (text: string, width: number) => wrapText(text, width, measure).map((line) => line.text)

describe('text is wrapped as on the screen', () => {
  it('at spaces, which hang at the end of a line', () => {
    expect(lines('one two  three', 7)).toEqual(['one two', 'three'])
    expect(lines('one   two', 4)).toEqual(['one', 'two'])
  })

  it('after hyphens, and anywhere in a word that is wider than the line', () => {
    expect(lines('capacity-building', 12)).toEqual(['capacity-', 'building'])
    expect(lines('an abcdefghij k', 5)).toEqual(['an', 'abcde', 'fghij', 'k'])
    expect(lines('👩‍👩‍👧👩‍👩‍👧', 1)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧'])
  })

  it('keeping empty lines; each paragraph turns by itself', () => {
    expect(wrapText('مرحبا بكم\n\nhello', 5, measure)).toEqual([
      { text: 'مرحبا', direction: 'rtl' },
      { text: 'بكم', direction: 'rtl' },
      { text: '', direction: 'ltr' },
      { text: 'hello', direction: 'ltr' },
    ])
  })

  it('and what is too much ends with an ellipsis', () => {
    const wrapped = wrapText('aaaa bbbb cccc', 4, measure)
    expect(cutToLines(wrapped, 2, 4, measure).map(({ text }) => text)).toEqual(['aaaa', 'bbb…'])
    expect(cutToLines(wrapped, 3, 4, measure)).toEqual(wrapped)
    expect(cutToWidth('abcdef', 4, measure)).toBe('abc…')
    expect(cutToWidth('abcd', 4, measure)).toBe('abcd')
  })

  it('without end: a word of a million letters, a width of nothing', () => {
    expect(lines('x'.repeat(300), 0)).toHaveLength(300)
  })
})
