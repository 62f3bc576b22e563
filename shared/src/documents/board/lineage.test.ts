import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { toggleStamp } from './arrange.ts'
import { chanceFrom } from './any-act.ts'
import { BOARD_EDIT, Board } from './board.ts'
import { clipOf, pasteClip } from './clip.ts'
import { mergeThemes, splitsOff, splitTheme } from './lineage.ts'
import { moveItems } from './moving.ts'
import { parseBoard } from './parse.ts'
import { LINEAGE_MAX } from './records.ts'
import { cluster, clusterTogether, ungroup } from './themes.ts'
import { redoStep, undoStep } from './undoing.ts'

const author = { seat: 'seat', side: 'civil' } as const
const SEEDS = Array.from({ length: Number(process.env.BOARD_SEEDS ?? 60) }, (_, index) => index + 1)

/** Themes of two notes each, called A, B, C…, their notes A1, A2, B1… */
function boardOf(names: string, doc = new Y.Doc()) {
  const board = new Board(doc)
  const themes = [...names].map((name, index) => {
    const at = { x: 0, y: index * 1_000 }
    const notes = board.addNotes(
      [1, 2].map((each) => ({ at: { ...at, x: each * 300 }, text: name + each })),
      author,
    )
    const theme = clusterTogether(board, notes, author)!
    board.edit([theme], { title: name })
    return theme
  })
  return { board, themes }
}
const said = (board: Board, theme: string) => board.notesOf(theme).map(({ id }) => board.textOf(id))

describe('themes that are merged', () => {
  test('become one that holds all notes in order and remembers what it came of', () => {
    const { board, themes } = boardOf('ABC')
    const [a, b, c] = themes as [string, string, string]
    expect(mergeThemes(board, [b, a], a)).toEqual([b])
    expect(said(board, a)).toEqual(['A1', 'A2', 'B1', 'B2'])
    expect(board.themes.get(a)).toMatchObject({ title: 'A', cameOf: [b] })
    expect(board.themes.has(b)).toBe(false)
    expect(mergeThemes(board, [a, c], c)).toEqual([a])
    // Also what the merged one had come of: its own record may be gone for good.
    expect(board.themes.get(c)).toMatchObject({ title: 'C', cameOf: [a, b] })
    expect(said(board, c)).toEqual(['C1', 'C2', 'A1', 'A2', 'B1', 'B2'])
  })

  test('say what the kept one says, and what it leaves open', () => {
    const { board, themes } = boardOf('ABC')
    const [a, b, c] = themes as [string, string, string]
    board.edit([a], { title: '', locality: 'Vatan', fields: ['health'] })
    board.edit([b], { kind: 'need', locality: 'Mimar Sinan', fields: ['health', 'legal'] })
    board.edit([c], { kind: 'idea', severity: 4 })
    mergeThemes(board, themes, a)
    expect(board.themes.get(a)).toMatchObject({
      ...{ title: 'B', kind: 'need', locality: 'Vatan', severity: 4, fields: ['health', 'legal'] },
      cameOf: [b, c],
    })
  })

  test('take their connectors along, and let go of reactions and of lines between them', () => {
    const { board, themes } = boardOf('ABC')
    const [a, b, c] = themes as [string, string, string]
    const end = (item: string) => ({ item, at: { x: 0, y: 0 } })
    const led = board.addConnector({ from: end(c), to: end(b) }, author)
    const within = board.addConnector({ from: end(a), to: end(b) }, author)
    toggleStamp(board, b, 'heart', author)
    toggleStamp(board, a, 'heart', author)
    mergeThemes(board, [b], a)
    expect(board.connectors.get(led)!.to.item).toBe(a)
    expect(board.connectors.has(within)).toBe(false)
    expect(board.stamps.all().map(({ item }) => item)).toEqual([a])
  })

  test('leave out what is locked', () => {
    const { board, themes } = boardOf('ABC')
    const [a, b, c] = themes as [string, string, string]
    board.setLocked([b], true)
    expect(mergeThemes(board, [b, c], a)).toEqual([c])
    expect(said(board, b)).toEqual(['B1', 'B2'])
    expect(mergeThemes(board, [a], b)).toEqual([])
    expect(mergeThemes(board, [a, 'nothing'], a)).toEqual([])
    expect(mergeThemes(board, [a], 'nothing')).toEqual([])
  })

  test('remember no more than a record may hold, the nearest first', () => {
    const { board, themes } = boardOf('AB')
    const [a, b] = themes as [string, string]
    const many = Array.from({ length: LINEAGE_MAX }, (_, index) => `theme ${index}`)
    board.transact(() => board.themes.edit(b, { cameOf: many }))
    mergeThemes(board, [b], a)
    expect(board.themes.get(a)!.cameOf).toEqual([b, ...many].slice(0, LINEAGE_MAX))
  })

  test('come back with one step of undo', () => {
    const { board, themes } = boardOf('AB')
    const before = parseBoard(board.doc)
    const undo = new Y.UndoManager(board.undoScope, { trackedOrigins: new Set([BOARD_EDIT]), captureTimeout: 0 })
    mergeThemes(board, themes, themes[0]!)
    const after = parseBoard(board.doc)
    undoStep(board, undo)
    expect(parseBoard(board.doc)).toEqual(before)
    redoStep(board, undo)
    expect(parseBoard(board.doc)).toEqual(after)
  })
})

