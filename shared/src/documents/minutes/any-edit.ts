import * as Y from 'yjs'
import type { Chance } from '../board/any-act.ts'
import { editRichAtRandom } from '../rich-text/any-edit.ts'
import { chipKinds, mentionKinds } from '../rich-text/minutes-attributes.ts'
import type { MinutesBlock, RichBlock, RichCell } from '../rich-text/read.ts'
import { depthOf, nodeName } from '../rich-text/schema.ts'
import { elementOf } from '../rich-text/write.ts'

const WORDS = ['karar', 'قرار ', 'wer macht es?', '✓', 'bütçe']
const BLOCKS = ['tableCell', 'tableHeader', 'taskItem', 'decision', 'clause', 'listItem', 'blockquote']
const LINES = ['paragraph', 'heading']
const DEPTH_MAX = 8

/** Any one thing that an editor may do to minutes, as its binding writes it, for tests by chance. Inside a transaction. */
export function editMinutesAtRandom(text: Y.XmlFragment, chance: Chance): void {
  const { below, pick } = chance
  const all = elementsIn(text)
  const on = (names: readonly string[], act: (element: Y.XmlElement) => void) => () => {
    const fit = all.filter((element) => names.includes(element.nodeName))
    if (fit.length > 0) act(pick(fit))
  }
  const edits: (() => void)[] = [
    () => editRichAtRandom(text, chance),
    () => editRichAtRandom(text, chance),
    () => text.insert(below(text.length + 1), [elementOf(anyBlock(chance))]),
    on(['table'], (table) => changeRows(table, chance)),
    on(['table'], (table) => changeColumns(table, chance)),
    on(['tableCell', 'tableHeader'], (cell) => set(cell, pick(['colspan', 'rowspan']), 1 + below(3))),
    on(['taskList'], (list) => changeTasks(list, chance)),
    on(['taskItem'], (task) => set(task, 'checked', below(2) === 0)),
    on(['taskItem'], (task) => ['plan', 'action'].forEach((name) => set(task, name, uuid(chance)))),
    on(['decision'], (decision) => set(decision, 'entry', uuid(chance))),
    on(BLOCKS, (holder) => holder.insert(below(holder.length + 1), [elementOf(anyInner(holder, chance))])),
    on(BLOCKS, (holder) => holder.length > 1 && holder.delete(below(holder.length), 1)),
    on(LINES, (line) => line.insert(below(line.length + 1), [named(chance)])),
    on(LINES, (line) => line.length > 0 && line.delete(below(line.length), 1)),
    () => copy(text, chance),
    () => wrap(text, chance),
    () => unwrap(text, chance),
  ]
  pick(edits)()
}

function elementsIn(text: Y.XmlFragment): Y.XmlElement[] {
  return text.toArray().flatMap((child) => (child instanceof Y.XmlElement ? [child, ...elementsIn(child)] : []))
}

/** Attributes are numbers too, whatever Yjs's types say. */
function set(element: Y.XmlElement, name: string, value: unknown): void {
  element.setAttribute(name, value as string)
}

function uuid({ below }: Chance): string {
  return `0190aaaa-0000-7000-8000-${String(below(1e9)).padStart(12, '0')}`
}

function anyLine(chance: Chance): RichBlock {
  return { type: 'paragraph', pieces: chance.below(4) ? [{ text: chance.pick(WORDS) }] : [] }
}

/** What stands for something outside, as it is set into a line. */
function named(chance: Chance): Y.XmlElement {
  const isMention = chance.below(2) === 0
  const element = new Y.XmlElement(isMention ? 'mention' : 'chip')
  const kind = isMention ? chance.pick(mentionKinds) : chance.pick(chipKinds)
  const isOnDocument = kind === 'note' || kind === 'theme' || kind === 'action'
  set(element, 'kind', kind)
  set(element, 'label', chance.pick(WORDS))
  set(element, isMention ? 'target' : 'record', uuid(chance))
  if (isOnDocument) set(element, 'document', uuid(chance))
  return element
}

