import type { WaitingThing } from '@meydan/shared/contracts/follow-up'
import { pathOfDocument } from '@meydan/shared/documents/kinds'

/** Where something that waits is done. */
export function waitingPlace({ kind, id, roomId, documentId, documentKind, actionId }: WaitingThing) {
  const isOnPage = documentId !== null && documentKind !== null
  const path = isOnPage ? pathOfDocument(roomId, { id: documentId, kind: documentKind }) : `/rooms/${roomId}`
  if (kind === 'sign') return { path, query: { panel: 'signing' } }
  if (kind === 'decide') return { path, query: { decision: id } }
  return { path, query: isOnPage && actionId ? { action: actionId } : {} }
}