describe('notes that are split off', () => {
  test('are a theme of their own beside the old one, which it remembers', () => {
    const { board, themes } = boardOf('AB')
    const [a, b] = themes as [string, string]
    mergeThemes(board, [b], a)
    const chosen = board.notesOf(a).filter(({ id }) => ['A2', 'B2'].includes(board.textOf(id)))
    const ids = chosen.map(({ id }) => id)
    const split = splitTheme(board, ids.toReversed(), author)!
    expect(said(board, split)).toEqual(['A2', 'B2'])
    expect(said(board, a)).toEqual(['A1', 'B1'])
    expect(board.themes.get(split)).toMatchObject({ title: '', cameOf: [a, b], ...author })
    const [old, beside] = [board.rectOf(a)!, board.rectOf(split)!]
    expect(beside.x).toBeGreaterThan(old.x + old.width)
  })

  test('are some notes of one theme, none of them locked', () => {
    const { board, themes } = boardOf('AB')
    const [a, b] = themes as [string, string]
    const [a1, a2, b1] = [...board.notesOf(a), ...board.notesOf(b)].map(({ id }) => id) as [string, string, string]
    expect(splitsOff(board, [a1, a2]), 'all of it').toBeNull()
    expect(splitsOff(board, [a1, b1]), 'of two').toBeNull()
    expect(splitsOff(board, [a1, 'nothing'])).toBeNull()
    expect(splitsOff(board, [])).toBeNull()
    expect(splitsOff(board, [a1])?.id).toBe(a)
    board.setLocked([a1], true)
    expect(splitTheme(board, [a1], author)).toBeNull()
    board.setLocked([a1], false)
    board.setLocked([a], true)
    expect(splitTheme(board, [a1], author)).toBeNull()
  })
})

test('a copy remembers nothing: what it would name are other records', () => {
  const { board, themes } = boardOf('AB')
  mergeThemes(board, themes, themes[0]!)
  const [copy] = pasteClip(board, clipOf(board, [themes[0]!], null), { by: { x: 0, y: 5_000 }, author })
  expect(board.themes.get(copy!)!.cameOf).toEqual([])
})

test('odd lineage reads as none', () => {
  const { board, themes } = boardOf('A')
  for (const odd of [7, 'x', [1], Array.from({ length: LINEAGE_MAX + 1 }, () => 'x'), null]) {
    ;(board.doc.getMap('themes').get(themes[0]!) as Y.Map<unknown>).set('cameOf', odd)
    expect(board.themes.get(themes[0]!)).toMatchObject({ title: 'A', cameOf: [] })
  }
})

/**
 * Two people who don't hear of each other, one of whom merges or splits. Whatever the other does at the same time: both
 * come to see one board, and every note is on it.
 */
test.each(SEEDS)('merging and splitting meet whatever others do at the same time: seed %i', (seed) => {
  const chance = chanceFrom(seed)
  const { board: origin, themes } = boardOf('ABCD')
  const state = Y.encodeStateAsUpdate(origin.doc)
  const peers = [1, 2].map((client) => {
    const doc = new Y.Doc()
    doc.clientID = client
    Y.applyUpdate(doc, state)
    const board = new Board(doc)
    const undo = new Y.UndoManager(board.undoScope, { trackedOrigins: new Set([BOARD_EDIT]), captureTimeout: 0 })
    return { board, undo, doc }
  })
  const acts = ({ board, undo }: (typeof peers)[number]) => ({
    merge: () => mergeThemes(board, [chance.pick(themes), chance.pick(themes)], chance.pick(themes)),
    split: () => splitTheme(board, [chance.pick(board.notes.all()).id], author),
    rename: () => board.edit([chance.pick(themes)], { title: 'Renamed' }),
    move: () => moveItems(board, new Map([[chance.pick(themes), { x: chance.below(900), y: 0 }]])),
    join: () => cluster(board, [chance.pick(board.notes.all()).id], chance.pick(themes), author, chance.below(3)),
    ungroup: () => ungroup(board, chance.pick(themes)),
    undo: () => undoStep(board, undo),
  })
  for (const [number, peer] of peers.entries()) {
    const known = acts(peer)
    known[number === 0 ? chance.pick(['merge', 'split'] as const) : chance.pick(Object.keys(known) as ['merge'])]()
    for (let more = chance.below(4); more > 0; more--) known[chance.pick(Object.keys(known) as ['merge'])]()
  }
  const updates = peers.map(({ doc }) => Y.encodeStateAsUpdate(doc))
  for (const { doc } of peers) for (const update of updates) Y.applyUpdate(doc, update)
  const [mine, theirs] = peers.map(({ doc }) => parseBoard(doc))
  expect(mine).toEqual(theirs)
  expect(mine!.problems).toEqual([])
  expect(mine!.notes.map(({ text }) => text).sort()).toEqual(['A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'D1', 'D2'])
  for (const { board } of peers) {
    const places = board.notes.all().map(({ id }) => Object.values(board.rectOf(id)!))
    expect(places.flat().every(Number.isFinite)).toBe(true)
    for (const { id, cameOf } of board.themes.all()) expect(cameOf, 'of itself').not.toContain(id)
  }
})
