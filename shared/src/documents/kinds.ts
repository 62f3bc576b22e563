/** Documents a room edits together: one document, one audience. */
export const documentKinds = ['board', 'plan', 'minutes'] as const
export type DocumentKind = (typeof documentKinds)[number]

const FOLDERS: Record<DocumentKind, string> = { board: 'boards', plan: 'plans', minutes: 'minutes' }

/** Where a document of a room is opened, as a path of the installation. */
export function pathOfDocument(roomId: string, { id, kind }: { id: string; kind: DocumentKind }): string {
  return `/rooms/${roomId}/${FOLDERS[kind]}/${id}`
}
