import { foldName } from '@meydan/shared/names'

export type Piece = { text: string; isFound: boolean }

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const ARTICLE = /^(?:وال|فال|بال|كال|لل|ال)(?=..)/u

/** A text in pieces, of which those are found that begin with one of the words looked for, as the server finds them. */
export function highlighted(text: string, looked: string): Piece[] {
  const terms = foldName(looked).split(' ').filter(Boolean)
  const bare = terms.map((term) => term.replace(ARTICLE, ''))
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const folded = foldName(word)
    const without = folded.replace(ARTICLE, '')
    if (![...terms, ...bare].some((term) => folded.startsWith(term) || without.startsWith(term))) continue
    if (index > from) pieces.push({ text: text.slice(from, index), isFound: false })
    pieces.push({ text: word, isFound: true })
    from = index + word.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isFound: false })
  return pieces
}
