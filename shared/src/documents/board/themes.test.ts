import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { align, distribute, pile, stampsByItem, toggleStamp } from './arrange.ts'
import { Board } from './board.ts'
import { connectorLine, lineBetween } from './connectors.ts'
import { themeIndexAt, themeSize, themeSlot } from './layout.ts'
import { moveItems, removeItems, resizeItem } from './moving.ts'
import { NOTE_SIZE } from './records.ts'
import { cluster, clusterTogether, ungroup } from './themes.ts'

const author = { seat: 'seat', side: 'civil' } as const

function boardOf(count: number) {
  const board = new Board(new Y.Doc())
  const ids = board.addNotes(
    Array.from({ length: count }, (_, index) => ({ at: { x: index * 300, y: 0 }, text: `${index}` })),
    author,
  )
  const seen = (theme: string) =>
    board
      .notesOf(theme)
      .map(({ id }) => board.textOf(id))
      .join('')
  return { board, ids, seen }
}

test('a theme made of two notes begins where the first one stood', () => {
  const { board, ids, seen } = boardOf(3)
  const before = board.rectOf(ids[1]!)
  const theme = cluster(board, [ids[0]!], ids[1]!, author)!
  expect(board.rectOf(ids[1]!)).toEqual(before)
  expect(seen(theme)).toBe('10')
  expect(cluster(board, [ids[2]!], ids[0]!, author, 1)).toBe(theme)
  expect(seen(theme)).toBe('120')
})

test('within a theme, notes come to stand at the index they are dropped at', () => {
  const { board, ids, seen } = boardOf(5)
  const theme = clusterTogether(board, ids, author)!
  expect(seen(theme)).toBe('01234')
  cluster(board, [ids[4]!], theme, author, 0)
  expect(seen(theme)).toBe('40123')
  cluster(board, [ids[4]!, ids[0]!], theme, author, 2)
  expect(seen(theme)).toBe('12403')
})

test('the place of each note leads back to its index', () => {
  for (let count = 1; count < 70; count++) {
    const size = themeSize(count)
    for (let index = 0; index < count; index++) {
      const slot = themeSlot(index, count)
      expect(slot.x + NOTE_SIZE.width).toBeLessThan(size.width)
      expect(slot.y + NOTE_SIZE.height).toBeLessThan(size.height)
      const middle = { x: slot.x + NOTE_SIZE.width / 2, y: slot.y + NOTE_SIZE.height / 2 }
      expect(themeIndexAt(middle, count)).toBe(index)
    }
  }
})

