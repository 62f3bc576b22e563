import type { DocumentSummary } from '@meydan/shared/contracts/rooms'
import { pathOfDocument } from '@meydan/shared/documents/kinds'

/** Where one of a room's documents is opened; one that the room doesn't know is taken for a board. */
export function documentPath(roomId: string, documents: readonly DocumentSummary[], id: string): string {
  return pathOfDocument(roomId, { id, kind: documents.find((one) => one.id === id)?.kind ?? 'board' })
}
