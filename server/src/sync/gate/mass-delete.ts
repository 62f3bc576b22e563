import type { DocumentModel } from '@meydan/shared/documents/catalogue'
import { lengthOf } from '@meydan/shared/documents/rich-text/read'
import { isRichText } from '@meydan/shared/documents/rich-text/schema'
import * as Y from 'yjs'
import type { Effect } from './gate.ts'

const SHARE_OF_RECORDS = 0.3
const RECORDS_OF_OTHERS = 50
/** Below these nobody needs a copy: three notes of an almost empty board, a sentence. */
const RECORDS_MIN = 5
const CHARACTERS_MIN = 1_000

type Count = { records: number; ofOthers: number; characters: number }

/**
 * Whether a frame takes so much away at once that the document should be kept as it was: more than 30 % of its records
 * or of its words, or more than 50 records that others made. To be asked before the frame is applied. Frames that
 * delete little or nothing cost nothing.
 */
export function deletesEnMasse(
  doc: Y.Doc,
  model: DocumentModel,
  { deletes, rootKeys }: Effect,
  isOfOthers: (clientId: number) => boolean,
): boolean {
  if (unitsIn(deletes) + rootKeys.length < RECORDS_MIN) return false
  const roots = new Map<unknown, Y.Map<unknown>>()
  for (const name of Object.keys(model.records)) roots.set(doc.getMap(name), doc.getMap(name))
  const texts = doc.getMap<unknown>(model.texts.root)
  const gone: Count = { records: 0, ofOthers: 0, characters: 0 }
  const note = (item: Y.Item, length: number) => {
    if (roots.has(item.parent)) {
      gone.records += 1
      if (isOfOthers(item.id.client)) gone.ofOthers += 1
    } else if (item.content instanceof Y.ContentString && item.parent instanceof Y.Text) gone.characters += length
  }
  for (const range of deletes) visitAlive(doc, range, note)
  for (const { root, key } of rootKeys) {
    // What is put in the place of a record deletes it.
    const item = model.records[root] && doc.getMap(root)._map.get(key)
    if (item && !item.deleted) note(item, 1)
  }
  if (gone.ofOthers > RECORDS_OF_OTHERS) return true
  if (gone.records >= RECORDS_MIN) {
    let records = 0
    for (const root of roots.values()) records += root.size
    if (gone.records > records * SHARE_OF_RECORDS) return true
  }
  return gone.characters >= CHARACTERS_MIN && gone.characters > charactersIn(texts) * SHARE_OF_RECORDS
}

function unitsIn(ranges: Effect['deletes']): number {
  let units = 0
  for (const { start, end } of ranges) units += end - start
  return units
}

function visitAlive(
  { store }: Y.Doc,
  { client, start, end }: Effect['deletes'][number],
  visit: (item: Y.Item, length: number) => void,
): void {
  const structs = store.clients.get(client)
  if (!structs || start >= Y.getState(store, client)) return
  for (let index = Y.findIndexSS(structs, start); index < structs.length; index++) {
    const struct = structs[index]!
    if (struct.id.clock >= end) return
    const { id, length } = struct
    if (struct instanceof Y.Item && !struct.deleted) {
      visit(struct, Math.min(end, id.clock + length) - Math.max(start, id.clock))
    }
  }
}

function charactersIn(texts: Y.Map<unknown>): number {
  let characters = 0
  for (const text of texts.values()) {
    if (text instanceof Y.Text) characters += text.length
    else if (isRichText(text)) characters += lengthOf(text)
  }
  return characters
}
