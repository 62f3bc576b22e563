import { language } from '../../../i18n/index.ts'
import { directionOf } from '@meydan/shared/languages'
import { clearCell } from './clipboard.ts'
import { moveGoal, moveRow, openDetails } from './row-acts.ts'
import type { Row } from './rows.ts'
import type { Table } from './table-context.ts'

type Opens = { menu: (row: string) => void; rename: (group: string) => void; page: () => number }

/** The table's keys while no cell is written: as in a spreadsheet. Answers whether the key meant something. */
export function tableKeys(table: Table, opens: Opens) {
  const { at, columns, rows, context } = table

  function step(event: KeyboardEvent): { row: number; column: number } | null {
    const index = table.indexOf(at.value.row)
    const { column } = at.value
    const onwards = directionOf(language.value) === 'rtl' ? -1 : 1
    const ends = event.ctrlKey || event.metaKey
    const last = rows.value.length - 1
    switch (event.key) {
      case 'ArrowDown':
        return { row: ends ? last : index + 1, column }
      case 'ArrowUp':
        return { row: ends ? 0 : index - 1, column }
      case 'ArrowRight':
      case 'ArrowLeft': {
        const way = event.key === 'ArrowRight' ? onwards : -onwards
        return { row: index, column: ends ? (way > 0 ? columns.value.length - 1 : 0) : column + way }
      }
      case 'Home':
        return { row: ends ? 0 : index, column: 0 }
      case 'End':
        return { row: ends ? last : index, column: columns.value.length - 1 }
      case 'PageDown':
        return { row: index + opens.page(), column }
      case 'PageUp':
        return { row: Math.max(0, index - opens.page()), column }
      default:
        return null
    }
  }

  function goBy(event: KeyboardEvent): boolean {
    const to = step(event)
    if (!to) return false
    const from = table.rowOf(at.value.row)
    const index = Math.min(Math.max(-1, to.row), rows.value.length - 1)
    const row = rows.value[index]
    if (event.shiftKey && from?.kind === 'action' && row?.kind === 'action' && index !== table.indexOf(from.key)) {
      table.extend(from.id)
      table.extend(row.id)
    }
    table.go({ row: row?.key ?? 'head', column: to.column })
    return true
  }

  function onAction(event: KeyboardEvent, row: Row & { kind: 'action' }): boolean {
    const { key, altKey, shiftKey } = event
    if (altKey) {
      if (key !== 'ArrowUp' && key !== 'ArrowDown') return false
      moveRow(table, row.id, key === 'ArrowUp' ? -1 : 1)
      return true
    }
    if (key === ' ') {
      if (shiftKey) table.toggle(row.id)
      else openDetails(table, row.id)
      return true
    }
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
      opens.menu(row.key)
      return true
    }
    if (key === 'Enter' && !context.canWrite.value) {
      openDetails(table, row.id)
      return true
    }
    if (key === 'Delete' || key === 'Backspace') {
      clearCell(table)
      return true
    }
    return writes(event)
  }

  /** Enter and F2 write on in what is there, a letter in its place. */
  function writes({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    if (!context.canWrite.value) return false
    const isLetter = [...key].length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey
    if (key !== 'Enter' && key !== 'F2' && !isLetter) return false
    table.edit(isLetter ? key : null)
    return true
  }

  function onGroup(event: KeyboardEvent, row: Row & { kind: 'group' }): boolean {
    const { key, altKey, shiftKey } = event
    if (table.grouping.value !== 'goal' || row.of === null || !context.canWrite.value) return false
    if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) moveGoal(table, row.of, key === 'ArrowUp' ? -1 : 1)
    else if (key === 'Enter' || key === 'F2') opens.rename(row.key)
    else if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) opens.menu(row.key)
    else return false
    return true
  }

  return (event: KeyboardEvent): boolean => {
    if (event.key === 'Escape' && table.chosen.value.length > 0) {
      table.letGo()
      return true
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      table.chooseAll(true)
      return true
    }
    const row = table.rowOf(at.value.row)
    if (!event.altKey && goBy(event)) return true
    if (!row) {
      if (event.key !== 'Enter' && event.key !== ' ') return false
      table.sortBy(columns.value[at.value.column]!)
      return true
    }
    if (row.kind === 'action') return onAction(event, row)
    return row.kind === 'group' ? onGroup(event, row) : writes(event)
  }
}
