import { shallowRef } from 'vue'

/** A place of a text that reads otherwise than it did; `words`: the first of it, also where it is gone. */
export type ChangedPlace = { change: 'added' | 'changed' | 'removed'; words: string }

export type ChangedPlaces = {
  documentId: string
  /** Those that changed after a moment (ISO 8601), in the order of the text. Throws what the network throws. */
  since: (moment: string) => Promise<readonly ChangedPlace[]>
  /** Brings one of them into sight and marks it for a moment. */
  show: (place: ChangedPlace) => void
}

/** Of the text that is open, once it can show them: what happened in a room doesn't say where in a text. Null: none. */
export const changedPlaces = shallowRef<ChangedPlaces | null>(null)
