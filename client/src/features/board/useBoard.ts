import type { Board } from '@meydan/shared/documents/board/board'
import { type Frame, NOTE_SIZE, type Note, type Point } from '@meydan/shared/documents/board/records'
import { byOrder } from '@meydan/shared/documents/order'
import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import type * as Y from 'yjs'
import { CellIndex, cellsOf } from './culling.ts'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { readingOrder } from './reading-order.ts'

/** A note as it is shown: where it stands on the board, its words, its level in the pile. Replaced whole when it changes. */
export type NoteView = { note: Note; place: Point; text: string; level: number; movedByOthers: boolean }

const ARRIVAL_MS = 500

export type BoardData = ReturnType<typeof useBoard>

/**
 * The board as reactive plain data. The maps are reactive per record: a card re-renders when its own record changes,
 * and nothing else does. `placement` counts what moves things about: notes added, removed, moved.
 */
export function useBoard(board: Board) {
  const notes = shallowReactive(new Map<string, NoteView>())
  const frames = shallowReactive(new Map<string, Frame>())
  const placement = shallowRef(0)
  const index = new CellIndex()
  /** Notes that others put on the board a moment ago: they fade in. */
  const arrivals = new Set<string>()

  function readNote(id: string, byOthers: boolean): void {
    const note = board.notes.get(id)
    if (!note) {
      notes.delete(id)
      index.drop(id)
      return
    }
    const place = board.placeOf(note)
    const known = notes.get(id)
    if (!known && byOthers) welcome(id)
    const moved = known !== undefined && (known.place.x !== place.x || known.place.y !== place.y)
    notes.set(id, {
      note,
      place,
      text: known?.text ?? board.textOf(id),
      level: known?.level ?? 0,
      movedByOthers: moved ? byOthers : (known?.movedByOthers ?? false),
    })
    index.put(id, { ...place, ...NOTE_SIZE })
  }

  function welcome(id: string): void {
    arrivals.add(id)
    setTimeout(() => arrivals.delete(id), ARRIVAL_MS)
  }

  function readText(id: string): void {
    const known = notes.get(id)
    if (!known) return
    const text = board.textOf(id)
    if (text !== known.text) notes.set(id, { ...known, text })
  }

  /** Levels only ever rise where they must, so that bringing one note to the front re-renders that note alone. */
  function pile(): void {
    let below = 0
    for (const view of [...notes.values()].sort((a, b) => byOrder(a.note, b.note))) {
      if (view.level <= below) notes.set(view.note.id, { ...view, level: below + 1 })
      below = Math.max(view.level, below + 1)
    }
  }

  function readFrame(id: string): void {
    const frame = board.frames.get(id)
    if (frame) frames.set(id, frame)
    else frames.delete(id)
  }

  for (const frame of board.frames.all()) frames.set(frame.id, frame)
  for (const note of board.notes.all()) readNote(note.id, false)
  pile()

  const stopNotes = board.notes.observe((ids, transaction) => {
    const ordersBefore = new Map([...ids].map((id) => [id, notes.get(id)?.note.order]))
    for (const id of ids) readNote(id, !transaction.local)
    if ([...ids].some((id) => notes.has(id) && notes.get(id)?.note.order !== ordersBefore.get(id))) pile()
    placement.value++
  })
  const stopFrames = board.frames.observe((ids, transaction) => {
    for (const id of ids) readFrame(id)
    for (const view of [...notes.values()]) {
      if (view.note.frame && ids.has(view.note.frame)) readNote(view.note.id, !transaction.local)
    }
    placement.value++
  })
  const onTexts = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const event of events) {
      if (event.target === (board.texts as Y.AbstractType<unknown>)) event.changes.keys.forEach((_, id) => readText(id))
      else readText(String(event.path[0]))
    }
  }
  board.texts.observeDeep(onTexts)
  onScopeDispose(() => {
    stopNotes()
    stopFrames()
    board.texts.unobserveDeep(onTexts)
  })

  const frameOrder = computed(() => [...frames.values()].sort(byOrder))

  /** Ids of frames and notes in the order a reader meets them. */
  const order = computed(() => {
    void placement.value
    return readingOrder(
      [...notes.values()].map(({ note, place }) => ({
        id: note.id,
        frame: note.frame,
        rect: { ...place, ...NOTE_SIZE },
      })),
      frameOrder.value.map((frame) => ({ id: frame.id, rect: rectOfFrame(frame) })),
    )
  })

  function rectOf(id: string): Rect | null {
    const view = notes.get(id)
    if (view) return { ...view.place, ...NOTE_SIZE }
    const frame = frames.get(id)
    return frame ? rectOfFrame(frame) : null
  }

  function allRects(): Rect[] {
    return [
      ...[...notes.values()].map(({ place }) => ({ ...place, ...NOTE_SIZE })),
      ...[...frames.values()].map(rectOfFrame),
    ]
  }

  /** The topmost note over a point of the board, whether it is in the page or culled from it. */
  function noteAt(point: Point): string | null {
    let top: NoteView | null = null
    for (const id of index.within(cellsOf({ ...point, width: 0, height: 0 }, 0))) {
      const view = notes.get(id)
      if (!view || point.x < view.place.x || point.y < view.place.y) continue
      if (point.x > view.place.x + NOTE_SIZE.width || point.y > view.place.y + NOTE_SIZE.height) continue
      if (!top || view.level > top.level) top = view
    }
    return top?.note.id ?? null
  }

  return { notes, frames, frameOrder, placement, index, arrivals, order, rectOf, allRects, noteAt }
}

export function rectOfFrame(frame: Frame): Rect {
  return { ...frame.at, ...frame.size }
}
