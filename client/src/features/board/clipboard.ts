import { type BoardClip, clipOf, pasteClip } from '@meydan/shared/documents/board/clip'
import { boundsOf, middleOf } from '@meydan/shared/documents/board/geometry'
import type { Point } from '@meydan/shared/documents/board/records'
import type { BoardContext } from './board-context.ts'
import { readCopied } from './copied.ts'
import { copySelection, pasteText, removeSelection } from './note-acts.ts'
import { adoptPictures } from './pictures/adopt.ts'

/** How objects travel in the clipboard beside their words; other programmes' boards take only the words. */
const TYPE = 'application/x-meydan-board'
const BESIDE = 24

/** Puts the selection into the clipboard: its objects for Meydan, its words for everything else. False where there is none. */
export function copy(context: BoardContext, clipboard: DataTransfer | null): boolean {
  const { board, selection, room, documentId } = context
  if (!clipboard || selection.ids.value.size === 0) return false
  const clip = clipOf(board, selection.ids.value, documentId)
  const copied = JSON.stringify({ programme: room.value.programme.id, room: room.value.id, clip })
  const text = copySelection(context)
  clipboard.setData('text/plain', text)
  clipboard.setData(TYPE, copied)
  copiedHere = { text, copied }
  return true
}

/** A page may read only words from the clipboard by itself; the objects of this window's last copy are remembered. */
let copiedHere: { text: string; copied: string } | null = null

/** Pasting without the keyboard's event: by a menu. */
export async function pasteFromMenu(context: BoardContext): Promise<void> {
  const text = await navigator.clipboard.readText().catch(() => null)
  const isOurs = copiedHere !== null && (text === null || text === copiedHere.text)
  if (text === null && !isOurs) return context.toasts.fail(context.t('board.menu.pasteByKey'))
  pasteCopied(context, isOurs ? copiedHere!.copied : '', text ?? '', context.pointer.value)
}

export function cut(context: BoardContext, clipboard: DataTransfer | null): boolean {
  if (!context.canWrite.value || !copy(context, clipboard)) return false
  removeSelection(context)
  return true
}

/** Objects of this programme's boards as they were, words as notes. `at`: where the pointer last was, if it was here. */
export function paste(context: BoardContext, clipboard: DataTransfer | null, at: Point | null): void {
  pasteCopied(context, clipboard?.getData(TYPE) ?? '', clipboard?.getData('text/plain') ?? '', at)
}

function pasteCopied(context: BoardContext, objects: string, words: string, at: Point | null): void {
  const copied = readCopied(objects)
  if (!copied || copied.programme !== context.room.value.programme.id) {
    pasteText(context, words)
    return
  }
  const by = offsetFor(context, copied.clip, at)
  const ids = context.step(() => pasteClip(context.board, copied.clip, { by, author: context.author() }))
  if (ids.length === 0) return
  context.selection.select(ids)
  context.focus(ids.at(-1)!)
  context.said.value = context.t('board.said.pasted', { count: ids.length })
  if (copied.room !== context.room.value.id) {
    void adoptPictures(context, copied.room, new Set(copied.clip.pictures.map(({ file }) => file)))
  }
}

/** A little beside the original where that is in sight, else around the pointer or in the middle of what is visible. */
function offsetFor({ documentId, viewport }: BoardContext, clip: BoardClip, at: Point | null): Point {
  const bounds = boundsOf(looseRects(clip))
  if (!bounds) return { x: 0, y: 0 }
  const middle = middleOf(bounds)
  const centre = at ?? viewport.centre()
  const { width, height } = viewport.size.value
  const { zoom } = viewport.now()
  const isNear = Math.abs(middle.x - centre.x) < width / zoom / 2 && Math.abs(middle.y - centre.y) < height / zoom / 2
  if (clip.document === documentId && isNear) return { x: BESIDE, y: BESIDE }
  return { x: Math.round(centre.x - middle.x), y: Math.round(centre.y - middle.y) }
}

/** Roughly what the clip covers: the corners of what stands on the board itself. */
function looseRects(clip: BoardClip) {
  return [
    ...clip.frames.map(({ at, size }) => ({ ...at, ...size })),
    ...[...clip.notes, ...clip.themes, ...clip.shapes, ...clip.pictures, ...clip.strokes]
      .filter((item) => !item.frame && !('theme' in item && item.theme))
      .map((item) => ({ ...item.at, width: 200, height: 150 })),
    ...clip.connectors.map(({ from, to }) => ({
      x: Math.min(from.at.x, to.at.x),
      y: Math.min(from.at.y, to.at.y),
      width: Math.abs(from.at.x - to.at.x),
      height: Math.abs(from.at.y - to.at.y),
    })),
  ]
}
