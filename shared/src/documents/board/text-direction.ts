export type TextDirection = 'ltr' | 'rtl'

const STRONG =
  /(\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}|\u200f)|\p{L}|\u200e/u

/**
 * A text as it is shown: without the signs that turn or bind its words against their own direction (embeddings and
 * overrides, U+202A to U+202E), by which a note could say something else than it seems to. Isolates do no such harm.
 */
export function withoutOverrides(text: string): string {
  return text.replace(/[\u202a-\u202e]/g, '')
}

/**
 * The direction of a paragraph by its first letter, as `dir="auto"` finds it; `otherwise` where it has none. Every
 * paragraph of a note turns by itself, as on the screen (`unicode-bidi: plaintext`).
 */
export function directionOfText(text: string, otherwise: TextDirection = 'ltr'): TextDirection {
  const found = STRONG.exec(text)
  if (!found) return otherwise
  return found[1] ? 'rtl' : 'ltr'
}
