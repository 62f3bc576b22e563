import { sql } from 'kysely'

/** The number of the lock under which one node at a time makes a document's rows. */
export function projecting(documentId: string) {
  return sql<string>`hashtextextended(${`project ${documentId}`}, 0)`
}
