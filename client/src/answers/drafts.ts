import type { AnswerKind } from '@meydan/shared/contracts/answers'
import { type Ref, ref } from 'vue'

/** An answer while it is being written. */
export type Draft = { kind: AnswerKind | null; reason: string; passedTo: string | null; byName: string }

export const emptyDraft = (): Draft => ({ kind: null, reason: '', passedTo: null, byName: '' })

/** What was typed and not sent, by what it belongs to: closing a panel loses nothing. Gone with the page. */
const kept = new Map<string, Ref<unknown>>()

/** The draft kept under `key`, or a new one. */
export function useDraft<T>(key: string, make: () => T): Ref<T> {
  const known = kept.get(key) as Ref<T> | undefined
  const draft = known ?? (ref(make()) as Ref<T>)
  kept.set(key, draft)
  return draft
}

export function dropDraft(key: string): void {
  kept.delete(key)
}
