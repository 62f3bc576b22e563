import { withoutOverrides } from '@meydan/shared/documents/board/text-direction'

/** Controls, halves of letters, and what is no letter: XML forbids some of them, and nobody sees any. */
const UNSEEN = /[\p{Cc}\p{Cs}\ufffe\uffff\u{1fffe}\u{1ffff}]/gu

/** Words as they can stand in every format: of controls only the line's end stays, tabs are spaces. */
export function cleanWords(text: string): string {
  return withoutOverrides(text)
    .replace(/\r\n?|[\u2028\u2029\u0085\u000b\u000c]/g, '\n')
    .replaceAll('\t', ' ')
    .toWellFormed()
    .replace(UNSEEN, (sign) => (sign === '\n' ? sign : ''))
}
