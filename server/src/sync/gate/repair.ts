import { isDeepStrictEqual } from 'node:util'
import type { DocumentModel, RecordModel } from '@meydan/shared/documents/catalogue'
import { isRichText } from '@meydan/shared/documents/rich-text/schema'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { RichRepair } from './rich-repair.ts'
import { brokenLock, LOCK, type Relock, type Unlicensed, writeRelocks } from './locks.ts'

type AnyType = Y.AbstractType<unknown>
type Id = { client: number; clock: number }

/** What a transaction did that may not be: items to delete, and locks that were opened and are closed again. */
export type Repair = { removed: (Id & { length: number })[]; relocks: Relock[] }

/**
 * Finds what a transaction put into records and no model knows: fields without a name in it, values of a wrong kind,
 * records that are none, texts that never had a record, words beyond the hard limit of a text, and locks that somebody
 * closed or opened who may not. To be called inside the transaction, after its frames. Only what the transaction
 * touched is looked at, and only what it added is taken away: words that were there stay, and so do the traces of
 * honest people's concurrent edits (a text whose record somebody deleted, a record without words, a field that is
 * missing).
 *
 * Deletes, and so leaves no gap; a lock is closed under a client id of its own, which `freshId` gives. Null where there
 * is nothing to mend; else the caller applies `repairUpdate`.
 */
export function findRepair(
  transaction: Y.Transaction,
  model: DocumentModel,
  unlicensed: Unlicensed,
  freshId: () => number,
): Repair | null {
  const looking: Looking = { transaction, model, unlicensed, bad: new Set(), opened: new Set() }
  const rich = new RichRepair(transaction, looking.bad, {
    form: model.texts.rich ?? 'brief',
    hardMax: model.texts.hardMax,
  })
  for (const [type, keys] of transaction.changed) look(type as AnyType, keys, looking, rich)
  rich.cutExcess()
  const { bad, opened } = looking
  if (bad.size === 0 && opened.size === 0) return null
  return {
    removed: [...bad].map(({ id, length }) => ({ client: id.client, clock: id.clock, length })),
    relocks: [...opened].map(({ lastId: { client, clock } }) => ({ client: freshId(), behind: { client, clock } })),
  }
}

/** The update that mends so, for documents that have what is to be mended. */
export function repairUpdate({ removed, relocks }: Repair): Uint8Array {
  const clients = Map.groupBy(removed, ({ client }) => client)
  return encoding.encode((encoder) => {
    writeRelocks(encoder, relocks)
    encoding.writeVarUint(encoder, clients.size)
    for (const [client, items] of clients) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, items.length)
      for (const { clock, length } of items.toSorted((a, b) => a.clock - b.clock)) {
        encoding.writeVarUint(encoder, clock)
        encoding.writeVarUint(encoder, length)
      }
    }
  })
}

type Looking = {
  transaction: Y.Transaction
  model: DocumentModel
  unlicensed: Unlicensed
  bad: Set<Y.Item>
  opened: Set<Y.Item>
}

function look(type: AnyType, keys: ReadonlySet<string | null>, looking: Looking, rich: RichRepair): void {
  if (!type._item) {
    for (const key of keys) lookAtEntry(type, key!, looking, rich)
    return
  }
  let [inner, fields] = [type, keys]
  while ((inner._item!.parent as AnyType)._item) {
    fields = new Set([inner._item!.parentSub])
    inner = inner._item!.parent as AnyType
  }
  if (inner._item!.deleted) return
  const { model, transaction, bad } = looking
  const root = rootName(inner._item!.parent as AnyType, transaction.doc)
  const record = model.records[root]
  if (record) {
    for (const field of fields) lookAtField(inner._map.get(field!), field!, record, bad)
    if (fields.has(LOCK)) lookAtLock(inner, looking)
  } else if (root === model.texts.root) {
    if (isRichText(inner)) rich.look(inner, type, keys)
    else if (inner instanceof Y.Text) cutExcess(inner, looking)
  }
}

/** What stands under a key of a root type: a record, or the text of one. */
function lookAtEntry(root: AnyType, key: string, looking: Looking, rich: RichRepair): void {
  const { model, transaction, bad } = looking
  const item = root._map.get(key)
  if (!item || item.deleted) return
  const name = rootName(root, transaction.doc)
  const type = item.content instanceof Y.ContentType ? (item.content.type as AnyType) : null
  const record = model.records[name]
  if (record) {
    if (!(type instanceof Y.Map) || !record.id.safeParse(key).success) bad.add(item)
    else {
      for (const [field, entry] of type._map) lookAtField(entry, field, record, bad)
      lookAtLock(type as AnyType, looking)
    }
  } else if (name === model.texts.root) {
    // One whose record was deleted had one: its root still knows the key.
    const hasRecord = model.texts.of.some((owner) => transaction.doc.share.get(owner)?._map.has(key))
    if (!hasRecord || !type) bad.add(item)
    else if (model.texts.rich && isRichText(type)) rich.lookAtNew(type)
    else if (type instanceof Y.Text && !(type instanceof Y.XmlText)) cutExcess(type, looking)
    else bad.add(item)
  }
}

function lookAtField(item: Y.Item | undefined, field: string, { fields }: RecordModel, bad: Set<Y.Item>): void {
  if (!item || item.deleted) return
  const value: unknown = item.content instanceof Y.ContentAny ? item.content.arr[0] : undefined
  const read = item.length === 1 ? fields.get(field)?.safeParse(value) : undefined
  // An object may come out with less than went in: what the schema doesn't know of it would be hidden from everyone.
  if (!read?.success || !isDeepStrictEqual(read.data, value)) bad.add(item)
}

function lookAtLock(record: AnyType, { transaction, unlicensed, bad, opened }: Looking): void {
  const broken = brokenLock(record, transaction, unlicensed)
  if (!broken) return
  if ('take' in broken) bad.add(broken.take)
  else opened.add(broken.relock)
}

/** Takes back what the transaction added to a text that is too long by now, its end first. */
function cutExcess(text: Y.Text, { transaction, model, bad }: Looking): void {
  let excess = text.length - model.texts.hardMax
  if (excess <= 0) return
  const added: Y.Item[] = []
  for (let item = text._start; item; item = item.right) {
    if (!item.deleted && item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)) added.push(item)
  }
  for (const item of added.reverse()) {
    if (excess <= 0) return
    bad.add(item)
    excess -= item.length
  }
}

function rootName(type: AnyType, doc: Y.Doc): string {
  for (const [name, known] of doc.share) if (known === type) return name
  return ''
}
