import type { PlanOrganisation } from '@meydan/shared/contracts/plans'
import { type ActionStatus, actionStatuses } from '@meydan/shared/documents/plan/records'
import type { Side } from '@meydan/shared/words'
import type { ActionView } from '../usePlan.ts'

export const groupings = ['status', 'organisation'] as const
export type Grouping = (typeof groupings)[number]

/** `organisation`: null is nobody's. One that left the programme is still who had promised. */
export type Column = { key: string; views: readonly ActionView[] } & (
  | { by: 'status'; status: ActionStatus }
  | { by: 'organisation'; organisation: string | null }
)

export function columnsByStatus(views: readonly ActionView[]): Column[] {
  const groups = Map.groupBy(views, ({ action }) => action.status)
  return actionStatuses.map((status) => ({ by: 'status', key: status, status, views: groups.get(status) ?? [] }))
}

const sideOrder: readonly Side[] = ['civil', 'public', 'neutral']
export const NOBODY = 'nobody'

/**
 * Who answers for what: those who have something here or sit in the room, side by side and by name; then those who
 * left, then nobody.
 */
export function columnsByOrganisation(
  views: readonly ActionView[],
  organisations: readonly PlanOrganisation[],
  compare: (a: string, b: string) => number,
): Column[] {
  const groups = Map.groupBy(views, ({ action }) => action.responsible)
  const known = new Set(organisations.map(({ id }) => id))
  const column = (organisation: string | null): Column => ({
    by: 'organisation',
    key: organisation ?? NOBODY,
    organisation,
    views: groups.get(organisation) ?? [],
  })
  const present = organisations
    .filter(({ id, isHere }) => isHere || groups.has(id))
    .sort((a, b) => sideOrder.indexOf(a.side) - sideOrder.indexOf(b.side) || compare(a.name, b.name))
  const gone = [...groups.keys()].filter((id) => id !== null && !known.has(id)).sort()
  return [...present.map(({ id }) => id), ...gone, null].map(column)
}

/** Where an action is among the columns: which one, and which place in it. */
export type Spot = { column: number; index: number }

export function spotOf(columns: readonly Column[], id: string): Spot | null {
  for (const [column, { views }] of columns.entries()) {
    const index = views.findIndex(({ action }) => action.id === id)
    if (index >= 0) return { column, index }
  }
  return null
}

export type Step = 'up' | 'down' | 'start' | 'end' | 'first' | 'last'

/** The action a step leads to; sideways over empty columns, to the card at the same height or the last above it. */
export function stepFrom(columns: readonly Column[], { column, index }: Spot, step: Step): string | null {
  const at = (views: readonly ActionView[], place: number) => views[place]?.action.id ?? null
  const here = columns[column]!.views
  if (step === 'up') return at(here, index - 1)
  if (step === 'down') return at(here, index + 1)
  if (step === 'first') return at(here, 0)
  if (step === 'last') return at(here, here.length - 1)
  const by = step === 'end' ? 1 : -1
  for (let next = column + by; next >= 0 && next < columns.length; next += by) {
    const { views } = columns[next]!
    if (views.length > 0) return at(views, Math.min(index, views.length - 1))
  }
  return null
}

/** Pieces of a long column: each is drawn when it comes near. */
export const PIECE = 24

export function piecesOf<T>(records: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(records.length / PIECE) }, (_, index) =>
    records.slice(index * PIECE, (index + 1) * PIECE),
  )
}
