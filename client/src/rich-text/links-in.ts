import { type SafeLink, safeLink } from '@meydan/shared/documents/board/evidence'
import type { RichBlock, RichPiece } from '@meydan/shared/documents/rich-text/read'
import { safeHref } from '@meydan/shared/documents/rich-text/schema'
import { linkedText } from './linked-text.ts'

/** Where a text leads, each address once: its links, and addresses that are only written. */
export function linksIn(blocks: readonly RichBlock[]): SafeLink[] {
  return [...new Map(all(blocks).map((link) => [link.href, link])).values()]
}

function all(blocks: readonly RichBlock[]): SafeLink[] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return block.pieces.flatMap(ofPiece)
      case 'taskList':
        return block.tasks.flatMap((task) => all(task.blocks))
      case 'table':
        return block.rows.flatMap((row) => row.flatMap((cell) => all(cell.blocks)))
      case 'bulletList':
      case 'orderedList':
        return block.items.flatMap(all)
      default:
        return all(block.blocks)
    }
  })
}

function ofPiece(piece: RichPiece): SafeLink[] {
  if (!('text' in piece)) return []
  if (piece.link === undefined) return linkedText(piece.text).flatMap(({ link }) => link ?? [])
  const href = safeHref(piece.link)
  return href === null ? [] : [safeLink(href) ?? { href, shown: href.replace(/^mailto:/i, '') }]
}
