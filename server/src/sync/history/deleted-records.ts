import type { DocumentKind } from '@meydan/shared/documents/kinds'
import * as Y from 'yjs'
import { type Change, type LogRow, recordRoots, TEXTS } from './changes.ts'
import { keepSurroundings } from './surroundings.ts'

/**
 * Records as they were just before a row deleted them: a document with nothing else in it but where they stood and the
 * ids of what they held. Their authors' ids are kept.
 */
export type DeletedRecords = { upto: number; deletedAt: Date; bytes: Uint8Array }

/** Somebody who deletes notes one by one for hours must not fill the disk: the last ones of a fold are kept. */
const MOST_AT_ONCE = 50

/**
 * What the rows deleted, to be kept when they are folded: afterwards nothing else holds it, and a note that was written
 * and deleted between two versions could never be brought back. `changes` are those of the same rows. Pure.
 */
export function deletedRecords(
  kind: DocumentKind,
  base: Uint8Array | null,
  rows: readonly LogRow[],
  changes: readonly Change[],
): DeletedRecords[] {
  const deletions = new Map<number, Set<string>>()
  for (const { seq, action, root, recordId } of changes) {
    if (action !== 'deleted' || root === TEXTS) continue
    deletions.set(seq, (deletions.get(seq) ?? new Set()).add(recordId))
  }
  if (deletions.size === 0) return []
  const due = new Set([...deletions.keys()].sort((a, b) => a - b).slice(-MOST_AT_ONCE))
  const doc = new Y.Doc()
  if (base) Y.applyUpdate(doc, base)
  const kept: DeletedRecords[] = []
  for (const { seq, bytes, createdAt } of rows) {
    if (due.has(seq)) {
      kept.push({ upto: seq - 1, deletedAt: createdAt, bytes: onlyRecords(kind, doc, deletions.get(seq)!) })
    }
    Y.applyUpdate(doc, bytes)
  }
  doc.destroy()
  return kept
}

/** The document without any record but these. */
export function onlyRecords(kind: DocumentKind, state: Y.Doc, ids: ReadonlySet<string>): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(state))
  doc.transact(() => {
    for (const root of [...recordRoots(kind), TEXTS]) {
      const map = doc.getMap(root)
      for (const id of [...map.keys()]) if (!ids.has(id)) map.delete(id)
    }
    if (kind === 'board') keepSurroundings(doc, state, ids)
  })
  const bytes = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return bytes
}
