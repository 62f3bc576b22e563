import { directionOfText } from '@meydan/shared/documents/board/text-direction'
import { arabicForPrint, hasSimpleMarks } from './arabic.ts'
import { widthOf } from './fonts.ts'

/** A paragraph, turned as its first letter says. `simple`: the marks of a run need no placing (see arabic.ts). */
export type Line = { runs: { text: string; simple: boolean }[]; rtl: boolean }
/** `sizes` in board units, from the largest that may fit; Typst takes the first at which the words do. */
export type PrintedWords = { lines: Line[]; leading: number; sizes: number[] }
type Box = { width: number; height: number }

/** As on the screen (client/src/features/board/fit-text.ts), and smaller after that: paper can't be scrolled. */
export const TEXT_SIZES = [22, 20, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7]
export const TITLE_SIZES = [18, 16, 14, 13, 12, 11, 10, 9]
/** What fits a note at the smallest size; the rest ends in an ellipsis. */
const CHARACTERS_MAX = 900
const LINES_MAX = 24
/** Above this size words stay whole. */
const BREAKING_SIZE = 14
/** Joined letters are narrower than the same letters alone. */
const JOINED = 0.7
/** Beyond so many marks on one letter a line would grow over its neighbours. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu
const ARABIC = /\p{Script=Arabic}/u
const ELLIPSIS = '…'
const BREAK = '\u200b'
/** Marks that turn what follows, and others without a width: a text keeps the direction of its letters. */
const UNSEEN = /[\u202a-\u202e\u2066-\u2069\u061c\ufeff\u200b\u2060-\u2064\u206a-\u206f\u{e0000}-\u{e007f}]/gu
const CONTROLS = /[\p{Cc}\p{Co}\p{Cn}]/gu

const graphemes = new Intl.Segmenter('und')

/** Text as it is printed into a box: short enough to be laid out at once, with nothing in it that nobody sees. */
export function printedWords(given: string, sizes: readonly number[], box: Box): PrintedWords {
  const paragraphs = cut(plain(given)).split('\n')
  while (paragraphs.length > 0 && paragraphs.at(-1)!.trim() === '') paragraphs.pop()
  const leading = paragraphs.some((text) => ARABIC.test(text)) ? 1.6 : 1.32
  const words = paragraphs.map((text) => text.split(/\s+/).map((word) => ({ word, width: roughWidth(word) })))
  const widest = words.flat().reduce((found, { width }) => Math.max(found, width), 0)
  const may = sizes.filter((size) => {
    if (size > BREAKING_SIZE && widest * size > box.width) return false
    return countLines(words, box.width / size) * size * leading - (leading - 1) * size <= box.height
  })
  const tried = may.length > 0 ? sizes.slice(sizes.indexOf(may[0]!)) : sizes.slice(-1)
  const pieces = box.width / tried[0]!
  return { lines: paragraphs.map((text) => lineOf(broken(text, pieces))), leading, sizes: tried }
}

/** A title: one paragraph. */
export function printedTitle(given: string, box: Box, sizes: readonly number[] = TITLE_SIZES): PrintedWords {
  return printedWords(oneLine(given), sizes, box)
}

/** One line, cut to a width at a size of 1, as the list of no or one that Typst draws. */
export function printedLine(given: string, width = Number.POSITIVE_INFINITY): Line[] {
  const text = oneLine(given)
  if (text === '') return []
  const letters = [...graphemes.segment(shortened(text, 200))].map(({ segment }) => segment)
  let [used, count] = [0, 0]
  for (const letter of letters) {
    used += widthOf(letter)
    if (used > width)
      return [
        lineOf(
          letters
            .slice(0, Math.max(1, count - 1))
            .join('')
            .trimEnd() + ELLIPSIS,
        ),
      ]
    count++
  }
  return [lineOf(letters.join(''))]
}

/**
 * Text without a box: paragraphs as they are, at most so many characters, for Typst to set wherever they come. `width`:
 * of the narrowest line at a size of 1; words wider than it get places to break.
 */
export function printedParagraphs(given: string, { most, width }: { most: number; width: number }): Line[] {
  const lines = shortened(plain(given, most + 1), most).split('\n')
  return lines.flatMap((line) => (line.trim() === '' ? [] : [lineOf(broken(line.trim(), width))]))
}

/** Words somewhere in a line, with the spaces around them: of a paragraph whose words look different. */
export function printedRuns(given: string, width: number): Line['runs'] {
  return runsOf(broken(plain(given, given.length), width))
}

/** For the document's own title, its file name and what is read aloud. */
export function oneLine(given: string): string {
  return plain(given).replace(/\s+/g, ' ').trim()
}

export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const start = text
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  return start.trimEnd() + ELLIPSIS
}

function plain(text: string, most = 4 * CHARACTERS_MAX): string {
  return text
    .slice(0, most)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(UNSEEN, '')
    .replace(CONTROLS, (control) => (control === '\n' ? control : ''))
    .replace(PILED_MARKS, '$1')
}

function cut(text: string): string {
  const lines = text.split('\n')
  const short = shortened(lines.slice(0, LINES_MAX).join('\n'), CHARACTERS_MAX)
  return lines.length > LINES_MAX && !short.endsWith(ELLIPSIS) ? `${short}${ELLIPSIS}` : short
}

function lineOf(text: string): Line {
  return { runs: runsOf(text), rtl: directionOfText(text) === 'rtl' }
}

function runsOf(text: string): Line['runs'] {
  const runs: Line['runs'] = []
  for (const word of text.split(/(?<= )/)) {
    const simple = hasSimpleMarks(word)
    const last = runs.at(-1)
    if (last?.simple === simple) last.text += arabicForPrint(word)
    else if (word !== '') runs.push({ text: arabicForPrint(word), simple })
  }
  return runs
}

function roughWidth(word: string): number {
  return widthOf(word) * (ARABIC.test(word) ? JOINED : 1)
}

/** Words wider than a line get places to break, each piece as wide as the line allows. */
function broken(text: string, width: number): string {
  const pieces = (word: string) => {
    if (roughWidth(word) <= width) return word
    let [result, used] = ['', 0]
    for (const { segment } of graphemes.segment(word)) {
      const next = widthOf(segment)
      if (used > 0 && used + next > width * 0.97) [result, used] = [result + BREAK, 0]
      ;[result, used] = [result + segment, used + next]
    }
    return result
  }
  return text.split(' ').map(pieces).join(' ')
}

function countLines(paragraphs: readonly { width: number }[][], width: number): number {
  const space = widthOf(' ')
  let lines = 0
  for (const words of paragraphs) {
    lines++
    let used = 0
    for (const { width: word } of words) {
      const next = used === 0 ? word : used + space + word
      if (next <= width) {
        used = next
        continue
      }
      if (used > 0) lines++
      lines += Math.max(0, Math.ceil(word / width) - 1)
      used = word > width ? word % width : word
    }
  }
  return lines
}
