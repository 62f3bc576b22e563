import type { Action } from '@meydan/shared/documents/plan/records'
import { usePlanContext } from '../plan-context.ts'
import type { Writing } from './useCoWriting.ts'

/** A plain field holds one whole text: written too often, two who type in it at once would only overwrite each other. */
const AFTER_MS = 250

type WordsField = 'title' | 'resources' | 'locality' | 'indicatorName' | 'indicatorUnit' | 'indicatorSource'

/** How a plain field of an action is written; lines of their own only where `many` is said. */
export function useActionWords(id: string) {
  const { data, plan } = usePlanContext()
  return (field: WordsField, max: number, { needed = false, many = false } = {}): Writing => ({
    words: () => data.viewOf(id)?.action[field],
    write: (words) => plan.edit(id, { [field]: words } as Partial<Pick<Action, WordsField>>),
    max,
    needed,
    oneLine: !many,
    after: AFTER_MS,
  })
}
