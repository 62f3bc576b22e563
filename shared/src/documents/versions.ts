import type * as Y from 'yjs'

/**
 * A step from version n - 1 to n. Steps are append-only and run once, by the server, under a lock, before anyone is
 * let in; they add, and never rename or remove what an older page may still write from offline.
 */
export type DocumentMigration = {
  readonly version: number
  readonly migrate: (doc: Y.Doc, inNameOf: InNameOf) => void
}

/**
 * Writes in the name of whoever wrote under a client id: a step that puts somebody's words elsewhere does, or erasing
 * what they wrote would not find them there.
 */
export type InNameOf = (client: number | undefined, write: () => void) => void

/** Throws at start, not in somebody's document, when the numbers don't run 2, 3, 4 … (version 1 is the beginning). */
export function checkMigrations(migrations: readonly DocumentMigration[]): number {
  migrations.forEach(({ version }, index) => {
    if (version !== index + 2) throw new Error(`Document migration ${version} stands where ${index + 2} belongs`)
  })
  return migrations.length + 1
}

export function versionOf(doc: Y.Doc): number {
  const version = doc.getMap('meta').get('version')
  return typeof version === 'number' && Number.isSafeInteger(version) ? version : 1
}

/** Brings a document to the newest version; false when it already is, or is newer than this server. */
export function migrateDocument(
  doc: Y.Doc,
  migrations: readonly DocumentMigration[],
  inNameOf: InNameOf = (_, write) => write(),
): boolean {
  const from = versionOf(doc)
  const due = migrations.filter(({ version }) => version > from)
  if (due.length === 0) return false
  doc.transact(() => {
    for (const step of due) step.migrate(doc, inNameOf)
    doc.getMap('meta').set('version', due[due.length - 1]!.version)
  })
  return true
}
