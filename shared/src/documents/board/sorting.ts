import { byOrder, isOrderKey, keysBetween } from '../order.ts'
import type { Board } from './board.ts'
import { overlaps, type Rect } from './geometry.ts'
import { moveItems } from './moving.ts'
import { NOTE_SIZE, type Note, type Point } from './records.ts'

const EDGE = 20
const GAP = 20

/**
 * Puts the notes of a theme into this order. They keep the places in the pile they hold together, so what others put
 * among them stays there. Locked notes and those not named keep their own.
 */
export function orderNotes(board: Board, themeId: string, ids: readonly string[]): void {
  if (board.themes.get(themeId)?.locked ?? true) return
  const free = new Map(
    board
      .notesOf(themeId)
      .filter(({ locked }) => !locked)
      .map((note) => [note.id, note]),
  )
  const wanted = ids.flatMap((id) => free.get(id) ?? [])
  const keys = keysOf(wanted)
  board.transact(() => {
    wanted.forEach((note, index) => {
      if (note.order !== keys[index]) board.notes.edit(note.id, { order: keys[index]! })
    })
  })
}

/** Their own keys from the lowest up; new ones where two had the same, or one that no keys can be made beside. */
function keysOf(notes: readonly Note[]): string[] {
  const known = notes.map(({ order }) => order).sort()
  if (known.every(isOrderKey) && new Set(known).size === known.length) return known
  return keysBetween(known.filter(isOrderKey)[0] ?? null, null, notes.length)
}

/** The notes that stand in a frame by themselves, in no theme, from the lowest in the pile up. */
export function looseNotesIn(board: Board, frameId: string): Note[] {
  return board.notes
    .all()
    .filter((note) => note.frame === frameId && !board.themeOf(note))
    .sort(byOrder)
}

/**
 * Lays a frame's own notes out in rows, in this order, around whatever else stands in it; where that leaves too
 * little room, closer together, so that every note stays inside.
 */
export function layOut(board: Board, frameId: string, ids: readonly string[]): void {
  const frame = board.frames.get(frameId)
  if (!frame) return
  const free = new Map(
    looseNotesIn(board, frameId)
      .filter(({ locked }) => !locked)
      .map((note) => [note.id, note]),
  )
  const wanted = ids.filter((id) => free.has(id))
  const taken = board
    .items()
    .filter((item) => 'frame' in item && item.frame === frameId && !free.has(item.id) && item.type !== 'stroke')
    .filter((item) => item.type !== 'note' || !board.themeOf(item))
    .map(({ id }) => board.rectOf(id)!)
  const places = gridIn({ ...frame.at, ...frame.size }, wanted.length, taken)
  moveItems(board, new Map(wanted.map((id, index) => [id, places[index]!])))
}

/** Corners of notes in rows inside an area, clear of what is taken; without regard for it where they don't all fit. */
export function gridIn(area: Rect, count: number, taken: readonly Rect[]): Point[] {
  const columns = Math.max(1, Math.floor((area.width - 2 * EDGE + GAP) / (NOTE_SIZE.width + GAP)))
  const room = area.height - 2 * EDGE - NOTE_SIZE.height
  const at = (index: number, step: number): Point => ({
    x: area.x + EDGE + (index % columns) * (NOTE_SIZE.width + GAP),
    y: Math.round(area.y + EDGE + Math.floor(index / columns) * step),
  })
  const step = NOTE_SIZE.height + GAP
  const clear: Point[] = []
  for (let index = 0; clear.length < count && Math.floor(index / columns) * step <= room; index++) {
    const place = at(index, step)
    if (!taken.some((rect) => overlaps({ ...place, ...NOTE_SIZE }, rect))) clear.push(place)
  }
  if (clear.length === count) return clear
  const rows = Math.ceil(count / columns)
  const closer = rows > 1 ? Math.max(0, Math.min(step, room / (rows - 1))) : step
  return Array.from({ length: count }, (_, index) => at(index, closer))
}
