import type { NewSource } from '@meydan/shared/documents/plan/plan'
import type { FieldOfWork } from '@meydan/shared/words'
import { shallowRef } from 'vue'

/** Something that an action may be made of: what it came from, its words, and what its fields say already. */
export type AskedAction = {
  sources: NewSource[]
  title: string
  text: string
  fields: readonly FieldOfWork[]
  locality: string
  /** Whether it is ticked to begin with; it is where this isn't said. */
  chosen?: boolean
  /** Told which action was made of it. */
  made?: (at: { plan: string; action: string }) => void
}

/** What somebody wants to make actions of; the room asks who is to do it and by when. Null: nothing is asked. */
export const askedActions = shallowRef<readonly AskedAction[] | null>(null)
