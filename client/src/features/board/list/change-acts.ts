import { type ItemKind, type NoteColour, noteColours, type Point } from '@meydan/shared/documents/board/records'
import { copy, cut, paste, pasteFromMenu } from '../clipboard.ts'
import { connect, endAt } from '../connector-acts.ts'
import { removeSelection } from '../note-acts.ts'
import { focusRow } from './list-focus.ts'
import { neighbourOf } from './list-tree.ts'
import { itemIn } from './list-words.ts'
import type { List } from './useList.ts'

const papered = new Set<ItemKind>(['note', 'theme', 'shape', 'frame'])

/** Of what is chosen, what has a paper. */
export function paperedOf({ context: { data }, chosen }: List): string[] {
  return chosen.value.filter((id) => papered.has(data.typeOf(id) ?? 'stroke'))
}

export function colourOf(list: List): NoteColour | null {
  const colours = new Set(
    paperedOf(list).map((id) => {
      const item = itemIn(list.context, id)
      return item && 'colour' in item ? item.colour : null
    }),
  )
  return colours.size === 1 ? [...colours][0]! : null
}

export function recolour(list: List, colour: NoteColour): void {
  const { context } = list
  const ids = paperedOf(list)
  if (!context.canWrite.value || ids.length === 0) return
  context.colour.value = colour
  context.step(() => context.board.edit(ids, { colour }))
  context.said.value = context.t(`board.colour.${colour}`)
}

/** The next paper: a keyboard's way round the eight. */
export function recolourOn(list: List): void {
  const now = colourOf(list)
  recolour(list, noteColours[(now ? noteColours.indexOf(now) + 1 : 0) % noteColours.length]!)
}

/** Removes what is chosen; the keyboard goes to the row that takes its place. */
export function removeChosen(list: List): void {
  const { context, rows, chosen } = list
  const gone = new Set(chosen.value)
  const first = rows.value.find((id) => gone.has(id))
  if (!context.canWrite.value || !first) return
  const isInside = (id: string): boolean => {
    const parent = list.shown.value.nodes.get(id)?.parent
    return parent !== null && parent !== undefined && (gone.has(parent) || isInside(parent))
  }
  const next = neighbourOf(rows.value, first, (id) => !gone.has(id) && !isInside(id))
  removeSelection(context)
  // The canvas's own choice of a neighbour, by its order, comes with the next frame: the list's comes after it.
  if (next) requestAnimationFrame(() => void focusRow(list, next))
  context.selection.select(next && list.isObject(next) ? [next] : [])
}

/** A connector from the first chosen object to another one. */
export function connectTo(list: List, to: string): void {
  const [from] = list.chosen.value
  const origin = { x: 0, y: 0 }
  if (!from || from === to) return
  connect(list.context, { from: endAt(list.context, from, origin), to: endAt(list.context, to, origin) })
}

/** Through the browser's own events, so that keys and buttons do the same. */
export function copyChosen(): void {
  requestAnimationFrame(() => document.execCommand('copy'))
}

export function cutChosen(): void {
  requestAnimationFrame(() => document.execCommand('cut'))
}

export function pasteHere(list: List): void {
  list.clearFilter()
  list.context.pointer.value = besideChosen(list)
  void pasteFromMenu(list.context)
}

function besideChosen({ context, chosen }: List): Point | null {
  const [first] = chosen.value
  const rect = first ? context.data.rectOf(first) : null
  return rect && { x: rect.x + rect.width, y: rect.y + rect.height }
}

/** What the clipboard's keys do while the list has the keyboard. Answers whether it was taken. */
export function onClipboard(list: List, event: ClipboardEvent): boolean {
  const { context } = list
  if (event.type === 'copy') return copy(context, event.clipboardData)
  if (event.type === 'cut') return cut(context, event.clipboardData)
  if (!context.canWrite.value) return false
  list.clearFilter()
  paste(context, event.clipboardData, besideChosen(list))
  return true
}
