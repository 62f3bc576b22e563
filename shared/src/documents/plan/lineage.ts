import type { RichBlock } from '../rich-text/read.ts'
import type { Author, NewSource, Plan } from './plan.ts'
import { ACTION_TITLE_MAX, type Action } from './records.ts'

const FREE_LINE: RichBlock = { type: 'paragraph', pieces: [] }
const sourceOf = ({ id }: Action): NewSource => ({ kind: 'action', document: null, record: id })

/**
 * Makes one action of several: `into` keeps its fields and takes over what the others came from, their lists and their
 * words. The others go; that it came of them stays among its sources. Answers whether there was anything to merge.
 */
export function mergeActions(plan: Plan, ids: readonly string[], into: string, author: Author): boolean {
  const kept = plan.actions.get(into)
  const others = ids.filter((id) => id !== into).flatMap((id) => plan.actions.get(id) ?? [])
  if (!kept || others.length === 0) return false
  plan.transact(() => {
    for (const other of others) {
      const isBelow = plan.descriptionOf(into).trim() !== ''
      const said = saidOf(plan, other)
      if (said.length > 0) plan.describeFurther(into, [...(isBelow ? [FREE_LINE] : []), ...said])
    }
    for (const other of others) {
      plan.addSources(into, [...plan.sourcesOf(other.id), sourceOf(other)], author)
      for (const { text, done } of plan.checksOf(other.id)) {
        const id = plan.addCheck(into, text)
        if (id && done) plan.editCheck(id, { done })
      }
    }
    const supporting = [
      ...new Set([kept, ...others].flatMap((action) => [...action.supporting, action.responsible ?? ''])),
    ].filter((id) => id && id !== kept.responsible)
    plan.edit(into, { supporting: supporting.slice(0, 20), responsible: kept.responsible })
    const waiting = [...new Set([kept, ...others].flatMap(({ after }) => after))]
    const gone = new Set(others.map(({ id }) => id))
    for (const action of plan.actions.all()) {
      if (!action.after.some((id) => gone.has(id)) || gone.has(action.id) || action.id === into) continue
      plan.edit(action.id, { after: [...new Set(action.after.map((id) => (gone.has(id) ? into : id)))] })
    }
    plan.removeActions([...gone])
    plan.edit(into, { after: waiting.filter((id) => id !== into && !gone.has(id)).slice(0, 50) })
  })
  return true
}

/** An action's title and what it is about, to stand below another one's words. */
function saidOf(plan: Plan, { id, title }: Action): RichBlock[] {
  const heading: RichBlock[] = title.trim() ? [{ type: 'paragraph', pieces: [{ text: title }] }] : []
  return [...heading, ...plan.descriptionBlocksOf(id)]
}

/**
 * Splits an action: the first title stays its own, each further one becomes an action beside it that comes of the same
 * sources, and of it. Answers with the ids of the new ones.
 */
export function splitAction(plan: Plan, id: string, titles: readonly string[], author: Author): string[] {
  const action = plan.actions.get(id)
  const [first, ...rest] = titles.map((title) => title.trim().slice(0, ACTION_TITLE_MAX)).filter(Boolean)
  if (!action || !first || rest.length === 0) return []
  const { goal, status, responsible, supporting, start, due, priority, fields, locality } = action
  return plan.transact(() => {
    const sources = [...plan.sourcesOf(id), sourceOf(action)]
    const shared = { goal, status, responsible, supporting, start, due, priority, fields, locality, sources }
    const following = plan.actionsOf(goal)
    const next = following[following.findIndex((other) => other.id === id) + 1]?.id ?? null
    plan.edit(id, { title: first })
    return plan.addActions(
      rest.map((title) => ({ ...shared, title })),
      author,
      next,
    )
  })
}
