import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** The field of a record that only facilitators write. */
export const LOCK = 'locked'

type Id = { client: number; clock: number }
/** Tells of an item, or its deletion, whether it came in a frame of somebody who may not lock. */
export type Unlicensed = { wrote: (id: Id) => boolean; deleted: (id: Id) => boolean }
/** The value `true`, put behind an item under the same key: what a stored `locked` is again. */
export type Relock = { client: number; behind: Id }

/**
 * What somebody without the right did to the lock of a record that is still there: `take` is the item that would lock
 * it, `relock` the one that would open it. Undefined where the lock is as it was; an honest undo of a deletion writes
 * `locked: false` into a record of which nobody ever said anything else. A record that is deleted with its lock stays
 * deleted: honest people do that too, who hadn't heard of the lock yet; it can be brought back from history.
 */
export function brokenLock(
  record: Y.AbstractType<unknown>,
  transaction: Y.Transaction,
  unlicensed: Unlicensed,
): { take: Y.Item } | { relock: Y.Item } | undefined {
  const item = record._map.get(LOCK)
  if (!item) return undefined
  const isLocked = !item.deleted && isTrue(item)
  const before = lastLicensed(item, transaction, unlicensed)
  if (before === item) {
    const isOpened = item.deleted && wasLocked(item, transaction) && unlicensed.deleted(item.id)
    return isOpened ? { relock: item } : undefined
  }
  if (isLocked === wasLocked(before, transaction)) return undefined
  return isLocked ? { take: item } : { relock: item }
}

/** What stood under the key before those who may not write it did. */
function lastLicensed(item: Y.Item, transaction: Y.Transaction, unlicensed: Unlicensed): Y.Item | null {
  let before: Y.Item | null = item
  while (before && isNew(before, transaction) && unlicensed.wrote(before.id)) before = before.left
  return before
}

/** Whether an item locked its record until something of the transaction took its place. */
function wasLocked(item: Y.Item | null, transaction: Y.Transaction): boolean {
  return item !== null && isTrue(item) && (isNew(item, transaction) || endedNow(item, transaction))
}

function isTrue({ content }: Y.Item): boolean {
  return content instanceof Y.ContentAny && content.arr[0] === true
}

function isNew({ id }: Y.Item, transaction: Y.Transaction): boolean {
  return id.clock >= (transaction.beforeState.get(id.client) ?? 0)
}

/** Whether an item that is deleted was there when the transaction began. */
function endedNow({ id }: Y.Item, { deleteSet }: Y.Transaction): boolean {
  const ended = deleteSet.clients.get(id.client) ?? []
  return ended.some(({ clock, len }) => clock <= id.clock && id.clock < clock + len)
}

/** Writes the structs of these relocks, each the only one of its client id, as an update does before its deletions. */
export function writeRelocks(encoder: encoding.Encoder, relocks: readonly Relock[]): void {
  encoding.writeVarUint(encoder, relocks.length)
  for (const { client, behind } of relocks) {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 0)
    // A value (8) that names what it stands behind (128): so Yjs needs neither its parent nor its key.
    encoding.writeUint8(encoder, 8 | 128)
    encoding.writeVarUint(encoder, behind.client)
    encoding.writeVarUint(encoder, behind.clock)
    encoding.writeVarUint(encoder, 1)
    encoding.writeAny(encoder, true)
  }
}
