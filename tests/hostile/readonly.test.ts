import { removeItems } from '@meydan/shared/documents/board/moving'
import { syncFrame, syncSteps } from '@meydan/server/sync/wire'
import { Board } from '@meydan/shared/documents/board/board'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { syncClient } from '../support/client.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { presence } from './presence-frames.ts'
import { answer, asSeenBy, connected, startTarget, storedOf, type Target, update } from './target.ts'

let target: Target
let story: Story
let forged: Uint8Array

beforeAll(async () => {
  target = await startTarget()
})
afterAll(() => target?.end())
beforeEach(async () => {
  story = await consultationRoom(target.fresh.db)
  const doc = new Y.Doc()
  new Board(doc).addNotes([{ at: { x: 0, y: 0 }, text: 'sızdı' }], { seat: null, side: 'civil' })
  forged = Y.encodeStateAsUpdate(doc)
})

/** The same number in more bytes than it needs. */
function longVarUint(number: number, bytes: number): number[] {
  const parts = Array.from({ length: bytes }, (_, n) => Math.floor(number / 128 ** n) % 128)
  return parts.map((part, n) => (n < bytes - 1 ? part | 0x80 : part))
}

function overLong(step: number, bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...longVarUint(0, 2), ...longVarUint(step, 3), ...longVarUint(bytes.length, 5), ...bytes])
}

function joined(...frames: Uint8Array[]): Uint8Array {
  return Uint8Array.from(frames.flatMap((frame) => [...frame]))
}

function inAwareness(bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

const someone = presence({ clientId: 9, clock: 1, state: '{}' })
const step1 = syncFrame(syncSteps.step1, new Uint8Array([0]))
/** With the code that ends the connection; 0 where it may be dropped without a word. */
const disguises: [string, number, (bytes: Uint8Array) => Uint8Array][] = [
  ['an update', 4400, update],
  ['a step 2', 4400, answer],
  ['an update in over-long varints', 4400, (bytes) => overLong(2, bytes)],
  ['a step 2 in over-long varints', 4400, (bytes) => overLong(1, bytes)],
  ['an update behind a question', 1002, (bytes) => joined(step1, update(bytes))],
  ['a step 2 behind awareness', 1002, (bytes) => joined(someone, answer(bytes))],
  ['an update behind a question for awareness', 1002, (bytes) => joined(new Uint8Array([3]), update(bytes))],
  ['a step 2 inside awareness', 0, (bytes) => inAwareness(answer(bytes))],
  ['an update as the state of awareness', 0, (bytes) => presence({ clientId: 9, clock: 1, state: `${[...bytes]}` })],
]

describe('H-6 who may only read', () => {
  test.each(disguises)('writes nothing with %s', async (_name, code, disguise) => {
    const stored = await storedOf(target, story.boardId)
    const seen = await asSeenBy(target, story.boardId, story.public)
    const { socket, closed } = await connected(target, story.boardId, story.observer)
    socket.send(disguise(forged))
    if (code === 0) socket.send(new Uint8Array([77]))
    expect(await closed).toBe(code || 1002)
    expect(await asSeenBy(target, story.boardId, story.public)).toEqual(seen)
    expect(await storedOf(target, story.boardId)).toEqual(stored)
  })

  test('deletes nothing, and may answer with what everybody has', async () => {
    const honest = syncClient(target, story.boardId, story.civil.cookie)
    onTestFinished(() => honest.destroy())
    await honest.synced()
    const seen = await asSeenBy(target, story.boardId, story.public)
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(honest.doc))
    const quiet = await connected(target, story.boardId, story.observer)
    onTestFinished(() => quiet.socket.terminate())
    quiet.socket.send(answer(Y.encodeStateAsUpdate(copy)))
    await until(() => quiet.frames.some((frame) => frame[0] === 64 && frame[1] === 2), { what: 'it is acknowledged' })
    const board = new Board(copy)
    removeItems(
      board,
      board.frames.all().map(({ id }) => id),
    )
    for (const frame of [update, answer]) {
      const { socket, closed } = await connected(target, story.boardId, story.observer)
      socket.send(frame(Y.encodeStateAsUpdate(copy, Y.encodeStateVector(honest.doc))))
      expect(await closed).toBe(4400)
    }
    expect(await asSeenBy(target, story.boardId, story.public)).toEqual(seen)
  })

  test.each(['update', 'answer'] as const)('who is made one, live: %s', async (kind) => {
    const { socket, closed } = await connected(target, story.boardId, story.civil)
    const watching = await connected(target, story.boardId, story.civil)
    onTestFinished(() => watching.socket.terminate())
    await target.fresh.db.updateTable('seat').set({ role: 'observer' }).where('id', '=', story.civil.seatId).execute()
    const begun = performance.now()
    expect(await watching.closed).toBe(1012)
    // The bar is 2 s on a machine of one's own.
    expect(performance.now() - begun).toBeLessThan(8_000)
    expect(await closed).toBe(1012)
    const stored = await storedOf(target, story.boardId)
    const again = await connected(target, story.boardId, story.civil)
    again.socket.send(kind === 'update' ? update(forged) : answer(forged))
    expect(await again.closed).toBe(4400)
    expect(await storedOf(target, story.boardId)).toEqual(stored)
    socket.terminate()
  })
})
