import { byOrder, keysBetween } from '../order.ts'
import type { Author, Board } from './board.ts'
import { moved } from './geometry.ts'
import { THEME_HEAD, THEME_PADDING } from './layout.ts'
import type { Note } from './records.ts'

/**
 * Puts notes together: into the theme `onto`, or the theme of the note `onto`, or a new one around that note. `index`
 * is where they come to stand among its notes, at the end unless said. Answers with the theme's id; null where `onto`
 * is neither, or locked.
 */
export function cluster(
  board: Board,
  ids: readonly string[],
  onto: string,
  author: Author,
  index?: number,
): string | null {
  return board.transact(() => {
    const note = board.notes.get(onto)
    const theme = board.themes.get(onto) ?? (note && board.themeOf(note))
    if (theme ? theme.locked : !note || note.locked) return null
    const into = theme?.id ?? themeAround(board, note!, author)
    const joining = ids
      .flatMap((id) => board.notes.get(id) ?? [])
      .filter((each) => !board.isLocked(each.id) && each.id !== onto)
    insertAt(board, into, joining.sort(byOrder), index)
    removeEmptied(board, joining)
    return into
  })
}

/** A theme whose first note stands where that note stood. */
function themeAround(board: Board, note: Note, author: Author): string {
  const place = moved(board.placeOf(note), { x: -THEME_PADDING, y: -THEME_HEAD })
  const theme = board.add('theme', { at: place, colour: note.colour }, author)
  board.notes.edit(note.id, { theme })
  return theme
}

/** Gives notes the orders that put them before the theme's note of this index, of those that aren't moved. */
function insertAt(board: Board, themeId: string, joining: readonly Note[], index?: number): void {
  const moving = new Set(joining.map(({ id }) => id))
  const staying = board.notesOf(themeId).filter(({ id }) => !moving.has(id))
  const at = Math.min(staying.length, index ?? staying.length)
  const keys = keysBetween(staying[at - 1]?.order ?? null, staying[at]?.order ?? null, joining.length)
  joining.forEach((note, each) => {
    board.notes.edit(note.id, { theme: themeId, order: keys[each]! })
  })
}

/** A new theme around notes, where the first of them stood: what the keyboard's “cluster” means. Null for none. */
export function clusterTogether(board: Board, ids: readonly string[], author: Author): string | null {
  const [first, ...rest] = ids.flatMap((id) => board.notes.get(id) ?? []).filter((note) => !board.isLocked(note.id))
  if (!first) return null
  const known = board.themeOf(first)
  return board.transact(() => {
    const theme = known?.id ?? themeAround(board, first, author)
    return cluster(
      board,
      rest.map(({ id }) => id),
      theme,
      author,
    )
  })
}

/** Takes a theme away; its notes stay where they are seen, in its frame. */
export function ungroup(board: Board, themeId: string): void {
  const theme = board.themes.get(themeId)
  if (!theme || theme.locked) return
  board.transact(() => {
    const places = board.notesOf(themeId).map((note) => ({ note, place: board.placeOf(note) }))
    for (const { note, place } of places) {
      const frame = board.frameOf(note)
      const at = frame ? moved(place, { x: -frame.at.x, y: -frame.at.y }) : place
      board.notes.edit(note.id, { theme: null, frame: frame?.id ?? null, at })
    }
    for (const stamp of board.stamps.all()) if (stamp.item === themeId) board.stamps.remove(stamp.id)
    board.themes.remove(themeId)
  })
}

/**
 * A theme that lost its last note and never had a name goes by itself; one with a name waits for notes. `left` are the
 * notes as they were; themes that nobody has put anything into yet are none of their business.
 */
export function removeEmptied(board: Board, left: Iterable<{ theme?: string | null }>): void {
  for (const id of new Set([...left].map(({ theme }) => theme))) {
    const theme = id ? board.themes.get(id) : undefined
    if (!theme || theme.title !== '' || theme.locked || board.notesOf(theme.id).length > 0) continue
    for (const stamp of board.stamps.all()) if (stamp.item === theme.id) board.stamps.remove(stamp.id)
    board.themes.remove(theme.id)
  }
}
