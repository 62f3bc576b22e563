import type { Chance } from '../board/any-act.ts'
import { editRichAtRandom } from '../rich-text/any-edit.ts'
import { mergeActions, splitAction } from './lineage.ts'
import type { Author, Plan } from './plan.ts'
import { setAfter, setDays, setStatus } from './promise.ts'
import { actionStatuses, priorities, sourceKinds } from './records.ts'

const WORDS = ['toplantı', 'أولوية', 'housing 🌱', '\n', 'wer macht das?', 'x', '😀']
const DAYS = [null, '2026-12-31', '2027-01-01', '2027-03-31']
const ORGANISATIONS = ['o1', 'o2', 'o3']

/** Any one thing that somebody may do to a plan, for tests by chance. Answers with what it was. */
export function actOnPlanAtRandom(plan: Plan, chance: Chance, author: Author): string {
  const { below, pick } = chance
  const actions = plan.actions.all().map(({ id }) => id)
  const goals = plan.orderedGoals().map(({ id }) => id)
  const goal = () => (goals.length > 0 && below(3) > 0 ? pick(goals) : null)
  const source = () => ({ kind: pick(sourceKinds), document: pick([null, 'd']), record: `r${below(9)}` })
  const before = (ids: string[]) => (ids.length > 0 && below(2) ? pick(ids) : null)
  const onAction: Record<string, (id: string) => unknown> = {
    edit: (id) => plan.edit(id, { title: pick(WORDS), priority: pick(priorities), responsible: pick(ORGANISATIONS) }),
    support: (id) =>
      plan.edit(id, { supporting: ORGANISATIONS.slice(below(3)), budget: below(9_000), currency: 'TRY' }),
    status: (id) => setStatus(plan, [id], pick(actionStatuses)),
    days: (id) => setDays(plan, id, { start: pick(DAYS), due: pick(DAYS) }, { reason: pick(WORDS), author }),
    after: (id) => setAfter(plan, id, [pick(actions)]),
    describe: (id) => plan.describe(id, [...plan.descriptionOf(id)].slice(below(3)).join('') + pick(WORDS)),
    rich: (id) => plan.transact(() => editRichAtRandom(plan.enrich(id)!, chance)),
    check: (id) => plan.addCheck(id, pick(WORDS)),
    source: (id) => plan.addSources(id, [source()], author),
    move: (id) => plan.moveAction(id, goal(), before(actions)),
    merge: (id) => mergeActions(plan, [id, pick(actions)], id, author),
    split: (id) => actions.length < 40 && splitAction(plan, id, [pick(WORDS), 'a', 'b'], author),
    remove: (id) => below(3) === 0 && plan.removeActions([id]),
  }
  const onPlan: Record<string, () => unknown> = {
    add: () => plan.addActions([{ title: pick(WORDS), goal: goal(), sources: [source()] }], author, before(actions)),
    goal: () => goals.length < 8 && plan.addGoal(pick(WORDS), before(goals)),
    renameGoal: () => goals.length > 0 && plan.renameGoal(pick(goals), pick(WORDS)),
    moveGoal: () => goals.length > 0 && plan.moveGoal(pick(goals), before(goals)),
    removeGoal: () => goals.length > 0 && below(4) === 0 && plan.removeGoal(pick(goals)),
    tick: () => {
      const checks = plan.checks.all()
      if (checks.length === 0) return
      if (below(4) === 0) plan.removeCheck(pick(checks).id)
      else if (below(4) === 0) plan.moveCheck(pick(checks).id, pick(checks).id)
      else plan.editCheck(pick(checks).id, { done: below(2) === 0 })
    },
  }
  const name = pick([...Object.keys(onPlan), ...(actions.length > 0 ? Object.keys(onAction) : [])])
  if (name in onPlan) onPlan[name]!()
  else onAction[name]!(pick(actions))
  return name
}