test('a theme without a name goes with its last note; one with a name, and one nobody has used yet, stay', () => {
  const { board, ids } = boardOf(4)
  const nameless = clusterTogether(board, ids.slice(0, 1), author)!
  const named = clusterTogether(board, ids.slice(1, 2), author)!
  board.edit([named], { title: 'Su' })
  const unused = board.add('theme', { at: { x: 5_000, y: 0 } }, author)
  toggleStamp(board, nameless, 'heart', author)
  moveItems(board, new Map(ids.map((id) => [id, { x: 0, y: 3_000 }])))
  expect(
    board.themes
      .all()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([named, unused].sort())
  expect(board.stamps.all()).toEqual([])
})

test('ungrouped and removed themes leave their notes where they are seen', () => {
  for (const takeAway of [ungroup, (board: Board, id: string) => removeItems(board, [id])]) {
    const { board, ids } = boardOf(7)
    const frame = board.addFrame({ at: { x: -500, y: -500 }, size: { width: 4_000, height: 4_000 }, title: '' })
    const theme = clusterTogether(board, ids, author)!
    const before = ids.map((id) => board.rectOf(id))
    takeAway(board, theme)
    expect(ids.map((id) => board.rectOf(id))).toEqual(before)
    expect(board.notes.all().every((note) => note.theme === null && note.frame === frame)).toBe(true)
  }
})

test('a moved frame or theme takes along what it holds, locked or not', () => {
  const { board, ids } = boardOf(3)
  const frame = board.addFrame({ at: { x: -500, y: -500 }, size: { width: 4_000, height: 4_000 }, title: '' })
  const theme = clusterTogether(board, ids.slice(0, 2), author)!
  moveItems(
    board,
    new Map([
      [theme, { x: 0, y: 0 }],
      [ids[2]!, { x: 1_000, y: 1_000 }],
    ]),
  )
  board.setLocked([ids[2]!], true)
  const all = [...ids, theme]
  const before = all.map((id) => board.rectOf(id)!)
  moveItems(board, new Map([[frame, { x: 9_500, y: -500 }]]))
  expect(all.map((id) => board.rectOf(id)!)).toEqual(before.map((rect) => ({ ...rect, x: rect.x + 10_000 })))
  moveItems(board, new Map([[theme, { x: 10_000, y: 100 }]]))
  expect(board.rectOf(ids[1]!)!.y).toBe(before[1]!.y + 100)
})

test('locked objects refuse every act but the opening of the lock', () => {
  const { board, ids } = boardOf(4)
  const [locked, other] = ids as [string, string]
  const end = (item: string) => ({ item, at: { x: 1, y: 1 } })
  const line = board.addConnector({ from: end(locked), to: end(other) }, author)
  board.setLocked([locked, line], true)
  const before = [board.item(locked), board.item(line), board.rectOf(locked), board.textOf(locked)]
  expect(board.write(locked, 'x')).toBe(false)
  board.edit([locked], { colour: 'mint', kind: 'need' })
  moveItems(board, new Map([[locked, { x: 9, y: 9 }]]))
  resizeItem(board, locked, { x: 9, y: 9 }, { width: 900, height: 900 })
  pile(board, [locked], 'above')
  align(board, ids, 'bottom')
  distribute(board, ids, 'across')
  expect(cluster(board, [other], locked, author)).toBeNull()
  expect(clusterTogether(board, [locked], author)).toBeNull()
  removeItems(board, [locked, other, line])
  expect([board.item(locked), board.item(line), board.rectOf(locked), board.textOf(locked)]).toEqual(before)
  expect(board.typeOf(other)).toBeUndefined()
  board.setLocked([locked, line], false)
  removeItems(board, [locked])
  expect(board.typeOf(line)).toBeUndefined()
})

test('aligned on an edge, spread at even distances, the outermost two staying', () => {
  const { board } = boardOf(0)
  const ids = board.addNotes([{ at: { x: 0, y: 30 } }, { at: { x: 250, y: 10 } }, { at: { x: 1_000, y: 90 } }], author)
  align(board, ids, 'top')
  expect(ids.map((id) => board.rectOf(id)!.y)).toEqual([10, 10, 10])
  distribute(board, ids, 'across')
  expect(ids.map((id) => board.rectOf(id)!.x)).toEqual([0, 500, 1_000])
})

test('a reaction is put, taken back, and counted once per seat', () => {
  const { board, ids } = boardOf(1)
  const [id] = ids as [string]
  expect(toggleStamp(board, id, 'heart', author)).toBe(true)
  board.transact(() => board.stamps.create({ ...board.stamps.all()[0]!, id: 'twice' }))
  toggleStamp(board, id, 'done', author)
  toggleStamp(board, id, 'heart', { ...author, seat: 'other' })
  expect(
    stampsByItem(board)
      .get(id)!
      .map(({ sign, seat }) => `${sign} ${seat}`)
      .sort(),
  ).toEqual(['done seat', 'heart other', 'heart seat'])
  expect(toggleStamp(board, id, 'heart', author)).toBe(false)
  expect(stampsByItem(board).get(id)).toHaveLength(2)
  expect(toggleStamp(board, 'nothing', 'heart', author)).toBe(false)
})

test('a connector leaves its objects at their edges, and stays where they were when they are gone', () => {
  const { board, ids } = boardOf(2)
  const end = (item: string | null, x = 0) => ({ item, at: { x, y: 77 } })
  const id = board.addConnector({ from: end(ids[0]!), to: end(ids[1]!) }, author)
  expect(connectorLine(board, board.connectors.get(id)!)).toEqual({ from: { x: 200, y: 75 }, to: { x: 300, y: 75 } })
  moveItems(board, new Map([[ids[1]!, { x: 0, y: 1_000 }]]))
  expect(connectorLine(board, board.connectors.get(id)!)).toEqual({
    from: { x: 100, y: 150 },
    to: { x: 100, y: 1_000 },
  })
  const loose = board.addConnector({ from: end(null, 5), to: end('gone', 9) }, author)
  expect(connectorLine(board, board.connectors.get(loose)!)).toEqual({ from: { x: 5, y: 77 }, to: { x: 9, y: 77 } })
  const rect = { x: 0, y: 0, width: 10, height: 10 }
  expect(lineBetween(rect, { x: 5, y: 5 })).toEqual({ from: { x: 5, y: 5 }, to: { x: 5, y: 5 } })
})
