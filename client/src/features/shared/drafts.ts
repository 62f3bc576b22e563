import { shallowReactive } from 'vue'

/** Where something is said: in a conversation, or about a record; null for the document as a whole. */
export type Place = { threadId: string } | { recordId: string | null }

/** Words that are being written, and the id they were sent under, should it be unknown whether they arrived. */
export type Draft = { text: string; sentAs: { id: string; text: string } | null }

export function placeKey(place: Place): string {
  return 'threadId' in place ? `thread ${place.threadId}` : `record ${place.recordId ?? ''}`
}

/** Drafts of one visit by their place; neither a closed panel nor a failed send loses them. */
export function createDrafts() {
  const drafts = shallowReactive(new Map<string, Draft>())
  const of = (place: Place): Draft => drafts.get(placeKey(place)) ?? { text: '', sentAs: null }
  return {
    of,
    write: (place: Place, text: string): void => {
      drafts.set(placeKey(place), { ...of(place), text })
    },
    /** The id to send these words under: the same for the same words, so that the server takes them once. */
    sendAs: (place: Place, text: string): string => {
      const { sentAs } = of(place)
      const id = sentAs?.text === text ? sentAs.id : crypto.randomUUID()
      drafts.set(placeKey(place), { text, sentAs: { id, text } })
      return id
    },
    forget: (place: Place): void => {
      drafts.delete(placeKey(place))
    },
    /** Everything that was written and not sent. */
    unsent: (): string[] => [...drafts.values()].map(({ text }) => text.trim()).filter((text) => text !== ''),
  }
}
export type Drafts = ReturnType<typeof createDrafts>
