import { type SafeLink, safeLink } from '@meydan/shared/documents/board/evidence'

export type Piece = { text: string; link: SafeLink | null }

const ADDRESS = /https?:\/\/[^\s<>"'«»“”]+/giu
const AFTER = /[.,;:!?…)\]}،؛؟]+$/u

/** Words with what may be offered as links in them: `http` and `https` alone, and not the full stop after one. */
export function linkedText(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = found.replace(AFTER, '')
    const link = safeLink(address)
    if (!link) continue
    if (index > from) pieces.push({ text: text.slice(from, index), link: null })
    pieces.push({ text: address, link })
    from = index + address.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), link: null })
  return pieces
}
