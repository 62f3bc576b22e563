import { boundsOf, grown } from '@meydan/shared/documents/board/geometry'
import { holderOf, moveIntoFrame, moveToBoard } from '@meydan/shared/documents/board/list-moves'
import { NOTE_SIZE } from '@meydan/shared/documents/board/records'
import { cluster } from '@meydan/shared/documents/board/themes'
import { addFrame } from '../frame-acts.ts'
import { addNoteBeside, addNoteInTheme, addNoteNearby } from '../note-acts.ts'
import { addShapeNearby } from '../shape-acts.ts'
import { LOOSE } from './list-tree.ts'
import type { List } from './useList.ts'

const AROUND = 32
const NEW_FRAME = { width: 480, height: 400 }

/** A note below the current row: after a theme's note, at the next free place of a frame, else on the board. */
export function addNoteHere(list: List): void {
  const { context, current } = list
  if (!context.canWrite.value) return
  // A note without words matches nothing that is looked for: it would be written out of sight.
  list.clearFilter()
  const id = current.value
  const type = id ? context.data.typeOf(id) : undefined
  if (id && type === 'theme') return addNoteInTheme(context, id)
  if (id && type === 'frame') return begin(list, () => noteIn(list, id))
  const theme = id ? list.themeOf(id) : null
  if (id && theme) return addAfter(list, theme, id)
  if (id && type === 'note') return addNoteBeside(context, id)
  const holder = id ? holderOf(context.board, id) : null
  if (holder) return begin(list, () => noteIn(list, holder))
  const lastLoose = list.whole.value.nodes.get(LOOSE)?.children.findLast((each) => context.data.typeOf(each) === 'note')
  if (lastLoose) return addNoteBeside(context, lastLoose)
  if (context.data.frames.size === 0) return addNoteNearby(context)
  begin(list, () => {
    const made = noteIn(list, context.data.frameOrder.value[0]!.id)
    moveToBoard(context.board, [made])
    return made
  })
}

function noteIn({ context }: List, frame: string): string {
  const { x, y } = context.data.rectOf(frame)!
  const [id] = context.board.addNotes([{ at: { x, y }, colour: context.colour.value }], context.author())
  moveIntoFrame(context.board, [id!], frame)
  return id!
}

function addAfter(list: List, theme: string, id: string): void {
  const { board, data, author } = list.context
  const index = data.membersOf(theme).findIndex((note) => note.id === id) + 1
  const colour = data.viewOf('note', id)!.item.colour
  begin(list, () => {
    const [made] = board.addNotes([{ at: board.rectOf(theme)!, colour }], author())
    cluster(board, [made!], theme, author(), index)
    return made!
  })
}

function begin({ context }: List, make: () => string): void {
  const id = context.step(() => context.board.transact(make))
  context.fresh.value = { id, step: context.undo.manager.undoStack.at(-1) }
  context.selection.edit(id)
  context.said.value = context.t('board.said.added', { count: 1 })
}

/** A frame around several chosen things; with one or none, an empty one beside the others. Its title waits for words. */
export function addFrameHere(list: List): void {
  const { data } = list.context
  list.clearFilter()
  const around =
    list.chosen.value.length > 1 ? boundsOf(list.chosen.value.flatMap((id) => data.rectOf(id) ?? [])) : null
  addFrame(list.context, around ? grown(around, AROUND) : { ...besideAll(list), ...NEW_FRAME })
}

/** Beside everything there is, where nothing new can come to lie on anything. */
function besideAll({ context: { data, viewport } }: List): { x: number; y: number } {
  const all = boundsOf(data.allRects())
  const { x, y } = viewport.centre()
  return all ? { x: all.x + all.width + AROUND + 8, y: all.y } : { x: Math.round(x), y: Math.round(y) }
}

/** An empty theme where the current row is: in its frame, or on the board. It waits for its title. */
export function addThemeHere(list: List): void {
  const { context, current } = list
  const { board, data, selection, canWrite } = context
  if (!canWrite.value) return
  list.clearFilter()
  const id = current.value
  const frame = id && (data.typeOf(id) === 'frame' ? id : (frameAround(list, id) ?? null))
  const made = context.step(() =>
    board.transact(() => {
      const at = frame ? data.rectOf(frame)! : besideAll(list)
      const theme = board.add('theme', { at: { x: at.x, y: at.y }, colour: context.colour.value }, context.author())
      if (frame) moveIntoFrame(board, [theme], frame)
      return theme
    }),
  )
  selection.edit(made)
  context.said.value = context.t('board.list.said.themeAdded')
}

function frameAround({ context: { board } }: List, id: string): string | undefined {
  const item = board.item(id)
  return item && 'frame' in item ? board.frameOf(item)?.id : undefined
}

export function addText(list: List, form: 'text' | 'rectangle'): void {
  list.clearFilter()
  addShapeNearby(list.context, form)
}

/** Where the canvas would look for room: acts that begin in the middle of what is visible begin at the current row. */
export function lookAt({ context }: List, id: string): void {
  const { viewport, data } = context
  const rect = data.rectOf(id)
  if (!rect) return
  const { zoom } = viewport.now()
  const { width, height } = viewport.size.value
  const middle = { x: rect.x + Math.min(rect.width, NOTE_SIZE.width) / 2, y: rect.y + rect.height / 2 }
  viewport.set({ zoom, x: width / 2 - middle.x * zoom, y: height / 2 - middle.y * zoom })
}
