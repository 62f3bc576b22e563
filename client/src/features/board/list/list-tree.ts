import type { Item } from '@meydan/shared/documents/board/records'

/** Stands for the bare board: under it comes what is in no frame. */
export const LOOSE = 'on-the-board'

export type ListNode = { id: string; parent: string | null; children: readonly string[]; level: number }
export type ListTree = { nodes: ReadonlyMap<string, ListNode>; roots: readonly string[] }

/** One for all that hold nothing: a row isn't drawn again for another empty list. */
const none: readonly string[] = []

/** What holds an object in the list; null for frames, which stand at the top. */
export type HolderOf = (id: string) => string | null

/**
 * Frame, theme, note, in the order they are read; loose things under one entry of their own, at the end. Connectors
 * come after what they may connect, as they can only be understood then.
 */
export function buildTree(
  order: readonly string[],
  holderOf: HolderOf,
  isConnector: (id: string) => boolean,
): ListTree {
  const inside = new Map<string, string[]>()
  const roots: string[] = []
  const sorted = [...order.filter((id) => !isConnector(id)), ...order.filter(isConnector)]
  for (const id of sorted) {
    const holder = holderOf(id)
    if (holder === null) roots.push(id)
    else {
      const known = inside.get(holder)
      if (known) known.push(id)
      else inside.set(holder, [id])
    }
  }
  if (inside.has(LOOSE)) roots.push(LOOSE)
  const nodes = new Map<string, ListNode>()
  const put = (id: string, parent: string | null, level: number): void => {
    const children = inside.get(id) ?? none
    nodes.set(id, { id, parent, children, level })
    for (const child of children) put(child, id, level + 1)
  }
  for (const id of roots) put(id, null, 1)
  return { nodes, roots }
}

/** What is kept, and what holds it. */
export function pruned({ nodes, roots }: ListTree, isKept: (id: string) => boolean): ListTree {
  const kept = new Map<string, ListNode>()
  const keep = (id: string): boolean => {
    const node = nodes.get(id)!
    const children = node.children.filter(keep)
    if (children.length === 0 && (id === LOOSE || !isKept(id))) return false
    kept.set(id, { ...node, children })
    return true
  }
  return { roots: roots.filter(keep), nodes: kept }
}

/** Without its levels, for a list sorted by something else than place. */
export function flat(ids: readonly string[]): ListTree {
  return { roots: ids, nodes: new Map(ids.map((id) => [id, { id, parent: null, children: none, level: 1 }])) }
}

/** Ids from top to bottom, without what is inside closed ones. */
export function visible({ nodes, roots }: ListTree, closed: ReadonlySet<string>): string[] {
  const result: string[] = []
  const walk = (ids: readonly string[]): void => {
    for (const id of ids) {
      result.push(id)
      if (!closed.has(id)) walk(nodes.get(id)!.children)
    }
  }
  walk(roots)
  return result
}

export function ancestorsOf({ nodes }: ListTree, id: string): string[] {
  const parent = nodes.get(id)?.parent
  return parent ? [parent, ...ancestorsOf({ nodes, roots: [] }, parent)] : []
}

export function siblingsOf({ nodes, roots }: ListTree, id: string): readonly string[] {
  const node = nodes.get(id)
  if (!node) return []
  return node.parent === null ? roots : nodes.get(node.parent)!.children
}

/** Where the focus goes when these leave: the next one still there, else the one before. */
export function neighbourOf(before: readonly string[], id: string, isThere: (id: string) => boolean): string | null {
  const at = before.indexOf(id)
  return before.slice(at + 1).find(isThere) ?? before.slice(0, Math.max(0, at)).findLast(isThere) ?? null
}

/** The next entry, from one on, whose name begins with what was typed; the same letter again goes on to the next. */
export function typedAhead(
  ids: readonly string[],
  from: string | null,
  typed: string,
  nameOf: (id: string) => string,
): string | null {
  const at = Math.max(0, from === null ? 0 : ids.indexOf(from))
  const isRepeated = typed.length > 1 && [...typed].every((letter) => letter === typed[0])
  const sought = isRepeated ? typed[0]! : typed
  const start = sought.length === 1 ? at + 1 : at
  return [...ids.slice(start), ...ids.slice(0, start)].find((id) => nameOf(id).startsWith(sought)) ?? null
}

/** What holds each object: a note's theme, a frame, or the bare board. A connector is where both its ends are. */
export function holders(
  itemOf: (id: string) => Item | undefined,
  themeOf: (id: string) => string | null,
  frameOf: (id: string) => string | null,
): HolderOf {
  const frameOfEnd = (id: string | null): string | null => {
    const item = id ? itemOf(id) : undefined
    if (!item || item.type === 'connector') return null
    return item.type === 'frame' ? null : frameOf(item.id)
  }
  return (id) => {
    const item = itemOf(id)
    if (!item || item.type === 'frame') return null
    if (item.type === 'connector') {
      const [from, to] = [frameOfEnd(item.from.item), frameOfEnd(item.to.item)]
      return from !== null && from === to ? from : LOOSE
    }
    return (item.type === 'note' ? themeOf(id) : null) ?? frameOf(id) ?? LOOSE
  }
}
