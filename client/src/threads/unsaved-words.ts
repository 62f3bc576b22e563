import type { ThreadAnchor } from '@meydan/shared/contracts/threads'
import { shallowReactive } from 'vue'

/** Documents in which this window has written what the server hasn't said it has. */
export const unsavedDocuments = shallowReactive(new Set<string>())

/** Whether a thread would be about words that the server may not know yet. */
export function isAboutUnsaved(anchor: ThreadAnchor): boolean {
  return anchor.kind === 'passage' && unsavedDocuments.has(anchor.documentId)
}
