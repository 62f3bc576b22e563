import { actAtRandom, type Chance, chanceFrom } from '@meydan/shared/documents/board/any-act'
import { BOARD_EDIT, Board } from '@meydan/shared/documents/board/board'
import { redoStep, undoStep } from '@meydan/shared/documents/board/undoing'
import { actOnPlanAtRandom } from '@meydan/shared/documents/plan/any-act'
import { PLAN_EDIT, Plan } from '@meydan/shared/documents/plan/plan'
import { leaveTidying } from '@meydan/shared/documents/rich-text/tidying'
import { undoOrRedo } from '@meydan/shared/documents/undo-step'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { type Contribution, LiveDocument } from '../live-document.ts'

/** `GATE_HONEST_SEEDS=2000 npx vitest run server/src/sync/gate/honest.test.ts` looks longer. */
const SEEDS = Number(process.env.GATE_HONEST_SEEDS ?? 60)
const ONLY_PLANS = process.env.GATE_HONEST_PLANS === '1'
const FIRST_SEED = Number(process.env.GATE_HONEST_FIRST ?? 1)
const PEOPLE = 4
const STEPS = 120

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
    leaveTidying(this.listener)
    this.people = Array.from({ length: PEOPLE }, (_, index) => new Person(this, `person ${index}`, chance, index === 0))
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
  readonly #mayLock: boolean
  isOnline = true

  constructor(room: Room, name: string, chance: Chance, mayLock: boolean) {
    this.#mayLock = mayLock
    this.#room = room
    this.#name = name
    this.doc.clientID = 1 + chance.below(2 ** 31)
    leaveTidying(this.doc)
    this.#chance = chance
    this.#model = room.kind === 'board' ? new Board(this.doc) : new Plan(this.doc)
    const scope = [...room.live.model.roots].filter((root) => root !== 'meta').map((root) => this.doc.getMap(root))
    this.#undo = new Y.UndoManager(scope, {
      trackedOrigins: new Set([BOARD_EDIT, PLAN_EDIT]),
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
    if (this.#model instanceof Board) {
      if (chosen === 0) undoStep(this.#model, this.#undo)
      else if (chosen === 1) redoStep(this.#model, this.#undo)
      else actAtRandom(this.#model, this.#actor)
    } else if (chosen < 2) undoOrRedo(this.#undo, chosen === 0 ? 'undo' : 'redo')
    else actOnPlanAtRandom(this.#model, this.#chance, this.#actor.author)
  }

  get #actor() {
    const author = { seat: this.#name, side: 'civil' as const }
    return { chance: this.#chance, author, mayLock: this.#mayLock }
  }

  return(): void {
    this.isOnline = true
    Y.applyUpdate(this.doc, this.#room.live.encodeFor(Y.encodeStateVector(this.doc)), 'server')
    this.#send(Y.encodeStateAsUpdate(this.doc, this.#room.live.stateVector()), true)
  }

  #send(bytes: Uint8Array, isAnswer: boolean): void {
    this.#room.queue.push({
      bytes,
      personId: this.#name,
      seatId: this.#name,
      mayWrite: true,
      mayLock: this.#mayLock,
      isAnswer,
    })
  }
}

function contentOf(doc: Y.Doc, roots: Iterable<string>): unknown {
  return [...roots].map((root) => doc.getMap(root).toJSON() as unknown)
}

function liveThrough(seed: number): { room: Room; docs: Y.Doc[] } {
  const chance = chanceFrom(seed)
  vi.spyOn(crypto, 'randomUUID').mockImplementation(() => `${chance.below(2 ** 31)}-0-0-0-${chance.below(2 ** 31)}`)
  const room = new Room(seed % 4 === 0 || ONLY_PLANS ? 'plan' : 'board', chance)
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
