import { setImmediate as turn } from 'node:timers/promises'
import { wordsOf } from '@meydan/shared/documents/rich-text/read'
import * as Y from 'yjs'
import type { Executor } from '../../database/schema.ts'
import { type Change, TEXTS } from './changes.ts'
import { readTail } from './versions.ts'

/** As many letters as tell one object from another in a list. */
const MOST_LETTERS = 120
/** What is kept of a large board takes 20 ms to read, and a page tells of up to 200: the older ones go without words. */
const READ_AT_ONCE = 20
const NAMES = ['title', 'label', 'alt']

/**
 * The first words of what these changes deleted, where it is kept: in the log that isn't folded yet, or in what the fold
 * kept of it. An object without words has ''.
 */
export async function wordsOfDeleted(
  db: Executor,
  documentId: string,
  changes: readonly Change[],
): Promise<Map<Change, string>> {
  const words = new Map<Change, string>()
  const sought = new Map<number, Change[]>()
  for (const change of changes) {
    if (change.action !== 'deleted' || change.root === TEXTS) continue
    sought.set(change.seq, [...(sought.get(change.seq) ?? []), change])
  }
  if (sought.size === 0) return words
  const read = (doc: Y.Doc, seq: number) => {
    for (const change of sought.get(seq) ?? []) {
      const found = wordsIn(doc, change)
      if (found !== undefined) words.set(change, found)
    }
  }
  await readLog(db, documentId, { sought, read })
  await readKept(db, documentId, { seqs: [...sought.keys()], read })
  return words
}

type Reading = (doc: Y.Doc, seq: number) => void

async function readLog(
  db: Executor,
  documentId: string,
  { sought, read }: { sought: ReadonlyMap<number, unknown>; read: Reading },
): Promise<void> {
  const tail = await readTail(db, documentId)
  if (!tail?.rows.some(({ seq }) => sought.has(seq))) return
  const doc = new Y.Doc()
  try {
    if (tail.base) Y.applyUpdate(doc, tail.base)
    for (const { seq, bytes } of tail.rows) {
      read(doc, seq)
      Y.applyUpdate(doc, bytes)
    }
  } catch {
    // A document in quarantine: what was folded before is still there.
  }
  doc.destroy()
}

async function readKept(
  db: Executor,
  documentId: string,
  { seqs, read }: { seqs: readonly number[]; read: Reading },
): Promise<void> {
  const kept = await db
    .selectFrom('documentVersion')
    .select(['bytes', 'upto'])
    .where('documentId', '=', documentId)
    .where('reason', '=', 'deleted')
    .where(
      'upto',
      'in',
      seqs.map((seq) => seq - 1),
    )
    .orderBy('upto', 'desc')
    .limit(READ_AT_ONCE)
    .execute()
  for (const { bytes, upto } of kept) {
    await turn()
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    read(doc, upto + 1)
    doc.destroy()
  }
}

function wordsIn(doc: Y.Doc, { root, recordId }: Change): string | undefined {
  const record = doc.getMap(root).get(recordId)
  if (!(record instanceof Y.Map)) return undefined
  const text = doc.getMap(TEXTS).get(recordId)
  const names = NAMES.map((name) => record.get(name)).find((value) => typeof value === 'string' && value !== '')
  const words = wordsOf(text) || (typeof names === 'string' ? names : '')
  return words.trim().slice(0, MOST_LETTERS).toWellFormed()
}
