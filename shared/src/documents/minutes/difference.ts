import { linesOf, type RichBlock, type RichCell, type RichPiece, type RichTask } from '../rich-text/read.ts'
import { aligned } from './aligned.ts'

/** What was added since, or is there no more. */
export type Change = 'added' | 'removed'
/**
 * Two texts as one, with everything that either has: `changes` says of its blocks and pieces which are of one of them
 * only. What stands in a changed block isn't named again.
 */
export type Difference = { blocks: RichBlock[]; changes: ReadonlyMap<RichBlock | RichPiece, Change> }
type Changes = Map<RichBlock | RichPiece, Change>

/** How much of their words two blocks have in common, at least, so that one is the other changed. */
const ALIKE = 0.4

/** What is other in `now` than it was `then`: by blocks, and inside of those that are alike by words. Pure. */
export function differenceOf(then: readonly RichBlock[], now: readonly RichBlock[]): Difference {
  const changes: Changes = new Map()
  return { blocks: blocksBetween(then, now, changes), changes }
}

function blocksBetween(then: readonly RichBlock[], now: readonly RichBlock[], changes: Changes): RichBlock[] {
  return between(then, now, {
    isAlike: (a, b) => a.type === b.type && areAlike([a], [b]),
    within: (a, b) => blockBetween(a, b, changes),
    mark: (block, change) => marked([block], change, changes),
  })
}

type How<T> = {
  isAlike: (a: T, b: T) => boolean
  /** The two as one; null where they differ otherwise than in their words. */
  within: (a: T, b: T) => T | null
  mark: (part: T, change: Change) => void
}

/** Parts of both in order; what is alike between two that are the same is one part, the others are marked. */
function between<T>(then: readonly T[], now: readonly T[], { isAlike, within, mark }: How<T>): T[] {
  const parts: T[] = []
  const put = (part: T, change: Change) => {
    mark(part, change)
    parts.push(part)
  }
  for (const { same, removed, added } of aligned(then, now, (part) => JSON.stringify(part))) {
    let from = 0
    let waiting: T[] = []
    const settle = (to: number) => {
      for (const old of removed.slice(from, to)) put(old, 'removed')
      for (const part of waiting) put(part, 'added')
      ;[from, waiting] = [to, []]
    }
    for (const part of added) {
      const at = removed.findIndex((old, index) => index >= from && isAlike(old, part))
      const one = at < 0 ? null : within(removed[at]!, part)
      if (one === null) {
        waiting.push(part)
        continue
      }
      settle(at)
      parts.push(one)
      from = at + 1
    }
    settle(removed.length)
    parts.push(...same)
  }
  return parts
}

function blockBetween(then: RichBlock, now: RichBlock, changes: Changes): RichBlock | null {
  const found: Changes = new Map()
  const block = inside(then, now, found)
  // Only its look is other, which its words can't show: a heading of another level, say.
  if (found.size === 0) return null
  for (const [part, change] of found) changes.set(part, change)
  return block
}

function inside(then: RichBlock, now: RichBlock, changes: Changes): RichBlock {
  if ('pieces' in now && 'pieces' in then) {
    return { ...now, pieces: piecesBetween(then.pieces, now.pieces, changes) }
  }
  if ('items' in now && 'items' in then) {
    return { ...now, items: itemsBetween(then.items, now.items, changes) }
  }
  if ('tasks' in now && 'tasks' in then) return { ...now, tasks: tasksBetween(then.tasks, now.tasks, changes) }
  if ('rows' in now && 'rows' in then) return { ...now, rows: rowsBetween(then.rows, now.rows, changes) }
  if ('blocks' in now && 'blocks' in then) {
    return { ...now, blocks: blocksBetween(then.blocks, now.blocks, changes) }
  }
  return now
}

function itemsBetween(then: RichBlock[][], now: RichBlock[][], changes: Changes): RichBlock[][] {
  return between(then, now, {
    isAlike: areAlike,
    within: (a, b) => blocksBetween(a, b, changes),
    mark: (item, change) => marked(item, change, changes),
  })
}

/** One that was ticked since is another one: its words are the same. */
function tasksBetween(then: RichTask[], now: RichTask[], changes: Changes): RichTask[] {
  return between(then, now, {
    isAlike: (a, b) => a.checked === b.checked && areAlike(a.blocks, b.blocks),
    within: (a, b) => ({ ...b, blocks: blocksBetween(a.blocks, b.blocks, changes) }),
    mark: ({ blocks }, change) => marked(blocks, change, changes),
  })
}

function rowsBetween(then: RichCell[][], now: RichCell[][], changes: Changes): RichCell[][] {
  const blocksOf = (row: RichCell[]) => row.flatMap(({ blocks }) => blocks)
  return between(then, now, {
    isAlike: (a, b) => a.length === b.length && areAlike(blocksOf(a), blocksOf(b)),
    within: (a, b) => b.map((cell, at) => ({ ...cell, blocks: blocksBetween(a[at]!.blocks, cell.blocks, changes) })),
    mark: (row, change) => marked(blocksOf(row), change, changes),
  })
}

function marked(blocks: readonly RichBlock[], change: Change, changes: Changes): void {
  for (const block of blocks) changes.set(block, change)
}

/** Words, spaces and signs by themselves; whatever else is in a line as it is. */
function piecesBetween(then: readonly RichPiece[], now: readonly RichPiece[], changes: Changes): RichPiece[] {
  const pieces: RichPiece[] = []
  const put = (parts: readonly RichPiece[], change: Change | undefined) => {
    for (const part of together(parts)) {
      pieces.push(part)
      if (change) changes.set(part, change)
    }
  }
  for (const { same, removed, added } of aligned(then.flatMap(tokensOf), now.flatMap(tokensOf), (part) =>
    JSON.stringify(part),
  )) {
    put(removed, 'removed')
    put(added, 'added')
    put(same, undefined)
  }
  return pieces
}

function tokensOf(piece: RichPiece): RichPiece[] {
  if (!('text' in piece)) return [piece]
  const words = piece.text.split(/(\s+|[\p{P}\p{S}])/u).filter((word) => word !== '')
  return words.map((text) => ({ ...piece, text }))
}

function together(parts: readonly RichPiece[]): RichPiece[] {
  const pieces: RichPiece[] = []
  for (const part of parts) {
    const last = pieces.at(-1)
    const follows = last && 'text' in last && 'text' in part && lookOf(last) === lookOf(part)
    if (follows) pieces[pieces.length - 1] = { ...last, text: last.text + part.text }
    else pieces.push({ ...part })
  }
  return pieces
}

const lookOf = ({ text: _text, ...marks }: Extract<RichPiece, { text: string }>) => JSON.stringify(marks)

function areAlike(a: readonly RichBlock[], b: readonly RichBlock[]): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)]
  const most = Math.max(one.length, other.length)
  if (most === 0) return true
  const counts = new Map<string, number>()
  for (const word of one) counts.set(word, (counts.get(word) ?? 0) + 1)
  let common = 0
  for (const word of other) {
    const left = counts.get(word) ?? 0
    if (left === 0) continue
    counts.set(word, left - 1)
    common++
  }
  return common / most >= ALIKE
}

const wordsOf = (blocks: readonly RichBlock[]) =>
  linesOf(blocks)
    .join(' ')
    .split(/[\s\p{P}\p{S}]+/u)
    .filter((word) => word !== '')
