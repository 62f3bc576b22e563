import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { actAtRandom, authorNumber, type Chance, chanceFrom } from './any-act.ts'
import { BOARD_EDIT, Board } from './board.ts'
import type { Rect } from './geometry.ts'
import type { Item } from './records.ts'
import { redoStep, undoStep } from './undoing.ts'
import { parseBoard } from './parse.ts'

/** `BOARD_SEEDS=2000 npx vitest run shared/src/documents/board/converge.test.ts` looks longer; each test is one seed. */
const SEEDS = Array.from(
  { length: Number(process.env.BOARD_SEEDS ?? 60) },
  (_, index) => Number(process.env.BOARD_FIRST ?? 1) + index,
)
const STEPS = 70

/** Ids and times by chance and not by the clock, so that a seed is always the same board. */
function repeatable(seed: number): Chance {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  vi.spyOn(Date, 'now').mockImplementation(() => chance.below(1_000_000))
  return chance
}
afterEach(() => vi.restoreAllMocks())

/** Somebody with a copy of the board; what the others write arrives whenever chance delivers it, in any order. */
class Peer {
  readonly doc = new Y.Doc()
  readonly board = new Board(this.doc)
  readonly undo = new Y.UndoManager(this.board.undoScope, { trackedOrigins: new Set([BOARD_EDIT]), captureTimeout: 0 })
  readonly inbox: Uint8Array[] = []
  readonly #chance: Chance
  readonly #number: number

  constructor(number: number, chance: Chance) {
    this.#chance = chance
    this.#number = number
    this.doc.clientID = number + 1
  }

  act(): string {
    const chosen = this.#chance.below(14)
    if (chosen === 0) undoStep(this.board, this.undo)
    else if (chosen === 1) redoStep(this.board, this.undo)
    else
      return actAtRandom(this.board, {
        chance: this.#chance,
        author: authorNumber(this.#number),
        mayLock: this.#number === 0,
      })
    return 'undo'
  }

  deliver(most: number): void {
    for (let count = 0; count < most && this.inbox.length > 0; count++) {
      const [update] = this.inbox.splice(this.#chance.below(this.inbox.length), 1)
      Y.applyUpdate(this.doc, update!, 'others')
    }
  }
}

function gathering(chance: Chance): Peer[] {
  const peers = Array.from({ length: 3 + chance.below(2) }, (_, number) => new Peer(number, chance))
  for (const peer of peers) {
    peer.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === 'others') return
      for (const other of peers) if (other !== peer) other.inbox.push(bytes)
    })
  }
  return peers
}

type Seen = { item: Item; words: string; rect: Rect | null; holder: string | undefined }

function lockedOn(board: Board): Seen[] {
  return board
    .items()
    .filter(({ locked }) => locked)
    .map((item) => {
      const theme = item.type === 'note' ? board.themeOf(item) : undefined
      const holder = theme ?? ('frame' in item ? board.frameOf(item) : undefined)
      return {
        item,
        words: board.textOf(item.id),
        rect: board.rectOf(item.id),
        holder: item.type === 'connector' ? 'its ends' : holder && JSON.stringify([holder.id, board.rectOf(holder.id)]),
      }
    })
}

/** What a lock protects: everything of an object but where its holder takes it. */
function expectUntouched(before: Seen[], board: Board, act: string): void {
  const items = new Map(board.items().map((item) => [item.id, item]))
  for (const { item, words, rect, holder } of before) {
    // Of locks themselves, an undo may take back one's own.
    if (act === 'undo' && !board.isLocked(item.id) && board.typeOf(item.id)) continue
    const rest = Object.fromEntries(Object.entries(item).filter(([field]) => !['at', 'frame', 'theme'].includes(field)))
    const { frame, theme } = item as Item & { frame?: string | null; theme?: string | null }
    expect(items.get(item.id), `${act} took a locked ${item.type} away`).toMatchObject(rest)
    expect(board.textOf(item.id), `${act} wrote a locked ${item.type}`).toBe(words)
    // What was held by something that is gone may be held again, by an undo; and a theme is as large as its notes need.
    const isTheme = item.type === 'theme'
    const [then, now] = [rect, board.rectOf(item.id)].map((each) => (isTheme ? { x: each!.x, y: each!.y } : each))
    if (!holder && !frame && !theme) expect(now, `${act} moved a locked ${item.type}`).toEqual(then)
  }
}

