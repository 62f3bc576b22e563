import type { Board } from '@meydan/shared/documents/board/board'
import { stampsByItem } from '@meydan/shared/documents/board/arrange'
import { boundsOf, contains, type Rect } from '@meydan/shared/documents/board/geometry'
import type { Frame, Item, ItemKind, Point } from '@meydan/shared/documents/board/records'
import { withoutOverrides } from '@meydan/shared/documents/board/text-direction'
import { byOrder } from '@meydan/shared/documents/order'
import { computed, onScopeDispose, shallowReactive, shallowRef } from 'vue'
import type * as Y from 'yjs'
import { CellIndex, cellsOf } from './culling.ts'
import { pileOrder } from './pile-order.ts'
import { readingOrder } from './reading-order.ts'
import { followers } from './followers.ts'

/** An object as it is shown: what it covers on the board, its words, its level in the pile. Replaced whole when it changes. */
export type ItemView<I extends Item = Exclude<Item, { type: 'frame' }>> = {
  item: I
  rect: Rect
  text: string
  level: number
  movedByOthers: boolean
}
export type ViewOf<K extends ItemKind> = ItemView<Extract<Item, { type: K }>>

const ARRIVAL_MS = 500
const shownKinds = ['note', 'theme', 'shape', 'connector', 'stroke', 'picture'] as const satisfies ItemKind[]

export type BoardData = ReturnType<typeof useBoard>

/**
 * The board as reactive plain data. The maps are reactive per record: an object re-renders when its own record changes,
 * and nothing else does. `placement` counts what moves things about: objects added, removed, moved.
 */
