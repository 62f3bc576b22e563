import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import * as Y from 'yjs'

/**
 * One record that one seat added, changed or deleted. `seatId` null: the server, also where it puts down what others
 * wrote (a reveal, a merge); or somebody whose text was erased.
 */
export type Change = {
  /** Row of the log that made it; the last one where several are told as one. */
  seq: number
  root: string
  recordId: string
  action: 'added' | 'changed' | 'deleted'
  /** What of it, sorted: names of fields, and `text` for its words. Empty for deleted records. */
  fields: string[]
  seatId: string | null
  changedAt: Date
}

export type LogRow = { seq: number; bytes: Uint8Array; seatId: string | null; createdAt: Date }

/** Where the words of records are: each a `Y.Text` under the id of its record. */
export const TEXTS = 'texts'
const META = 'meta'
const TOLD_AS_ONE_MS = 60_000

/** The roots of a kind that hold records: neither their words nor what the document says about itself. */
export function recordRoots(kind: DocumentKind): string[] {
  return [...documentCatalogue[kind].roots].filter((root) => root !== META && root !== TEXTS)
}

/**
 * Who changed which record when: replays the rows, in order, on a document made of `base` (null: an empty one). Words
 * count as the field `text` of their record. What one seat changes of one record within a minute is told once; adding
 * and deleting are never told as something else. Pure. Throws when a row doesn't apply.
 */
export function changesOf(kind: DocumentKind, base: Uint8Array | null, rows: readonly LogRow[]): Change[] {
  const doc = new Y.Doc()
  if (base) Y.applyUpdate(doc, base)
  const changes: Change[] = []
  const newest = new Map<string, Change>()
  const touched = new Touched(kind, doc)
  for (const { seq, bytes, seatId, createdAt } of rows) {
    Y.applyUpdate(doc, bytes)
    for (const { root, recordId, action, fields } of touched.take()) {
      const key = `${root} ${recordId}`
      const before = newest.get(key)
      if (before && action === 'changed' && goesOn(before, seatId, createdAt)) {
        before.seq = seq
        before.fields = [...new Set([...before.fields, ...fields])].sort()
        continue
      }
      const change = { seq, root, recordId, action, fields: [...fields].sort(), seatId, changedAt: createdAt }
      newest.set(key, change)
      changes.push(change)
    }
  }
  doc.destroy()
  return changes.sort((a, b) => a.seq - b.seq)
}

function goesOn(before: Change, seatId: string | null, at: Date): boolean {
  return (
    before.action !== 'deleted' &&
    before.seatId === seatId &&
    at.getTime() - before.changedAt.getTime() < TOLD_AS_ONE_MS
  )
}

type Touch = { root: string; recordId: string; action: Change['action']; fields: Set<string> }

/** Collects what happens to the records of a document until it is taken. */
class Touched {
  readonly #doc: Y.Doc
  readonly #roots: readonly string[]
  readonly #records = new Map<string, Touch>()
  readonly #words = new Set<string>()

  constructor(kind: DocumentKind, doc: Y.Doc) {
    this.#doc = doc
    this.#roots = recordRoots(kind)
    for (const root of this.#roots) {
      const map = doc.getMap(root)
      map.observeDeep((events) => {
        for (const event of events) this.#note(root, map, event)
      })
    }
    const texts = doc.getMap(TEXTS)
    texts.observeDeep((events) => {
      for (const event of events) {
        if (event.target !== texts) this.#words.add(String(event.path[0]))
        else for (const id of event.changes.keys.keys()) this.#words.add(id)
      }
    })
  }

  /** What was touched since the last call. Words belong to their record; those without one stand for themselves. */
  take(): Touch[] {
    for (const id of this.#words) {
      const known = this.#roots.map((root) => this.#records.get(`${root} ${id}`)).find(Boolean)
      if (known) {
        if (known.action !== 'deleted') known.fields.add('text')
        continue
      }
      const root = this.#roots.find((name) => this.#doc.getMap(name).has(id))
      if (root) this.#touch(root, id, 'changed', ['text'])
      else if (this.#doc.getMap(TEXTS).has(id)) this.#touch(TEXTS, id, 'changed', ['text'])
      else this.#touch(TEXTS, id, 'deleted', [])
    }
    const taken = [...this.#records.values()]
    this.#records.clear()
    this.#words.clear()
    return taken
  }

  #note(root: string, map: Y.Map<unknown>, event: Y.YEvent<Y.AbstractType<unknown>>): void {
    if (event.target !== map) {
      const [recordId, field] = event.path.map(String)
      this.#touch(root, recordId!, 'changed', field === undefined ? [...event.changes.keys.keys()] : [field])
      return
    }
    for (const [recordId, { action }] of event.changes.keys) {
      if (action === 'delete') this.#touch(root, recordId, 'deleted', [])
      else this.#touch(root, recordId, action === 'add' ? 'added' : 'changed', fieldsOf(map.get(recordId)))
    }
  }

  #touch(root: string, recordId: string, action: Change['action'], fields: readonly string[]): void {
    const key = `${root} ${recordId}`
    const known = this.#records.get(key)
    if (known && known.action !== 'changed') return
    this.#records.set(key, { root, recordId, action, fields: new Set([...(known?.fields ?? []), ...fields]) })
  }
}

function fieldsOf(record: unknown): string[] {
  return record instanceof Y.Map ? [...record.keys()] : []
}
