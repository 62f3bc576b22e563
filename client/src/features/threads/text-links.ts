import { linkedText } from '../../rich-text/linked-text.ts'
import { addressOf } from '../../rich-text/address.ts'

export type LinkedPiece = { text: string; href: string | null }

const MAIL = /(?:mailto:)?[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu

/** Words with their links: addresses of the web and of mail, and no others. */
export function linkedPieces(text: string): LinkedPiece[] {
  return linkedText(text).flatMap((piece) =>
    piece.link ? [{ text: piece.text, href: piece.link.href }] : withMail(piece.text),
  )
}

function withMail(text: string): LinkedPiece[] {
  const pieces: LinkedPiece[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(MAIL)) {
    const href = addressOf(found)
    if (!href?.startsWith('mailto:')) continue
    if (index > from) pieces.push({ text: text.slice(from, index), href: null })
    pieces.push({ text: found, href })
    from = index + found.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), href: null })
  return pieces
}
