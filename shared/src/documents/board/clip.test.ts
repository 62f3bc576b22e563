import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { actAtRandom, authorNumber, chanceFrom } from './any-act.ts'
import { Board } from './board.ts'
import { BoardClip, clipOf, pasteClip } from './clip.ts'
import { byOrder } from '../order.ts'
import type { Item } from './records.ts'

const SEEDS = Array.from({ length: Number(process.env.BOARD_SEEDS ?? 40) }, (_, index) => index + 1)
const author = authorNumber(7)

afterEach(() => vi.restoreAllMocks())

/** A board as a workshop leaves it, some of it locked. */
function usedBoard(seed: number): Board {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  const board = new Board(new Y.Doc())
  for (let step = 0; step < 60; step++) {
    actAtRandom(board, { chance, author: authorNumber(step % 3), mayLock: step > 50 })
  }
  return board
}

function without(record: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)))
}

/** What a board says and shows, ids aside: everything by its rank, with what holds it by that one's rank. */
function canonical(board: Board): unknown {
  const piled = board.items().sort((a, b) => Number(b.type === 'frame') - Number(a.type === 'frame') || byOrder(a, b))
  const rank = new Map(piled.map(({ id }, index) => [id, index]))
  const ranked = (id: string | null | undefined) => (id ? (rank.get(id) ?? null) : null)
  const end = ({ item, at }: { item: string | null; at: unknown }) => {
    const to = ranked(item)
    return { item: to, at }
  }
  const stamps = board.stamps
    .all()
    .flatMap((stamp) =>
      rank.has(stamp.item) ? [JSON.stringify([ranked(stamp.item), without(stamp, ['id', 'item'])])] : [],
    )
  const objects = piled.map((item) => ({
    ...without(item, ['id', 'order', 'at', 'frame', 'theme', 'from', 'to', 'cameOf']),
    words: board.textOf(item.id),
    rect: board.rectOf(item.id),
    frame: ranked(board.frameOf(item as Item & { frame?: string | null })?.id),
    theme: item.type === 'note' ? ranked(board.themeOf(item)?.id) : null,
    cameOf: item.type === 'theme' ? item.cameOf.map(ranked).filter((known) => known !== null) : [],
    ends: item.type === 'connector' ? [end(item.from), end(item.to)] : [],
  }))
  return { objects, stamps: stamps.sort() }
}

describe('a clip of everything', () => {
  test.each(SEEDS)('restored on an empty board is the same board: seed %i', (seed) => {
    const board = usedBoard(seed)
    const clip = BoardClip.parse(JSON.parse(JSON.stringify(clipOf(board, null, 'document'))))
    const anew = new Board(new Y.Doc())
    pasteClip(anew, clip, { by: { x: 0, y: 0 }, author, restore: true })
    expect(canonical(anew)).toEqual(canonical(board))
    expect(board.items().length).toBeGreaterThan(0)
  })

  test.each(SEEDS)('pasted is another’s work, unlocked, and says what it came from: seed %i', (seed) => {
    const board = usedBoard(seed)
    const before = new Map(board.items().map((item) => [item.id, item]))
    const rects = new Map(board.items().map(({ id }) => [id, board.rectOf(id)]))
    const clip = clipOf(board, null, 'document')
    pasteClip(board, clip, { by: { x: 100_000, y: -100_000 }, author })
    const copies = board.items().filter(({ id }) => !before.has(id))
    expect(copies).toHaveLength(before.size)
    for (const copy of copies) {
      const original = before.get(copy.source!.record)!
      expect(copy).toMatchObject({ type: original.type, locked: false, source: { document: 'document' } })
      if ('seat' in copy) expect(copy).toMatchObject(author)
      expect(board.textOf(copy.id)).toBe(board.textOf(original.id))
      const { x, y, ...size } = rects.get(original.id)!
      // A line between two objects ends where they are now; whoever else changes place is a mistake.
      if (copy.type !== 'connector') expect(board.rectOf(copy.id)).toEqual({ x: x + 100_000, y: y - 100_000, ...size })
    }
    for (const [id, rect] of rects) expect(board.rectOf(id)).toEqual(rect)
    expect(board.stamps.all().every(({ item }) => !copies.some(({ id }) => id === item))).toBe(true)
  })
})

test('a clip of a frame or theme takes what they hold, and connectors only where both ends come along', () => {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 2_000, height: 2_000 }, title: 'F' })
  const theme = board.add('theme', { at: { x: 50, y: 50 }, title: 'T' }, author)
  const [inTheme, inFrame, outside] = board.addNotes(
    [{ at: { x: 0, y: 0 }, theme }, { at: { x: 900, y: 900 }, frame }, { at: { x: 9_000, y: 0 } }],
    author,
  )
  const end = (item: string) => ({ item, at: { x: 0, y: 0 } })
  const kept = board.addConnector({ from: end(inTheme!), to: end(inFrame!) }, author)
  board.addConnector({ from: end(inTheme!), to: end(outside!) }, author)
  const clip = clipOf(board, [frame], null)
  expect(clip.notes.map(({ id }) => id).sort()).toEqual([inTheme, inFrame].sort())
  expect(clip.themes.map(({ id }) => id)).toEqual([theme])
  expect(clip.connectors.map(({ id }) => id)).toEqual([kept])
  // Taken by itself, a note of the theme stands where it was seen.
  const alone = clipOf(board, [inTheme!], null).notes
  expect(alone).toMatchObject([{ theme: null, frame: null, at: board.placeOf(board.notes.get(inTheme!)!) }])
})
