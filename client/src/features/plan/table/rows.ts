import { type Action, actionStatuses, type Goal, priorities } from '@meydan/shared/documents/plan/records'
import type { ActionView } from '../usePlan.ts'
import type { ColumnId } from './columns.ts'

export const groupings = ['goal', 'status', 'responsible', 'none'] as const
export type Grouping = (typeof groupings)[number]
export type Sort = { column: ColumnId; descending: boolean }

/** `of`: the goal's, status' or organisation's id; null for the actions of none. */
export type GroupRow = { kind: 'group'; key: string; group: string; of: string | null; count: number }
export type ActionRow = { kind: 'action'; key: string; group: string; id: string }
/** Where another action is written, at the end of its group. */
export type AddRow = { kind: 'add'; key: string; group: string; of: string | null }
export type Row = GroupRow | ActionRow | AddRow

export const actionRow = (id: string): string => `a:${id}`

/** Names that ids stand for, and how the language sorts. */
export type Names = {
  organisation: (id: string) => string
  seat: (id: string) => string
  goal: (id: string) => string
  compare: (a: string, b: string) => number
}

type Given = {
  /** In the plan's own order. */
  views: readonly ActionView[]
  goals: readonly Goal[]
  grouping: Grouping
  sort: Sort | null
  names: Names
  /** Goals without an action to show stand there too, and each group ends with a row for one more. */
  isWhole: boolean
  canWrite: boolean
}

/** The rows of the table, from the first to the last. */
export function rowsOf({ views, goals, grouping, sort, names, isWhole, canWrite }: Given): Row[] {
  const sorted = sort ? sortedBy(views, sort, names) : views
  const groups = groupsOf(sorted, goals, grouping, names, isWhole)
  return groups.flatMap(({ of, members }): Row[] => {
    const group = `${grouping}:${of ?? ''}`
    const rows: Row[] = members.map(({ action: { id } }) => ({ kind: 'action', key: actionRow(id), group, id }))
    if (grouping !== 'none') rows.unshift({ kind: 'group', key: `g:${group}`, group, of, count: members.length })
    if (canWrite) rows.push({ kind: 'add', key: `n:${group}`, group, of })
    return rows
  })
}

type Group = { of: string | null; members: readonly ActionView[] }

function groupsOf(
  views: readonly ActionView[],
  goals: readonly Goal[],
  by: Grouping,
  names: Names,
  isWhole: boolean,
): Group[] {
  if (by === 'none') return [{ of: null, members: views }]
  const known = new Set(goals.map(({ id }) => id))
  const keyOf = ({ action }: ActionView): string | null => {
    if (by === 'goal') return action.goal && known.has(action.goal) ? action.goal : null
    return by === 'status' ? action.status : action.responsible
  }
  const members = Map.groupBy(views, keyOf)
  const ids =
    by === 'goal'
      ? [...known]
      : by === 'status'
        ? [...actionStatuses]
        : [...members.keys()]
            .filter((id) => id !== null)
            .sort((a, b) => names.compare(names.organisation(a), names.organisation(b)) || (a < b ? -1 : 1))
  const groups = ids
    .map((of): Group => ({ of, members: members.get(of) ?? [] }))
    .filter(({ members }) => members.length > 0 || (isWhole && by === 'goal'))
  const rest = members.get(null)
  if (rest) groups.push({ of: null, members: rest })
  return groups
}

/** Empty cells come last, either way; what is equal keeps the plan's own order. */
export function sortedBy(views: readonly ActionView[], { column, descending }: Sort, names: Names): ActionView[] {
  const keyed = views.map((view) => ({ view, key: sortKey(view, column, names) }))
  const way = descending ? -1 : 1
  return keyed
    .sort(({ key: a }, { key: b }) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null)
      return way * (typeof a === 'number' && typeof b === 'number' ? a - b : names.compare(String(a), String(b)))
    })
    .map(({ view }) => view)
}

function sortKey({ action, progress }: ActionView, column: ColumnId, names: Names): string | number | null {
  switch (column) {
    case 'title':
      return action.title || null
    case 'status':
      return actionStatuses.indexOf(action.status)
    case 'priority':
      return action.priority && priorities.indexOf(action.priority)
    case 'progress':
      return progress
    case 'indicator':
      return action.indicatorCurrent
    case 'fields':
      return action.fields.length || null
    case 'supporting':
      return action.supporting.map(names.organisation).join(' ') || null
    case 'responsible':
      return named(action.responsible, names.organisation)
    case 'person':
      return named(action.person, names.seat)
    case 'goal':
      return named(action.goal, names.goal)
    case 'start':
    case 'due':
      return action[column]
  }
}

const named = (id: string | null, nameOf: (id: string) => string): string | null => (id && nameOf(id)) || null

/** What an action written at the end of a group begins with. */
export function seedOf(
  grouping: Grouping,
  of: string | null,
): Partial<Pick<Action, 'goal' | 'status' | 'responsible'>> {
  if (of === null || grouping === 'none') return {}
  if (grouping === 'goal') return { goal: of }
  return grouping === 'status' ? { status: of as Action['status'] } : { responsible: of }
}

export type Place = { goal: string | null; before: string | null }

/**
 * Where an action comes to stand when it goes one row up or down among rows in the plan's own order: past the next one,
 * or over into the next goal. Null at the ends.
 */
export function placeBeside(
  rows: readonly Row[],
  id: string,
  way: -1 | 1,
  goalOf: (id: string) => string | null,
): Place | null {
  const at = rows.findIndex((row) => row.kind === 'action' && row.id === id)
  if (at < 0) return null
  for (let index = at + way; index >= 0 && index < rows.length; index += way) {
    const row = rows[index]!
    if (row.kind === 'add') {
      // From below, the end of a goal is there to be entered; from above, it is the last row of one's own.
      if (way === -1 && row.group !== rows[at]!.group) return { goal: row.of, before: null }
      continue
    }
    if (row.kind === 'group') {
      if (way === -1 && row.group === rows[at]!.group) continue
      const first = rows[index + 1]
      const isHere = first?.kind === 'action' && first.group === row.group
      return { goal: row.of, before: isHere && first.id !== id ? first.id : null }
    }
    const goal = goalOf(row.id)
    if (row.group !== rows[at]!.group) return { goal, before: null }
    if (way === -1) return { goal, before: row.id }
    const after = rows[index + 1]
    return { goal, before: after?.kind === 'action' && goalOf(after.id) === goal ? after.id : null }
  }
  return null
}
