import { Board } from '@meydan/shared/documents/board/board'
import { pile } from '@meydan/shared/documents/board/arrange'
import { moveItems, removeItems } from '@meydan/shared/documents/board/moving'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { differenceOf } from './difference.ts'

const author = { seat: null, side: 'civil' } as const

test('what was added, changed and deleted since, by what a person sees of it', () => {
  const now = new Board(new Y.Doc())
  const at = (x: number) => ({ at: { x, y: 0 }, text: `note ${x}` })
  const ids = now.addNotes([at(0), at(300), at(600), at(900), at(1200)], author)
  const [same, written, moved, gone, raised] = ids as [string, string, string, string, string]
  const frame = now.addFrame({ at: { x: 0, y: 2000 }, size: { width: 600, height: 600 }, title: 'Lane' })
  const [inside] = now.addNotes([{ at: { x: 50, y: 50 }, frame, text: 'inside' }], author)
  const then = new Board(new Y.Doc())
  Y.applyUpdate(then.doc, Y.encodeStateAsUpdate(now.doc))
  expect(differenceOf(then, now)).toEqual({ added: new Map(), changed: new Map(), removed: [] })

  now.write(written, 'other words')
  now.edit([written], { colour: 'mint' })
  moveItems(now, new Map([[moved, { x: 600, y: 500 }]]))
  pile(now, [raised], 'above')
  moveItems(now, new Map([[frame, { x: 0, y: 3000 }]]))
  removeItems(now, [gone])
  const [fresh] = now.addNotes([{ at: { x: 5, y: 7 }, text: 'fresh' }], author)
  const { added, changed, removed } = differenceOf(then, now)
  expect([...added]).toEqual([[fresh, expect.objectContaining({ x: 5, y: 7 })]])
  expect(removed).toEqual([gone])
  expect(new Map(changed)).toEqual(
    new Map([
      [written, ['words', 'look']],
      [moved, ['place']],
      [frame, ['place']],
    ]),
  )
  expect(changed.has(inside!)).toBe(false)
  expect(changed.has(same)).toBe(false)
})
