import { shallowRef } from 'vue'
import type { Measure } from './fit-text.ts'

const AT = 100
const REMEMBERED = 20_000

const widths = new Map<string, number>()
/** Rises when fonts arrive: everything measured before was measured in another face. */
const fontsVersion = shallowRef(0)
let pen: CanvasRenderingContext2D | null = null

document.fonts?.addEventListener('loadingdone', () => {
  widths.clear()
  pen = null
  fontsVersion.value++
})

/** Widths of words in the interface's face, at 1 px; a word is measured once. */
export function useMeasure(): { measure: Measure; version: typeof fontsVersion } {
  return { measure, version: fontsVersion }
}

function measure(word: string): number {
  const known = widths.get(word)
  if (known !== undefined) return known
  if (!pen) {
    pen = document.createElement('canvas').getContext('2d')!
    pen.font = `${AT}px ${getComputedStyle(document.body).fontFamily}`
  }
  if (widths.size > REMEMBERED) widths.clear()
  // A hair wider than measured: rounding must never push a word to the next line.
  const width = (pen.measureText(word).width / AT) * 1.015
  widths.set(word, width)
  return width
}
