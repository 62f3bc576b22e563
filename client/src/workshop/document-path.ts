import type { DocumentSummary } from '@meydan/shared/contracts/rooms'

/** Where one of a room's documents is opened; one that the room doesn't know is taken for a board. */
export function documentPath(roomId: string, documents: readonly DocumentSummary[], id: string): string {
  return `/rooms/${roomId}/${documents.find((one) => one.id === id)?.kind ?? 'board'}s/${id}`
}
