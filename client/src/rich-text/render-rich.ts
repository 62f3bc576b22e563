import type { RichBlock, RichPiece } from '@meydan/shared/documents/rich-text/read'
import { safeHref } from '@meydan/shared/documents/rich-text/schema'
import { h, type VNode } from 'vue'
import { linkedText } from './linked-text.ts'

/** Rich text as elements. Addresses that are only written become links, too. */
export function renderRich(blocks: readonly RichBlock[]): VNode[] {
  return blocks.map((block) => {
    switch (block.type) {
      case 'paragraph':
        return h('p', { dir: 'auto' }, block.pieces.flatMap(shown))
      case 'heading':
        return h(`h${block.level}`, { dir: 'auto' }, block.pieces.flatMap(shown))
      case 'blockquote':
        return h('blockquote', renderRich(block.blocks))
      case 'bulletList':
        return h(
          'ul',
          block.items.map((item) => h('li', renderRich(item))),
        )
      default:
        return h(
          'ol',
          { start: block.start },
          block.items.map((item) => h('li', renderRich(item))),
        )
    }
  })
}

type Child = VNode | string

function shown(piece: RichPiece): Child[] {
  if ('break' in piece) return [h('br')]
  const href = piece.link === undefined ? null : safeHref(piece.link)
  const words: Child[] = href === null ? linked(piece.text) : [link(href, piece.text)]
  const marks = [piece.bold && 'strong', piece.italic && 'em', piece.strike && 's'].filter((mark) => mark !== undefined)
  return marks.reduce<Child[]>((inner, mark) => [h(mark as string, inner)], words)
}

function linked(text: string): Child[] {
  return linkedText(text).map((part) =>
    part.link ? link(part.link.href, h('bdi', { dir: 'ltr' }, part.link.shown)) : part.text,
  )
}

function link(href: string, words: Child): VNode {
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, [words])
}
