import { describe, expect, test } from 'vitest'
import { arabicForPrint, hasSimpleMarks } from './arabic.ts'
import { widthOf } from './fonts.ts'
import { oneLine, printedLine, printedWords, TEXT_SIZES } from './printed-words.ts'

const NOTE = { width: 171, height: 113 }
const words = (text: string) => printedWords(text, TEXT_SIZES, NOTE)
const linesOf = (text: string) => words(text).lines.map(({ runs }) => runs.map((run) => run.text).join(''))

describe('sizes', () => {
  test('a word is large, a paragraph smaller, four thousand characters as small as it gets', () => {
    expect(words('Su').sizes[0]).toBe(22)
    const paragraph = words('Mahallede çocuklar için güvenli oyun alanı yok; en yakın park yürüyerek yirmi beş dakika.')
    expect(paragraph.sizes[0]).toBeLessThan(20)
    expect(paragraph.sizes[0]).toBeGreaterThan(12)
    expect(words('uzun '.repeat(800)).sizes).toEqual([7])
  })

  test('from the largest that may fit all smaller ones are left to try', () => {
    expect(words('Su').sizes).toEqual(TEXT_SIZES)
  })

  test('above 14 a word is not torn; at 14 and below it has places to break, each as wide as a line', () => {
    const { sizes } = words('Muvaffakiyetsizleştiricileştiriveremeyebilecekler')
    expect(sizes[0]).toBeLessThanOrEqual(14)
    const pieces = linesOf('Muvaffakiyetsizleştiricileştiriveremeyebilecekler')[0]!.split('\u200b')
    expect(pieces.length).toBeGreaterThan(1)
    for (const piece of pieces) expect(widthOf(piece) * sizes[0]!).toBeLessThanOrEqual(NOTE.width)
    expect(linesOf('kısa sözler')[0]).not.toContain('\u200b')
  })
})

describe('what is printed of a text', () => {
  test('each paragraph has the direction of its first letter', () => {
    expect(words('12: مرحبا\nMerhaba\nabc مرحبا').lines.map(({ rtl }) => rtl)).toEqual([true, false, false])
  })

  test('empty lines stay between paragraphs and go after the last', () => {
    expect(linesOf('a\n\nb\n\n \n')).toEqual(['a', '', 'b'])
    expect(linesOf('\n\n')).toEqual([])
  })

  test('nothing that turns or hides, no half letters, no pile of marks', () => {
    expect(linesOf('a\u202eb\u2066c\ufeffd\u0000e\u0007f\ud800')[0]).toBe('abcdef\ufffd')
    expect(linesOf(`a${'\u0301'.repeat(50)}b`)[0]).toBe(`a${'\u0301'.repeat(4)}b`)
    expect(linesOf('\u{1f468}\u200d\u{1f469}')[0]).toBe('\u{1f468}\u200d\u{1f469}')
  })

  test('what is too much ends in an ellipsis, never inside a letter', () => {
    expect(linesOf('👍'.repeat(600)).join('').replaceAll('\u200b', '')).toMatch(/^(👍)+…$/u)
    expect(linesOf(Array.from({ length: 100 }, (_, index) => `${index}`).join('\n')).at(-1)).toMatch(/^\d+…$/)
  })

  test('a line is cut to its width', () => {
    const [line] = printedLine('Kadıköy Belediyesi Sosyal Destek Hizmetleri Müdürlüğü', 12)
    expect(line!.runs[0]!.text).toMatch(/^Kadıköy Bel.*…$/)
    expect(widthOf(line!.runs[0]!.text)).toBeLessThan(13)
    expect(printedLine(' \n ')).toEqual([])
    expect(oneLine(' a\n\n b\t')).toBe('a b')
  })
})

describe('Arabic', () => {
  test('lam-alef is one character, joined where the letter before it joins', () => {
    expect(arabicForPrint('لا')).toBe('\ufefb')
    expect(arabicForPrint('الآن')).toBe('ا\ufef5ن')
    expect(arabicForPrint('سلام')).toBe('س\u200d\ufefcم')
    expect(arabicForPrint('سَلام')).toBe('سَ\u200d\ufefcم')
    expect(arabicForPrint('سلام الأطفال').normalize('NFKC').replaceAll('\u200d', '')).toBe('سلام الأطفال')
  })

  test('marks are left where the font has them only where that looks right', () => {
    expect(hasSimpleMarks('سيرًا')).toBe(true)
    expect(hasSimpleMarks('ışık')).toBe(true)
    expect(hasSimpleMarks('أُجّلت')).toBe(false)
    expect(hasSimpleMarks('بِسْمِ')).toBe(false)
  })
})
