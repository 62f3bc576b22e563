import { Board } from '@meydan/shared/documents/board/board'
import { NOTE_SIZE, type Point } from '@meydan/shared/documents/board/records'
import { themeSlot } from '@meydan/shared/documents/board/layout'
import { clusterTogether } from '@meydan/shared/documents/board/themes'
import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import * as Y from 'yjs'
import { type DropTarget, dropTarget, isSameTarget } from './drop-target.ts'
import { useBoard } from './useBoard.ts'

const author = { seat: 'seat-1', side: 'civil' as const }

function boardWith(...places: Point[]) {
  const board = new Board(new Y.Doc())
  const ids = board.addNotes(
    places.map((at) => ({ at })),
    author,
  )
  return { board, ids }
}

/** What letting go would do, with this carried by so much. */
function over(board: Board, carried: string[], by: Point, before: DropTarget | null = null, standing = carried[0]!) {
  const scope = effectScope()
  const data = scope.run(() => useBoard(board))!
  const surroundings = {
    board,
    data,
    selection: { standing: { value: standing } },
    target: { value: before },
  } as unknown as Parameters<typeof dropTarget>[0]
  const target = dropTarget(surroundings, { ids: new Set(carried), by })
  scope.stop()
  return target
}

describe('a note over a note', () => {
  const { board, ids } = boardWith({ x: 0, y: 0 }, { x: 1000, y: 0 })
  const [held, other] = ids as [string, string]

  it('is together with it where it covers half of it, in any direction', () => {
    for (const by of [
      { x: 1000, y: 0 },
      { x: 1080, y: 0 },
      { x: 920, y: 20 },
      { x: 1000, y: 60 },
    ]) {
      expect(over(board, [held], by)).toEqual({ type: 'note', id: other })
    }
  })

  it('lies beside it where it touches or overlaps a little', () => {
    for (const by of [
      { x: 1000 - NOTE_SIZE.width, y: 0 },
      { x: 1000 - NOTE_SIZE.width + 24, y: 0 },
      { x: 1120, y: 0 },
      { x: 1000, y: 90 },
      { x: 1080, y: 60 },
    ]) {
      expect(over(board, [held], by)).toBeNull()
    }
  })

  it('stays together while the hand trembles, and lets go further off', () => {
    const before: DropTarget = { type: 'note', id: other }
    expect(over(board, [held], { x: 1110, y: 0 }, before)).toEqual(before)
    expect(over(board, [held], { x: 1150, y: 0 }, before)).toBeNull()
  })

  it('isn’t together with a locked one', () => {
    board.setLocked([other], true)
    expect(over(board, [held], { x: 1000, y: 0 })).toBeNull()
    board.setLocked([other], false)
  })

  it('goes by the one that was taken hold of', () => {
    const { board, ids } = boardWith({ x: 0, y: 0 }, { x: 300, y: 0 }, { x: 1000, y: 0 })
    const [first, second, third] = ids as [string, string, string]
    expect(over(board, [first, second], { x: 700, y: 0 }, null, second)).toEqual({ type: 'note', id: third })
    expect(over(board, [first, second], { x: 700, y: 0 }, null, first)).toBeNull()
  })
})

describe('a note over a theme', () => {
  const { board, ids } = boardWith(...Array.from({ length: 5 }, (_, each) => ({ x: each * 300, y: 0 })), {
    x: 0,
    y: 3000,
  })
  const members = ids.slice(0, 4)
  const theme = clusterTogether(board, members, author)!
  const corner = board.placeOf(board.themes.get(theme)!)
  const loose = ids[5]!
  const toSlot = (index: number, count: number, from: Point) => {
    const slot = themeSlot(index, count)
    return { x: corner.x + slot.x - from.x, y: corner.y + slot.y - from.y }
  }

  it('takes the place it is held over, counted with it', () => {
    for (const index of [0, 1, 2, 3, 4]) {
      expect(over(board, [loose], toSlot(index, 5, { x: 0, y: 3000 }), { type: 'theme', id: theme, index: 0 })).toEqual(
        {
          type: 'theme',
          id: theme,
          index,
        },
      )
    }
  })

  it('changes places in its own', () => {
    const from = board.placeOf(board.notes.get(members[3]!)!)
    expect(over(board, [members[3]!], toSlot(1, 4, from))).toEqual({ type: 'theme', id: theme, index: 1 })
    expect(over(board, [members[3]!], { x: 0, y: 0 })).toEqual({ type: 'theme', id: theme, index: 3 })
  })

  it('leaves it where its middle is outside', () => {
    const size = board.rectOf(theme)!
    expect(over(board, [members[0]!], { x: size.width, y: 0 })).toBeNull()
  })

  it('isn’t taken by a locked theme, and a carried theme is taken by none', () => {
    board.setLocked([theme], true)
    expect(over(board, [loose], toSlot(0, 5, { x: 0, y: 3000 }))).toBeNull()
    board.setLocked([theme], false)
    expect(over(board, [theme], { x: 5, y: 5 })).toBeNull()
  })
})

it('names the frame under it otherwise', () => {
  const { board, ids } = boardWith({ x: 0, y: 0 })
  const frame = board.addFrame({ at: { x: 1000, y: 0 }, size: { width: 400, height: 400 }, title: '' })
  expect(over(board, ids, { x: 1050, y: 50 })).toEqual({ type: 'frame', id: frame })
})

it('knows when nothing changed', () => {
  expect(isSameTarget({ type: 'theme', id: 't', index: 1 }, { type: 'theme', id: 't', index: 1 })).toBe(true)
  expect(isSameTarget({ type: 'theme', id: 't', index: 1 }, { type: 'theme', id: 't', index: 2 })).toBe(false)
  expect(isSameTarget(null, { type: 'note', id: 'n' })).toBe(false)
  expect(isSameTarget(null, null)).toBe(true)
})
