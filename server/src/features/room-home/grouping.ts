import type { HappeningKind } from '@meydan/shared/contracts/room-home'
import { createHash } from 'node:crypto'

/** One thing that one person did. `object`: what it was done to; the same of one object are told as one. */
export type RawEvent = {
  kind: HappeningKind
  at: Date
  /** Null: the server's, or of somebody who is not named any more. */
  seatId: string | null
  documentId: string | null
  recordId: string | null
  threadId: string | null
  object: string
  words: string
  fields: string[]
}

/** `at`: of the last of them. */
export type Grouped = RawEvent & { id: string; count: number }

const TOLD_AS_ONE_MS = 15 * 60_000
/** Where things stand says nothing of what they say. */
const PLACING = new Set(['at', 'size', 'order', 'frame', 'theme', 'table', 'zone'])

const NAMED = new Map([
  ['notes', 'note'],
  ['themes', 'theme'],
  ['actions', 'action'],
] as const) as ReadonlyMap<string, 'note' | 'theme' | 'action'>

/** What a change of a document is told as; null: it isn't told. What has no words of its own counts for its document. */
export function kindOfChange(root: string, action: string, fields: readonly string[]): HappeningKind {
  // Making them is no news beside the document itself.
  if (root === 'parts' && action === 'changed') return 'minutes_changed'
  const name = NAMED.get(root)
  if (!name) return 'document_changed'
  if (action === 'changed' && root !== 'actions' && fields.every((field) => PLACING.has(field))) {
    return 'document_changed'
  }
  return `${name}_${action as 'added' | 'changed' | 'deleted'}`
}

/**
 * What one person did to one object within a quarter of an hour as one, the newest first. Changing what one has just added
 * is adding it still. Pure.
 */
export function grouped(events: readonly RawEvent[]): Grouped[] {
  const groups: { first: number; group: Omit<Grouped, 'id'> }[] = []
  const open = new Map<string, (typeof groups)[number]>()
  for (const event of events.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const at = event.at.getTime()
    const changed = event.kind.replace(/_changed$/, '_added')
    const keys = [event.kind, ...(changed === event.kind ? [] : [changed])].map((kind) => keyOf(event, kind))
    const known = keys.map((key) => open.get(key)).find((one) => one && at - one.first < TOLD_AS_ONE_MS)
    if (!known) {
      const begun = { first: at, group: { ...event, count: 1 } }
      groups.push(begun)
      open.set(keys[0]!, begun)
      continue
    }
    const { group } = known
    group.at = event.at
    group.words = event.words || group.words
    group.fields = [...new Set([...group.fields, ...event.fields])].sort()
    group.count += 1
  }
  return groups.map(({ first, group }) => ({ ...group, id: idOf(keyOf(group, group.kind), first) })).sort(newestFirst)
}

const keyOf = ({ seatId, object }: RawEvent, kind: string) => `${kind} ${seatId} ${object}`

function idOf(key: string, first: number): string {
  return createHash('sha256').update(`${key} ${first}`).digest('base64url').slice(0, 22)
}

type Place = { at: Date; id: string }

export function newestFirst(a: Place, b: Place): number {
  return b.at.getTime() - a.at.getTime() || (a.id === b.id ? 0 : a.id < b.id ? -1 : 1)
}

/** A place in the list, as a page's `next` names it. */
export function placeOf({ at, id }: Place): string {
  return `${at.getTime()}.${id}`
}

export function readPlace(text: string): Place {
  const dot = text.indexOf('.')
  return { at: new Date(Number(text.slice(0, dot))), id: text.slice(dot + 1) }
}
