import type { DocumentSummary } from '@meydan/shared/contracts/rooms'
import type { DocumentKind } from '@meydan/shared/documents/kinds'

const FOLDERS: Record<DocumentKind, string> = { board: 'boards', plan: 'plans', minutes: 'minutes' }

/** Where one of a room's documents is opened; one that the room doesn't know is taken for a board. */
export function documentPath(roomId: string, documents: readonly DocumentSummary[], id: string): string {
  return `/rooms/${roomId}/${FOLDERS[documents.find((one) => one.id === id)?.kind ?? 'board']}/${id}`
}
