import type { ActionStatus } from '@meydan/shared/documents/plan/records'
import { foldName } from '@meydan/shared/names'
import type { ActionView } from '../usePlan.ts'

/** What a reader looks for; '' and blank: anything. */
export type Wanted = { words: string; status: ActionStatus | ''; organisation: string }

/** Whether an action is like that: all its words, in its title or what it is about, whatever their case and signs. */
export function isWanted({ action, description }: ActionView, { words, status, organisation }: Wanted): boolean {
  if (status !== '' && action.status !== status) return false
  if (organisation !== '' && action.responsible !== organisation && !action.supporting.includes(organisation))
    return false
  const text = foldName(`${action.title} ${description}`)
  return words.split(/\s+/).every((word) => text.includes(foldName(word)))
}
