import * as Y from 'yjs'
import { Refused } from './gate-content.ts'

/** Yjs takes some 0.1 µs a step. Honest frames stay below a hundredth of this. */
const STEPS_MAX = 4_000_000

type Landing = { type: unknown; sub: string | null }

/**
 * How far Yjs will have to walk to find the places of a frame's structs: each new one passes everything between its
 * neighbours. Structs that all claim the same wide gap cost the product of their number and its width: 30 KB of them
 * held a server for three seconds, 120 KB for more than a minute. Honest neighbours were next to each other, and only
 * what others wrote meanwhile lies between.
 */
export class WalkingCost {
  readonly #doc: Y.Doc
  readonly #landed = new Map<unknown, Map<string | null, number>>()
  #steps = 0

  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  /**
   * Counts one new struct. `left` is the nearest known item before it, `right` the known item before which it ends, or
   * with `inclusive` the last one it may pass. Throws Refused.
   */
  add(at: Landing, left: Y.Item | null, right: Y.Item | null, inclusive: boolean): void {
    const keys = this.#landed.get(at.type) ?? new Map<string | null, number>()
    const before = keys.get(at.sub) ?? 0
    this.#landed.set(at.type, keys.set(at.sub, before + 1))
    this.#step(before)
    if (inclusive && left === right) return
    for (let item = left ? left.right : this.#first(at); item; item = item.right) {
      if (item === right && !inclusive) return
      this.#step(1)
      if (item === right) return
    }
  }

  #first({ type, sub }: Landing): Y.Item | null {
    const known = typeof type === 'string' ? this.#doc.share.get(type) : type
    if (!(known instanceof Y.AbstractType)) return null
    if (sub === null) return known._start
    let item = known._map.get(sub) ?? null
    while (item?.left) {
      this.#step(1)
      item = item.left
    }
    return item
  }

  #step(count: number): void {
    this.#steps += count
    if (this.#steps > STEPS_MAX) throw new Refused('too_large')
  }
}
