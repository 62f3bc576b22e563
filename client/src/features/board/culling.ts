import type { Rect } from '@meydan/shared/documents/board/geometry'

/** Board units; with notes of 200 × 150 a cell holds a handful. */
export const CELL = 480
/** What comes into sight next is built before it does. */
const MARGIN = 240

/** Inclusive cell coordinates. */
export type CellRange = { left: number; top: number; right: number; bottom: number }

export function cellsOf(rect: Rect, margin = MARGIN): CellRange {
  return {
    left: Math.floor((rect.x - margin) / CELL),
    top: Math.floor((rect.y - margin) / CELL),
    right: Math.floor((rect.x + rect.width + margin) / CELL),
    bottom: Math.floor((rect.y + rect.height + margin) / CELL),
  }
}

export function sameCells(a: CellRange, b: CellRange): boolean {
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom
}

export function overlapsCells(a: CellRange, b: CellRange): boolean {
  return a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom
}

/** Which items lie in which cell: asking for a screenful costs as much as the screenful, not the board. */
export class CellIndex {
  readonly #cells = new Map<string, Set<string>>()
  readonly #ranges = new Map<string, CellRange>()

  put(id: string, rect: Rect): void {
    const range = cellsOf(rect, 0)
    const known = this.#ranges.get(id)
    if (known && sameCells(known, range)) return
    this.drop(id)
    this.#ranges.set(id, range)
    for (const key of keysOf(range)) {
      const cell = this.#cells.get(key)
      if (cell) cell.add(id)
      else this.#cells.set(key, new Set([id]))
    }
  }

  drop(id: string): void {
    const range = this.#ranges.get(id)
    if (!range) return
    this.#ranges.delete(id)
    for (const key of keysOf(range)) {
      const cell = this.#cells.get(key)
      cell?.delete(id)
      if (cell?.size === 0) this.#cells.delete(key)
    }
  }

  within(range: CellRange): Set<string> {
    const found = new Set<string>()
    const asked = (range.right - range.left + 1) * (range.bottom - range.top + 1)
    if (asked > this.#ranges.size) {
      for (const [id, own] of this.#ranges) if (overlapsCells(own, range)) found.add(id)
      return found
    }
    for (const key of keysOf(range)) for (const id of this.#cells.get(key) ?? []) found.add(id)
    return found
  }
}

function* keysOf(range: CellRange): Generator<string> {
  for (let column = range.left; column <= range.right; column++) {
    for (let row = range.top; row <= range.bottom; row++) yield `${column}:${row}`
  }
}

/** Of each cell no more than so many: of thousands at one spot nobody sees more than the uppermost. */
export function uppermost(
  ids: ReadonlySet<string>,
  viewOf: (id: string) => { rect: Rect; level: number } | undefined,
  perCell: number,
): ReadonlySet<string> {
  const cells = new Map<string, { id: string; level: number }[]>()
  for (const id of ids) {
    const view = viewOf(id)
    if (!view) continue
    const key = `${Math.floor(view.rect.x / CELL)}:${Math.floor(view.rect.y / CELL)}`
    const cell = cells.get(key)
    if (cell) cell.push({ id, level: view.level })
    else cells.set(key, [{ id, level: view.level }])
  }
  const kept = [...cells.values()].flatMap((cell) =>
    cell.length > perCell ? cell.sort((a, b) => b.level - a.level).slice(0, perCell) : cell,
  )
  return new Set(kept.map(({ id }) => id))
}
