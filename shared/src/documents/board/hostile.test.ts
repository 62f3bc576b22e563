import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { stampsByItem } from './arrange.ts'
import { BoardClip, clipOf, pasteClip } from './clip.ts'
import { Board, itemKinds } from './board.ts'
import { readPoints } from './ink.ts'
import { gatherInto, moveItems, removeItems } from './moving.ts'
import { parseBoard } from './parse.ts'
import { POINTS_MAX } from './records.ts'
import { chanceFrom } from './any-act.ts'
import { cluster, clusterTogether } from './themes.ts'

const author = { seat: 'seat', side: 'civil' } as const
const roots = ['notes', 'themes', 'frames', 'shapes', 'connectors', 'strokes', 'pictures', 'stamps'] as const

/** A document as somebody who writes past the model would make it. */
function written(records: Partial<Record<(typeof roots)[number], Record<string, unknown>>>): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const [root, entries] of Object.entries(records)) {
      for (const [id, fields] of Object.entries(entries)) {
        const isRecord = typeof fields === 'object' && fields !== null && !(fields instanceof Y.AbstractType)
        doc.getMap(root).set(id, isRecord ? new Y.Map(Object.entries(fields)) : fields)
      }
    }
  })
  return doc
}

/** Everything that reads, over everything there is: none may throw or answer with a place that is none. */
function readAll(doc: Y.Doc): ReturnType<typeof parseBoard> {
  const parsed = parseBoard(doc)
  const board = new Board(doc)
  for (const { id } of board.items()) {
    const rect = board.rectOf(id)!
    expect(Object.values(rect).every(Number.isFinite), JSON.stringify(rect)).toBe(true)
    board.notesOf(id)
    board.isLocked(id)
  }
  const clip = clipOf(board, null, null)
  expect(BoardClip.parse(JSON.parse(JSON.stringify(clip)))).toEqual(clip)
  clipOf(
    board,
    board
      .items()
      .slice(0, 3)
      .map(({ id }) => id),
    null,
  )
  stampsByItem(board)
  return parsed
}

/** Milliseconds of the processor that something takes, however busy the machine is with others. */
function timed(work: () => unknown): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

test('numbers that are no places, words where numbers belong, numbers where words do', () => {
  const odd = [Number.NaN, 1e308, -1e308, Number.POSITIVE_INFINITY, 'far', null, true, [], { x: 1 }, {}]
  for (const value of odd) {
    const everything = { at: { x: value, y: 1e308 }, size: { width: value, height: -1 }, order: value, frame: value }
    const more = {
      theme: value,
      seat: value,
      createdAt: value,
      locked: value,
      kind: value,
      fields: value,
      colour: value,
    }
    const rest = { title: value, points: value, width: value, from: value, to: { item: value, at: value }, item: value }
    const record = { ...everything, ...more, ...rest, severity: value, source: value, file: value, alt: value }
    const doc = written(
      Object.fromEntries(roots.map((root) => [root, { [`${root} 1`]: record, [`${root} 2`]: record }])),
    )
    const parsed = readAll(doc)
    expect(parsed.problems).toEqual([])
    expect(parsed.notes).toMatchObject([{ at: { x: 0, y: 0 } }, { at: { x: 0, y: 0 } }])
  }
})

test('records that are none, ids that are none, words that are none', () => {
  const doc = written({
    notes: { a: 7, b: new Y.Text('x'), c: new Y.Array(), __proto__: {}, ['x'.repeat(65)]: {}, '': {} },
    themes: { constructor: {}, nested: { at: new Y.Map(), title: new Y.Text('t') } },
  })
  doc.getMap('texts').set('a', 'plain')
  doc.getMap('texts').set('nested', new Y.Map())
  const { problems, themes } = readAll(doc)
  expect(problems).toEqual(expect.arrayContaining(['a', 'b', 'c', 'x'.repeat(65), '']))
  expect(themes.map(({ id }) => id).sort()).toEqual(['constructor', 'nested'])
})

test('what a newer page wrote: unknown fields are left out, unknown words read as nothing said', () => {
  const doc = written({
    notes: { n: { at: { x: 1, y: 2, z: 3 }, kind: 'dream', colour: 'gold', tilt: 4, fields: ['space'] } },
    frames: { f: { kind: 'spiral', title: 'Kept' } },
    shapes: { s: { form: 'star', ink: 'gold' } },
    connectors: { c: { arrow: 'wavy', from: { item: 'n', at: { x: 0, y: 0 }, side: 'top' } } },
    stamps: { t: { item: 'n', sign: 'fire' } },
  })
  const { notes, frames, shapes, connectors, stamps, problems } = readAll(doc)
  expect(problems).toEqual([])
  expect(notes).toMatchObject([{ at: { x: 1, y: 2 }, kind: null, colour: 'sun', fields: [] }])
  expect(notes[0]).not.toHaveProperty('tilt')
  expect(frames).toMatchObject([{ kind: 'section', title: 'Kept' }])
  expect(shapes).toMatchObject([{ form: 'rectangle', ink: 'ink' }])
  expect(connectors).toMatchObject([{ arrow: 'end', from: { item: 'n' } }])
  expect(stamps).toMatchObject([{ sign: 'agree' }])
})

