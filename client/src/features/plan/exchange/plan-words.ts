import type { PlanContext } from '../plan-context.ts'
import type { PlanWords } from './plan-table.ts'

/** What a table of this plan says in the language shown. */
export function wordsIn({ t, organisationOf, seatOf, data }: PlanContext): PlanWords {
  const goals = new Map(data.goals.value.map(({ id, title }) => [id, title]))
  return {
    status: (status) => t(`plan.status.${status}`),
    priority: (priority) => t(`plan.priority.${priority}`),
    field: (field) => t(`field.${field}`),
    organisation: (id) => organisationOf(id)?.name,
    person: (seat) => seatOf(seat)?.name,
    goal: (goal) => goals.get(goal),
  }
}
