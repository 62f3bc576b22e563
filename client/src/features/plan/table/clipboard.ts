import type { NewAction } from '@meydan/shared/documents/plan/plan'
import { cellText } from './cell-text.ts'
import { pastingOf } from './pasting.ts'
import { cleared, readCell } from './read-cell.ts'
import { type Row, seedOf } from './rows.ts'
import type { Table } from './table-context.ts'
import { readTsv, writeTsv } from './tsv.ts'
import { undoOf } from './writing.ts'

/** The cell the keyboard is on, or the rows that are chosen where it is on one of them. */
export function copied(table: Table): string | null {
  const { context, at, columns, chosen } = table
  const row = table.rowOf(at.value.row)
  if (row?.kind !== 'action') return null
  const isOnChosen = chosen.value.includes(row.id)
  const ids = isOnChosen ? chosen.value : [row.id]
  const shown = isOnChosen ? columns.value : [columns.value[at.value.column]!]
  context.said.value = isOnChosen
    ? context.t('plan.table.copiedRows', { count: ids.length })
    : context.t('common.copied')
  return writeTsv(
    ids.flatMap((id) => {
      const view = context.data.viewOf(id)
      return view ? [shown.map((column) => cellText(context, view, column))] : []
    }),
  )
}

/** Puts a cell, or rows and columns of a spreadsheet, where the keyboard is. */
export function paste(table: Table, text: string): void {
  const { context, at, columns, chosen, lookup, writing } = table
  const row = table.rowOf(at.value.row)
  if (!row || row.kind === 'group' || !context.canWrite.value) return
  const cells = readTsv(text)
  if (cells.length === 0 || cells.every((line) => line.every((cell) => cell.trim() === ''))) return
  const column = columns.value[row.kind === 'add' ? 0 : at.value.column]!
  const isOne = cells.length === 1 && cells[0]!.length === 1
  if (isOne && row.kind === 'action') {
    const ids = chosen.value.includes(row.id) ? chosen.value : [row.id]
    const patch = readCell(column, cells[0]![0]!, lookup.value)
    if (!patch)
      return context.toasts.fail(context.t('plan.table.cellNotUnderstood', { text: cells[0]![0]!.trim().slice(0, 60) }))
    return writing.write(
      ids.map((id) => ({ id, patch })),
      undefined,
      () => {
        if (ids.length > 1)
          context.toasts.say(
            context.t('plan.table.pasted', { changed: ids.length, added: 0, refused: 0 }),
            undoOf(context),
          )
      },
    )
  }
  const { changes, added, refused, beyond } = pastingOf({
    cells,
    columns: columns.value.slice(columns.value.indexOf(column)),
    ids: row.kind === 'add' ? [] : idsFrom(table.rows.value, row),
    lookup: lookup.value,
    seed: seedOf(table.grouping.value, groupOf(table.rows.value, row)) as NewAction,
    held: context.data.actions.size,
  })
  const besides = () => {
    if (added.length > 0) context.plan.addActions(added, context.author())
  }
  writing.write(changes, besides, () => {
    const said = context.t('plan.table.pasted', { changed: changes.length, added: added.length, refused })
    const more = beyond > 0 ? ` ${context.t('plan.table.pastedBeyond', { count: beyond })}` : ''
    const isDone = changes.length + added.length > 0
    if (isDone) context.toasts.say(said + more, undoOf(context))
    else context.toasts.fail(said + more)
  })
}

/** Actions of the same group from a row on. */
function idsFrom(rows: readonly Row[], from: Row): string[] {
  const start = rows.indexOf(from)
  return rows.slice(start).flatMap((row) => (row.kind === 'action' && row.group === from.group ? row.id : []))
}

function groupOf(rows: readonly Row[], of: Row): string | null {
  const head = rows.find((row) => row.kind !== 'action' && row.group === of.group)
  return head && head.kind !== 'action' ? head.of : null
}

/** Empties the cell, or that cell of all chosen rows. */
export function clearCell(table: Table): void {
  const { context, at, columns, chosen, writing } = table
  const row = table.rowOf(at.value.row)
  const column = columns.value[at.value.column]
  if (row?.kind !== 'action' || !column || !context.canWrite.value) return
  const patch = cleared(column)
  if (!patch) {
    context.said.value = context.t('plan.table.titleStays')
    return
  }
  const ids = chosen.value.includes(row.id) ? chosen.value : [row.id]
  writing.write(ids.map((id) => ({ id, patch })))
}