function expectSound(board: Board): void {
  const held = board.themes.all().reduce((sum, { id }) => sum + board.notesOf(id).length, 0)
  expect(held, 'notes held by themes that are there').toBe(
    board.notes.all().filter((note) => board.themeOf(note)).length,
  )
  for (const item of board.items()) {
    const rect = board.rectOf(item.id)!
    expect(Object.values(rect).every(Number.isFinite), `${item.type} at ${JSON.stringify(rect)}`).toBe(true)
  }
}

test.each(SEEDS)('whatever people do at the same time, they see one board: seed %i', (seed) => {
  const chance = repeatable(seed)
  const peers = gathering(chance)
  for (let step = 0; step < STEPS; step++) {
    const peer = chance.pick(peers)
    const locked = lockedOn(peer.board)
    const act = peer.act()
    if (act !== 'setLocked') expectUntouched(locked, peer.board, act)
    chance.pick(peers).deliver(chance.below(12))
  }
  for (const peer of peers) peer.deliver(Number.POSITIVE_INFINITY)
  const [first, ...others] = peers
  const truth = parseBoard(first!.doc)
  expect(truth.problems).toEqual([])
  expectSound(first!.board)
  const places = (board: Board) =>
    board
      .items()
      .map(({ id }) => [id, board.rectOf(id)])
      .sort()
  for (const { doc, board } of others) {
    expect(doc.store.pendingStructs ?? doc.store.pendingDs).toBeNull()
    expect(parseBoard(doc)).toEqual(truth)
    expect(places(board)).toEqual(places(first!.board))
  }
  // What a long-lived copy keeps parsed is what a fresh one reads.
  const fresh = new Y.Doc()
  Y.applyUpdate(fresh, Y.encodeStateAsUpdate(first!.doc))
  expect(parseBoard(fresh)).toEqual(truth)
  expect(places(new Board(fresh))).toEqual(places(first!.board))
})

describe('undo and redo', () => {
  test.each(SEEDS)('take back and bring back one’s own acts, and nothing of others: seed %i', (seed) => {
    const chance = repeatable(seed)
    const [mine, theirs] = [new Peer(0, chance), new Peer(1, chance)]
    const link = (from: Peer, to: Peer) =>
      from.doc.on(
        'update',
        (bytes: Uint8Array, origin) => origin !== 'others' && Y.applyUpdate(to.doc, bytes, 'others'),
      )
    link(mine, theirs)
    link(theirs, mine)
    // A theme of each side's own notes alone; frames would take in whoever comes near.
    const withoutFrames = (peer: Peer, number: number) => {
      const isTheirs = (id: string) => {
        const item = peer.board.item(id)!
        return item.type !== 'frame' && item.type !== 'connector' && item.seat === `seat ${number}`
      }
      return { chance, author: authorNumber(number), isTheirs }
    }
    const acts = { mine: withoutFrames(mine, 0), theirs: withoutFrames(theirs, 1) }
    const own = (peer: Peer, seat: string) => {
      const { notes, themes, shapes, strokes, pictures, connectors, stamps } = parseBoard(peer.doc)
      const records = [...notes, ...themes, ...shapes, ...strokes, ...pictures, ...connectors, ...stamps]
      return records.filter((record) => record.seat === seat).map((record) => ({ ...record, frame: null, at: null }))
    }
    for (let step = 0; step < 30; step++) {
      if (chance.below(2)) actAtRandom(mine.board, acts.mine)
      else actAtRandom(theirs.board, acts.theirs)
    }
    const [minesAll, theirsAll] = [own(mine, 'seat 0'), own(mine, 'seat 1')]
    while (mine.undo.canUndo()) mine.undo.undo()
    expect(own(theirs, 'seat 0')).toEqual([])
    expect(own(theirs, 'seat 1')).toEqual(theirsAll)
    while (mine.undo.canRedo()) mine.undo.redo()
    expect(own(theirs, 'seat 0')).toEqual(minesAll)
    expect(own(theirs, 'seat 1')).toEqual(theirsAll)
  })
})
