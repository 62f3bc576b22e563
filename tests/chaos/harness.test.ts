import { removeItems } from '@meydan/shared/documents/board/moving'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { Board } from '@meydan/shared/documents/board/board'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { startHistory } from './history.ts'
import { killAgainAndAgain } from './kills.ts'
import { deceiver, type Deceit } from './targets.ts'
import { differences } from './truth.ts'

const deceits: [Deceit, string][] = [
  ['debounce', 'acknowledges and stores two seconds later'],
  ['early-ack', 'acknowledges before its commit'],
]

test.each(deceits)('R-2 the harness can fail: it catches a server that %s', { timeout: 90_000 }, async (deceit) => {
  const history = startHistory()
  const fresh = await freshDatabase()
  const story = await consultationRoom(fresh.db)
  const target = await deceiver(fresh.url, deceit)
  onTestFinished(async () => {
    await target.stop()
    await fresh.drop()
  })
  const run = { lasts: 1_500, kill: [700, 1_200], editsPerSecond: 60 } as const
  const found = await killAgainAndAgain(target, fresh.db, story, history, run, 15_000)
  history.expectSomethingHappened({ edits: 30, faults: 2 })
  expect(found.lostAcknowledged.size, 'acknowledged and lost').toBeGreaterThan(0)
  console.log(`R-2 ${deceit}: ${found.lostAcknowledged.size} of ${history.acked.size} acknowledged edits reported lost`)
})

test('the comparison of replicas sees a lost record, a lost delete and pending structs', () => {
  const whole = new Y.Doc()
  const board = new Board(whole)
  const author = { seat: null, side: 'civil' } as const
  const [first] = board.addNotes([{ at: { x: 0, y: 0 }, text: 'edit a.0' }], author)
  const before = Y.encodeStateAsUpdate(whole)
  const vector = Y.encodeStateVector(whole)
  expect(differences({ whole, copy: copyOf(before) })).toEqual([])
  removeItems(board, [first!])
  expect(differences({ whole, copy: copyOf(before) })).toContain("deletes of copy differ from whole's")
  board.addNotes([{ at: { x: 0, y: 0 }, text: 'edit a.1' }], author)
  expect(differences({ whole, copy: copyOf(before) })).toContain("stateVector of copy differ from whole's")
  expect(differences({ copy: copyOf(Y.encodeStateAsUpdate(whole, vector)) })).toEqual(['copy has pending structs'])
})

function copyOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}
