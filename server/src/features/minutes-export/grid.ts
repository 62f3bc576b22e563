import type { RichCell } from '@meydan/shared/documents/rich-text/read'

/** A cell where it stands, `across` and `down` so many columns and rows. */
export type Cell<Content> = { x: number; isHeader: boolean; across: number; down: number; content: Content }
type Given<Content> = Omit<RichCell, 'blocks'> & { content: Content }

/** More than a page has room for; wider tables are cut into as many rows as they need. */
export const COLUMNS_MAX = 40
const HEAD_ROWS_MAX = 3

/**
 * Cells of a table where a browser would put them, none over another, every place taken: however odd the spans are.
 * `headRows`: how many of the first are heads alone.
 */
export function gridOf<Content extends unknown[]>(
  given: readonly (readonly Given<Content>[])[],
): { columns: number; headRows: number; rows: Cell<Content>[][] } {
  const table = given.flatMap((row) => inPieces(row))
  const taken = table.map(() => new Set<number>())
  let columns = 1
  const rows = table.map((row, y): Cell<Content>[] => {
    let x = 0
    return row.map(({ isHeader, colspan, rowspan, content }) => {
      while (taken[y]!.has(x)) x++
      let across = 1
      while (across < colspan && x + across < COLUMNS_MAX && !taken[y]!.has(x + across)) across++
      const down = Math.min(rowspan, table.length - y)
      for (let below = y; below < y + down; below++)
        for (let beside = x; beside < x + across; beside++) taken[below]!.add(beside)
      columns = Math.max(columns, x + 1)
      const cell = { x, isHeader, across, down, content }
      x += across
      return cell
    })
  })
  // A column in which no cell begins is none: spans that reach further end here.
  const cut = rows.map((row) => row.map((cell) => ({ ...cell, across: Math.min(cell.across, columns - cell.x) })))
  const whole = cut.map((row, y) => filled(row, taken[y]!, columns))
  return { columns, headRows: headRowsOf(whole), rows: whole }
}

/** None where they are the whole table, reach into what is below them, or are too many to stand on every page. */
function headRowsOf(rows: readonly Cell<unknown>[][]): number {
  const count = rows.findIndex((row) => row.length === 0 || row.some(({ isHeader }) => !isHeader))
  const reaches = rows.slice(0, Math.max(0, count)).some((row, y) => row.some(({ down }) => y + down > count))
  return count < 0 || count > HEAD_ROWS_MAX || reaches ? 0 : count
}

function inPieces<T>(row: readonly T[]): T[][] {
  const pieces: T[][] = [row.slice(0, COLUMNS_MAX)]
  for (let at = COLUMNS_MAX; at < row.length; at += COLUMNS_MAX) pieces.push(row.slice(at, at + COLUMNS_MAX))
  return pieces
}

function filled<Content extends unknown[]>(
  row: readonly Cell<Content>[],
  taken: ReadonlySet<number>,
  columns: number,
): Cell<Content>[] {
  const cells = [...row]
  const isHead = row.length > 0 && row.every(({ isHeader }) => isHeader)
  for (let x = 0; x < columns; x++)
    if (!taken.has(x)) cells.push({ x, isHeader: isHead, across: 1, down: 1, content: [] as unknown[] as Content })
  return cells.sort((a, b) => a.x - b.x)
}