test('holders that hold each other, themselves or nothing', () => {
  const end = (item: string) => ({ item, at: { x: 9, y: 9 } })
  const doc = written({
    notes: {
      n: { theme: 't', frame: 'f' },
      self: { theme: 'self', frame: 'self' },
      lost: { theme: 'gone', frame: 'gone' },
    },
    themes: { t: { frame: 'f', theme: 't' }, u: { frame: 'u' }, f: { frame: 't' } },
    frames: { f: { frame: 'f', at: { x: 1_000_000, y: 1_000_000 } } },
    connectors: {
      c: { from: end('c'), to: end('d') },
      d: { from: end('d'), to: end('c') },
      n: { from: end('n'), to: end('t') },
      e: { from: end('gone'), to: end('n') },
    },
    stamps: { s: { item: 's' }, r: { item: 'c' } },
  })
  expect(readAll(doc).problems).toEqual([])
  const board = new Board(doc)
  expect(board.rectOf('c')).toEqual({ x: 9, y: 9, width: 0, height: 0 })
  expect(board.themeOf(board.notes.get('lost')!)).toBeUndefined()
  expect(board.placeOf(board.notes.get('lost')!)).toEqual({ x: 0, y: 0 })
  // An id that two kinds have is taken for one of them at a time.
  for (let time = 0; time < 2; time++) {
    const ids = board.items().map(({ id }) => id)
    removeItems(board, ids)
  }
  expect(board.items()).toEqual([])
})

test('points of a stroke that lead out of every board end where they do', () => {
  const far = `${'9'.repeat(308)} 0 5`
  for (const points of [far, `1 2 3 -${far} -${far} -${far}`, '1 2', '- - -', '1 2 3 4 5', `${'1 '.repeat(7_999)}1`]) {
    expect(points.length).toBeLessThanOrEqual(POINTS_MAX)
    for (const { x, y, pressure } of readPoints(points)) {
      expect([x, y].every((each) => Math.abs(each) <= 100_000) && pressure >= 0 && pressure <= 1).toBe(true)
    }
    readAll(written({ strokes: { s: { points } } }))
  }
})

test('words without end: fields are left out, long texts read as they are', () => {
  const words = 'ğ'.repeat(1_000_000)
  const doc = written({
    frames: { f: { title: words } },
    notes: { n: { affected: words, evidence: words, order: words } },
    themes: { t: { title: words } },
  })
  doc.getMap('texts').set('n', new Y.Text(words))
  expect(
    timed(() => expect(parseBoard(doc)).toMatchObject({ frames: [{ title: '' }], notes: [{ order: 'a0' }] })),
  ).toBeLessThan(1_000)
  expect(new Board(doc).textOf('n')).toHaveLength(1_000_000)
})

describe('ten thousand notes', () => {
  const MANY = 10_000
  const notes = (fields: object) =>
    Object.fromEntries(
      Array.from({ length: MANY }, (_, index) => [`n${index}`, { order: `a${index % 10}`, ...fields }]),
    )

  test.each([
    ['at one spot', {}],
    ['in one theme', { theme: 't' }],
    ['in one frame', { frame: 'f' }],
    ['in a theme that is gone', { theme: 'gone' }],
  ])('%s are read and clipped in less than a second', (_where, fields) => {
    const doc = written({ notes: notes(fields), themes: { t: {} }, frames: { f: {} } })
    const board = new Board(doc)
    const ids = Object.keys(notes({}))
    expect(timed(() => expect(parseBoard(doc).notes).toHaveLength(MANY))).toBeLessThan(1_000)
    expect(timed(() => ids.forEach((id) => void board.rectOf(id)))).toBeLessThan(1_000)
    expect(timed(() => expect(clipOf(board, null, null).notes).toHaveLength(MANY))).toBeLessThan(1_000)
    expect(timed(() => clipOf(board, ids, null))).toBeLessThan(1_000)
  })

  test('are moved, clustered, pasted and removed in seconds, not minutes', () => {
    const doc = written({ notes: notes({}), frames: { f: { size: { width: 600, height: 600 } } } })
    const board = new Board(doc)
    const ids = Object.keys(notes({}))
    const stamps = Array.from({ length: 2_000 }, (_, index) => ({ item: ids[index]!, seat: `s${index}` }))
    doc.transact(() =>
      stamps.forEach((stamp, index) => void doc.getMap('stamps').set(`s${index}`, new Y.Map(Object.entries(stamp)))),
    )
    const { below } = chanceFrom(1)
    const acts = {
      move: () => moveItems(board, new Map(ids.map((id) => [id, { x: below(900), y: below(900) }]))),
      gather: () => gatherInto(board, 'f'),
      cluster: () => clusterTogether(board, ids, author),
      onto: () => cluster(board, ids.slice(0, 5_000), ids[9_999]!, author, 0),
      paste: () => pasteClip(board, clipOf(board, ids.slice(0, 2_000), null), { by: { x: 1, y: 1 }, author }),
      remove: () => removeItems(board, ids),
    }
    for (const [name, act] of Object.entries(acts)) expect(timed(act), name).toBeLessThan(4_000)
    expect(board.stamps.all()).toEqual([])
  })
})

test('every kind is read by everything above', () => {
  expect(roots.length).toBe(itemKinds.length + 1)
})
