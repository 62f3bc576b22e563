import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from '../board/board.ts'
import { clipOf } from '../board/clip.ts'
import { toggleStamp } from '../board/arrange.ts'
import { parseBoard } from '../board/parse.ts'
import { boardFromClip } from './catalogue.ts'
import { asTemplate, sharedIds } from './own.ts'

const author = { seat: 'seat-of-rima', side: 'civil' } as const
const at = { x: 40, y: 40 }

function aBoard(): Board {
  const board = new Board(new Y.Doc())
  board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 900 }, title: 'Lane' })
  const shape = board.add('shape', { at, size: { width: 200, height: 100 } }, author)
  board.write(shape, 'Box')
  const second = board.add('shape', { at: { x: 400, y: 40 } }, author)
  const theme = board.add('theme', { at: { x: 40, y: 300 }, title: 'Theme' }, author)
  const [note] = board.addNotes([{ at, text: 'Words', theme, table: 'seat-of-rima' }], author)
  const picture = board.add('picture', { at, file: 'a-file-of-the-room', alt: 'A street' }, author)
  const end = (item: string) => ({ item, at })
  board.addConnector({ from: end(shape), to: end(second) }, author)
  board.addConnector({ from: end(shape), to: end(note!) }, author)
  board.addConnector({ from: end(shape), to: end(picture) }, author)
  toggleStamp(board, note!, 'heart', author)
  return board
}

test.each(['notes', 'structure'] as const)(
  'a template with %s names nobody, and holds no picture or reaction',
  (content) => {
    const clip = asTemplate(clipOf(aBoard(), null, 'the-document'), content)
    const text = JSON.stringify(clip)
    for (const trace of ['seat-of-rima', 'civil', 'the-document', 'a-file-of-the-room', 'A street', 'heart']) {
      expect(text).not.toContain(trace)
    }
    expect(text).not.toMatch(/"createdAt":[1-9]/)
    const there = new Set([clip.shapes, clip.notes].flat().map(({ id }) => id))
    for (const { from, to } of clip.connectors) expect(there.has(from.item!) && there.has(to.item!)).toBe(true)
  },
)

test('structure is frames, shapes with their words, and the lines between them', () => {
  const clip = asTemplate(clipOf(aBoard(), null, null), 'structure')
  const { frames, shapes, connectors, notes, themes, strokes } = clip
  expect([frames, shapes, connectors, notes, themes, strokes].map(({ length }) => length)).toEqual([1, 2, 1, 0, 0, 0])
  expect(shapes.map(({ text }) => text)).toContain('Box')
})

test('a board begun from it has everything in its place', () => {
  const before = aBoard()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, boardFromClip(asTemplate(clipOf(before, null, null), 'notes')))
  const after = new Board(doc)
  expect(parseBoard(doc).problems).toEqual([])
  const rects = (board: Board, type: 'frame' | 'shape' | 'theme' | 'note') =>
    board.items(type).map(({ id }) => board.rectOf(id))
  for (const type of ['frame', 'shape', 'theme', 'note'] as const)
    expect(rects(after, type)).toEqual(rects(before, type))
  expect(after.notes.all().map(({ id }) => after.textOf(id))).toEqual(['Words'])
})

test('an id that stands for two objects is found, of one kind or two', () => {
  const clip = asTemplate(clipOf(aBoard(), null, null), 'notes')
  expect(sharedIds(clip)).toEqual([])
  clip.notes[0]!.id = clip.frames[0]!.id
  clip.shapes[1]!.id = clip.shapes[0]!.id
  expect(sharedIds(clip)).toHaveLength(2)
})
