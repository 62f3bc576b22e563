import { isDeepStrictEqual } from 'node:util'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { versionOf } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'

/** What was stored, as one document. */
export type Whole = {
  /** How many of the parts make a document, from the first on; everything behind the first bad one is left out. */
  readable: number
  /** Those parts as one update; null where not even the first is readable. */
  bytes: Uint8Array | null
  /** Of the document's content, as the model counts. */
  version: number
}

type Encode = (doc: Y.Doc) => Uint8Array

/**
 * The parts of a document (snapshot and rows, in commit order) as one update, read back and compared before it is given
 * away. Throws when what is read back is anything else. All parts are applied in ONE transaction: Y.mergeUpdates takes
 * minutes where this takes a second.
 */
export function fold(kind: DocumentKind, parts: readonly Uint8Array[], encode: Encode = Y.encodeStateAsUpdate): Whole {
  for (let readable = parts.length; readable > 0; ) {
    const { doc, applied } = applyAll(parts.slice(0, readable))
    if (applied === readable) return { readable, version: versionOf(doc), bytes: verified(kind, doc, encode) }
    // A part that failed half-way has spoilt this document: begin anew with those before it.
    doc.destroy()
    readable = Math.min(applied, readable - 1)
  }
  return { readable: 0, bytes: null, version: 0 }
}

function applyAll(parts: readonly Uint8Array[]): { doc: Y.Doc; applied: number } {
  const doc = new Y.Doc()
  let applied = 0
  try {
    doc.transact(() => {
      parts.forEach((part, index) => {
        Y.applyUpdate(doc, part)
        if (!hasGaps(doc)) applied = index + 1
      })
    })
  } catch {
    // Cleaning up after the transaction can fail too, with every part applied: then the last one counts as bad.
    return { doc, applied: Math.min(applied, parts.length - 1) }
  }
  return { doc, applied }
}

function hasGaps({ store }: Y.Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}

function verified(kind: DocumentKind, doc: Y.Doc, encode: Encode): Uint8Array {
  const bytes = encode(doc)
  const again = new Y.Doc()
  try {
    // In a transaction of its own copy Yjs doesn't tidy up formats, which would make it another document.
    again.transact(() => Y.applyUpdate(again, bytes))
    if (!isSame(kind, doc, again)) throw new Error('the folded document is not the document')
    return bytes
  } finally {
    doc.destroy()
    again.destroy()
  }
}

function isSame(kind: DocumentKind, one: Y.Doc, other: Y.Doc): boolean {
  return (
    !hasGaps(other) &&
    isDeepStrictEqual(Y.decodeStateVector(Y.encodeStateVector(one)), Y.decodeStateVector(Y.encodeStateVector(other))) &&
    Y.equalDeleteSets(Y.createDeleteSetFromStructStore(one.store), Y.createDeleteSetFromStructStore(other.store)) &&
    [...documentCatalogue[kind].roots].every((root) =>
      isDeepStrictEqual(one.getMap(root).toJSON(), other.getMap(root).toJSON()),
    )
  )
}
