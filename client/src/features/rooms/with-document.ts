import type { DocumentSummary, RoomView } from '@meydan/shared/contracts/rooms'

/** The room with a document the server has just answered: in its place, or as the last where it is new. */
export function withDocument(room: RoomView, document: DocumentSummary): RoomView {
  const known = room.documents.some(({ id }) => id === document.id)
  const documents = known
    ? room.documents.map((one) => (one.id === document.id ? document : one))
    : [...room.documents, document]
  return { ...room, documents }
}
