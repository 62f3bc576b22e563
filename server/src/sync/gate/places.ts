import * as Y from 'yjs'
import { RICH_DEPTH_HARD_MAX } from '@meydan/shared/documents/rich-text/schema'
import { DEPTH_MAX, Refused, TYPES } from './content.ts'
import { type Neighbour, WalkingCost } from './cost.ts'
import { type Id, type Section, SERVER_ROOT, type Struct } from './survey.ts'

/** The shared type a struct stands in, and under which key. `type` is comparable: a root's name, a type, or a new item. */
type Place = { type: unknown; root: string; inside: Inside; depth: number; sub: string | null }
/** What kind of shared type it is: `plain` holds words or values in a row, the last three make up rich texts. */
type Inside = 'map' | 'plain' | 'fragment' | 'element' | 'words'
/** Yjs makes garbage of what stands beside garbage or in something that is no type. */
const NOWHERE = null
type Outcome = Place | typeof NOWHERE

/** Content that may stand in each kind of type: under a key, and in a row. Plain words have no formats, nothing embeds. */
const KINDS: Record<Inside, { keyed: readonly number[]; inRow: readonly number[] }> = {
  map: { keyed: [1, 7, 8], inRow: [] },
  plain: { keyed: [], inRow: [1, 4] },
  fragment: { keyed: [], inRow: [1, 7] },
  element: { keyed: [1, 8], inRow: [1, 7] },
  words: { keyed: [], inRow: [1, 4, 6] },
}
const INSIDES: Record<number, Inside> = {
  [TYPES.map]: 'map',
  [TYPES.element]: 'element',
  [TYPES.fragment]: 'fragment',
  [TYPES.words]: 'words',
}
/** Twice what is taken out again: what is deeper is nobody's text. */
const RICH_DEPTH_REFUSED = 2 * RICH_DEPTH_HARD_MAX

/**
 * Goes through a frame in the order in which Yjs will integrate it, and finds for each new struct where it will stand:
 * most structs name only a neighbour. Throws Refused where a struct leans on something that comes later or never (Yjs
 * would throw half-way or keep it pending), where its neighbours stand in different places, where it would be hidden
 * or too deep, or where it is the server's own place.
 */
export class Places {
  readonly #doc: Y.Doc
  readonly #richRoot: string | undefined
  readonly #sections: Map<number, Section>
  readonly #places = new Map<Struct, Outcome>()
  /** The nearest item before a new struct that the document has already. */
  readonly #anchors = new Map<Struct, Y.Item | null>()
  readonly #cost: WalkingCost
  /** How far each client of the frame has come: everything before this clock is there. */
  readonly #done = new Map<number, number>()
  /** Where the frame puts something under a key of a root: a new record, or one in the place of another. */
  readonly rootKeys: { root: string; key: string }[] = []

  constructor(doc: Y.Doc, sections: readonly Section[], richRoot?: string) {
    this.#doc = doc
    this.#richRoot = richRoot
    this.#cost = new WalkingCost(doc)
    this.#sections = new Map(sections.map((section) => [section.client, section]))
    for (const { client, start } of sections) {
      const state = this.#state(client)
      if (start > state) throw new Refused('gap')
      this.#done.set(client, state)
    }
    const waiting = sections.map(({ structs }) => ({ structs, next: 0 }))
    for (let moved = true; moved; ) {
      moved = false
      for (const queue of waiting) if (this.#advance(queue)) moved = true
    }
    for (const { structs, next } of waiting) if (next < structs.length) throw this.#reasonToWait(structs[next]!)
  }

  /** Whether some structs claim neighbours that contradict each other, as only an undo’s may. */
  get isOdd(): boolean {
    return this.#cost.isOdd
  }

  /** The first clock that a client won't have after this frame. */
  end(client: number): number {
    return this.#done.get(client) ?? this.#state(client)
  }

  #advance(queue: { structs: Struct[]; next: number }): boolean {
    const before = queue.next
    for (; queue.next < queue.structs.length; queue.next++) {
      const struct = queue.structs[queue.next]!
      if (leansOn(struct).some((id) => id.clock >= this.end(id.client))) break
      const state = this.#state(struct.client)
      if (struct.clock + struct.length > state) this.#settle(struct, state)
      this.#done.set(struct.client, Math.max(this.end(struct.client), struct.clock + struct.length))
    }
    return queue.next > before
  }

  #reasonToWait(struct: Struct): Refused {
    const isThere = ({ client, clock }: Id) =>
      clock < Math.max(this.#state(client), this.#sections.get(client)?.end ?? 0)
    return new Refused(leansOn(struct).every(isThere) ? 'malformed' : 'gap')
  }

  #settle(struct: Struct, state: number): void {
    const place = struct.kind === 0 ? NOWHERE : this.#placeOf(struct)
    this.#places.set(struct, place)
    if (!place) return
    if (place.root === SERVER_ROOT) throw new Refused('root')
    if (place.depth > this.#depthIn(place.root)) throw new Refused('depth')
    // Text in a map, or a keyed entry in a text, shows up nowhere and stays for ever.
    const kinds = KINDS[place.inside][place.sub === null ? 'inRow' : 'keyed']
    if (!kinds.includes(struct.kind) || !this.#holdsType(place, struct)) throw new Refused('content')
    // A value goes behind the last one of its key: nobody's Yjs names what it should stand before.
    if (place.sub !== null && struct.rightOrigin) throw new Refused('malformed')
    if (place.depth === 0 && place.sub !== null) this.rootKeys.push({ root: place.root, key: place.sub })
    this.#countSteps(struct, place)
    if (struct.clock >= state) return
    // Its beginning is known: Yjs hangs the rest behind that, wherever it says it belongs.
    const before = this.#find({ client: struct.client, clock: state - 1 })
    if (!before || !isSame(before, place)) throw new Refused('malformed')
  }

  #depthIn(root: string): number {
    return root === this.#richRoot ? RICH_DEPTH_REFUSED : DEPTH_MAX
  }

