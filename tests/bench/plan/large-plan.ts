import type { Plan } from '@meydan/shared/documents/plan/plan'
import { actionStatuses, priorities } from '@meydan/shared/documents/plan/records'
import { randomFrom } from '../../support/seed.ts'

const TITLES = [
  'Hire two interpreters for the hospital',
  'Mahalle merkezinde akşam kursu aç',
  'تمديد خط الحافلة حتى المدرسة',
  'Die Formulare in leichter Sprache auflegen',
  'Ask the water works for the last report, and publish it in three languages',
]

/**
 * Fills a plan the same way every time: ten goals, each with as many actions, which these organisations answer for in
 * turn. Answers with the ids of the actions.
 */
export function fillPlan(plan: Plan, count: number, organisations: readonly string[] = []): string[] {
  const random = randomFrom(11)
  const goals = Array.from({ length: 10 }, (_, n) => plan.addGoal(`Goal ${n + 1}`))
  const day = (month: number) =>
    `2027-${String(1 + month).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`
  const actions = Array.from({ length: count }, (_, n) => {
    const month = random.below(11)
    return {
      title: random.pick(TITLES),
      description: random.pick(TITLES),
      goal: goals[n % goals.length]!,
      status: random.pick(actionStatuses),
      priority: random.pick([...priorities, null]),
      start: day(month),
      due: day(month + 1),
      locality: 'Şahinbey',
      responsible: organisations[n % organisations.length] ?? null,
    }
  })
  return plan.addActions(actions, { seat: null, side: 'public' })
}
