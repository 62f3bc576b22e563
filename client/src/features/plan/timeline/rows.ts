import type { Goal } from '@meydan/shared/documents/plan/records'
import type { ActionView } from '../usePlan.ts'
import { type Scale, type Span, spanOf } from './scale.ts'

export const ROW = 44

/** `loose`: without a day, or with one so far away that the scale doesn't reach it. */
export type TimelineRow =
  | { kind: 'goal'; key: string; goal: Goal | null; count: number }
  | { kind: 'bar'; key: string; view: ActionView; span: Span }
  | { kind: 'looseHead'; key: string; count: number }
  | { kind: 'loose'; key: string; view: ActionView }

/** Goal after goal, each with its actions in the plan's order; what has no place on the scale comes last. */
export function rowsOf(
  views: readonly ActionView[],
  goals: readonly Goal[],
  scale: Pick<Scale, 'from' | 'to'>,
): TimelineRow[] {
  const known = new Map(goals.map((goal) => [goal.id, goal]))
  const groups = new Map<string | null, (TimelineRow & { kind: 'bar' })[]>()
  const loose: ActionView[] = []
  for (const view of views) {
    const span = spanOf(view.action)
    if (!span || span.last < scale.from || span.first >= scale.to) {
      loose.push(view)
      continue
    }
    const goal = known.has(view.action.goal ?? '') ? view.action.goal : null
    const row = { kind: 'bar' as const, key: view.action.id, view, span }
    groups.set(goal, [...(groups.get(goal) ?? []), row])
  }
  const rows: TimelineRow[] = []
  for (const [id, bars] of groups) {
    const goal = id === null ? null : known.get(id)!
    // Where nothing has a goal, a heading would say nothing.
    if (goal || goals.length > 0) rows.push({ kind: 'goal', key: `goal ${id}`, goal, count: bars.length })
    rows.push(...bars)
  }
  if (loose.length > 0) rows.push({ kind: 'looseHead', key: 'loose', count: loose.length })
  return rows.concat(loose.map((view) => ({ kind: 'loose', key: view.action.id, view })))
}

/** The rows to draw: those in sight, some around them, and the one the keyboard is on. */
export function rowsInSight(
  rows: readonly TimelineRow[],
  { top, height }: { top: number; height: number },
  current: number,
): { row: TimelineRow; index: number }[] {
  const around = 8
  const first = Math.max(0, Math.floor(top / ROW) - around)
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + around)
  const shown = rows.slice(first, last).map((row, index) => ({ row, index: first + index }))
  const held = rows[current]
  if (held && current < first) shown.unshift({ row: held, index: current })
  else if (held && current >= last) shown.push({ row: held, index: current })
  return shown
}

/** The next row with a bar, from one on; null: there is none. */
export function nextBar(rows: readonly TimelineRow[], from: number, by: 1 | -1): string | null {
  for (let index = from + by; index >= 0 && index < rows.length; index += by) {
    const row = rows[index]!
    if (row.kind === 'bar') return row.key
  }
  return null
}
