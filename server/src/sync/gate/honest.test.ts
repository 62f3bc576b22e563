import { gatherInto, moveItems, removeItems, resizeItem } from '@meydan/shared/documents/board/moving'
import { pile } from '@meydan/shared/documents/board/arrange'
import { BOARD_EDIT, Board } from '@meydan/shared/documents/board/board'
import { noteColours, type Point } from '@meydan/shared/documents/board/records'
import { actionStatuses, Plan } from '@meydan/shared/documents/plan'
import { writeText } from '@meydan/shared/documents/text'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type Contribution, LiveDocument } from '../live-document.ts'

/** `GATE_HONEST_SEEDS=2000 npx vitest run server/src/sync/gate/honest.test.ts` looks longer. */
const SEEDS = Number(process.env.GATE_HONEST_SEEDS ?? 60)
const FIRST_SEED = Number(process.env.GATE_HONEST_FIRST ?? 1)
const PEOPLE = 4
const STEPS = 120
const WORDS = ['toplantı', 'أولوية', 'housing 🌱', '\n', 'wer macht das?', 'x', '😀']

type Chance = { below: (limit: number) => number; pick: <T>(from: readonly T[]) => T }

function chanceFrom(seed: number): Chance {
  let state = seed
  const below = (limit: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return { below, pick: (from) => from[below(from.length)]! }
}

/** Any act of the board, as the client does it. */
function actOnBoard(board: Board, { below, pick }: Chance): void {
  const notes = board.notes.all().map(({ id }) => id)
  const frames = board.frames.all().map(({ id }) => id)
  const point = (): Point => ({ x: below(2_000) - 1_000, y: below(2_000) - 1_000 })
  const some = (ids: readonly string[]) => ids.filter(() => below(4) === 0)
  const acts: (() => unknown)[] = [
    () => {
      const notes = Array.from({ length: 1 + below(3) }, () => ({ at: point(), text: pick(WORDS) }))
      board.addNotes(notes, { seat: 'seat', side: pick(['civil', 'public']) })
    },
    () => notes.length > 0 && write(board, pick(notes), { below, pick }),
    () => notes.length > 0 && write(board, pick(notes), { below, pick }),
    () => moveItems(board, new Map(some(notes).map((id) => [id, point()]))),
    () => board.edit(some(notes), { colour: pick(noteColours) }),
    () => pile(board, some(notes), 'above'),
    () => board.addFrame({ at: point(), size: { width: 400, height: 300 + below(500) }, title: pick(WORDS) }),
    () => frames.length > 0 && resizeItem(board, pick(frames), point(), { width: 300, height: 300 + below(900) }),
    () => frames.length > 0 && board.edit([pick(frames)], { title: pick(WORDS) }),
    () => frames.length > 0 && gatherInto(board, pick(frames)),
    () => removeItems(board, [...some(notes), ...some(frames)]),
  ]
  pick(acts)()
}

function write(board: Board, id: string, { below, pick }: Chance): void {
  const text = [...board.textOf(id)]
  const at = below(text.length + 1)
  board.write(id, [...text.slice(0, at), below(3) ? pick(WORDS) : '', ...text.slice(at + below(6))].join(''))
}

function actOnPlan(plan: Plan, { below, pick }: Chance): void {
  const actions = plan.actions.all().map(({ id }) => id)
  const acts: (() => unknown)[] = [
    () => plan.goals.create({ id: crypto.randomUUID(), title: pick(WORDS), order: 'a0' }),
    () => {
      const id = crypto.randomUUID()
      const sources = [{ document: 'd', record: 'r' }]
      const plain = { goal: null, responsible: null, due: null, order: 'a1', sources }
      plan.actions.create({ id, title: pick(WORDS), status: pick(actionStatuses), ...plain })
      plan.texts.set(id, new Y.Text(pick(WORDS)))
    },
    () => actions.length > 0 && plan.actions.edit(pick(actions), { due: '2026-11-22', status: pick(actionStatuses) }),
    () => {
      const text = actions.length > 0 && plan.texts.get(pick(actions))
      if (text) writeText(text, [...text.toString()].slice(below(3)).join('') + pick(WORDS))
    },
    () => {
      if (actions.length === 0 || below(2)) return
      const id = pick(actions)
      plan.actions.remove(id)
      plan.texts.delete(id)
    },
  ]
  plan.doc.transact(() => pick(acts)(), BOARD_EDIT)
}

/** A room in one process: the server’s document, people with theirs, and what is stored. */
class Room {
  readonly kind: 'board' | 'plan'
  readonly live: LiveDocument
  readonly rows: Uint8Array[] = []
  readonly people: Person[]
  /** Hears what is broadcast, and nothing else. */
  readonly listener = new Y.Doc()
  readonly queue: Contribution[] = []
  frames = 0
  refusals: string[] = []
  repairs = 0

  constructor(kind: 'board' | 'plan', chance: Chance) {
    this.kind = kind
    this.live = new LiveDocument(kind, [], new Map())
    this.people = Array.from({ length: PEOPLE }, (_, index) => new Person(this, `person ${index}`, chance))
  }

  /** Takes some of what is queued as one batch, as the worker of a document does. */
  work(most: number): void {
    const batch = this.queue.splice(0, most)
    if (batch.length === 0) return
    const { judgements, merged, repair } = this.live.contribute(batch)
    judgements.forEach((judgement, index) => {
      this.frames += 1
      if (!judgement.accepted) this.refusals.push(judgement.reason)
      else if (judgement.adds) this.rows.push(batch[index]!.bytes)
    })
    if (repair) {
      this.repairs += 1
      this.rows.push(repair)
    }
    if (!merged) return
    for (const doc of [this.listener, ...this.people.filter(({ isOnline }) => isOnline).map(({ doc }) => doc)]) {
      Y.applyUpdate(doc, merged, 'server')
    }
  }
}

class Person {
  readonly doc = new Y.Doc()
  readonly #room: Room
  readonly #name: string
  readonly #chance: Chance
  readonly #model: Board | Plan
  readonly #undo: Y.UndoManager
  isOnline = true

  constructor(room: Room, name: string, chance: Chance) {
    this.#room = room
    this.#name = name
    this.doc.clientID = 1 + chance.below(2 ** 31)
    this.#chance = chance
    this.#model = room.kind === 'board' ? new Board(this.doc) : new Plan(this.doc)
    const scope = [...room.live.model.roots].filter((root) => root !== 'meta').map((root) => this.doc.getMap(root))
    this.#undo = new Y.UndoManager(scope, {
      trackedOrigins: new Set([BOARD_EDIT]),
      captureTimeout: chance.pick([0, 5]),
    })
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && this.isOnline) this.#send(bytes, false)
    })
  }

  act(): void {
    // By chance and not by the clock, so that a seed is always the same room.
    if (this.#chance.below(8) === 0) this.#undo.stopCapturing()
    const chosen = this.#chance.below(12)
    if (chosen === 0) this.#undo.undo()
    else if (chosen === 1) this.#undo.redo()
    else if (this.#model instanceof Board) actOnBoard(this.#model, this.#chance)
    else actOnPlan(this.#model, this.#chance)
  }

  return(): void {
    this.isOnline = true
    Y.applyUpdate(this.doc, this.#room.live.encodeFor(Y.encodeStateVector(this.doc)), 'server')
    this.#send(Y.encodeStateAsUpdate(this.doc, this.#room.live.stateVector()), true)
  }

  #send(bytes: Uint8Array, isAnswer: boolean): void {
    this.#room.queue.push({ bytes, personId: this.#name, seatId: this.#name, mayWrite: true, isAnswer })
  }
}

function contentOf(doc: Y.Doc, roots: Iterable<string>): unknown {
  return [...roots].map((root) => doc.getMap(root).toJSON() as unknown)
}

function liveThrough(seed: number): { room: Room; docs: Y.Doc[] } {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  const room = new Room(seed % 4 === 0 ? 'plan' : 'board', chance)
  for (let step = 0; step < STEPS; step++) {
    const person = chance.pick(room.people)
    // Who leaves in the middle of things finds their last frames refused by nobody: the server has them, or asks.
    if (chance.below(12) === 0) {
      if (person.isOnline) person.isOnline = false
      else person.return()
    }
    for (let acts = 1 + chance.below(3); acts > 0; acts--) person.act()
    if (chance.below(2)) room.work(1 + chance.below(6))
  }
  for (const person of room.people) if (!person.isOnline) person.return()
  while (room.queue.length > 0) room.work(3)
  const reloaded = new LiveDocument(room.kind, room.rows, new Map()).doc
  return { room, docs: [...room.people.map(({ doc }) => doc), room.listener, reloaded] }
}

describe('honest people with offline spells, undo and redo, and deletions at the same time', () => {
  let frames = 0
  test.each(Array.from({ length: SEEDS }, (_, index) => FIRST_SEED + index))('seed %i', (seed) => {
    const { room, docs } = liveThrough(seed)
    frames += room.frames
    expect(room.refusals).toEqual([])
    expect(room.repairs).toBe(0)
    const { roots } = room.live.model
    const truth = { content: contentOf(room.live.doc, roots), vector: Y.decodeStateVector(room.live.stateVector()) }
    for (const doc of docs) {
      expect(doc.store.pendingStructs ?? doc.store.pendingDs).toBeNull()
      expect({ content: contentOf(doc, roots), vector: Y.decodeStateVector(Y.encodeStateVector(doc)) }).toEqual(truth)
    }
  })
  test('enough of them', () => expect(frames).toBeGreaterThan(80 * SEEDS))
})
