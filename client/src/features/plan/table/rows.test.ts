import { Plan } from '@meydan/shared/documents/plan/plan'
import type { Action } from '@meydan/shared/documents/plan/records'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { columnsKept } from './columns.ts'
import { type Names, placeBeside, type Row, rowsOf, type Sort, sortedBy } from './rows.ts'
import { placeBefore } from './useRowDrag.ts'

const names: Names = {
  organisation: (id) => ({ o1: 'Zeytin', o2: 'Ağaç' })[id] ?? '',
  seat: () => '',
  goal: () => '',
  compare: new Intl.Collator('tr', { numeric: true }).compare,
}

function planOf(given: readonly (Partial<Action> & { title: string })[], goalTitles: readonly string[] = []) {
  const plan = new Plan(new Y.Doc())
  const goals = goalTitles.map((title) => plan.addGoal(title))
  const ids = plan.addActions(
    given.map((action) => ({ ...action, goal: action.goal ? goals[Number(action.goal)]! : null })),
    { seat: null, side: 'neutral' },
  )
  const order = [...goals, null].flatMap((goal) => plan.actionsOf(goal))
  const views = order.map((action) => ({
    action,
    description: '',
    checks: [],
    sources: [],
    replannings: [],
    progress: action.progress,
  }))
  return { plan, goals, ids, views, ordered: plan.orderedGoals() }
}

type Some = ReturnType<typeof planOf>
function told({ views, ordered, plan }: Some, given: Partial<Parameters<typeof rowsOf>[0]> = {}): string[] {
  const rows = rowsOf({
    views,
    goals: ordered,
    grouping: 'goal',
    sort: null,
    names,
    isWhole: true,
    canWrite: true,
    ...given,
  })
  const nameOf = (of: string | null) => (of && plan.goals.get(of)?.title) ?? of ?? '-'
  return rows.map((row: Row) =>
    row.kind === 'action' ? plan.actions.get(row.id)!.title : row.kind === 'group' ? `[${nameOf(row.of)}]` : '+',
  )
}

describe('rows', () => {
  const some = planOf(
    [
      { title: 'a', goal: '0', status: 'done', responsible: 'o1' },
      { title: 'b', responsible: 'o2' },
      { title: 'c', goal: '0', responsible: 'o2' },
    ],
    ['Work', 'School'],
  )

  it('stand under their goals, with a row for one more; empty goals too, unless something is looked for', () => {
    expect(told(some)).toEqual(['[Work]', 'a', 'c', '+', '[School]', '+', '[-]', 'b', '+'])
    expect(told(some, { isWhole: false, canWrite: false })).toEqual(['[Work]', 'a', 'c', '[-]', 'b'])
  })

  it('are grouped by status, organisation or not at all', () => {
    expect(told(some, { grouping: 'status', canWrite: false })).toEqual(['[proposed]', 'c', 'b', '[done]', 'a'])
    expect(told(some, { grouping: 'responsible', canWrite: false })).toEqual(['[o2]', 'c', 'b', '[o1]', 'a'])
    expect(told(some, { grouping: 'none', canWrite: false })).toEqual(['a', 'c', 'b'])
  })

  it('of a goal that is gone are of none', () => {
    const { goals } = some
    expect(told(some, { goals: some.ordered.filter(({ id }) => id !== goals[0]), canWrite: false })).toEqual([
      '[School]',
      '[-]',
      'a',
      'c',
      'b',
    ])
  })
})

describe('sorting', () => {
  const { views } = planOf([
    { title: 'Işık 10', due: '2027-05-01', priority: 'low', progress: 5 },
    { title: 'Işık 9', priority: 'high' },
    { title: 'Çiçek', due: '2027-01-01', progress: 100 },
  ])
  const by = (sort: Sort) => sortedBy(views, sort, names).map(({ action }) => action.title)

  it('goes by what is meant, and what is empty comes last either way', () => {
    expect(by({ column: 'title', descending: false })).toEqual(['Çiçek', 'Işık 9', 'Işık 10'])
    expect(by({ column: 'due', descending: false })).toEqual(['Çiçek', 'Işık 10', 'Işık 9'])
    expect(by({ column: 'due', descending: true })).toEqual(['Işık 10', 'Çiçek', 'Işık 9'])
    expect(by({ column: 'progress', descending: true })).toEqual(['Çiçek', 'Işık 10', 'Işık 9'])
    expect(by({ column: 'priority', descending: false })).toEqual(['Işık 9', 'Işık 10', 'Çiçek'])
  })
})

describe('one row up or down', () => {
  const some = planOf(
    [{ title: 'a', goal: '0' }, { title: 'b', goal: '0' }, { title: 'c', goal: '1' }, { title: 'd' }],
    ['Work', 'School'],
  )
  const { plan, views, ordered, goals, ids } = some
  const rows = rowsOf({ views, goals: ordered, grouping: 'goal', sort: null, names, isWhole: true, canWrite: true })
  const goalOf = (id: string) => plan.actions.get(id)!.goal
  const beside = (index: number, way: -1 | 1) => placeBeside(rows, ids[index]!, way, goalOf)

  it('is past the next one, or over into the next goal', () => {
    expect(beside(0, 1)).toEqual({ goal: goals[0], before: null })
    expect(beside(1, -1)).toEqual({ goal: goals[0], before: ids[0] })
    expect(beside(1, 1)).toEqual({ goal: goals[1], before: ids[2] })
    expect(beside(2, -1)).toEqual({ goal: goals[0], before: null })
    expect(beside(3, -1)).toEqual({ goal: goals[1], before: null })
    expect(beside(0, -1)).toBeNull()
    expect(beside(3, 1)).toBeNull()
  })

  it('dropped at a line, it stands before what is below', () => {
    // 0 [Work] 1 a 2 b 3 + 4 [School] 5 c 6 + 7 [-] 8 d 9 +
    expect(placeBefore(rows, 2, goalOf)).toEqual({ goal: goals[0], before: ids[1] })
    expect(placeBefore(rows, 3, goalOf)).toEqual({ goal: goals[0], before: null })
    expect(placeBefore(rows, 4, goalOf)).toEqual({ goal: goals[0], before: null })
    expect(placeBefore(rows, 5, goalOf)).toEqual({ goal: goals[1], before: ids[2] })
    expect(placeBefore(rows, 0, goalOf)).toBeNull()
  })
})

it('columns of another version are forgotten, the title is first', () => {
  expect(columnsKept(['due', 'colour', 'title', 'due', 'status'])).toEqual(['title', 'due', 'status'])
})
