import * as Y from 'yjs'
import { z } from 'zod'
import { editBetween } from '../text.ts'
import { linesOf, type RichBlock, type RichCell, type RichPiece, type RichTask, readRich } from './read.ts'
import { headingLevels, nodeName, RICH_DEPTH_MAX, safeHref } from './schema.ts'

const Href = z.string().refine((href) => safeHref(href) !== null)
const on = z.literal(true).optional()
const Piece = z.union([
  z.object({
    text: z.string().min(1).max(64_000),
    bold: on,
    italic: on,
    strike: on,
    link: Href.optional().catch(undefined),
  }),
  z.object({ break: z.literal(true) }),
])
const pieces = z.array(Piece).max(10_000)

/** Lists and quotes hold blocks in turn: a getter is read when there is one. */
const Block = z.union([
  z.object({ type: z.literal('paragraph'), pieces }),
  z.object({ type: z.literal('heading'), level: z.literal(headingLevels), pieces }),
  z.object({
    type: z.literal('bulletList'),
    get items(): z.ZodType<RichBlock[][]> {
      return Items
    },
  }),
  z.object({
    type: z.literal('orderedList'),
    start: z.number().int().min(0).max(9999).catch(1),
    get items(): z.ZodType<RichBlock[][]> {
      return Items
    },
  }),
  z.object({
    type: z.literal('blockquote'),
    get blocks(): z.ZodType<RichBlock[]> {
      return Blocks
    },
  }),
]) as z.ZodType<RichBlock>
const Blocks = z.array(Block).max(10_000)
const Items = z.array(Blocks).max(10_000)

/** Rich text in a file of ours: as `readRich` tells it. Links that may not be are words alone. */
export const RichText = Blocks.refine((blocks) => depthIn(blocks) <= RICH_DEPTH_MAX)

function depthIn(blocks: readonly RichBlock[]): number {
  return blocks.reduce((deepest, block) => {
    if (block.type === 'blockquote') return Math.max(deepest, 1 + depthIn(block.blocks))
    if ('items' in block) return Math.max(deepest, 2 + Math.max(0, ...block.items.map(depthIn)))
    return Math.max(deepest, 1)
  }, 0)
}

/** Plain words as blocks: a paragraph for each line. */
export function blocksOfPlain(words: string): RichBlock[] {
  if (words === '') return []
  return words.split('\n').map((line) => ({ type: 'paragraph', pieces: line ? [{ text: line }] : [] }))
}

/** A new text of plain words; not yet in a document. */
export const fromPlain = (words: string): Y.XmlFragment => fromRich(blocksOfPlain(words))

/** A new text of blocks; not yet in a document. */
export function fromRich(blocks: readonly RichBlock[]): Y.XmlFragment {
  const text = new Y.XmlFragment()
  text.insert(0, blocks.map(elementOf))
  return text
}

/** Puts blocks at the end of a text; the caller holds the transaction. */
export function appendRich(text: Y.XmlFragment, blocks: readonly RichBlock[]): void {
  text.push(blocks.map(elementOf))
}

/** Blocks as elements that aren't in a document yet. */
export function elementOf(block: RichBlock): Y.XmlElement {
  switch (block.type) {
    case 'paragraph':
      return lineElement('paragraph', block.pieces)
    case 'heading':
      return withAttributes(lineElement('heading', block.pieces), { level: block.level })
    case 'blockquote':
      return holding('blockquote', {}, block.blocks.map(elementOf))
    case 'decision':
      return holding('decision', { entry: block.entry }, block.blocks.map(elementOf))
    case 'clause':
      return holding('clause', { id: block.id || null }, block.blocks.map(elementOf))
    case 'taskList':
      return holding('taskList', {}, block.tasks.map(taskElement))
    case 'table':
      return holding(
        'table',
        {},
        block.rows.map((row) => holding('tableRow', {}, row.map(cellElement))),
      )
    case 'orderedList':
      return holding('orderedList', { start: block.start }, block.items.map(itemElement))
    default:
      return holding('bulletList', {}, block.items.map(itemElement))
  }
}

type Attributes = Record<string, string | number | boolean | null>

function holding(name: string, attributes: Attributes, children: Y.XmlElement[]): Y.XmlElement {
  const element = withAttributes(new Y.XmlElement(name), attributes)
  element.insert(0, children)
  return element
}

