import { byOrder } from '@meydan/shared/documents/order'
import type { Plan } from '@meydan/shared/documents/plan/plan'
import { progressOf, waitingInCircles } from '@meydan/shared/documents/plan/promise'
import type { Action, Check, Goal, Replanning, Source } from '@meydan/shared/documents/plan/records'
import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import type * as Y from 'yjs'

/** An action as it is shown. Replaced whole when it, its words, its list, its sources or its reasons change. */
export type ActionView = {
  action: Action
  description: string
  checks: readonly Check[]
  sources: readonly Source[]
  replannings: readonly Replanning[]
  /** Percent; null: nobody knows. */
  progress: number | null
}

export type PlanData = ReturnType<typeof usePlan>

/**
 * A plan as reactive plain data. The map is reactive per action: a row re-renders when its own action changes, and
 * nothing else does. `revision` counts every change of any action, for what is derived from all of them.
 */
export function usePlan(plan: Plan) {
  const actions = shallowReactive(new Map<string, ActionView>())
  const goals = shallowRef<readonly Goal[]>(plan.orderedGoals())
  const revision = shallowRef(0)

  function read(id: string): void {
    const action = plan.actions.get(id)
    if (!action) {
      actions.delete(id)
      return
    }
    actions.set(id, {
      action,
      description: plan.descriptionOf(id),
      checks: plan.checksOf(id),
      sources: plan.sourcesOf(id),
      replannings: plan.replanningsOf(id),
      progress: progressOf(plan, action),
    })
  }

  function readAll(ids: Iterable<string>): void {
    for (const id of ids) read(id)
    revision.value++
  }

  /** Records of an action that are gone no longer say whose they were: what is shown says it. */
  const holders = new Map<string, string>()
  function onParts(records: { get: (id: string) => { action: string } | undefined }, ids: ReadonlySet<string>): void {
    const touched = new Set<string>()
    for (const id of ids) {
      const before = holders.get(id)
      const now = records.get(id)?.action
      if (before) touched.add(before)
      if (now) touched.add(now)
      if (now) holders.set(id, now)
      else holders.delete(id)
    }
    readAll(touched)
  }

  const parts = [plan.checks, plan.sources, plan.replannings]
  for (const records of parts) for (const { id, action } of records.all()) holders.set(id, action)
  readAll(plan.actions.all().map(({ id }) => id))

  const stops = [
    plan.actions.observe(readAll),
    plan.goals.observe(() => {
      goals.value = plan.orderedGoals()
      revision.value++
    }),
    ...parts.map((records) => records.observe((ids) => onParts(records, ids))),
  ]
  const onTexts = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    const touched = new Set<string>()
    for (const event of events) {
      if (event.target === (plan.texts as Y.AbstractType<unknown>)) {
        for (const id of event.changes.keys.keys()) touched.add(id)
      } else touched.add(String(event.path[0]))
    }
    readAll(touched)
  }
  plan.texts.observeDeep(onTexts)
  onScopeDispose(() => {
    for (const stop of stops) stop()
    plan.texts.unobserveDeep(onTexts)
  })

  /** All actions: goal after goal, then those of none. */
  const ordered = computed((): readonly ActionView[] => {
    void revision.value
    const places = new Map(goals.value.map(({ id }, index) => [id, index]))
    const placeOf = ({ goal }: Action) => places.get(goal ?? '') ?? places.size
    return [...actions.values()].sort((a, b) => placeOf(a.action) - placeOf(b.action) || byOrder(a.action, b.action))
  })

  return {
    actions,
    goals,
    revision,
    ordered,
    viewOf: (id: string): ActionView | undefined => actions.get(id),
    goalOf: ({ goal }: Action): Goal | undefined => goals.value.find(({ id }) => id === goal),
    /** Actions that wait for each other in a circle. */
    circles: computed(() => {
      void revision.value
      return waitingInCircles(plan)
    }),
    isEmpty: computed(() => actions.size === 0 && goals.value.length === 0),
  }
}
