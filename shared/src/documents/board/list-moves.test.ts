import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Chance, chanceFrom } from './any-act.ts'
import { Board } from './board.ts'
import { overlaps, type Rect } from './geometry.ts'
import { holderOf, moveAmong, moveIntoFrame, moveOut, moveToBoard, placesInOrder } from './list-moves.ts'
import { NOTE_SIZE } from './records.ts'
import { cluster } from './themes.ts'

const author = { seat: 'seat-1', side: 'civil' as const }
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

function boardWithFrame(size = { width: 700, height: 600 }) {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({ at: { x: 100, y: 100 }, size, title: 'Needs' })
  return { board, frame }
}

function notesAt(board: Board, ...places: [number, number][]): string[] {
  return board.addNotes(
    places.map(([x, y]) => ({ at: { x, y } })),
    author,
  )
}

function shuffled<T>(given: readonly T[], { below }: Chance): T[] {
  const rest = [...given]
  return given.map(() => rest.splice(below(rest.length), 1)[0]!)
}

/** The order in which notes are read, wherever they are. */
function read(rects: ReadonlyMap<string, Rect>): string[] {
  const sorted = [...rects].sort(([a, one], [b, other]) => one.y - other.y || one.x - other.x || (a < b ? -1 : 1))
  const result: string[] = []
  while (sorted.length > 0) {
    const ends = sorted[0]![1].y + sorted[0]![1].height / 2
    const row = sorted.splice(
      0,
      Math.max(
        1,
        sorted.findIndex(([, { y }]) => y >= ends),
      ),
    )
    if (sorted.length > 0 && sorted.every(([, { y }]) => y < ends)) row.push(...sorted.splice(0))
    result.push(...row.sort(([, one], [, other]) => one.x - other.x || one.y - other.y).map(([id]) => id))
  }
  return result
}

test.each(SEEDS)('notes take any order and keep the places they hold together: seed %i', (seed) => {
  const chance = chanceFrom(seed)
  const made = new Map<string, Rect>()
  for (let index = 0; index < 12; index++)
    made.set(`note ${index}`, { x: chance.below(40) * 37, y: chance.below(30) * 41 + index, ...NOTE_SIZE })
  const rects = new Map(read(made).map((id) => [id, made.get(id)!]))
  const wanted = shuffled([...rects.keys()], chance)
  const places = placesInOrder(rects, wanted)
  const next = new Map([...rects].map(([id, rect]) => [id, { ...rect, ...places.get(id) }]))
  const corners = (of: ReadonlyMap<string, Rect>) => [...of.values()].map(({ x, y }) => `${x} ${y}`).sort()
  expect(corners(next)).toEqual(corners(rects))
  expect(read(next)).toEqual(wanted)
})

test('neighbours of different sizes change places without covering each other', () => {
  const rects = new Map([
    ['note', { x: 0, y: 0, width: 200, height: 150 }],
    ['theme', { x: 220, y: 0, width: 444, height: 214 }],
  ])
  const places = placesInOrder(rects, ['theme', 'note'])
  expect(Object.fromEntries(places)).toEqual({ theme: { x: 0, y: 0 }, note: { x: 464, y: 0 } })
})

test('notes at one and the same spot can be told apart afterwards', () => {
  const at = { x: 5, y: 5, ...NOTE_SIZE }
  const places = placesInOrder(
    new Map([
      ['a', at],
      ['b', at],
    ]),
    ['b', 'a'],
  )
  expect(Object.fromEntries(places)).toEqual({ a: { x: 25, y: 5 } })
})

test('locked ones keep their place while others pass them', () => {
  const board = new Board(new Y.Doc())
  const [a, b, c] = notesAt(board, [0, 0], [300, 0], [600, 0])
  board.setLocked([b!], true)
  expect(moveAmong(board, [a!, b!, c!], [c!], 0)).toBe(true)
  expect([a, b, c].map((id) => board.rectOf(id!)!.x)).toEqual([600, 300, 0])
  expect(moveAmong(board, [c!, b!, a!], [b!], 0)).toBe(false)
})

test.each(SEEDS)('what is moved into a frame is in it and covers nothing while there is room: seed %i', (seed) => {
  const chance = chanceFrom(seed)
  const { board, frame } = boardWithFrame({ width: 500 + chance.below(900), height: 700 })
  const ids = notesAt(board, ...Array.from({ length: 6 }, (): [number, number] => [2000, chance.below(3000)]))
  moveIntoFrame(board, ids.slice(0, 2), frame)
  for (const id of ids.slice(2)) moveIntoFrame(board, [id], frame)
  const rects = ids.map((id) => board.rectOf(id)!)
  for (const id of ids) expect(holderOf(board, id)).toBe(frame)
  for (const [index, rect] of rects.entries())
    for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false)
})

test('a full frame takes more, on top', () => {
  const { board, frame } = boardWithFrame({ width: 240, height: 200 })
  const [first, second] = notesAt(board, [120, 120], [2000, 0])
  moveIntoFrame(board, [first!], frame)
  moveIntoFrame(board, [second!], frame)
  expect(holderOf(board, second!)).toBe(frame)
  expect(board.notes.get(second!)!.order > board.notes.get(first!)!.order).toBe(true)
})

test('out of a theme into its frame, out of the frame onto the board', () => {
  const { board, frame } = boardWithFrame({ width: 1200, height: 800 })
  const [a, b, c] = notesAt(board, [2000, 0], [2000, 300], [2000, 600])
  moveIntoFrame(board, [a!, b!, c!], frame)
  cluster(board, [b!, c!], a!, author)
  expect(moveOut(board, [b!])).toBe(true)
  expect(board.notes.get(b!)).toMatchObject({ theme: null, frame })
  expect(moveOut(board, [b!])).toBe(true)
  expect(holderOf(board, b!)).toBeNull()
  expect(moveOut(board, [b!])).toBe(false)
  expect(moveToBoard(board, [c!])).toBe(true)
  expect(board.notes.get(c!)).toMatchObject({ theme: null, frame: null })
})
