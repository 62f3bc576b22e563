import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { cluster } from './themes.ts'
import { Board } from './board.ts'
import { boundsOf, contains, type Rect } from './geometry.ts'
import { writePoints } from './ink.ts'
import { type SceneItem, sceneOf, type SceneWords } from './scene.ts'
import { directionOfText } from './text-direction.ts'

const author = { seat: 'seat-1', side: 'civil' as const }
const words: SceneWords = {
  seatOf: (seat) => (seat === 'seat-1' ? { organisation: 'Derya Derneği', side: 'public' } : undefined),
  kind: (kind) => `kind ${kind}`,
  field: (field) => `field ${field}`,
  untitledFrame: 'Untitled',
}

function fullBoard() {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({ at: { x: 0, y: 0 }, size: { width: 900, height: 700 }, title: '' })
  const [first, second, loose] = board.addNotes(
    [
      { at: { x: 20, y: 20 }, frame, text: 'bir', kind: 'need', severity: 4, fields: ['legal', 'legal'] },
      { at: { x: 20, y: 200 }, frame, text: 'iki' },
      { at: { x: 2000, y: 0 }, text: 'مرحبا\nhello' },
    ],
    author,
  )
  const theme = cluster(board, [second!], first!, author)!
  const shape = board.add('shape', { at: { x: 1200, y: 0 }, form: 'diamond', colour: 'mint' }, author)
  const stroke = board.add(
    'stroke',
    { at: { x: 1500, y: 0 }, points: writePoints([0, 50, 90].map((x) => ({ x, y: x, pressure: 0.5 }))) },
    author,
  )
  const picture = board.add('picture', { at: { x: 1600, y: 300 }, file: 'f', alt: 'a house' }, author)
  const end = (item: string) => ({ item, at: { x: 0, y: 0 } })
  const connector = board.addConnector({ from: end(shape), to: end(loose!), label: 'leads to' }, author)
  return { board, frame, theme, first: first!, second: second!, loose: loose!, shape, stroke, picture, connector }
}

const one = <K extends SceneItem['kind']>(items: SceneItem[], kind: K) =>
  items.filter((item) => item.kind === kind) as Extract<SceneItem, { kind: K }>[]

describe('a scene', () => {
  it('shows nobody’s notes without a side, in their theme’s shares too', () => {
    const board = new Board(new Y.Doc())
    const nobody = { seat: null, side: 'neutral' as const }
    const [first, second] = board.addNotes([{ at: { x: 0, y: 0 } }, { at: { x: 300, y: 0 } }], nobody)
    const theme = cluster(board, [second!], first!, author)
    const { items } = sceneOf(board, 'board', words)
    expect(one(items, 'note').map(({ side }) => side)).toEqual([null, null])
    expect(one(items, 'theme').map(({ id, shares }) => [id, shares])).toEqual([
      [theme, { civil: 0, public: 0, neutral: 0 }],
    ])
  })

  it('has everything, frames first, a theme right under its notes, at the places derived from it', () => {
    const { board, theme, first, second } = fullBoard()
    const { items, bounds } = sceneOf(board, 'board', words)
    expect(items.map(({ kind }) => kind).sort()).toEqual(
      ['connector', 'frame', 'note', 'note', 'note', 'picture', 'shape', 'stroke', 'theme'].sort(),
    )
    expect(items[0]!.kind).toBe('frame')
    const at = items.findIndex(({ id }) => id === theme)
    expect(items.slice(at + 1, at + 3).map(({ id }) => id)).toEqual([first, second])
    for (const item of items) expect(item.rect).toEqual(board.rectOf(item.id))
    const covered = boundsOf(items.map(({ rect }) => rect)) as Rect
    expect(contains(bounds!, covered)).toBe(true)
    expect(bounds!.y).toBeLessThan(covered.y - 30)
  })

  it('trusts the directory over the document, names marks, and counts a seat’s reaction once', () => {
    const { board, first } = fullBoard()
    for (const seat of ['seat-1', 'seat-1', 'seat-2']) {
      board.stamps.create({ id: crypto.randomUUID(), item: first, sign: 'heart', seat, side: 'civil', createdAt: 1 })
    }
    const note = one(sceneOf(board, 'board', words).items, 'note').find(({ id }) => id === first)!
    expect(note).toMatchObject({
      side: 'public',
      organisation: 'Derya Derneği',
      marks: {
        kind: { name: 'need', word: 'kind need' },
        severity: 4,
        fields: [{ name: 'legal', word: 'field legal' }],
      },
      stamps: [{ sign: 'heart', count: 2 }],
    })
  })

  it('of a frame has what the frame holds, and nothing else', () => {
    const { board, frame, theme, first, second } = fullBoard()
    const { items } = sceneOf(board, { ids: [frame] }, words)
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set([frame, theme, first, second]))
    expect(sceneOf(board, { ids: ['unknown'] }, words)).toEqual({ bounds: null, items: [] })
  })

  it('turns each text by its first letter', () => {
    expect(['مرحبا hello', 'hello مرحبا', '12 «مرحبا»', '?!', ''].map((text) => directionOfText(text))).toEqual([
      'rtl',
      'ltr',
      'rtl',
      'ltr',
      'ltr',
    ])
    const { board, loose } = fullBoard()
    expect(one(sceneOf(board, 'board', words).items, 'note').find(({ id }) => id === loose)!.direction).toBe('rtl')
  })

  it('gives ink as a polygon around its line', () => {
    const { board, stroke } = fullBoard()
    const [item] = one(sceneOf(board, { ids: [stroke] }, words).items, 'stroke')
    expect(item!.outline.length).toBeGreaterThan(8)
    const around = boundsOf(item!.outline.map((point) => ({ ...point, width: 0, height: 0 })))!
    expect(around.x).toBeGreaterThan(1490)
    expect(around.width).toBeGreaterThan(80)
    expect(around.width).toBeLessThan(110)
  })
})

