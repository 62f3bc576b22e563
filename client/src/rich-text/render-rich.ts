import {
  type MinutesBlock,
  type RichBlock,
  type RichPiece,
  type RichTask,
  wordsOfPiece,
} from '@meydan/shared/documents/rich-text/read'
import { safeHref } from '@meydan/shared/documents/rich-text/schema'
import { h, type VNode } from 'vue'
import { linkedText } from './linked-text.ts'

/** How what only minutes have is shown; without, its words alone are. */
export type RichParts = {
  /** Stands before the words of a decision, or of a clause. */
  head?: (block: Extract<RichBlock, { type: 'decision' | 'clause' }>) => VNode
  named?: (piece: Extract<RichPiece, { mention: unknown } | { chip: unknown }>) => VNode
  /** What a task's tick is called: it can't be changed here. */
  ticked?: (isDone: boolean) => string
  /** Stands after the words of a task. */
  tail?: (task: RichTask) => VNode | null
  /** What a block or a piece stands in: to mark it. */
  around?: (of: RichBlock | RichPiece, inner: RichChild[]) => RichChild[]
}
export type RichChild = VNode | string

/** Rich text as elements. Addresses that are only written become links, too. */
export function renderRich(blocks: readonly RichBlock[], parts: RichParts = {}): RichChild[] {
  const inside = (inner: readonly RichBlock[]) => renderRich(inner, parts)
  const shownBlock = (block: RichBlock): VNode => {
    switch (block.type) {
      case 'paragraph':
        return h('p', { dir: 'auto' }, pieces(block.pieces, parts))
      case 'heading':
        return h(`h${block.level}`, { dir: 'auto' }, pieces(block.pieces, parts))
      case 'blockquote':
        return h('blockquote', inside(block.blocks))
      case 'bulletList':
        return h(
          'ul',
          block.items.map((item) => h('li', inside(item))),
        )
      case 'orderedList':
        return h(
          'ol',
          { start: block.start },
          block.items.map((item) => h('li', inside(item))),
        )
      default:
        return minutesBlock(block, parts)
    }
  }
  return blocks.flatMap((block) => parts.around?.(block, [shownBlock(block)]) ?? [shownBlock(block)])
}

function minutesBlock(block: MinutesBlock, parts: RichParts): VNode {
  const inside = (inner: readonly RichBlock[]) => renderRich(inner, parts)
  switch (block.type) {
    case 'taskList':
      return h(
        'ul',
        { class: 'rich-tasks' },
        block.tasks.map((task) => h('li', [tick(task, parts), h('div', [...inside(task.blocks), parts.tail?.(task)])])),
      )
    case 'table':
      return h('div', { class: 'rich-table' }, [
        h(
          'table',
          h(
            'tbody',
            block.rows.map((row) =>
              h(
                'tr',
                row.map((cell) => {
                  const { isHeader, colspan, rowspan } = cell
                  return h(isHeader ? 'th' : 'td', { colspan, rowspan }, inside(cell.blocks))
                }),
              ),
            ),
          ),
        ),
      ])
    default:
      return h('section', { class: `rich-${block.type}` }, [parts.head?.(block), ...inside(block.blocks)])
  }
}

function tick({ checked }: RichTask, { ticked }: RichParts): VNode {
  return h('span', {
    class: 'rich-tick',
    role: 'img',
    'aria-label': ticked?.(checked),
    'data-done': checked || undefined,
  })
}

const pieces = (given: readonly RichPiece[], parts: RichParts) =>
  given.flatMap((piece) => parts.around?.(piece, shown(piece, parts)) ?? shown(piece, parts))

function shown(piece: RichPiece, { named }: RichParts): RichChild[] {
  if ('break' in piece) return [h('br')]
  if ('mention' in piece || 'chip' in piece) return [named?.(piece) ?? h('bdi', wordsOfPiece(piece))]
  const href = piece.link === undefined ? null : safeHref(piece.link)
  const words: RichChild[] = href === null ? linked(piece.text) : [link(href, piece.text)]
  const marks = [piece.bold && 'strong', piece.italic && 'em', piece.strike && 's'].filter((mark) => mark !== undefined)
  return marks.reduce<RichChild[]>((inner, mark) => [h(mark as string, inner)], words)
}

function linked(text: string): RichChild[] {
  return linkedText(text).map((part) =>
    part.link ? link(part.link.href, h('bdi', { dir: 'ltr' }, part.link.shown)) : part.text,
  )
}

function link(href: string, words: RichChild): VNode {
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, [words])
}
