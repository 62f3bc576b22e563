import { type Board, itemKinds } from '@meydan/shared/documents/board/board'
import type { Rect } from '@meydan/shared/documents/board/geometry'
import { type Aspect, aspectsOf } from './aspects.ts'

/** What is other on a board now than it was then. */
export type Difference = {
  /** Id → where it lies now. */
  added: ReadonlyMap<string, Rect>
  changed: ReadonlyMap<string, Aspect[]>
  removed: readonly string[]
}

/**
 * By records: what only moved along with its frame or its theme hasn't changed, and neither has what only came to lie
 * above something else.
 */
export function differenceOf(then: Board, now: Board): Difference {
  const added = new Map<string, Rect>()
  const changed = new Map<string, Aspect[]>()
  const removed: string[] = []
  for (const type of itemKinds) {
    const before = then.collectionOf(type)
    const after = now.collectionOf(type)
    for (const { id } of after.all()) if (!before.has(id)) added.set(id, now.rectOf(id)!)
    for (const record of before.all()) {
      const other = after.get(record.id)
      if (!other) removed.push(record.id)
      else {
        const fields = fieldsThatDiffer(record, other)
        if (then.textOf(record.id) !== now.textOf(record.id)) fields.push('text')
        const found = aspectsOf(fields)
        if (found.length > 0) changed.set(record.id, found)
      }
    }
  }
  return { added, changed, removed }
}

function fieldsThatDiffer(then: object, now: object): string[] {
  const before = new Map(Object.entries(then))
  const after = new Map(Object.entries(now))
  const fields = new Set([...before.keys(), ...after.keys()])
  return [...fields].filter((field) => JSON.stringify(before.get(field)) !== JSON.stringify(after.get(field)))
}