describe('a hostile document', () => {
  it('is drawn as far as it goes, within the board, without characters no file takes', () => {
    const { board, first, shape, connector, stroke } = fullBoard()
    const set = (root: string, id: string, field: string, value: unknown) =>
      (board.doc.getMap(root).get(id) as Y.Map<unknown>).set(field, value)
    board.doc.transact(() => {
      set('notes', first, 'at', { x: Number.NaN, y: 1e308 })
      set('notes', first, 'severity', 'much')
      set('shapes', shape, 'size', { width: -4, height: Number.POSITIVE_INFINITY })
      set('connectors', connector, 'from', { item: connector, at: 'x' })
      set('strokes', stroke, 'points', `${'9'.repeat(200)} 0 9 1 1 1`)
      board.texts.get(shape)!.insert(0, `\u0000\u0007\ud800bell\u2028next${'x'.repeat(10)}`)
      board.doc.getMap('notes').set('text', 'not a record')
      board.doc.getMap('notes').set('bare', new Y.Map())
      board.doc.getMap('texts').set('bare', new Y.Map())
      board.doc.getMap('frames').set('__proto__', new Y.Map([['title', 'x'.repeat(1_000_000)]] as never))
      board.doc.getMap('stamps').set('odd', new Y.Map([['item', 7]] as never))
    })
    const { items, bounds } = sceneOf(board, 'board', words)
    expect(items.some(({ id }) => id === stroke)).toBe(false)
    expect(items.some(({ id }) => id === 'bare')).toBe(true)
    expect(bounds!.width).toBeLessThan(10_000)
    for (const { rect } of items) expect(Object.values(rect).every(Number.isFinite)).toBe(true)
    const text = one(items, 'shape')[0]!.text
    expect(text).toBe('\ufffdbell\nnextxxxxxxxxxx')
    expect(JSON.stringify(items)).not.toMatch(/\\u0000|\\ud800/)
  })

  it('of ten thousand notes in one theme is drawn whole', () => {
    const board = new Board(new Y.Doc())
    const theme = board.add('theme', { at: { x: 0, y: 0 } }, author)
    board.addNotes(
      Array.from({ length: 10_000 }, () => ({ at: { x: 0, y: 0 }, theme })),
      author,
    )
    expect(sceneOf(board, 'board', words).items).toHaveLength(10_001)
  })
})
