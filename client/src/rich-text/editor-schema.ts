import { headingLevels, RICH_DEPTH_MAX, safeHref } from '@meydan/shared/documents/rich-text/schema'
import type { AnyExtension } from '@tiptap/core'
import { Blockquote } from '@tiptap/extension-blockquote'
import { Bold } from '@tiptap/extension-bold'
import { Document } from '@tiptap/extension-document'
import { HardBreak } from '@tiptap/extension-hard-break'
import { Heading } from '@tiptap/extension-heading'
import { Italic } from '@tiptap/extension-italic'
import { Link } from '@tiptap/extension-link'
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list'
import { Paragraph } from '@tiptap/extension-paragraph'
import { Strike } from '@tiptap/extension-strike'
import { Text } from '@tiptap/extension-text'
import type { Node } from '@tiptap/pm/model'

/** Each line is read in the direction of its own words. */
const ownDirection = { HTMLAttributes: { dir: 'auto' } }
const LARGEST_NUMBER = 9999

/** The schema of rich texts (shared/documents/rich-text/schema.ts) for the editor: nothing else can be typed or pasted. */
export function richTextSchema(): AnyExtension[] {
  const [highest, lowest] = [headingLevels[0], headingLevels[headingLevels.length - 1]!]
  return [
    Document,
    Text,
    Paragraph.configure(ownDirection),
    Heading.extend({
      addAttributes: () => ({ level: { default: highest, rendered: false } }),
      // What others call a title of the first order is our highest one.
      parseHTML: () =>
        [1, 2, 3, 4, 5, 6].map((order) => ({
          tag: `h${order}`,
          attrs: { level: Math.min(Math.max(order, highest), lowest) },
        })),
    }).configure({ levels: [...headingLevels], ...ownDirection }),
    BulletList,
    OrderedList.extend({
      addAttributes: () => ({ start: { default: 1, parseHTML: (list: HTMLElement) => firstNumber(list) } }),
    }),
    // Two people may leave an item without its first paragraph: the rest of it stays then.
    ListItem.extend({ content: 'block+' }),
    ListKeymap,
    Blockquote,
    HardBreak,
    Bold,
    Italic,
    Strike,
    Link.extend({
      addAttributes: () => ({ href: { default: null } }),
      parseHTML: () => [
        { tag: 'a[href]', getAttrs: (link: HTMLElement) => (safeHref(link.getAttribute('href')) ? null : false) },
      ],
    }).configure({
      openOnClick: false,
      defaultProtocol: 'https',
      HTMLAttributes: { rel: 'noopener noreferrer', target: '_blank' },
      isAllowedUri: (address) => safeHref(address) !== null,
    }),
  ]
}

function firstNumber(list: HTMLElement): number {
  const start = Number(list.getAttribute('start') ?? 1)
  return Number.isInteger(start) && start >= 0 && start <= LARGEST_NUMBER ? start : 1
}

/** How much a text holds, counted as `lengthOf` does, and how deep its deepest element is. */
export function measured(text: Node): { length: number; depth: number } {
  let length = 0
  let depth = 0
  const visit = (node: Node, at: number) => {
    if (node.isText) {
      length += node.text!.length
      return
    }
    length += 1
    depth = Math.max(depth, at)
    node.forEach((child) => visit(child, at + 1))
  }
  text.forEach((child) => visit(child, 1))
  return { length, depth }
}

/** Whether a text may become another one: what is too long or too deep already may only become less so. */
export function mayBecome(before: Node, after: Node, max: number): 'fine' | 'tooLong' | 'tooDeep' {
  const now = measured(after)
  if (now.length <= max && now.depth <= RICH_DEPTH_MAX) return 'fine'
  const was = measured(before)
  if (now.length > max && now.length > was.length) return 'tooLong'
  return now.depth > RICH_DEPTH_MAX && now.depth > was.depth ? 'tooDeep' : 'fine'
}
