import * as Y from 'yjs'
import { Refused } from './content.ts'

/** Yjs takes some 0.1 µs a step. Honest frames stay below a hundredth of this. */
const STEPS_MAX = 4_000_000

type Id = { client: number; clock: number }
/** `isOwn`: in a type that the struct’s own client id made. */
type Landing = { type: unknown; sub: string | null; isOwn: boolean }
/**
 * A neighbour that a new struct names. `item` is the known item that holds it; for one that comes with the same frame,
 * the nearest known item before it, and `isKnown` is false.
 */
export type Neighbour = { id: Id; item: Y.Item | null; isKnown: boolean }

/**
 * How far Yjs will have to walk to find the places of a frame's structs: each new one passes everything between its
 * neighbours. Structs that all claim the same wide gap cost the product of their number and its width: 30 KB of them
 * held a server for three seconds, 120 KB for more than a minute. Honest neighbours were next to each other, and only
 * what others wrote meanwhile lies between.
 *
 * The same walk shows neighbours that nobody can ever have seen next to each other. Yjs would put what claims them in
 * one place in a document that grew, and in another in the same document loaded anew. But an honest undo of Yjs makes
 * such claims too, when words come back into a text that came back. It has made that text, and gets a closer look.
 */
export class WalkingCost {
  readonly #doc: Y.Doc
  readonly #landed = new Map<unknown, Map<string | null, number>>()
  #steps = 0
  /** Whether there are such claims that may be an undo’s. */
  isOdd = false

  constructor(doc: Y.Doc) {
    this.#doc = doc
  }

  /** Counts one new struct. Throws Refused: `too_large` for too much walking, `malformed` for impossible neighbours. */
  add(at: Landing, left: Neighbour | null, right: Neighbour | null): void {
    const keys = this.#landed.get(at.type) ?? new Map<string | null, number>()
    const before = keys.get(at.sub) ?? 0
    this.#landed.set(at.type, keys.set(at.sub, before + 1))
    this.#step(before)
    if (left?.item && right?.item === left.item) {
      const isWithin = left.isKnown && right.isKnown
      if (isWithin && right.id.clock !== left.id.clock + 1) this.#contradict(at)
      return
    }
    this.#walk(at, left, right)
  }

  #walk(at: Landing, left: Neighbour | null, right: Neighbour | null): void {
    const isSeen = seenBy(left, right)
    if (isSeen === 'within') this.#contradict(at)
    for (let item = left?.item ? left.item.right : this.#first(at); item; item = item.right) {
      if (item === right?.item && right.isKnown) return
      this.#step(1)
      if (item === right?.item) return
      if (typeof isSeen === 'function' && isSeen(item)) this.#contradict(at)
    }
    if (right?.isKnown) this.#contradict(at)
  }

  #contradict({ isOwn }: Landing): void {
    if (!isOwn) throw new Refused('malformed')
    this.isOdd = true
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

/**
 * Whoever saw a neighbour had seen what that one was put next to: it can't lie between the two. Says which item does,
 * or that one `within` the run of either neighbour does; undefined where that can't be told.
 */
function seenBy(left: Neighbour | null, right: Neighbour | null): ((item: Y.Item) => boolean) | 'within' | undefined {
  if (left && !left.isKnown) return undefined
  const behindLeft = left?.item?.rightOrigin ?? null
  const known = right?.isKnown ? right.item : null
  if (known && right!.id.clock > known.id.clock) return 'within'
  const beforeRight = known?.origin ?? null
  if (left?.item && beforeRight && beforeRight.clock > left.id.clock && holds(left.item, beforeRight)) return 'within'
  if (!behindLeft && !beforeRight) return undefined
  return (item) =>
    (behindLeft !== null && holds(item, behindLeft)) || (beforeRight !== null && holds(item, beforeRight))
}

function holds({ id, length }: Y.Item, { client, clock }: Id): boolean {
  return id.client === client && clock >= id.clock && clock < id.clock + length
}