/** What may stand in items, cells, decisions and clauses; no deeper than people go. */
function anyInner(holder: Y.XmlElement, chance: Chance): RichBlock {
  if (depthOf(holder as unknown as Y.AbstractType<unknown>) > DEPTH_MAX || chance.below(3)) return anyLine(chance)
  if (chance.below(2)) return { type: 'bulletList', items: [[anyLine(chance)]] }
  return { type: 'taskList', tasks: [{ checked: false, action: null, blocks: [anyLine(chance)] }] }
}

function anyCell(chance: Chance): RichCell {
  return { isHeader: chance.below(3) === 0, colspan: 1, rowspan: 1, blocks: [anyLine(chance)] }
}

function anyBlock(chance: Chance): MinutesBlock {
  const cell = () => anyCell(chance)
  const blocks: (() => MinutesBlock)[] = [
    () => ({
      type: 'table',
      rows: [
        [cell(), cell()],
        [cell(), cell()],
      ],
    }),
    () => ({ type: 'taskList', tasks: [{ checked: false, action: null, blocks: [anyLine(chance)] }] }),
    () => ({ type: 'decision', entry: null, blocks: [anyLine(chance), anyLine(chance)] }),
    () => ({ type: 'clause', id: uuid(chance), blocks: [anyLine(chance)] }),
  ]
  return chance.pick(blocks)()
}

function freshCell(chance: Chance): Y.XmlElement {
  const made = new Y.XmlElement('tableCell')
  made.insert(0, [elementOf(anyLine(chance))])
  return made
}

function changeRows(table: Y.XmlElement, chance: Chance): void {
  if (table.length > 1 && chance.below(3) === 0) return table.delete(chance.below(table.length), 1)
  const row = new Y.XmlElement('tableRow')
  row.insert(0, [freshCell(chance), freshCell(chance)])
  table.insert(chance.below(table.length + 1), [row])
}

function changeColumns(table: Y.XmlElement, chance: Chance): void {
  const [at, isGoing] = [chance.below(3), chance.below(3) === 0]
  for (const row of table.toArray() as Y.XmlElement[]) {
    if (!isGoing) row.insert(Math.min(at, row.length), [freshCell(chance)])
    else if (row.length > 1) row.delete(Math.min(at, row.length - 1), 1)
  }
}

function changeTasks(list: Y.XmlElement, chance: Chance): void {
  if (list.length > 1 && chance.below(3) === 0) return list.delete(chance.below(list.length), 1)
  const task = new Y.XmlElement('taskItem')
  set(task, 'checked', false)
  task.insert(0, [elementOf(anyLine(chance))])
  list.insert(chance.below(list.length + 1), [task])
}

/** A block is pasted once more, ids and all. */
function copy(text: Y.XmlFragment, { below }: Chance): void {
  if (text.length === 0) return
  const child = text.get(below(text.length)) as Y.XmlElement
  text.insert(below(text.length + 1), [child.clone() as Y.XmlElement])
}

/** A line becomes a decision or a clause: the binding deletes it and writes a copy. */
function wrap(text: Y.XmlFragment, chance: Chance): void {
  const index = chance.below(text.length || 1)
  const child = text.length > 0 ? text.get(index) : null
  if (nodeName(child) !== 'paragraph') return
  const holder = new Y.XmlElement(chance.pick(['decision', 'clause', 'blockquote']))
  holder.insert(0, [(child as Y.XmlElement).clone() as Y.XmlElement])
  text.delete(index)
  text.insert(index, [holder])
}

function unwrap(text: Y.XmlFragment, chance: Chance): void {
  const index = chance.below(text.length || 1)
  const child = text.length > 0 ? text.get(index) : null
  if (!['decision', 'clause'].includes(nodeName(child) ?? '')) return
  const inner = (child as Y.XmlElement).toArray().map((each) => (each as Y.XmlElement).clone() as Y.XmlElement)
  text.delete(index)
  text.insert(index, inner)
}
