import { moveAmong, moveIntoFrame, moveOut, moveToBoard } from '@meydan/shared/documents/board/list-moves'
import { cluster } from '@meydan/shared/documents/board/themes'
import { sayClustered } from '../theme-acts.ts'
import { LOOSE, siblingsOf } from './list-tree.ts'
import { shortWords } from './list-words.ts'
import type { List } from './useList.ts'

/** Where a row may be put: among siblings, into a theme, frame or onto the board, or together with a note. */
export type Into = { id: string; index?: number }

/** Before or after its neighbour. Several go together; those of different parents don't. */
export function moveBy(list: List, by: 1 | -1): void {
  const { context, chosen } = list
  const { t } = context
  const [first] = chosen.value
  if (!mayMove(list) || !first) return
  const siblings = siblingsOf(list.whole.value, first).filter((id) => id !== LOOSE)
  const moving = siblings.filter((id) => chosen.value.includes(id))
  if (moving.length !== chosen.value.length) return say(list, t('board.list.said.notTogether'))
  const index = siblings.indexOf(moving[0]!) + by
  if (index < 0 || index > siblings.length - moving.length) {
    return say(list, t(by < 0 ? 'board.list.said.first' : 'board.list.said.last'))
  }
  place(list, first, moving, index)
}

/** Puts rows before the row of this index, counted without them, in the place one of them is in. */
function place(list: List, of: string, ids: readonly string[], index: number): void {
  const { context } = list
  const { board, t, author } = context
  const theme = list.themeOf(of)
  const siblings = siblingsOf(list.whole.value, of).filter((id) => id !== LOOSE)
  const done = context.step(() =>
    theme ? cluster(board, ids, theme, author(), index) !== null : moveAmong(board, siblings, ids, index),
  )
  if (!done) return sayStuck(list, ids)
  say(list, t('board.list.said.placed', { place: index + 1, count: siblings.length }))
}

/** Into what stands before it: a theme or frame takes it in, a note makes a theme with it. False: nothing there does. */
export function moveInwards(list: List): boolean {
  const [first] = list.chosen.value
  if (!mayMove(list) || !first) return true
  const siblings = siblingsOf(list.whole.value, first)
  const before = siblings.slice(0, siblings.indexOf(first)).findLast((id) => !list.chosen.value.includes(id))
  if (!before || !accepts(list, before, list.chosen.value)) return false
  moveInto(list, { id: before })
  return true
}

/** Whether a row can take these: notes go into themes, frames and with notes, other things into frames only. */
export function accepts({ context: { data, board } }: List, id: string, ids: readonly string[]): boolean {
  if (ids.length === 0 || ids.includes(id)) return false
  const types = new Set(ids.map((each) => data.typeOf(each)))
  if (types.has('frame') || types.has('connector')) return false
  const type = data.typeOf(id)
  if (id === LOOSE || type === 'frame') return true
  const onlyNotes = types.size === 1 && types.has('note')
  return onlyNotes && (type === 'theme' || type === 'note') && !board.isLocked(id)
}

export function moveInto(list: List, { id, index }: Into, ids: readonly string[] = list.chosen.value): void {
  const { context } = list
  const { board, data, t, author } = context
  if (!context.canWrite.value || !accepts(list, id, ids)) return
  const type = data.typeOf(id)
  if (type === 'theme' || type === 'note') {
    const isNew = type === 'note' && list.themeOf(id) === null
    const theme = context.step(() => cluster(board, ids, id, author(), index))
    if (!theme) return sayStuck(list, ids)
    sayClustered(context, theme, ids, isNew)
    return
  }
  const done = context.step(() => (type === 'frame' ? moveIntoFrame(board, ids, id) : moveToBoard(board, ids)))
  if (!done) return sayStuck(list, ids)
  say(list, t('board.list.said.movedTo', { count: ids.length, place: shortWords(context, id) }))
}

/** Out of a theme into the frame around it, out of a frame onto the board. */
export function moveOutwards(list: List): void {
  const { context, chosen } = list
  if (!mayMove(list) || chosen.value.length === 0) return
  const ids = chosen.value
  if (!context.step(() => moveOut(context.board, ids))) return sayStuck(list, ids)
  const parent = list.whole.value.nodes.get(ids[0]!)?.parent ?? LOOSE
  say(list, context.t('board.list.said.movedTo', { count: ids.length, place: shortWords(context, parent) }))
}

/** What a drop between two rows means: in among the others there, wherever it comes from. */
export function dropBeside(list: List, ids: readonly string[], beside: string, after: boolean): void {
  const { context } = list
  const { board } = context
  if (!mayMove(list)) return
  const parent = list.whole.value.nodes.get(beside)?.parent ?? null
  const siblings = siblingsOf(list.whole.value, beside).filter((id) => id !== LOOSE)
  const staying = siblings.filter((id) => !ids.includes(id))
  const index = staying.indexOf(beside) + (after ? 1 : 0)
  if (ids.every((id) => siblings.includes(id))) return place(list, beside, ids, index)
  const into = parent ?? LOOSE
  if (!accepts(list, into, ids)) return sayStuck(list, ids)
  if (context.data.typeOf(into) === 'theme') return moveInto(list, { id: into, index }, ids)
  const done = context.step(() =>
    board.transact(() => {
      const moved = into === LOOSE ? moveToBoard(board, ids) : moveIntoFrame(board, ids, into)
      if (moved) moveAmong(board, [...staying, ...ids], ids, index)
      return moved
    }),
  )
  if (!done) return sayStuck(list, ids)
  say(list, context.t('board.list.said.movedTo', { count: ids.length, place: shortWords(context, into) }))
}

function mayMove(list: List): boolean {
  if (!list.context.canWrite.value) return false
  if (!list.isSorted.value) return true
  say(list, list.context.t('board.list.said.sorted'))
  return false
}

function sayStuck(list: List, ids: readonly string[]): void {
  const { board, t } = list.context
  const locked = ids.filter((id) => board.isLocked(id)).length
  say(list, locked > 0 ? t('board.said.isLocked', { count: locked }) : t('board.list.said.stays'))
}

function say({ context }: List, text: string): void {
  context.said.value = text
}
