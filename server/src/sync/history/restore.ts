import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import { AppError } from '@meydan/shared/errors'
import * as Y from 'yjs'
import type { Executor, Trx } from '../../database/schema.ts'
import { authorsIn, Scribe } from './authors.ts'
import { recordRoots } from './changes.ts'
import { editDocument } from './edit-document.ts'
import { removeRecords } from './hidden-records.ts'
import { restoreAll, restoreOne } from './restore-records.ts'
import { keepVersion, readTail, readVersion } from './versions.ts'

/** Whose act it is. */
type By = { documentId: string; seatId: string }

/**
 * Makes a document what it was at a version, by new edits, and keeps what it was until now. Returns false where it was
 * that already; records `without` which it is to be stay away. Throws `not_found`, and what `editDocument` throws. The
 * caller announces the document.
 */
export async function restoreVersion(
  trx: Trx,
  by: By & { versionId: string; without?: ReadonlySet<string> },
): Promise<boolean> {
  const { documentId, seatId, versionId, without = new Set<string>() } = by
  const version = await readVersion(trx, documentId, versionId)
  if (!version) throw new AppError('not_found')
  const authors = await authorsIn(trx, documentId)
  let before: { epoch: number; upto: number; bytes: Uint8Array } | undefined
  const seq = await editDocument(trx, {
    documentId,
    seatId,
    write: (doc, { kind, epoch, seq: upto }) => {
      before = { epoch, upto, bytes: Y.encodeStateAsUpdate(doc) }
      const from = docAs(kind, [version.bytes])
      removeRecords(from, kind, without)
      const scribe = new Scribe(doc, authors)
      restoreAll(doc, from, kind, scribe)
      from.destroy()
      return scribe.holders
    },
  })
  if (seq === null) return false
  await keepVersion(trx, { documentId, seatId, reason: 'before_restore', ...before! })
  return true
}

/**
 * Brings one deleted record back with its words, under its old id, from the newest state that still has it. Throws
 * `not_found` where none has, `conflict` where it isn't deleted, and what `editDocument` throws. The caller announces
 * the document.
 */
export async function restoreRecord(db: Executor, by: By & { root: string; recordId: string }): Promise<void> {
  const { documentId, seatId, root, recordId } = by
  const authors = await authorsIn(db, documentId)
  const found = await newestStateWith(db, documentId, { root, recordId })
  if (!found) throw new AppError('not_found')
  const seq = await editDocument(db, {
    documentId,
    seatId,
    write: (doc) => {
      const scribe = new Scribe(doc, authors)
      restoreOne(doc, found, { root, id: recordId, scribe })
      return scribe.holders
    },
  })
  found.destroy()
  if (seq === null) throw new AppError('conflict')
}

/** What holds others comes back before what it holds, and connectors after what they connect. */
const HOLDERS_FIRST = ['frames', 'themes']
const LAST = ['connectors', 'stamps']

/**
 * Brings back records that were kept apart (see `onlyRecords`), under their old ids, with their words and authors. Those
 * that are there already stay as they are. Throws what `editDocument` throws. The caller announces the document.
 */
export async function restoreKept(trx: Trx, by: By & { bytes: Uint8Array }): Promise<void> {
  const { documentId, seatId, bytes } = by
  const authors = await authorsIn(trx, documentId)
  await editDocument(trx, {
    documentId,
    seatId,
    write: (doc, { kind }) => {
      const from = docAs(kind, [bytes])
      const scribe = new Scribe(doc, authors)
      const between = recordRoots(kind).filter((root) => ![...HOLDERS_FIRST, ...LAST].includes(root))
      for (const root of [...HOLDERS_FIRST, ...between, ...LAST])
        for (const id of from.getMap(root).keys()) restoreOne(doc, from, { root, id, scribe })
      from.destroy()
      return scribe.holders
    },
  })
}

type Wanted = { root: string; recordId: string }

/** The log knows best, as far back as it goes; then what was kept, newest first. */
async function newestStateWith(db: Executor, documentId: string, wanted: Wanted): Promise<Y.Doc | undefined> {
  const tail = await readTail(db, documentId)
  if (!tail || !recordRoots(tail.kind).includes(wanted.root)) return undefined
  const updates = [...(tail.base ? [tail.base] : []), ...tail.rows.map(({ bytes }) => bytes)]
  const length = lengthWith(updates, wanted)
  if (length > 0) return docAs(tail.kind, updates.slice(0, length))
  const deletedBy = await db
    .selectFrom('documentChange')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('documentId', '=', documentId)
    .where('root', '=', wanted.root)
    .where('recordId', '=', wanted.recordId)
    .where('action', '=', 'deleted')
    .executeTakeFirst()
  const kept = await db
    .selectFrom('documentVersion')
    .select('id')
    .where('documentId', '=', documentId)
    .where('upto', '<', deletedBy?.seq ?? Number.MAX_SAFE_INTEGER)
    .orderBy('upto', 'desc')
    .orderBy('createdAt', 'desc')
    .execute()
  // One at a time: all of them together can be hundreds of megabytes.
  for (const { id } of kept) {
    const version = await db.selectFrom('documentVersion').select('bytes').where('id', '=', id).executeTakeFirst()
    const doc = version && docAs(tail.kind, [version.bytes])
    if (doc?.getMap(wanted.root).has(wanted.recordId)) return doc
    doc?.destroy()
  }
  return undefined
}

/** How many of the updates, from the first, make the newest state that has the record; 0 where none does. */
function lengthWith(updates: readonly Uint8Array[], { root, recordId }: Wanted): number {
  const doc = new Y.Doc()
  let length = 0
  updates.forEach((bytes, index) => {
    Y.applyUpdate(doc, bytes)
    if (doc.getMap(root).has(recordId)) length = index + 1
  })
  doc.destroy()
  return length
}

/** A document of its own made of these updates, brought to the version this server writes. */
function docAs(kind: DocumentKind, updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const bytes of updates) Y.applyUpdate(doc, bytes)
  })
  const { migrations, version } = documentCatalogue[kind]
  if (versionOf(doc) > version) throw new AppError('unavailable')
  // Only read from: what is written in somebody's name may go on under their own id.
  const own = doc.clientID
  migrateDocument(doc, migrations, (client, write) => {
    doc.clientID = client ?? own
    write()
    doc.clientID = own
  })
  return doc
}
