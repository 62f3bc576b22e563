import type { Rect } from '@meydan/shared/documents/board/geometry'

export type Placed = { id: string; rect: Rect }

/** Rows from the top, each from left to right. What begins above the middle of a row's first item belongs to it. */
export function inRows(items: readonly Placed[]): Placed[] {
  const sorted = [...items].sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x || (a.id < b.id ? -1 : 1))
  const result: Placed[] = []
  let row: Placed[] = []
  let rowEnds = Number.NEGATIVE_INFINITY
  const closeRow = () => {
    row.sort((a, b) => a.rect.x - b.rect.x || a.rect.y - b.rect.y)
    result.push(...row)
    row = []
  }
  for (const item of sorted) {
    if (item.rect.y >= rowEnds) {
      closeRow()
      rowEnds = item.rect.y + item.rect.height / 2
    }
    row.push(item)
  }
  closeRow()
  return result
}

/**
 * The order in which a reader meets a board: frames and loose objects in rows, each frame followed by what is in it,
 * each theme by its notes. What names no known frame or theme counts as loose.
 */
export function readingOrder(
  items: readonly (Placed & { frame: string | null; theme: string | null })[],
  frames: readonly Placed[],
): string[] {
  const inside = new Map<string, Placed[]>(frames.map((frame) => [frame.id, []]))
  const loose: Placed[] = []
  const inThemes = Map.groupBy(
    items.filter(({ theme }) => theme !== null),
    ({ theme }) => theme!,
  )
  for (const item of items) {
    if (item.theme === null) (item.frame ? (inside.get(item.frame) ?? loose) : loose).push(item)
  }
  const withNotes = ({ id }: Placed): string[] => [id, ...inRows(inThemes.get(id) ?? []).map((note) => note.id)]
  return inRows([...frames, ...loose]).flatMap((item) => [
    ...withNotes(item),
    ...inRows(inside.get(item.id) ?? []).flatMap(withNotes),
  ])
}
