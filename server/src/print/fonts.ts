import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { glyphWidths } from './glyph-widths.ts'

const REGULAR = [
  'atkinson-hyperlegible-next/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf',
  'vazirmatn/400Regular/Vazirmatn_400Regular.ttf',
  'noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
]
const HEAVIER = [
  'atkinson-hyperlegible-next/600SemiBold/AtkinsonHyperlegibleNext_600SemiBold.ttf',
  'atkinson-hyperlegible-next/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf',
  'vazirmatn/600SemiBold/Vazirmatn_600SemiBold.ttf',
  'vazirmatn/700Bold/Vazirmatn_700Bold.ttf',
]
/** Arabic letters know no italics. */
const ITALIC = [
  'atkinson-hyperlegible-next/400Regular_Italic/AtkinsonHyperlegibleNext_400Regular_Italic.ttf',
  'atkinson-hyperlegible-next/700Bold_Italic/AtkinsonHyperlegibleNext_700Bold_Italic.ttf',
]
const MISSING_WIDTH = 0.6
/** Kerning and joined letters: what a word is wider in truth than the sum of its letters, at most. */
const ALLOWANCE = 1.015

let known: Map<number, number>[] | undefined

/** The faces of the interface, each weight a file of its own, for Typst. */
export function fontFiles(): Buffer[] {
  return [...REGULAR, ...HEAVIER, ...ITALIC].map(fontFile)
}

/** Width of text in the regular face at a size of 1. Arabic letters count as they stand alone: a little too wide. */
export function widthOf(text: string): number {
  known ??= REGULAR.map((file) => glyphWidths(fontFile(file)))
  let width = 0
  for (const letter of text) {
    const code = letter.codePointAt(0)!
    width += known.find((widths) => widths.has(code))?.get(code) ?? MISSING_WIDTH
  }
  return width * ALLOWANCE
}

function fontFile(name: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(`@expo-google-fonts/${name}`)))
}
