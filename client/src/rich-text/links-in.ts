import { type SafeLink, safeLink } from '@meydan/shared/documents/board/evidence'
import type { RichBlock } from '@meydan/shared/documents/rich-text/read'
import { safeHref } from '@meydan/shared/documents/rich-text/schema'
import { linkedText } from './linked-text.ts'

/** Where a text leads, each address once: its links, and addresses that are only written. */
export function linksIn(blocks: readonly RichBlock[]): SafeLink[] {
  return [...new Map(all(blocks).map((link) => [link.href, link])).values()]
}

function all(blocks: readonly RichBlock[]): SafeLink[] {
  return blocks.flatMap((block) => {
    if (block.type === 'blockquote') return all(block.blocks)
    if ('items' in block) return block.items.flatMap(all)
    return block.pieces.flatMap((piece) => {
      if ('break' in piece) return []
      if (piece.link === undefined) return linkedText(piece.text).flatMap(({ link }) => link ?? [])
      const href = safeHref(piece.link)
      return href === null ? [] : [safeLink(href) ?? { href, shown: href.replace(/^mailto:/i, '') }]
    })
  })
}
