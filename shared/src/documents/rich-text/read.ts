import * as Y from 'yjs'
import { type HeadingLevel, headingLevels, isMark, isRichText, nodeName, RICH_DEPTH_HARD_MAX } from './schema.ts'

/** Words with their marks, or a line's end inside of a block. */
export type RichPiece = Words | { break: true }
type Words = { text: string; bold?: true; italic?: true; strike?: true; link?: string }
export type RichLine =
  | { type: 'paragraph'; pieces: RichPiece[] }
  | { type: 'heading'; level: HeadingLevel; pieces: RichPiece[] }
export type RichList =
  | { type: 'bulletList'; items: RichBlock[][] }
  | { type: 'orderedList'; start: number; items: RichBlock[][] }
export type RichBlock = RichLine | RichList | { type: 'blockquote'; blocks: RichBlock[] }

/** A rich text as plain data, for whoever shows or exports it. Total: what the schema doesn't know is left out. */
export function readRich(text: Y.XmlFragment, depth = 0): RichBlock[] {
  if (depth > RICH_DEPTH_HARD_MAX) return []
  return text.toArray().flatMap((child): RichBlock[] => {
    if (!(child instanceof Y.XmlElement)) return []
    switch (nodeName(child)) {
      case 'paragraph':
        return [{ type: 'paragraph', pieces: piecesOf(child) }]
      case 'heading':
        return [{ type: 'heading', level: levelOf(child), pieces: piecesOf(child) }]
      case 'bulletList':
        return [{ type: 'bulletList', items: itemsOf(child, depth) }]
      case 'orderedList':
        return [{ type: 'orderedList', start: startOf(child), items: itemsOf(child, depth) }]
      case 'blockquote':
        return [{ type: 'blockquote', blocks: readRich(child, depth + 1) }]
      default:
        return []
    }
  })
}

function itemsOf(list: Y.XmlElement, depth: number): RichBlock[][] {
  const items = list.toArray().filter((child) => nodeName(child) === 'listItem')
  return items.map((item) => readRich(item as Y.XmlElement, depth + 2))
}

function piecesOf(line: Y.XmlElement): RichPiece[] {
  const pieces: RichPiece[] = []
  for (const child of line.toArray()) {
    if (nodeName(child) === 'hardBreak') pieces.push({ break: true })
    else if (child instanceof Y.XmlText) {
      for (const { insert, attributes } of child.toDelta() as Delta[]) {
        if (typeof insert === 'string' && insert !== '') addWords(pieces, { text: insert, ...marksOf(attributes) })
      }
    }
  }
  return pieces
}

/** What has the same marks as what it follows is one with it, however it came there. */
function addWords(pieces: RichPiece[], { text, ...marks }: Words): void {
  const last = pieces.at(-1)
  const follows = last && 'text' in last && signs.every((sign) => last[sign] === marks[sign])
  if (follows) pieces[pieces.length - 1] = { ...last, text: last.text + text }
  else pieces.push({ text, ...marks })
}

const signs = ['bold', 'italic', 'strike', 'link'] as const

type Delta = { insert: unknown; attributes?: Record<string, unknown> }

function marksOf(attributes: Record<string, unknown> = {}): Omit<Words, 'text'> {
  const has = (name: string) => attributes[name] != null && isMark(name, attributes[name])
  return {
    ...(has('bold') ? { bold: true } : {}),
    ...(has('italic') ? { italic: true } : {}),
    ...(has('strike') ? { strike: true } : {}),
    ...(has('link') ? { link: (attributes.link as { href: string }).href } : {}),
  }
}

function levelOf(heading: Y.XmlElement): HeadingLevel {
  const level: unknown = heading.getAttribute('level')
  return headingLevels.find((known) => known === level) ?? 2
}

function startOf(list: Y.XmlElement): number {
  const start: unknown = list.getAttribute('start')
  return typeof start === 'number' && Number.isInteger(start) && start >= 0 ? start : 1
}

/** Its words alone, a line for each block: lists with a dash or their numbers, what stands in them two spaces further in. */
export function plainTextOf(text: Y.XmlFragment): string {
  return linesOf(readRich(text)).join('\n')
}

/** The words under a key of a document's texts, whether they are rich, plain, or none. */
export function wordsOf(text: unknown): string {
  if (isRichText(text)) return plainTextOf(text)
  return text instanceof Y.Text ? text.toString() : ''
}

export function linesOf(blocks: readonly RichBlock[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'blockquote') return linesOf(block.blocks)
    if (block.type === 'paragraph' || block.type === 'heading') {
      return block.pieces
        .map((piece) => ('break' in piece ? '\n' : piece.text))
        .join('')
        .split('\n')
    }
    return block.items.flatMap((item, index) => {
      const sign = block.type === 'bulletList' ? '- ' : `${block.start + index}. `
      return linesOf(item).map((line, at) => (at === 0 ? sign : '  ') + line)
    })
  })
}

/** How much it holds: its letters, and one for each element. */
export function lengthOf(text: Y.XmlFragment | Y.XmlText): number {
  let length = 0
  for (let item = text._start; item; item = item.right) {
    if (item.deleted) continue
    if (item.content instanceof Y.ContentString) length += item.length
    else if (item.content instanceof Y.ContentType) {
      const isElement = nodeName(item.content.type) !== '#text'
      length += (isElement ? 1 : 0) + lengthOf(item.content.type as Y.XmlFragment)
    }
  }
  return length
}

/** The pieces of words in it, in order, wherever they stand. */
export function textsIn(text: Y.XmlFragment): Y.XmlText[] {
  return text.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return [child]
    return child instanceof Y.XmlFragment ? textsIn(child) : []
  })
}
