import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { type RichBlock, type RichPiece, readRich } from '@meydan/shared/documents/rich-text/read'
import { isRichText } from '@meydan/shared/documents/rich-text/schema'
import { fromRich } from '@meydan/shared/documents/rich-text/write'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import { packedParts, unpacked } from '../folding/message.ts'
import type { FoldWorker } from '../folding/worker.ts'

/** What is told of people outside of a room: of which organisation they are. */
export type OutsideNames = {
  /** Ids of records that facilitators hide, of all documents of the room. */
  hidden: readonly string[]
  /** Seat → its organisation. */
  organisations: Readonly<Record<string, { id: string; name: string }>>
}

type Stored = { kind: DocumentKind; parts: readonly Uint8Array[] }
export type OutsideQuestion = ReturnType<typeof packedParts> & { outside: OutsideNames }
export type OutsideAnswer = { failed: string } | { update: Uint8Array }

/** Up to that many bytes it is copied at once; a large board takes a second, in the folding thread. */
const AT_ONCE_BYTES = 24 * 1024
/** Who somebody in the room is. */
const PEOPLE_FIELDS: ReadonlySet<string> = new Set(['seat', 'person'])

/**
 * A document as people without a seat get it, as one Yjs update: what it says now, and nothing of who wrote it, of what
 * was deleted, or of what is hidden. A new document, since the stored one's own history would tell. Rejects where the
 * bytes make no document, or one that is newer than this server.
 */
export async function outsideCopy(
  { kind, parts }: Stored,
  outside: OutsideNames,
  worker: Pick<FoldWorker, 'ask'>,
): Promise<Uint8Array> {
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0)
  if (bytes <= AT_ONCE_BYTES) return copied(kind, parts, outside)
  const question: OutsideQuestion = { ...packedParts(kind, parts), outside }
  const transferred = [question.bytes.buffer, question.lengths.buffer]
  return (await worker.ask<OutsideQuestion, { update: Uint8Array }>(question, transferred)).update
}

export function isOutsideQuestion(question: object): question is OutsideQuestion {
  return 'outside' in question
}

/** Carries out one question, in the folding thread. */
export function outsideAnswer(question: OutsideQuestion): OutsideAnswer {
  try {
    return { update: copied(question.kind, unpacked(question).parts, question.outside) }
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) }
  }
}

function copied(kind: DocumentKind, parts: readonly Uint8Array[], outside: OutsideNames): Uint8Array {
  const doc = new Y.Doc()
  const copy = new Y.Doc()
  try {
    doc.transact(() => {
      for (const bytes of parts) Y.applyUpdate(doc, bytes)
    })
    if (parts.length === 0 || doc.store.pendingStructs || doc.store.pendingDs) throw new Error('it does not load')
    const { version, migrations } = documentCatalogue[kind]
    if (versionOf(doc) > version) throw new Error('it is newer than this server')
    migrateDocument(doc, migrations)
    copy.transact(() => copyInto(copy, doc, kind, outside))
    return Y.encodeStateAsUpdate(copy)
  } finally {
    doc.destroy()
    copy.destroy()
  }
}

function copyInto(copy: Y.Doc, doc: Y.Doc, kind: DocumentKind, outside: OutsideNames): void {
  const { records, texts, version } = documentCatalogue[kind]
  const hidden = new Set(outside.hidden)
  copy.getMap('meta').set('version', version)
  for (const root of Object.keys(records)) {
    const into = copy.getMap(root)
    const reactions = new Set<string>()
    for (const [id, record] of doc.getMap(root)) {
      if (!(record instanceof Y.Map) || hidden.has(id)) continue
      const item = record.get('item')
      if (root === 'stamps' && (hidden.has(String(item)) || !isFirst(reactions, record))) continue
      into.set(id, recordCopy(record))
      // Readers count each seat once: everyone has one of their own here, which is nobody's.
      if (root === 'stamps') (into.get(id) as Y.Map<unknown>).set('seat', id)
    }
  }
  const into = copy.getMap(texts.root)
  for (const [id, text] of doc.getMap(texts.root)) {
    if (hidden.has(id)) continue
    if (isRichText(text)) into.set(id, fromRich(readRich(text).map((block) => told(block, outside, hidden))))
    else if (text instanceof Y.Text) into.set(id, new Y.Text(text.toString()))
  }
}

function isFirst(reactions: Set<string>, stamp: Y.Map<unknown>): boolean {
  const key = JSON.stringify([stamp.get('item'), stamp.get('sign'), stamp.get('seat')])
  return !reactions.has(key) && reactions.add(key) !== undefined
}

function recordCopy(record: Y.Map<unknown>): Y.Map<unknown> {
  const copy = new Y.Map<unknown>()
  for (const [field, value] of record) {
    if (!PEOPLE_FIELDS.has(field) && !(value instanceof Y.AbstractType)) copy.set(field, value)
  }
  return copy
}

/** Of people who are named, their organisation; of what is hidden elsewhere, nothing. */
function told(block: RichBlock, outside: OutsideNames, hidden: ReadonlySet<string>): RichBlock {
  const all = (blocks: readonly RichBlock[]) => blocks.map((inner) => told(inner, outside, hidden))
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return { ...block, pieces: block.pieces.flatMap((piece) => toldPiece(piece, outside, hidden)) }
    case 'taskList':
      return { ...block, tasks: block.tasks.map((task) => ({ ...task, blocks: all(task.blocks) })) }
    case 'table':
      return { ...block, rows: block.rows.map((row) => row.map((cell) => ({ ...cell, blocks: all(cell.blocks) }))) }
    case 'bulletList':
    case 'orderedList':
      return { ...block, items: block.items.map(all) }
    default:
      return { ...block, blocks: all(block.blocks) }
  }
}

function toldPiece(piece: RichPiece, { organisations }: OutsideNames, hidden: ReadonlySet<string>): RichPiece[] {
  if ('chip' in piece) return hidden.has(piece.chip.record) ? [{ chip: { ...piece.chip, label: '' } }] : [piece]
  if (!('mention' in piece) || piece.mention.kind === 'organisation') return [piece]
  const organisation = organisations[piece.mention.target]
  return organisation ? [{ mention: { kind: 'organisation', target: organisation.id, label: organisation.name } }] : []
}
