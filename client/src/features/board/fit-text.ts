/** Width of a run of text at a font size of 1 px. */
export type Measure = (run: string) => number

export type Fit = { size: number; lineHeight: number; overflows: boolean }

const SIZES = [22, 20, 18, 17, 16, 15, 14, 13, 12] as const
const SMALLEST = 12
/** Past this no size above the smallest can fit a note: don't measure thousands of words. */
const SURELY_SMALL = 420
const ARABIC = /\p{Script=Arabic}/u

/** The largest size at which the words fit a box (in px), else the smallest and `overflows`. Sizes from large to small. */
export function fitText(
  text: string,
  box: { width: number; height: number },
  measure: Measure,
  sizes: readonly number[] = SIZES,
): Fit {
  const lineHeight = ARABIC.test(text) ? 1.6 : 1.32
  if (text.length > 4 * SURELY_SMALL) return { size: SMALLEST, lineHeight, overflows: true }
  const paragraphs = text.split('\n').map((line) => line.split(/\s+/).map(measure))
  const space = measure(' ')
  for (const size of sizes) {
    if (text.length > SURELY_SMALL && size > SMALLEST) continue
    const fits = countLines(paragraphs, space, box.width / size) * size * lineHeight <= box.height
    const wordsWhole = size <= 14 || paragraphs.every((words) => words.every((word) => word * size <= box.width))
    if (fits && wordsWhole) return { size, lineHeight, overflows: false }
  }
  return { size: SMALLEST, lineHeight, overflows: true }
}

function countLines(paragraphs: readonly number[][], space: number, width: number): number {
  let lines = 0
  for (const words of paragraphs) {
    lines++
    let used = 0
    for (const word of words) {
      const next = used === 0 ? word : used + space + word
      if (next <= width) {
        used = next
        continue
      }
      if (used > 0) lines++
      // A word wider than the note breaks wherever the line ends.
      lines += Math.max(0, Math.ceil(word / width) - 1)
      used = word > width ? word % width : word
    }
  }
  return lines
}
