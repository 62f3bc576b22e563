import { Board } from '@meydan/shared/documents/board/board'
import { moveItems, removeItems } from '@meydan/shared/documents/board/moving'
import type { Item } from '@meydan/shared/documents/board/records'
import { cluster, clusterTogether } from '@meydan/shared/documents/board/themes'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { followers } from './followers.ts'

const author = { seat: 'seat-1', side: 'civil' as const }

/** A board with a frame, a theme of two in it, a theme of two beside it, a note alone and a connector to a themed one. */
function scene() {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 900 }, title: '' })
  const [a, b, c, d, e] = board.addNotes(
    [0, 1, 2, 3, 4].map((each) => ({ at: { x: 2000 + each * 400, y: 0 } })),
    author,
  ) as [string, string, string, string, string]
  moveItems(board, new Map([[a, { x: 100, y: 100 }]]))
  const inside = clusterTogether(board, [a, b], author)!
  const outside = clusterTogether(board, [c, d], author)!
  const connector = board.addConnector(
    { from: { item: b, at: { x: 0, y: 0 } }, to: { item: null, at: { x: 9, y: 9 } } },
    author,
  )
  return { board, frame, a, b, c, d, e, inside, outside, connector, known: knownOf(board) }
}

function knownOf(board: Board): Map<string, { item: Item }> {
  return new Map(board.items().flatMap((item) => (item.type === 'frame' ? [] : [[item.id, { item }] as const])))
}

it('a frame takes along its themes, their notes, and the connectors on those', () => {
  const { board, known, frame, a, b, c, e, inside, outside, connector } = scene()
  const touched = followers(board, known, new Set([frame]))
  for (const id of [frame, inside, a, b, connector]) expect(touched).toContain(id)
  for (const id of [outside, c, e]) expect(touched).not.toContain(id)
})

it('a note that goes from one theme to another moves all notes of both', () => {
  const { board, known, a, b, c, d, e, inside, outside } = scene()
  cluster(board, [a], outside, author)
  const touched = followers(board, known, new Set([a]))
  for (const id of [a, b, c, d, inside, outside]) expect(touched).toContain(id)
  expect(touched).not.toContain(e)
})

it('a removed note moves those that were in its theme with it, a removed theme its notes', () => {
  const { board, known, c, d, outside } = scene()
  removeItems(board, [c])
  expect(followers(board, known, new Set([c]))).toContain(d)
  const before = knownOf(board)
  removeItems(board, [outside])
  expect(followers(board, before, new Set([outside]))).toContain(d)
})

it('a note by itself moves nothing else', () => {
  const { board, known, e } = scene()
  expect(followers(board, known, new Set([e]))).toEqual(new Set([e]))
})
