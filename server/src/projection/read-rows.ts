import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import { packedParts, unpacked } from '../sync/folding/message.ts'
import type { FoldWorker } from '../sync/folding/worker.ts'
import { type AskedPassage, type DocumentRows, rowsOf } from './project.ts'

/** Rows as one text for each table, a JSON array of what its columns are called. */
export type EncodedRows = Readonly<Record<keyof DocumentRows, string>>

/** Up to that many bytes it is read at once, in 3 to 5 ms; a board of 2,000 notes, 50 to 100, in the folding thread. */
const AT_ONCE_BYTES = 24 * 1024

type Stored = {
  documentId: string
  kind: DocumentKind
  parts: readonly Uint8Array[]
  /** Of minutes, what else is asked. */
  passages?: readonly AskedPassage[] | undefined
}
export type RowsQuestion = ReturnType<typeof packedParts> & { rowsOf: string } & Pick<Stored, 'passages'>
export type RowsAnswer = { failed: string } | EncodedRows

/** The rows of a stored document. Rejects where its bytes make no document, or one that is newer than this server. */
export async function readRows(stored: Stored, worker: Pick<FoldWorker, 'ask'>): Promise<EncodedRows> {
  const { documentId, kind, parts, passages } = stored
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0)
  if (bytes <= AT_ONCE_BYTES) return encodedRows(stored)
  const question: RowsQuestion = { ...packedParts(kind, parts), rowsOf: documentId, passages }
  return worker.ask<RowsQuestion, EncodedRows>(question, [question.bytes.buffer, question.lengths.buffer])
}

export function isRowsQuestion(question: object): question is RowsQuestion {
  return 'rowsOf' in question
}

/** Carries out one question, in the folding thread. */
export function rowsAnswer(question: RowsQuestion): RowsAnswer {
  try {
    const { parts } = unpacked(question)
    return encodedRows({ documentId: question.rowsOf, kind: question.kind, parts, passages: question.passages })
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

function encodedRows({ documentId, kind, parts, passages }: Stored): EncodedRows {
  const doc = new Y.Doc()
  try {
    doc.transact(() => {
      for (const bytes of parts) Y.applyUpdate(doc, bytes)
    })
    if (parts.length === 0 || doc.store.pendingStructs || doc.store.pendingDs) throw new Error('it does not load')
    const { version, migrations } = documentCatalogue[kind]
    if (versionOf(doc) > version) throw new Error('it is newer than this server')
    // Whoever opens it next has this stored; its rows need not wait for them.
    migrateDocument(doc, migrations)
    const rows = Object.entries(rowsOf(kind, doc, documentId, passages)).map(([table, given]) => [table, encode(given)])
    return Object.fromEntries(rows) as EncodedRows
  } finally {
    doc.destroy()
  }
}

function encode(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [snake(key), value]))),
  )
}

const columns = new Map<string, string>()

function snake(key: string): string {
  let column = columns.get(key)
  if (column === undefined) columns.set(key, (column = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)))
  return column
}
