import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Contributed, type Contribution, LiveDocument } from '../live-document.ts'

/** Someone at the board, with what they wrote and nobody has sent yet. */
class Somebody {
  readonly doc = new Y.Doc()
  readonly board = new Board(this.doc)
  readonly name: string
  readonly mayLock: boolean
  readonly frames: Contribution[] = []

  constructor(name: string, mayLock: boolean) {
    this.name = name
    this.mayLock = mayLock
    this.doc.on('update', (bytes: Uint8Array, origin: unknown) => {
      if (origin === 'server') return
      this.frames.push({ bytes, personId: name, seatId: name, mayWrite: true, mayLock, isAnswer: false })
    })
  }

  record(id: string): Y.Map<unknown> {
    return this.doc.getMap<Y.Map<unknown>>('notes').get(id)!
  }
}

function room() {
  const live = new LiveDocument('board', [], new Map())
  const leader = new Somebody('leader', true)
  const guest = new Somebody('guest', false)
  const listener = new Y.Doc()
  const stored: Uint8Array[] = []
  const hear = (merged: Uint8Array) => {
    for (const doc of [leader.doc, guest.doc, listener]) Y.applyUpdate(doc, merged, 'server')
  }
  /** One batch of everything that waits, in this order. */
  const send = (...people: Somebody[]): Contributed => {
    const batch = people.flatMap((person) => person.frames.splice(0))
    const result = live.contribute(batch)
    batch.forEach(({ bytes }, index) => result.judgements[index]!.accepted && stored.push(bytes))
    if (result.repair) stored.push(result.repair)
    if (result.merged) hear(result.merged)
    return result
  }
  const [id] = leader.board.addNotes([{ at: { x: 5, y: 5 }, text: 'ours' }], { seat: 's', side: 'civil' })
  send(leader)
  /** What everyone has: in memory, told to others, and loaded anew from what was stored. */
  const locks = (of = id!) =>
    [live.doc, listener, leader.doc, guest.doc, new LiveDocument('board', stored, new Map()).doc].map((doc) =>
      new Board(doc).isLocked(of),
    )
  return { live, leader, guest, send, id: id!, locks }
}
type Scene = ReturnType<typeof room>

const everywhere = (is: boolean) => Array.from({ length: 5 }, () => is)
const repaired = { accepted: true, adds: true, repaired: true }

describe('only facilitators lock and unlock', () => {
  test('they do, and nothing is mended', () => {
    const { leader, send, id, locks } = room()
    for (const locked of [true, false, true]) {
      leader.board.setLocked([id], locked)
      expect(send(leader)).toMatchObject({ judgements: [{ accepted: true, adds: true }], repair: null })
      expect(locks()).toEqual(everywhere(locked))
    }
    leader.doc.transact(() => leader.record(id).delete('locked'))
    expect(send(leader).repair).toBeNull()
    expect(locks()).toEqual(everywhere(false))
  })

  test('a guest’s lock is taken off again, and the guest told', () => {
    const { guest, send, id, locks } = room()
    guest.board.setLocked([id], true)
    expect(send(guest).judgements).toEqual([repaired])
    expect(locks()).toEqual(everywhere(false))
  })

  test('so is that of a new record, and the record stays', () => {
    const { guest, send, locks } = room()
    const [own] = guest.board.addNotes([{ at: { x: 0, y: 0 }, text: 'mine', locked: true }], {
      seat: 's',
      side: 'civil',
    })
    expect(send(guest).judgements).toEqual([repaired])
    expect(locks(own)).toEqual(everywhere(false))
    expect(guest.board.textOf(own!)).toBe('mine')
  })

  const unlocks: [string, (scene: Scene) => void][] = [
    ['by writing over it', ({ guest, id }) => guest.board.setLocked([id], false)],
    ['by deleting it', ({ guest, id }) => guest.doc.transact(() => guest.record(id).delete('locked'))],
    [
      'by doing both',
      ({ guest, id }) => {
        guest.board.setLocked([id], false)
        guest.doc.transact(() => guest.record(id).delete('locked'))
      },
    ],
    [
      'by going back and forth',
      ({ guest, id }) => [false, true, false].forEach((locked) => void guest.board.setLocked([id], locked)),
    ],
    ['by a value that is none', ({ guest, id }) => void guest.record(id).set('locked', 'no')],
  ]
  test.each(unlocks)('what a guest opens %s is closed again', (_how, unlock) => {
    const scene = room()
    const { leader, guest, send, locks, id } = scene
    leader.board.setLocked([id], true)
    send(leader)
    unlock(scene)
    expect(send(guest).judgements).toContainEqual(repaired)
    expect(locks()).toEqual(everywhere(true))
    // Everybody goes on from there without a gap.
    leader.board.setLocked([id], false)
    guest.board.write(id, 'ours, and mine')
    expect(send(leader, guest).judgements.every((judgement) => judgement.accepted && !judgement.repaired)).toBe(true)
    expect(locks()).toEqual(everywhere(false))
  })

  test('in one batch, only the guest is told', () => {
    const { leader, guest, send, id, locks } = room()
    leader.board.setLocked([id], true)
    const frames = leader.frames.map(({ bytes }) => bytes)
    for (const bytes of frames) Y.applyUpdate(guest.doc, bytes, 'server')
    guest.board.setLocked([id], false)
    const { judgements } = send(leader, guest)
    expect(judgements).toEqual([{ accepted: true, adds: true }, repaired])
    expect(locks()).toEqual(everywhere(true))
  })

  test('an undone deletion brings `locked: false` back, and that is nobody’s fault', () => {
    const { leader, guest, send, id, locks } = room()
    leader.board.setLocked([id], true)
    leader.board.setLocked([id], false)
    send(leader)
    const undo = new Y.UndoManager(guest.board.undoScope, { trackedOrigins: new Set(['mine']), captureTimeout: 0 })
    guest.doc.transact(() => removeItems(guest.board, [id]), 'mine')
    undo.undo()
    expect(send(guest)).toMatchObject({ repair: null })
    expect(locks()).toEqual(everywhere(false))
    expect(guest.board.textOf(id)).toBe('ours')
  })
})
