import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { wordsOf } from '@meydan/shared/documents/rich-text/read'
import { isRichText, nodeName } from '@meydan/shared/documents/rich-text/schema'
import * as Y from 'yjs'
import { freshClientId } from './authors.ts'
import { recordRoots, TEXTS } from './changes.ts'
import { isWords, type KnownWords, placeOf } from './erase-copies.ts'

export type Erasure = {
  /** Every client id that is bound to the person. */
  clients: ReadonlySet<number>
  /** Their seats: where a record names one as its author, it names nobody afterwards. */
  seats: ReadonlySet<string>
  /** What they are known to have written: what is left of it under other people's ids (an undone delete) goes too. */
  words: KnownWords
}

/**
 * The document without anything the person wrote into it: their pieces of texts, their fields that hold words, and
 * records that had nothing else to say: notes, lines drawn by hand, pictures, reactions. What others wrote stays, also inside the same text. Its structure stays too
 * (places, sizes, order, ids). The client ids stay known, so that an old copy can't bring back what they stand for.
 * Throws where the bytes make no document.
 */
export function eraseFrom(kind: DocumentKind, updates: readonly Uint8Array[], erasure: Erasure): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const bytes of updates) Y.applyUpdate(doc, bytes)
  })
  if (doc.store.pendingStructs || doc.store.pendingDs) throw new Error('the stored updates leave gaps')
  doc.clientID = freshClientId(doc)
  doc.transact((transaction) => {
    const touched = eraseItems(transaction, erasure)
    eraseReactions(doc, erasure)
    for (const text of doc.getMap(TEXTS).values()) if (isRichText(text)) eraseNames(text, erasure.seats)
    for (const root of recordRoots(kind)) {
      // Roots come with what is held before what holds: an empty theme is gone when its frame is looked at.
      const holders = holdersIn(doc, kind)
      for (const id of [...doc.getMap(root).keys()]) {
        forgetAuthor(doc.getMap(root).get(id), erasure.seats)
        if (!touched.has(id) || holders.has(id) || !saysNothing(doc, root, id, erasure)) continue
        doc.getMap(root).delete(id)
        doc.getMap(TEXTS).delete(id)
      }
    }
  })
  // Twice: what is collected only while reading must not be in what is written.
  const again = new Y.Doc()
  Y.applyUpdate(again, Y.encodeStateAsUpdate(doc))
  const bytes = Y.encodeStateAsUpdate(again)
  doc.destroy()
  again.destroy()
  return bytes
}

/** Deletes the person's items that hold words, wherever they are; returns the ids of the records they were in. */
function eraseItems(transaction: Y.Transaction, erasure: Erasure): Set<string> {
  const { store } = transaction.doc
  const copies = erasure.words.copiesIn(transaction.doc)
  const touched = new Set<string>()
  const erase = (item: Y.Item) => {
    touched.add(placeOf(item)[0] ?? '')
    item.delete(transaction)
  }
  for (const [client, structs] of [...store.clients]) {
    const own = erasure.clients.has(client)
    for (const item of [...structs]) {
      if (!(item instanceof Y.Item) || item.deleted) continue
      if (own) {
        if (holdsWords(item)) erase(item)
      } else if (item.content instanceof Y.ContentAny || item.content instanceof Y.ContentFormat) {
        if (copies.isValue(item)) erase(item)
      } else if (item.content instanceof Y.ContentString) {
        const ranges = copies.rangesOf(item)
        if (ranges.length > 0) touched.add(placeOf(item)[0] ?? '')
        // From the end: each deletion shifts what comes after it.
        for (const { start, length } of ranges.reverse()) erasePiece(transaction, item, start, length)
      }
    }
  }
  return touched
}

/** Deletes a part of a text item by its text, as anyone would: Yjs splits the item itself. */
function erasePiece(transaction: Y.Transaction, item: Y.Item, start: number, length: number): void {
  if (!(item.parent instanceof Y.Text)) return item.delete(transaction)
  let index = 0
  for (let left = item.parent._start; left && left !== item; left = left.right) {
    if (!left.deleted && left.countable) index += left.length
  }
  item.parent.delete(index + start, length)
}

function holdsWords({ content, parentSub }: Y.Item): boolean {
  if (content instanceof Y.ContentAny) return content.arr.some((value) => isWords(parentSub, value))
  // A mark says nothing, but for where its link leads.
  if (content instanceof Y.ContentFormat) return isWords(null, content.value)
  return !(content instanceof Y.ContentType) && !(content instanceof Y.ContentDeleted)
}

/** What a person thinks of others' notes is theirs as their words are. */
function eraseReactions(doc: Y.Doc, { clients, seats }: Erasure): void {
  const stamps = doc.getMap('stamps')
  for (const [id, { deleted, id: item }] of [...stamps._map]) {
    if (deleted) continue
    const stamp = stamps.get(id)
    const isTheirs = clients.has(item.client) || (stamp instanceof Y.Map && seats.has(String(stamp.get('seat'))))
    if (isTheirs) stamps.delete(id)
  }
}

/** Whoever named the person wrote their name down; that they are meant stays, and who knows them reads it there. */
function eraseNames(text: Y.XmlFragment, seats: ReadonlySet<string>): void {
  for (const child of text.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    if (nodeName(child) !== 'mention') eraseNames(child, seats)
    else if (seats.has(String(child.getAttribute('target')))) child.removeAttribute('label')
  }
}

function forgetAuthor(record: unknown, seats: ReadonlySet<string>): void {
  if (record instanceof Y.Map && seats.has(String(record.get('seat')))) record.set('seat', null)
}

/** Records that are there for their words, their line or their picture; the rest also gives a board its structure. */
const CONTENT_ROOTS = new Set(['notes', 'strokes', 'pictures', 'actions'])
/** What a document consists of: without it there is nowhere to write, whoever made it. */
const GROUND_ROOTS = new Set(['parts'])

/**
 * Nothing readable is left in a record, and it was the person's, or was there for its words. What others made or use as
 * structure (frames, themes, shapes, connectors) stays without its words.
 */
function saysNothing(doc: Y.Doc, root: string, id: string, { clients }: Erasure): boolean {
  const record = doc.getMap(root).get(id)
  if (!(record instanceof Y.Map) || GROUND_ROOTS.has(root)) return false
  const words = doc.getMap(TEXTS).get(id)
  if (wordsOf(words).trim() !== '') return false
  if ([...record.entries()].some(([key, value]) => isWords(key, value))) return false
  return clients.has(doc.getMap(root)._map.get(id)!.id.client) || CONTENT_ROOTS.has(root)
}

const HOLDING_FIELDS = ['frame', 'theme', 'goal']

/** Ids of records in which others stand. */
function holdersIn(doc: Y.Doc, kind: DocumentKind): Set<string> {
  const holders = new Set<string>()
  for (const root of recordRoots(kind)) {
    for (const record of doc.getMap(root).values()) {
      if (!(record instanceof Y.Map)) continue
      for (const field of HOLDING_FIELDS) holders.add(String(record.get(field)))
    }
  }
  return holders
}
