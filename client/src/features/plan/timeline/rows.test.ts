import { Action } from '@meydan/shared/documents/plan/records'
import { expect, it } from 'vitest'
import { numberOfDay } from '../moving/day-numbers.ts'
import type { ActionView } from '../usePlan.ts'
import { nextBar, ROW, rowsInSight, rowsOf } from './rows.ts'

function view(id: string, given: Partial<Action> = {}): ActionView {
  const action = Action.parse({ id, due: '2027-03-31', ...given })
  return { action, description: '', checks: [], sources: [], replannings: [], progress: null }
}

const year = { from: numberOfDay('2027-01-01'), to: numberOfDay('2028-01-01') }
const goals = [
  { id: 'g', title: 'Learn', order: 'a1' },
  { id: 'h', title: 'Work', order: 'a2' },
]

it('go goal after goal; what has no day, or one out of reach, comes last', () => {
  const views = [
    view('a', { goal: 'g' }),
    view('b', { goal: 'h' }),
    view('loose', { goal: 'g', due: null }),
    view('far', { due: '2999-01-01' }),
    view('free'),
    view('orphan', { goal: 'gone' }),
  ]
  const rows = rowsOf(views, goals, year)
  expect(rows.map(({ kind, key }) => `${kind} ${key}`)).toEqual([
    'goal goal g',
    'bar a',
    'goal goal h',
    'bar b',
    'goal goal null',
    'bar free',
    'bar orphan',
    'looseHead loose',
    'loose loose',
    'loose far',
  ])
  expect(nextBar(rows, -1, 1)).toBe('a')
  expect(nextBar(rows, 1, 1)).toBe('b')
  expect(nextBar(rows, 1, -1)).toBeNull()
  expect(nextBar(rows, rows.length, -1)).toBe('orphan')
})

it('have no heads where nothing has a goal', () => {
  expect(rowsOf([view('a')], [], year).map(({ kind }) => kind)).toEqual(['bar'])
})

it('are drawn where they are seen, and where the keyboard is', () => {
  const rows = rowsOf(
    Array.from({ length: 1000 }, (_, index) => view(`${index}`)),
    [],
    year,
  )
  const drawn = rowsInSight(rows, { top: 500 * ROW, height: 10 * ROW }, 3)
  expect(drawn).toHaveLength(27)
  expect(drawn.map(({ index }) => index).slice(0, 2)).toEqual([3, 492])
  expect(rowsInSight(rows, { top: 0, height: 10 * ROW }, 999).at(-1)!.index).toBe(999)
  expect(rowsInSight(rows, { top: 0, height: 10 * ROW }, -1)).toHaveLength(18)
})
