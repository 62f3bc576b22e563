import type { PlanOrganisation } from '@meydan/shared/contracts/plans'
import { Action, actionStatuses } from '@meydan/shared/documents/plan/records'
import { describe, expect, it } from 'vitest'
import type { ActionView } from '../usePlan.ts'
import { columnsByOrganisation, columnsByStatus, PIECE, piecesOf, spotOf, stepFrom } from './columns.ts'

function view(id: string, given: Partial<Action> = {}): ActionView {
  const action = Action.parse({ id, ...given })
  return { action, description: '', checks: [], sources: [], replannings: [], progress: null }
}

function organisation(id: string, side: PlanOrganisation['side'], isHere = false): PlanOrganisation {
  return { id, name: id, side, isHere, kind: 'other' }
}

const ids = (views: readonly ActionView[]) => views.map(({ action }) => action.id)
const compare = (a: string, b: string) => a.localeCompare(b)

describe('columns', () => {
  it('by status are all of them, each in the plan’s order', () => {
    const columns = columnsByStatus([view('b'), view('x', { status: 'done' }), view('a')])
    expect(columns.map(({ key }) => key)).toEqual(actionStatuses)
    expect(ids(columns[0]!.views)).toEqual(['b', 'a'])
    expect(ids(columns[3]!.views)).toEqual(['x'])
  })

  it('by organisation go civil, public, neutral, those who left, nobody', () => {
    const organisations = [
      organisation('un', 'neutral', true),
      organisation('town', 'public'),
      organisation('idle', 'public'),
      organisation('z-club', 'civil', true),
      organisation('a-club', 'civil', true),
    ]
    const views = [view('1', { responsible: 'town' }), view('2'), view('3', { responsible: 'closed' })]
    const columns = columnsByOrganisation(views, organisations, compare)
    expect(columns.map(({ key }) => key)).toEqual(['a-club', 'z-club', 'town', 'un', 'closed', 'nobody'])
    expect(columns.map(({ views: own }) => ids(own))).toEqual([[], [], ['1'], [], ['3'], ['2']])
  })
})

describe('steps', () => {
  const columns = columnsByStatus([
    view('a'),
    view('b'),
    view('c'),
    view('s', { status: 'started' }),
    view('d', { status: 'done' }),
    view('e', { status: 'done' }),
  ])
  const step = (id: string, way: Parameters<typeof stepFrom>[2]) => stepFrom(columns, spotOf(columns, id)!, way)

  it('go up and down, and to both ends', () => {
    expect([step('b', 'up'), step('b', 'down'), step('b', 'first'), step('b', 'last')]).toEqual(['a', 'c', 'a', 'c'])
    expect([step('a', 'up'), step('c', 'down')]).toEqual([null, null])
  })

  it('go sideways over empty columns, to the same height or the last card', () => {
    expect(step('c', 'end')).toBe('s')
    expect(step('s', 'end')).toBe('d')
    expect(step('e', 'start')).toBe('s')
    expect([step('a', 'start'), step('d', 'end')]).toEqual([null, null])
  })

  it('have no beginning at what isn’t here', () => {
    expect(spotOf(columns, 'gone')).toBeNull()
  })
})

it('long columns are cut into pieces that keep everything', () => {
  const many = Array.from({ length: 2 * PIECE + 1 }, (_, index) => index)
  const pieces = piecesOf(many)
  expect(pieces.map(({ length }) => length)).toEqual([PIECE, PIECE, 1])
  expect(pieces.flat()).toEqual(many)
})
