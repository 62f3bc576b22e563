import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { actAtRandom, authorNumber, type Chance, chanceFrom } from './any-act.ts'
import { Board } from './board.ts'
import { overlaps } from './geometry.ts'
import { addTableAreas, markAreas, mergeBoard } from './merging.ts'
import { parseBoard } from './parse.ts'
import { cluster } from './themes.ts'

/** `BOARD_SEEDS=500 npx vitest run shared/src/documents/board/merging.test.ts` looks longer. */
const SEEDS = Array.from({ length: Number(process.env.BOARD_SEEDS ?? 40) }, (_, index) => index + 1)
const civil = { seat: 'seat-1', side: 'civil' as const }

function repeatable(seed: number): Chance {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  return chance
}
afterEach(() => vi.restoreAllMocks())

/** A board on which several people did anything: themes, frames, locks, deletions, notes beside everything. */
function anyBoard(chance: Chance): Board {
  const board = new Board(new Y.Doc())
  const steps = 10 + chance.below(70)
  for (let step = 0; step < steps; step++)
    actAtRandom(board, { chance, author: authorNumber(chance.below(4)), mayLock: true })
  return board
}

/** What must come over, by the id it was taken from; places are compared apart. */
function saying(board: Board, notes = parseBoard(board.doc).notes) {
  const themeOf = (note: (typeof notes)[number]) => board.themeOf(note)?.title ?? null
  return notes.map(({ text, seat, side, createdAt, colour, kind, affected, fields, severity, locked, ...note }) => ({
    ...{ text, seat, side, createdAt, colour, kind, affected, fields, severity, locked },
    theme: themeOf({ ...note, text, seat, side, createdAt, colour, kind, affected, fields, severity, locked }),
  }))
}

describe('merging tables’ boards', () => {
  test.each(SEEDS)('brings exactly the notes there were (seed %i)', (seed) => {
    const chance = repeatable(seed)
    const plenary = anyBoard(chance)
    const before = parseBoard(plenary.doc)
    const tables = Array.from({ length: 1 + chance.below(4) }, (_, index) => ({
      id: `table${index}`,
      board: anyBoard(chance),
    }))
    const merged = plenary.transact(() =>
      tables.map(({ id, board }) =>
        mergeBoard(plenary, board, { document: `d-${id}`, table: id, title: `Table ${id}` }),
      ),
    )
    const after = parseBoard(plenary.doc)
    expect(after.problems).toEqual([])
    const old = new Set(before.notes.map(({ id }) => id))
    const brought = after.notes.filter(({ id }) => !old.has(id))
    expect(
      after.notes.filter(({ id }) => old.has(id)),
      'the plenary’s own are untouched',
    ).toEqual(before.notes)
    tables.forEach(({ id, board }, index) => {
      const theirs = parseBoard(board.doc)
      const came = brought.filter(({ table }) => table === id)
      expect(merged[index]!.notes).toBe(theirs.notes.length)
      expect(came.map(({ source }) => source)).toEqual(
        theirs.notes.map((note) => ({ document: `d-${id}`, record: note.id })),
      )
      expect(saying(plenary, came)).toEqual(saying(board))
      expect(after.stamps.length - before.stamps.length).toBeGreaterThanOrEqual(theirs.stamps.length)
    })
    expect(brought).toHaveLength(tables.reduce((sum, { board }) => sum + board.notes.all().length, 0))
    for (const kind of ['themes', 'shapes', 'connectors', 'strokes', 'pictures', 'stamps'] as const)
      expect(after[kind].length - before[kind].length, kind).toBe(
        tables.reduce((sum, { board }) => sum + parseBoard(board.doc)[kind].length, 0),
      )
  })

  test.each(SEEDS)('keeps how they lie to each other, and covers nothing (seed %i)', (seed) => {
    const chance = repeatable(seed)
    const [plenary, table] = [anyBoard(chance), anyBoard(chance)]
    const there = plenary.items().map(({ id }) => id)
    const { frameId } = mergeBoard(plenary, table, { document: 'd', table: 't', title: 'Table' })
    if (frameId === null) {
      expect(table.items(), 'nothing to bring').toEqual([])
      return
    }
    const frame = plenary.rectOf(frameId)!
    for (const id of there) expect(overlaps(frame, plenary.rectOf(id)!), id).toBe(false)
    const came = new Map(
      plenary.notes.all().flatMap((note) => (note.table === 't' ? [[note.source!.record, note.id]] : [])),
    )
    const distances = [...came].map(([old, now]) => {
      const [a, b] = [table.rectOf(old)!, plenary.rectOf(now)!]
      return `${Math.round(b.x - a.x)} ${Math.round(b.y - a.y)}`
    })
    expect(new Set(distances).size).toBeLessThanOrEqual(1)
    for (const note of plenary.notes.all()) if (note.table === 't') expect(plenary.frameOf(note)).toBeDefined()
  })

  test('what two tables bring lies side by side', () => {
    const plenary = new Board(new Y.Doc())
    const table = new Board(new Y.Doc())
    table.addNotes([{ at: { x: -900, y: 40 }, text: 'x' }], civil)
    const frames = ['a', 'b'].map((id) => mergeBoard(plenary, table, { document: id, table: id, title: id }).frameId!)
    const [first, second] = frames.map((id) => plenary.rectOf(id)!)
    expect(overlaps(first!, second!)).toBe(false)
    expect(plenary.frames.get(frames[0]!)).toMatchObject({ title: 'a', kind: 'table' })
  })
})

describe('areas', () => {
  test.each([2, 7, 30])('%i of them lie apart from each other and from what is there', (count) => {
    const board = anyBoard(repeatable(count))
    const there = board.items().map(({ id }) => id)
    const ids = addTableAreas(
      board,
      Array.from({ length: count }, (_, index) => `Table ${index + 1}`),
    )
    const rects = ids.map((id) => board.rectOf(id)!)
    expect(new Set(ids).size).toBe(count)
    rects.forEach((rect, index) => {
      for (const other of rects.slice(index + 1)) expect(overlaps(rect, other)).toBe(false)
      for (const id of there) expect(overlaps(rect, board.rectOf(id)!)).toBe(false)
    })
  })

  test('notes say the table in whose area they lie, themes’ notes too; who wrote elsewhere said it already', () => {
    const board = new Board(new Y.Doc())
    const [one, two] = addTableAreas(board, ['Table 1', 'Table 2'])
    const inside = { at: { x: 10, y: 10 }, frame: one! }
    const [loose, grouped, tagged, plenary, locked] = board.addNotes(
      [inside, inside, { ...inside, table: 't2' }, { at: { x: 9000, y: 9000 } }, { at: { x: 0, y: 0 }, frame: two! }],
      civil,
    )
    const theme = board.add('theme', { at: { x: 50, y: 50 } }, civil)
    cluster(board, [grouped!], theme, civil)
    board.setLocked([locked!], true)
    const counts = markAreas(board, [
      { id: 't1', frameId: one! },
      { id: 't2', frameId: two! },
    ])
    expect([loose, grouped, tagged, plenary, locked].map((id) => board.notes.get(id!)!.table)).toEqual([
      't1',
      't1',
      't2',
      null,
      't2',
    ])
    expect(Object.fromEntries(counts)).toEqual({ t1: 2, t2: 2 })
  })
})
