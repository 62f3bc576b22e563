import type { Action, ActionStatus, Priority } from '@meydan/shared/documents/plan/records'
import { isOverdue } from '@meydan/shared/documents/plan/promise'
import { foldName } from '@meydan/shared/names'
import type { FieldOfWork } from '@meydan/shared/words'

/** What is looked for in a plan; null, false and blank: anything. */
export type WantedActions = {
  /** What my organisation answers for, or supports. */
  ours: boolean
  overdue: boolean
  /** What I see to myself. */
  mine: boolean
  organisation: string | null
  status: ActionStatus | null
  /** `none`: actions of no goal. */
  goal: string | null
  priority: Priority | null
  field: FieldOfWork | null
  /** Came from one of these; `none`: from no theme. Empty: anything. */
  themes: readonly string[]
  words: string
}

export const wantsAllActions: WantedActions = {
  ours: false,
  overdue: false,
  mine: false,
  organisation: null,
  status: null,
  goal: null,
  priority: null,
  field: null,
  themes: [],
  words: '',
}

/** `today` as `2027-03-31`; `goals`: those that there are; `themesOf`: what an action came from. */
export type Asker = {
  seat: string
  organisation: string
  today: string
  goals: ReadonlySet<string>
  themesOf: (actionId: string) => readonly string[]
}

export function wantsSomething(wanted: WantedActions): boolean {
  return Object.values(wanted).some((value) => {
    if (Array.isArray(value)) return value.length > 0
    return typeof value === 'string' ? value.trim() !== '' : value
  })
}

/** Whether an action is what is looked for, in all that was said but the words. */
export function isWantedAction(wanted: WantedActions, action: Action, asker: Asker): boolean {
  const { responsible, supporting } = action
  const isOf = (organisation: string) => responsible === organisation || supporting.includes(organisation)
  if (wanted.ours && !isOf(asker.organisation)) return false
  if (wanted.organisation && !isOf(wanted.organisation)) return false
  if (wanted.mine && action.person !== asker.seat) return false
  if (wanted.overdue && !isOverdue(action, asker.today)) return false
  if (wanted.status && action.status !== wanted.status) return false
  if (wanted.goal && (action.goal && asker.goals.has(action.goal) ? action.goal : 'none') !== wanted.goal) return false
  if (wanted.priority && action.priority !== wanted.priority) return false
  if (wanted.themes.length > 0) {
    const own = asker.themesOf(action.id)
    if (!wanted.themes.some((theme) => (theme === 'none' ? own.length === 0 : own.includes(theme)))) return false
  }
  return !wanted.field || action.fields.includes(wanted.field)
}

/** Whether one of these texts says the words, in any case and with any diacritics. */
export function says(texts: readonly string[], words: string): boolean {
  const sought = foldName(words)
  return sought === '' || texts.some((text) => foldName(text).includes(sought))
}
