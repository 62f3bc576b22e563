import { directionOfText, type TextDirection } from '@meydan/shared/documents/board/text-direction'

export type Line = { text: string; direction: TextDirection }

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
/** Where a line may end besides at spaces: after a hyphen or dash between letters, as browsers do. */
const PIECE = /\s+|(?:[^\s\p{Pd}]|\p{Pd}(?![\p{L}]))+\p{Pd}?|\p{Pd}+/gu

/**
 * The lines in which a browser shows a text (`pre-wrap`, `overflow-wrap: anywhere`, `unicode-bidi: plaintext`): every
 * paragraph turns by its own first letter. `measure` gives widths in the unit of `width`.
 */
export function wrapText(text: string, width: number, measure: (run: string) => number): Line[] {
  return text.split('\n').flatMap((paragraph) => {
    const direction = directionOfText(paragraph)
    return wrapParagraph(paragraph, width, measure).map((line) => ({ text: line, direction }))
  })
}

function wrapParagraph(paragraph: string, width: number, measure: (run: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const close = () => {
    lines.push(line.trimEnd())
    line = ''
    used = 0
  }
  for (let piece of paragraph.match(PIECE) ?? []) {
    const isSpace = piece.trim() === ''
    // Spaces at the end of a line hang: they never make a new one.
    if (!isSpace && line.trim() !== '' && used + measure(piece) > width) close()
    while (!isSpace && used + measure(piece) > width) {
      const fitting = beginningWithin(piece, width - used, measure)
      line += fitting
      piece = piece.slice(fitting.length)
      if (piece === '') break
      close()
    }
    line += piece
    used += measure(piece)
  }
  close()
  return lines
}

/** As many whole letters as fit, at least one. */
function beginningWithin(word: string, width: number, measure: (run: string) => number): string {
  let beginning = ''
  for (const { segment } of graphemes.segment(word)) {
    if (beginning !== '' && measure(beginning + segment) > width) break
    beginning += segment
  }
  return beginning
}

/** A text as one line of at most this width; what is cut off is an ellipsis. */
export function cutToWidth(text: string, width: number, measure: (run: string) => number): string {
  if (measure(text) <= width) return text
  const letters = Array.from(graphemes.segment(text.slice(0, 1000)), ({ segment }) => segment)
  while (letters.length > 0 && measure(`${letters.join('').trimEnd()}…`) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** At most so many lines; the last says that there is more. */
export function cutToLines(
  lines: readonly Line[],
  most: number,
  width: number,
  measure: (run: string) => number,
): Line[] {
  if (lines.length <= most) return [...lines]
  const kept = lines.slice(0, Math.max(1, most))
  const last = kept.at(-1)!
  const text = measure(`${last.text}…`) <= width ? `${last.text}…` : cutToWidth(`${last.text} …`, width, measure)
  return [...kept.slice(0, -1), { ...last, text }]
}