export function useBoard(board: Board) {
  const items = shallowReactive(new Map<string, ItemView>())
  const frames = shallowReactive(new Map<string, Frame>())
  const placement = shallowRef(0)
  const stamps = shallowRef(stampsByItem(board))
  const index = new CellIndex()
  /** What others put on the board a moment ago: it fades in. */
  const arrivals = new Set<string>()

  /** Its words as they are read; who writes in it has them as they are. */
  const shownText = (id: string) => withoutOverrides(board.textOf(id))

  function read(id: string, byOthers: boolean): void {
    const item = board.item(id)
    if (!item || item.type === 'frame') {
      items.delete(id)
      index.drop(id)
      return
    }
    const rect = board.rectOf(id)!
    const known = items.get(id)
    if (!known && byOthers) welcome(id)
    const moved = known !== undefined && (known.rect.x !== rect.x || known.rect.y !== rect.y)
    items.set(id, {
      item,
      rect,
      text: known?.text ?? shownText(id),
      level: known?.level ?? 0,
      movedByOthers: moved ? byOthers : (known?.movedByOthers ?? false),
    })
    index.put(id, rect)
  }

  function welcome(id: string): void {
    arrivals.add(id)
    setTimeout(() => arrivals.delete(id), ARRIVAL_MS)
  }

  function readText(id: string): void {
    const known = items.get(id)
    if (!known) return
    const text = shownText(id)
    if (text !== known.text) items.set(id, { ...known, text })
  }

  /** Levels only ever rise where they must, so that bringing one note to the front re-renders that note alone. */
  function pile(): void {
    let below = 0
    for (const view of pileOrder(items)) {
      if (view.level <= below) items.set(view.item.id, { ...view, level: below + 1 })
      below = Math.max(view.level, below + 1)
    }
  }

  function onRecords(ids: ReadonlySet<string>, transaction: Y.Transaction): void {
    const touched = followers(board, items, ids)
    let isPiledAnew = false
    for (const id of touched) {
      const before = items.get(id)
      read(id, !transaction.local)
      const after = items.get(id)
      isPiledAnew ||= after !== undefined && !isSamePlaceInPile(before, after)
    }
    if (isPiledAnew) pile()
    placement.value++
  }

  for (const frame of board.frames.all()) frames.set(frame.id, frame)
  for (const type of shownKinds) for (const { id } of board.collectionOf(type).all()) read(id, false)
  pile()

  const stops = shownKinds.map((type) => board.collectionOf(type).observe(onRecords))
  stops.push(
    board.frames.observe((ids, transaction) => {
      for (const id of ids) {
        const frame = board.frames.get(id)
        if (frame) frames.set(id, frame)
        else frames.delete(id)
      }
      onRecords(ids, transaction)
    }),
    board.stamps.observe(() => {
      stamps.value = stampsByItem(board)
    }),
  )
  const onTexts = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const event of events) {
      if (event.target === (board.texts as Y.AbstractType<unknown>)) event.changes.keys.forEach((_, id) => readText(id))
      else readText(String(event.path[0]))
    }
  }
  board.texts.observeDeep(onTexts)
  onScopeDispose(() => {
    for (const stop of stops) stop()
    board.texts.unobserveDeep(onTexts)
  })

  const frameOrder = computed(() => [...frames.values()].sort(byOrder))

  /** Notes of each theme, in their order. */
  const members = computed(() => {
    void placement.value
    const notes = [...items.values()].flatMap(({ item }) => (item.type === 'note' && item.theme ? [item] : []))
    return Map.groupBy(notes.sort(byOrder), ({ theme }) => theme!)
  })

  /** How many objects each frame holds: every frame shows its count, and asks again at every move of anything. */
  const heldBy = computed(() => {
    void placement.value
    const counts = new Map<string, number>()
    for (const { item } of items.values()) {
      const frame = board.frameOf(item)?.id
      if (frame) counts.set(frame, (counts.get(frame) ?? 0) + 1)
    }
    return counts
  })

  const allRects = (): Rect[] => [
    ...[...items.values()].map(({ rect }) => rect),
    ...[...frames.values()].map(rectOfFrame),
  ]

  /** Ids of everything in the order a reader meets it: a frame, what is in it; a theme, its notes. */
  const order = computed(() => {
    void placement.value
    return readingOrder(
      [...items.values()].map(({ item, rect }) => ({ id: item.id, rect, ...holderOf(item) })),
      frameOrder.value.map((frame) => ({ id: frame.id, rect: rectOfFrame(frame) })),
    )
  })

  function holderOf(item: ItemView['item']): { frame: string | null; theme: string | null } {
    const theme = item.type === 'note' && item.theme && items.has(item.theme) ? item.theme : null
    return { frame: board.frameOf(item)?.id ?? null, theme }
  }

  function rectOf(id: string): Rect | null {
    const view = items.get(id)
    if (view) return view.rect
    const frame = frames.get(id)
    return frame ? rectOfFrame(frame) : null
  }

  /** The topmost object over a point of the board, in the page or culled from it; lines are found by their own shape. */
  function itemAt(point: Point): string | null {
    let top: ItemView | null = null
    for (const id of index.within(cellsOf({ ...point, width: 0, height: 0 }, 0))) {
      const view = items.get(id)
      if (!view || view.item.type === 'connector' || view.item.type === 'stroke') continue
      if (contains(view.rect, point) && (!top || view.level > top.level)) top = view
    }
    return top?.item.id ?? null
  }

  return {
    items,
    frames,
    frameOrder,
    placement,
    index,
    arrivals,
    order,
    stamps,
    rectOf,
    itemAt,
    has: (id: string) => items.has(id) || frames.has(id),
    isEmpty: computed(() => items.size === 0 && frames.size === 0),
    /** The notes of a theme, in their order. */
    membersOf: (theme: string): readonly Extract<Item, { type: 'note' }>[] => members.value.get(theme) ?? [],
    viewOf: <K extends Exclude<ItemKind, 'frame'>>(type: K, id: string): ViewOf<K> | undefined => {
      const view = items.get(id)
      return view?.item.type === type ? (view as unknown as ViewOf<K>) : undefined
    },
    typeOf: (id: string): ItemKind | undefined => items.get(id)?.item.type ?? (frames.has(id) ? 'frame' : undefined),
    /** How many objects are in a frame. */
    countIn: (frame: string): number => heldBy.value.get(frame) ?? 0,
    allRects,
    /** What everything together covers; null on an empty board. */
    bounds: computed(() => {
      void placement.value
      return boundsOf(allRects())
    }),
  }
}

function isSamePlaceInPile(before: ItemView | undefined, after: ItemView): boolean {
  const theme = ({ item }: ItemView) => (item.type === 'note' ? item.theme : null)
  return before !== undefined && before.item.order === after.item.order && theme(before) === theme(after)
}

export function rectOfFrame(frame: Frame): Rect {
  return { ...frame.at, ...frame.size }
}
