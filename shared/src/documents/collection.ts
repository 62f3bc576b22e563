import { equalityDeep } from 'lib0/function'
import * as Y from 'yjs'
import type { z } from 'zod'

export type RecordRoot = Y.Map<Y.Map<unknown>>

/** Told the ids of touched records after each transaction; `transaction.local` says whether it was made here. */
export type RecordListener = (ids: ReadonlySet<string>, transaction: Y.Transaction) => void

/**
 * Flat records in one root map, read through their schema. Keeps the parsed form of each record and drops only
 * what a Yjs event names. Reading never writes: a record that doesn't parse is left out and reported in `problems`.
 */
export class Collection<R extends { id: string }> {
  readonly #root: RecordRoot
  readonly #schema: z.ZodType<R>
  /** What a record says that says nothing. Read from here, a missing field costs nothing; as a fallback of its schema, an error. */
  readonly #blank: Partial<R>
  readonly #parsed = new Map<string, R | null>()
  readonly #listeners = new Set<RecordListener>()
  #revision = 0

  constructor(root: RecordRoot, schema: z.ZodType<R>) {
    this.#root = root
    this.#schema = schema
    this.#blank = schema.safeParse({ id: '-' }).data ?? {}
    root.observeDeep((events, transaction) => {
      const touched = new Set<string>()
      for (const event of events) {
        if (event.target === root) for (const id of event.changes.keys.keys()) touched.add(id)
        else touched.add(String(event.path[0]))
      }
      for (const id of touched) this.#forget(id)
      for (const listener of this.#listeners) listener(touched, transaction)
    })
  }

  /** Counts up with every change, inside a transaction too: what is derived from the records is good while it stands. */
  get revision(): number {
    return this.#revision
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  get(id: string): R | undefined {
    const known = this.#parsed.get(id)
    if (known !== undefined) return known ?? undefined
    const fields = this.#root.get(id)
    if (!(fields instanceof Y.Map)) return undefined
    const parsed = this.#schema.safeParse({ ...this.#blank, ...plainFields(fields), id })
    this.#parsed.set(id, parsed.success ? parsed.data : null)
    return parsed.success ? parsed.data : undefined
  }

  all(): R[] {
    const records: R[] = []
    for (const id of this.#root.keys()) {
      const record = this.get(id)
      if (record) records.push(record)
    }
    return records
  }

  /** Ids whose stored form doesn't parse: shown to the operator, skipped everywhere else. */
  problems(): string[] {
    return [...this.#root.keys()].filter((id) => this.get(id) === undefined)
  }

  /**
   * Writes a whole new record; the caller holds the transaction. What is nothing (null, false, an empty text or list)
   * isn't written: every schema reads a missing field as that, and most records of a crowded board say little.
   */
  create(record: R): void {
    const { id, ...fields } = this.#schema.parse(record) as R & Record<string, unknown>
    const map = new Y.Map<unknown>()
    for (const [field, value] of Object.entries(fields)) if (!isNothing(value)) map.set(field, value)
    this.#root.set(id, map)
    this.#forget(id)
  }

  /**
   * Sets only the fields that differ, each its own unit of conflict. Unknown ids, fields the record doesn't have,
   * values it can't take and unchanged ones are no-ops; a value whose schema has no fallback throws ZodError.
   */
  edit(id: string, patch: Partial<Omit<R, 'id'>>): void {
    const current = this.get(id)
    const map = this.#root.get(id)
    if (!current || !(map instanceof Y.Map)) return
    const next = this.#schema.parse({ ...current, ...patch, id }) as Record<string, unknown>
    const before = current as Record<string, unknown>
    for (const field of Object.keys(patch)) {
      const isTaken = next[field] !== undefined && equalityDeep(next[field], (patch as Record<string, unknown>)[field])
      if (isTaken && !equalityDeep(next[field], before[field])) map.set(field, next[field])
    }
    // Events come only when the transaction ends; what reads on inside it must not see the old record.
    this.#forget(id)
  }

  remove(id: string): void {
    if (this.#root.has(id)) this.#root.delete(id)
    this.#forget(id)
  }

  /** Calls back after each transaction that touched records; returns how to stop. */
  observe(listener: RecordListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #forget(id: string): void {
    this.#parsed.delete(id)
    this.#revision++
  }
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  )
}

/** A null-prototype copy, so that a stored `__proto__` key stays an ordinary key. Nested shared types are left out. */
function plainFields(map: Y.Map<unknown>): Record<string, unknown> {
  const fields = Object.create(null) as Record<string, unknown>
  for (const [key, value] of map.entries()) if (!(value instanceof Y.AbstractType)) fields[key] = value
  return fields
}
