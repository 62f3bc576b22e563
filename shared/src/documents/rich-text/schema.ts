import * as Y from 'yjs'
import { isMinutesAttribute } from './minutes-attributes.ts'

/**
 * What a rich text may consist of, as data: the editor, the renderer and the server's gate are built on it. It lies in
 * a `Y.XmlFragment` as ProseMirror's binding writes it: elements named as nodes, `Y.XmlText`s with marks as formats.
 *
 * `brief`: a description · `minutes`: the same with tables, tasks, decisions, clauses, mentions and chips.
 */
export const richForms = ['brief', 'minutes'] as const
export type RichForm = (typeof richForms)[number]
export const richBlocks = ['paragraph', 'heading', 'bulletList', 'orderedList', 'blockquote'] as const
export const richMarks = ['bold', 'italic', 'strike', 'link'] as const
export const headingLevels = [2, 3] as const
export type HeadingLevel = (typeof headingLevels)[number]

/** How deep elements may stand in each other, counted from the text itself; five lists in each other are ten and one. */
export const RICH_DEPTH_MAX = 12
/** Twice of that: people who indent at the same moment are never too deep together. */
export const RICH_DEPTH_HARD_MAX = 24
export const HREF_MAX = 2000
const FIRST_NUMBER_MAX = 9999

const TEXT = '#text'
const IN_LINES: readonly string[] = [TEXT, 'hardBreak']
const INLINE: readonly string[] = [...IN_LINES, 'mention', 'chip']
/** What stands in lists, quotes, cells, decisions and clauses of minutes; tables only in the text itself. */
const INNER: readonly string[] = [...richBlocks, 'taskList']
type Holds = Readonly<Record<string, readonly string[]>>
/** Node → what may stand directly in it; '' is the text itself. */
const brief: Holds = {
  '': richBlocks,
  paragraph: IN_LINES,
  heading: IN_LINES,
  bulletList: ['listItem'],
  orderedList: ['listItem'],
  listItem: richBlocks,
  blockquote: richBlocks,
  hardBreak: [],
}
const holds: Readonly<Record<RichForm, Holds>> = {
  brief,
  minutes: {
    ...brief,
    '': [...INNER, 'table', 'decision', 'clause'],
    paragraph: INLINE,
    heading: INLINE,
    listItem: INNER,
    blockquote: INNER,
    taskList: ['taskItem'],
    taskItem: INNER,
    table: ['tableRow'],
    tableRow: ['tableCell', 'tableHeader'],
    tableCell: INNER,
    tableHeader: INNER,
    decision: INNER,
    clause: INNER,
    mention: [],
    chip: [],
  },
}

/** What a type is called in the schema; undefined for types that no rich text has. */
export function nodeName(type: unknown): string | undefined {
  if (!(type instanceof Y.AbstractType)) return undefined
  if (type.constructor === Y.XmlText) return TEXT
  if (type.constructor === Y.XmlFragment) return ''
  return type.constructor === Y.XmlElement ? (type as Y.XmlElement).nodeName : undefined
}

export function isRichText(type: unknown): type is Y.XmlFragment {
  return nodeName(type) === ''
}

function mayHold(form: RichForm, parent: string, child: string | undefined): boolean {
  return child !== undefined && Object.hasOwn(holds[form], parent) && holds[form][parent]!.includes(child)
}

function isAttribute(form: RichForm, node: string, name: string, value: unknown): boolean {
  if (form === 'minutes' && isMinutesAttribute(node, name, value)) return true
  if (node === 'heading') return name === 'level' && headingLevels.some((level) => level === value)
  if (node !== 'orderedList' || name !== 'start') return false
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= FIRST_NUMBER_MAX
}

/** Whether a format says a mark that may be there; null ends one. */
export function isMark(name: string, value: unknown): boolean {
  if (!richMarks.some((mark) => mark === name)) return false
  if (value === null) return true
  if (typeof value !== 'object' || Array.isArray(value)) return false
  const keys = Object.keys(value)
  if (name !== 'link') return keys.length === 0
  return keys.length === 1 && safeHref((value as { href?: unknown }).href) !== null
}

// Spaces, controls and letters that aren't seen: browsers leave some of them out before they read what follows.
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u
const PROTOCOLS: readonly string[] = ['http:', 'https:', 'mailto:']

/** An address that may stand behind a link: `http`, `https` and `mailto`, whole and without tricks; null for all else. */
export function safeHref(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > HREF_MAX || UNSEEN.test(value)) return null
  if (!/^(?:https?:\/\/[^/?#\\]|mailto:[^@?]+@[^@?])/iu.test(value) || !URL.canParse(value)) return null
  const url = new URL(value)
  // Before the @ anything can be claimed: `https://bank.example@elsewhere`.
  return PROTOCOLS.includes(url.protocol) && url.username === '' && url.password === '' ? value : null
}

/** How many elements an element stands in, itself included. */
export function depthOf(type: Y.AbstractType<unknown>): number {
  let depth = 0
  for (let at = type; at._item && at instanceof Y.XmlElement; at = at._item.parent as Y.AbstractType<unknown>) depth++
  return depth
}

/** Whether an item that stands somewhere in a rich text may stand there: an element, words, an attribute or a mark. */
export function isSound({ parent, parentSub, content }: Y.Item, form: RichForm): boolean {
  const name = nodeName(parent)
  if (name === undefined) return false
  if (name === TEXT) {
    if (parentSub !== null) return false
    if (content instanceof Y.ContentFormat) return isMark(content.key, content.value)
    return content instanceof Y.ContentString
  }
  if (parentSub !== null) {
    return (
      content instanceof Y.ContentAny && content.arr.length === 1 && isAttribute(form, name, parentSub, content.arr[0])
    )
  }
  if (!(content instanceof Y.ContentType) || !mayHold(form, name, nodeName(content.type))) return false
  return depthOf(content.type as Y.AbstractType<unknown>) <= RICH_DEPTH_HARD_MAX
}

/** Every item that is there and may not be; empty for a sound text. Of what stands inside of one, nothing is said. */
export function checkRichText(text: Y.XmlFragment, form: RichForm = 'brief'): Y.Item[] {
  const odd: Y.Item[] = []
  const look = (item: Y.Item) => {
    if (item.deleted) return
    if (!isSound(item, form)) odd.push(item)
    else if (item.content instanceof Y.ContentType) odd.push(...checkRichText(item.content.type as Y.XmlFragment, form))
  }
  for (let item = text._start; item; item = item.right) look(item)
  for (const item of text._map.values()) look(item)
  return odd
}
