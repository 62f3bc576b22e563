import * as Y from 'yjs'
import { type ChipKind, isMinutesAttribute, isUuid, type MentionKind } from './minutes-attributes.ts'
import { type HeadingLevel, headingLevels, isMark, isRichText, nodeName, RICH_DEPTH_HARD_MAX } from './schema.ts'

/** Words with their marks, a line's end inside of a block, or, in minutes, what is named there. */
export type RichPiece = Words | { break: true } | { mention: RichMention } | { chip: RichChip }
type Words = { text: string; bold?: true; italic?: true; strike?: true; link?: string }
export type RichMention = { kind: MentionKind; target: string; label: string }
/** `document`: the board or plan that `record` is on; null for decisions and votes. */
export type RichChip = { kind: ChipKind; document: string | null; record: string; label: string }
export type RichLine =
  | { type: 'paragraph'; pieces: RichPiece[] }
  | { type: 'heading'; level: HeadingLevel; pieces: RichPiece[] }
export type RichList =
  | { type: 'bulletList'; items: RichBlock[][] }
  | { type: 'orderedList'; start: number; items: RichBlock[][] }
/** `action`: what it became, and in which plan. */
export type RichTask = { checked: boolean; action: { plan: string; action: string } | null; blocks: RichBlock[] }
export type RichCell = { isHeader: boolean; colspan: number; rowspan: number; blocks: RichBlock[] }
/** What minutes alone have. `entry`: of the room's register of decisions; `id`: of the clause, '' where it has none. */
export type MinutesBlock =
  | { type: 'taskList'; tasks: RichTask[] }
  | { type: 'table'; rows: RichCell[][] }
  | { type: 'decision'; entry: string | null; blocks: RichBlock[] }
  | { type: 'clause'; id: string; blocks: RichBlock[] }
export type RichBlock = RichLine | RichList | { type: 'blockquote'; blocks: RichBlock[] } | MinutesBlock

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
        return readMinutesBlock(child, depth)
    }
  })
}

function readMinutesBlock(element: Y.XmlElement, depth: number): RichBlock[] {
  const attribute = (name: string): unknown => element.getAttribute(name)
  switch (nodeName(element)) {
    case 'taskList':
      return [{ type: 'taskList', tasks: childrenOf(element, ['taskItem']).map((item) => taskOf(item, depth)) }]
    case 'table': {
      const rows = childrenOf(element, ['tableRow'])
      return [{ type: 'table', rows: rows.map((row) => cellsOf(row, depth)) }]
    }
    case 'decision':
      return [{ type: 'decision', entry: uuidOr(attribute('entry'), null), blocks: readRich(element, depth + 1) }]
    case 'clause':
      return [{ type: 'clause', id: uuidOr(attribute('id'), ''), blocks: readRich(element, depth + 1) }]
    default:
      return []
  }
}

function uuidOr<T>(value: unknown, otherwise: T): string | T {
  return isUuid(value) ? value : otherwise
}

function taskOf(item: Y.XmlElement, depth: number): RichTask {
  const attribute = (name: string): unknown => item.getAttribute(name)
  const [plan, action] = [attribute('plan'), attribute('action')]
  return {
    checked: attribute('checked') === true,
    action: isUuid(plan) && typeof action === 'string' ? { plan, action } : null,
    blocks: readRich(item, depth + 2),
  }
}

function cellsOf(row: Y.XmlElement, depth: number): RichCell[] {
  return childrenOf(row, ['tableCell', 'tableHeader']).map((cell) => ({
    isHeader: cell.nodeName === 'tableHeader',
    colspan: spanOf(cell, 'colspan'),
    rowspan: spanOf(cell, 'rowspan'),
    blocks: readRich(cell, depth + 3),
  }))
}

function spanOf(cell: Y.XmlElement, name: string): number {
  const span: unknown = cell.getAttribute(name)
  return isMinutesAttribute(cell.nodeName, name, span) ? (span as number) : 1
}

function childrenOf(element: Y.XmlElement, names: readonly string[]): Y.XmlElement[] {
  return element.toArray().filter((child) => names.includes(nodeName(child) ?? '')) as Y.XmlElement[]
}

function itemsOf(list: Y.XmlElement, depth: number): RichBlock[][] {
  return childrenOf(list, ['listItem']).map((item) => readRich(item, depth + 2))
}

function piecesOf(line: Y.XmlElement): RichPiece[] {
  const pieces: RichPiece[] = []
  for (const child of line.toArray()) {
    if (child instanceof Y.XmlElement) pieces.push(...namedIn(child))
    else if (child instanceof Y.XmlText) {
      for (const { insert, attributes } of child.toDelta() as Delta[]) {
        if (typeof insert === 'string' && insert !== '') addWords(pieces, { text: insert, ...marksOf(attributes) })
      }
    }
  }
  return pieces
}

function namedIn(element: Y.XmlElement): RichPiece[] {
  const name = nodeName(element)
  if (name === 'hardBreak') return [{ break: true }]
  if (name !== 'mention' && name !== 'chip') return []
  const read = (key: string): unknown => {
    const value: unknown = element.getAttribute(key)
    return isMinutesAttribute(name, key, value) ? value : undefined
  }
  const [kind, label] = [read('kind'), (read('label') as string | undefined) ?? '']
  if (name === 'mention') {
    const target = read('target') as string | undefined
    return kind && target ? [{ mention: { kind: kind as MentionKind, target, label } }] : []
  }
  const [document, record] = [(read('document') as string | undefined) ?? null, read('record') as string | undefined]
  return kind && record ? [{ chip: { kind: kind as ChipKind, document, record, label } }] : []
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

/** `wordsIn`: of a piece, where they aren't its own. */
export function linesOf(blocks: readonly RichBlock[], wordsIn: (piece: RichPiece) => string = wordsOfPiece): string[] {
  const within = (inner: readonly RichBlock[]) => linesOf(inner, wordsIn)
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'paragraph':
      case 'heading':
        return block.pieces.map(wordsIn).join('').split('\n')
      case 'blockquote':
      case 'decision':
      case 'clause':
        return within(block.blocks)
      case 'table':
        return block.rows.map((row) => row.map(({ blocks: cell }) => within(cell).join(' ')).join(' | '))
      case 'taskList':
        return block.tasks.flatMap(({ checked, blocks: task }) => signed(within(task), checked ? '[x] ' : '[ ] '))
      default:
        return block.items.flatMap((item, index) =>
          signed(within(item), block.type === 'bulletList' ? '- ' : `${block.start + index}. `),
        )
    }
  })
}

/** A piece's own words: of a mention or a chip, those it was set down with. */
export function wordsOfPiece(piece: RichPiece): string {
  if ('break' in piece) return '\n'
  if ('mention' in piece) return piece.mention.label
  return 'chip' in piece ? piece.chip.label : piece.text
}

function signed(lines: readonly string[], sign: string): string[] {
  return lines.map((line, at) => (at === 0 ? sign : '  ') + line)
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
