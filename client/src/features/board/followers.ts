import type { Board } from '@meydan/shared/documents/board/board'
import type { Item } from '@meydan/shared/documents/board/records'

/**
 * The changed objects and all whose place follows from theirs: what is in a frame, the notes of a theme (also of the
 * one a note has left), the theme of a note, connectors that stick to any of them.
 */
export function followers(
  board: Board,
  known: ReadonlyMap<string, { item: Item }>,
  changed: ReadonlySet<string>,
): Set<string> {
  const touched = new Set(changed)
  for (const id of changed) {
    for (const item of [known.get(id)?.item, board.notes.get(id)]) {
      if (item && 'theme' in item && item.theme) touched.add(item.theme)
    }
  }
  const frames = new Set([...changed].filter((id) => board.frames.has(id) || !known.has(id)))
  if (frames.size > 0) {
    for (const { item } of known.values()) {
      if ('frame' in item && item.frame && frames.has(item.frame)) touched.add(item.id)
    }
  }
  if ([...touched].some((id) => board.themes.has(id) || known.get(id)?.item.type === 'theme')) {
    for (const { item } of known.values()) {
      if (item.type === 'note' && item.theme && touched.has(item.theme)) touched.add(item.id)
    }
  }
  for (const { id, from, to } of board.connectors.all()) {
    if ((from.item && touched.has(from.item)) || (to.item && touched.has(to.item))) touched.add(id)
  }
  return touched
}