  /** A rich text begins under a key of its root; its parts stand in it and in each other, and nothing else does. */
  #holdsType({ root, inside, depth }: Place, { kind, typeKind }: Struct): boolean {
    if (kind !== 7) return true
    if (inside !== 'map') return typeKind === TYPES.element || typeKind === TYPES.words
    return typeKind <= TYPES.text || (typeKind === TYPES.fragment && depth === 0 && root === this.#richRoot)
  }

  #countSteps(struct: Struct, place: Place): void {
    const { client, clock, origin, rightOrigin } = struct
    const left = origin && this.#neighbour(origin)
    this.#anchors.set(struct, left && left.item)
    // What goes on where the one before it ended, up to the same neighbour, stands next to it: most typed words.
    const isContinued = origin?.client === client && origin.clock === clock - 1 && !left!.isKnown
    if (isContinued && sameId(this.#inFrame(origin).rightOrigin, rightOrigin)) return
    const isOwn = creatorOf(place.type) === client
    this.#cost.add({ ...place, isOwn }, left, rightOrigin && this.#neighbour(rightOrigin))
  }

  #neighbour(id: Id): Neighbour {
    if (!this.#isKnown(id)) return { id, item: this.#anchors.get(this.#inFrame(id)) ?? null, isKnown: false }
    const item = Y.getItem(this.#doc.store, Y.createID(id.client, id.clock)) as Y.Item | Y.GC
    return { id, item: item instanceof Y.Item ? item : null, isKnown: true }
  }

  #isKnown({ client, clock }: Id): boolean {
    return clock < this.#state(client)
  }

  #placeOf({ origin, rightOrigin, parent, sub }: Struct): Outcome {
    if (typeof parent === 'string') return { type: parent, root: parent, inside: 'map', depth: 0, sub }
    if (parent) {
      const inside = this.#insideOf(parent)
      return inside && { ...inside, sub }
    }
    const left = origin && this.#find(origin)
    const right = rightOrigin && this.#find(rightOrigin)
    if ((origin && !left) || (rightOrigin && !right)) return NOWHERE
    if (left && right && !isSame(left, right)) throw new Refused('malformed')
    return left ?? right
  }

  /** Where a known item or one of this frame stands. */
  #find(id: Id): Outcome {
    if (!this.#isKnown(id)) return this.#places.get(this.#inFrame(id)) ?? NOWHERE
    const item = Y.getItem(this.#doc.store, Y.createID(id.client, id.clock)) as Y.Item | Y.GC
    return item instanceof Y.Item ? this.#placeOfItem(item) : NOWHERE
  }

  /** The inside of the type that an item holds. */
  #insideOf(id: Id): Omit<Place, 'sub'> | typeof NOWHERE {
    if (!this.#isKnown(id)) {
      const struct = this.#inFrame(id)
      const place = this.#places.get(struct)
      if (!place || struct.kind !== 7) return NOWHERE
      const inside = INSIDES[struct.typeKind] ?? 'plain'
      return { type: struct, root: place.root, inside, depth: place.depth + 1 }
    }
    const item = Y.getItem(this.#doc.store, Y.createID(id.client, id.clock)) as Y.Item | Y.GC
    return item instanceof Y.Item && item.content instanceof Y.ContentType ? this.#inside(item.content.type) : NOWHERE
  }

  #placeOfItem(item: Y.Item): Place {
    return { ...this.#inside(item.parent as Y.AbstractType<unknown>), sub: item.parentSub }
  }

  #inside(type: Y.AbstractType<unknown>): Omit<Place, 'sub'> {
    let depth = 0
    let root = type
    while (root._item && depth <= RICH_DEPTH_REFUSED) {
      depth++
      root = root._item.parent as Y.AbstractType<unknown>
    }
    if (type._item) return { type, root: this.#rootName(root), inside: insideOf(type), depth }
    const name = this.#rootName(type)
    return { type: name, root: name, inside: 'map', depth }
  }

  #rootName(type: Y.AbstractType<unknown>): string {
    for (const [name, known] of this.#doc.share) if (known === type) return name
    return ''
  }

  #inFrame({ client, clock }: Id): Struct {
    const structs = this.#sections.get(client)!.structs
    let [low, high] = [0, structs.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (structs[middle]!.clock <= clock) low = middle
      else high = middle - 1
    }
    return structs[low]!
  }

  #state(client: number): number {
    return Y.getState(this.#doc.store, client)
  }
}

function leansOn({ origin, rightOrigin, parent }: Struct): Id[] {
  const ids: Id[] = []
  if (origin) ids.push(origin)
  if (rightOrigin) ids.push(rightOrigin)
  if (parent && typeof parent !== 'string') ids.push(parent)
  return ids
}

function insideOf(type: Y.AbstractType<unknown>): Inside {
  if (type instanceof Y.Map) return 'map'
  if (type instanceof Y.XmlText) return 'words'
  if (type instanceof Y.XmlElement) return 'element'
  return type instanceof Y.XmlFragment ? 'fragment' : 'plain'
}

/** The client id under which a type was made; undefined for roots. */
function creatorOf(type: unknown): number | undefined {
  if (type instanceof Y.AbstractType) return type._item?.id.client
  return typeof type === 'object' ? (type as Struct).client : undefined
}

function sameId(a: Id | null, b: Id | null): boolean {
  return a === b || (a !== null && b !== null && a.client === b.client && a.clock === b.clock)
}

function isSame(a: Place, b: Place): boolean {
  return a.type === b.type && a.sub === b.sub
}
