import { Board } from '@meydan/shared/documents/board/board'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { Database } from '@meydan/server/database/schema'
import * as Y from 'yjs'

/** All that two replicas of a document must have in common, as text that can be compared. */
export type Facts = { roots: string; stateVector: string; deletes: string; isPending: boolean }

/** The document as Postgres has it, read without asking any server. */
export async function readStored(db: Database, documentId: string): Promise<Y.Doc> {
  const parts = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const snapshot = await trx
        .selectFrom('documentSnapshot')
        .select(['upto', 'bytes'])
        .where('documentId', '=', documentId)
        .orderBy('upto', 'desc')
        .limit(1)
        .executeTakeFirst()
      const rows = await trx
        .selectFrom('documentUpdate')
        .select('bytes')
        .where('documentId', '=', documentId)
        .where('seq', '>', snapshot?.upto ?? 0)
        .orderBy('seq')
        .execute()
      return [...(snapshot ? [snapshot] : []), ...rows]
    })
  const doc = new Y.Doc()
  for (const { bytes } of parts) Y.applyUpdate(doc, bytes)
  return doc
}

export function factsOf(doc: Y.Doc): Facts {
  const roots = [...documentCatalogue.board.roots].sort().map((root) => [root, doc.getMap(root).toJSON()])
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)
  return {
    roots: JSON.stringify(inOrder(roots)),
    stateVector: JSON.stringify(vector),
    deletes: JSON.stringify(deletesOf(doc)),
    isPending: doc.store.pendingStructs !== null || doc.store.pendingDs !== null,
  }
}

/** I3: what differs between replicas, in words; empty when all are one document without gaps. */
export function differences(replicas: Record<string, Y.Doc>): string[] {
  const [first, ...others] = Object.entries(replicas).map(([name, doc]) => ({ name, facts: factsOf(doc) }))
  if (!first) return ['no replicas']
  const found = [first, ...others].flatMap(({ name, facts }) =>
    facts.isPending ? [`${name} has pending structs`] : [],
  )
  for (const { name, facts } of others) {
    for (const part of ['roots', 'stateVector', 'deletes'] as const) {
      if (facts[part] !== first.facts[part]) found.push(`${part} of ${name} differ from ${first.name}'s`)
    }
  }
  return found
}

/** How often each counted edit is in the document: once, or it was lost or doubled. */
export function countEdits(doc: Y.Doc): Map<string, number> {
  const board = new Board(doc)
  const counts = new Map<string, number>()
  for (const text of board.texts.values()) {
    const id = /^edit [\w-]+\.\d+/.exec(text.toString())?.[0]
    if (id) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

/** I1 and I2 in one: which of these edits the stored document doesn't have. */
export function missingFrom(doc: Y.Doc, edits: Iterable<string>): string[] {
  const counts = countEdits(doc)
  return [...edits].filter((id) => !counts.has(id))
}

export function duplicatedIn(doc: Y.Doc): string[] {
  return [...countEdits(doc)].flatMap(([id, times]) => (times > 1 ? [id] : []))
}

function deletesOf(doc: Y.Doc): [number, [number, number][]][] {
  const { clients } = Y.createDeleteSetFromStructStore(doc.store)
  return [...clients]
    .sort(([a], [b]) => a - b)
    .map(([client, ranges]) => [client, ranges.map(({ clock, len }) => [clock, len] as [number, number])])
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, inOrder(inner)]),
  )
}

/** How often each of these texts stands on the stored board. */
export async function countWords(db: Database, documentId: string, words: readonly string[]): Promise<number[]> {
  const board = new Board(await readStored(db, documentId))
  const texts = board.notes.all().map(({ id }) => board.textOf(id))
  return words.map((word) => texts.filter((text) => text === word).length)
}
