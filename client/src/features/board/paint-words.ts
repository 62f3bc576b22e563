import { directionOfText } from '@meydan/shared/documents/board/text-direction'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import type { Fit, Measure } from './fit-text.ts'

/** Words broken into lines as the browser would, at the size that fits their box. */
export type Laid = { size: number; step: number; lines: readonly { text: string; rtl: boolean }[] }

/** What `measure` adds to a width, and a rounding more. */
const HAIR = 1.0155
/** Letters smaller than this can't be read, px. */
export const READABLE = 4.6
/** Room for words that aren't broken. */
export const ONE_LINE = 100_000
/** At most so many lines are ever seen of words that are cut. */
const LINES = 40

/**
 * Breaks words at spaces where a line of `width` (px) is full, and a longer word anywhere. Widths are
 * `measure`'s, at 1 px: a hair too wide, which is given back here, as the browser fills its lines to the last.
 */
export function layWords(text: string, { size, lineHeight }: Fit, width: number, measure: Measure): Laid {
  const lines: { text: string; rtl: boolean }[] = []
  const room = (width / size) * HAIR
  for (const paragraph of text.split('\n')) {
    const rtl = directionOfText(paragraph) === 'rtl'
    for (const line of broken(paragraph, room, measure)) lines.push({ text: line, rtl })
    if (lines.length >= LINES) break
  }
  return { size, step: size * lineHeight, lines }
}

function broken(paragraph: string, room: number, measure: Measure): string[] {
  const lines: string[] = []
  const space = measure(' ')
  let [line, used] = ['', 0]
  for (const word of paragraph.split(' ')) {
    let [rest, wide] = [word, measure(word)]
    const next = line === '' ? wide : used + space + wide
    if (next <= room) {
      ;[line, used] = [line === '' ? rest : `${line} ${rest}`, next]
      continue
    }
    if (line !== '') lines.push(line)
    while (wide > room && rest.length > 1 && lines.length < LINES) {
      const most = Math.max(1, Math.floor((rest.length * room) / wide))
      lines.push(rest.slice(0, most))
      rest = rest.slice(most)
      wide = measure(rest)
    }
    ;[line, used] = [rest, wide]
  }
  lines.push(line)
  return lines
}

let face: { family: string; ascent: number; descent: number } | null = null
if (typeof document !== 'undefined')
  document.fonts?.addEventListener('loadingdone', () => {
    face = null
  })

/** The interface's face, and how far it reaches above and below its line at 1 px. */
function faceOf(pen: CanvasRenderingContext2D) {
  if (face) return face
  const family = getComputedStyle(document.body).fontFamily
  pen.font = `100px ${family}`
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = pen.measureText('x')
  face = { family, ascent: fontBoundingBoxAscent / 100, descent: fontBoundingBoxDescent / 100 }
  return face
}

/** Paints laid words from the top of `box` down, as many lines as it holds; `centred` in both directions. */
export function paintWords(pen: CanvasRenderingContext2D, laid: Laid, box: Rect, centred = false, weight = 400): void {
  const { family, ascent, descent } = faceOf(pen)
  const { size, step, lines } = laid
  pen.font = `${weight} ${size}px ${family}`
  const shown = Math.min(lines.length, Math.max(1, Math.floor(box.height / step + 0.3)))
  let y = box.y + (step - (ascent + descent) * size) / 2 + ascent * size
  if (centred) y += Math.max(0, (box.height - shown * step) / 2)
  for (let index = 0; index < shown; index++, y += step) {
    const { text, rtl } = lines[index]!
    if (text === '') continue
    pen.direction = rtl ? 'rtl' : 'ltr'
    pen.textAlign = centred ? 'center' : 'start'
    pen.fillText(text, centred ? box.x + box.width / 2 : rtl ? box.x + box.width : box.x, y)
  }
}
