import type { ActionPatch, NewAction } from '@meydan/shared/documents/plan/plan'
import { ACTIONS_MAX } from '@meydan/shared/documents/plan/records'
import type { ColumnId } from './columns.ts'
import { type Lookup, readCell } from './read-cell.ts'
import type { Change } from './writing.ts'

export type Pasting = {
  changes: Change[]
  added: NewAction[]
  /** Cells that could not be read, or whose row could not be made without a title. */
  refused: number
  /** Rows beyond what a plan holds. */
  beyond: number
}

type Given = {
  cells: readonly (readonly string[])[]
  /** Columns from the one pasted into on. */
  columns: readonly ColumnId[]
  /** Actions from the row pasted into on, within its group. */
  ids: readonly string[]
  lookup: Lookup
  /** What new actions of the group begin with. */
  seed: NewAction
  /** How many actions there are already. */
  held: number
}

/** What pasting rows and columns of a spreadsheet would do: rows beyond the end of the group become new actions. */
export function pastingOf({ cells, columns, ids, lookup, seed, held }: Given): Pasting {
  const pasting: Pasting = { changes: [], added: [], refused: 0, beyond: 0 }
  cells.forEach((row, index) => {
    const { patch, refused } = readRow(row, columns, lookup, ids[index] === undefined)
    pasting.refused += refused
    const id = ids[index]
    if (id !== undefined) {
      if (Object.keys(patch).length > 0) pasting.changes.push({ id, patch })
      return
    }
    if (row.every((cell) => cell.trim() === '')) return
    if (!patch.title) {
      // Words without a title belong to no action that anybody would recognise.
      pasting.refused += Object.keys(patch).length
      return
    }
    if (held + pasting.added.length >= ACTIONS_MAX) pasting.beyond++
    else pasting.added.push({ ...seed, ...patch })
  })
  return pasting
}

function readRow(row: readonly string[], columns: readonly ColumnId[], lookup: Lookup, isNew: boolean) {
  let refused = 0
  let patch: ActionPatch = {}
  row.forEach((cell, index) => {
    const column = columns[index]
    if (!column) {
      if (cell.trim() !== '') refused++
      return
    }
    if (isNew && cell.trim() === '') return
    const read = readCell(column, cell, lookup)
    if (read) patch = { ...patch, ...read }
    else if (cell.trim() !== '') refused++
  })
  return { patch, refused }
}