/** Attributes are numbers too, whatever Yjs's types say. One that is null says nothing, and is not there. */
function withAttributes(element: Y.XmlElement, attributes: Attributes): Y.XmlElement {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) (element as unknown as Y.XmlElement<Attributes>).setAttribute(name, value)
  }
  return element
}

const itemElement = (blocks: readonly RichBlock[]) => holding('listItem', {}, blocks.map(elementOf))

function taskElement({ checked, action, blocks }: RichTask): Y.XmlElement {
  const became = { plan: action?.plan ?? null, action: action?.action ?? null }
  return holding('taskItem', { checked, ...became }, blocks.map(elementOf))
}

function cellElement({ isHeader, colspan, rowspan, blocks }: RichCell): Y.XmlElement {
  return holding(isHeader ? 'tableHeader' : 'tableCell', { colspan, rowspan }, blocks.map(elementOf))
}

function lineElement(name: 'paragraph' | 'heading', given: readonly RichPiece[]): Y.XmlElement {
  const line = new Y.XmlElement(name)
  const children: (Y.XmlElement | Y.XmlText)[] = []
  let delta: object[] = []
  const close = () => {
    if (delta.length === 0) return
    const words = new Y.XmlText()
    words.applyDelta(delta)
    children.push(words)
    delta = []
  }
  for (const piece of given) {
    if ('break' in piece) {
      close()
      children.push(new Y.XmlElement('hardBreak'))
    } else if ('mention' in piece) {
      close()
      children.push(withAttributes(new Y.XmlElement('mention'), piece.mention))
    } else if ('chip' in piece) {
      close()
      children.push(withAttributes(new Y.XmlElement('chip'), piece.chip))
    } else delta.push({ insert: piece.text, attributes: formatsOf(piece) })
  }
  close()
  line.insert(0, children)
  return line
}

function formatsOf({ bold, italic, strike, link }: Extract<RichPiece, { text: string }>): Record<string, object> {
  return {
    ...(bold ? { bold: {} } : {}),
    ...(italic ? { italic: {} } : {}),
    ...(strike ? { strike: {} } : {}),
    ...(link ? { link: { href: link } } : {}),
  }
}

/**
 * Makes a text say these plain words, by little: blocks that say the same at its beginning and end stay as they are,
 * formats and all, and a paragraph that becomes another one is edited in its place. The caller holds the transaction.
 */
export function writePlain(text: Y.XmlFragment, words: string): void {
  const lines = words === '' ? [] : words.split('\n')
  const said = readRich(text).map((block) => linesOf([block]))
  // Something in it isn't read: then nothing says which block is which.
  if (said.length !== text.length) text.delete(0, text.length)
  const before = said.length === text.length ? said : []
  let [head, from] = [0, 0]
  for (; head < before.length && isAt(lines, from, before[head]!); head++) from += before[head]!.length
  let [tail, to] = [before.length, lines.length]
  while (
    tail > head &&
    to - before[tail - 1]!.length >= from &&
    isAt(lines, to - before[tail - 1]!.length, before[tail - 1]!)
  ) {
    tail--
    to -= before[tail]!.length
  }
  const fresh = lines.slice(from, to)
  const old = text.toArray().slice(head, tail)
  const both = Math.min(fresh.length, old.length)
  let done = 0
  while (done < both && rewriteLine(old[done], fresh[done]!)) done++
  text.delete(head + done, old.length - done)
  text.insert(head + done, fresh.slice(done).flatMap(lineOf).map(elementOf))
}

/** One paragraph, also for an empty line. */
const lineOf = (line: string): RichBlock[] => [{ type: 'paragraph', pieces: line ? [{ text: line }] : [] }]

function isAt(lines: readonly string[], at: number, block: readonly string[]): boolean {
  return block.every((line, index) => lines[at + index] === line)
}

/** Whether it is one line of words in one piece, which then says something else. */
function rewriteLine(block: unknown, line: string): boolean {
  if (!(block instanceof Y.XmlElement) || (nodeName(block) !== 'paragraph' && nodeName(block) !== 'heading'))
    return false
  const [words, ...more] = block.toArray()
  if (words === undefined) {
    if (line !== '') block.insert(0, [new Y.XmlText(line)])
    return true
  }
  if (more.length > 0 || !(words instanceof Y.XmlText)) return false
  const plain = (words.toDelta() as { insert: unknown }[]).map(({ insert }) => insert).join('')
  const { start, removed, inserted } = editBetween(plain, line)
  if (removed > 0) words.delete(start, removed)
  if (inserted) words.insert(start, inserted)
  return true
}
