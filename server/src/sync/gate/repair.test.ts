import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Contributed, LiveDocument } from '../live-document.ts'
import { TEXT_HARD_MAX } from '@meydan/shared/documents/catalogue'
import { RepairTally } from './repair-tally.ts'

/** A board with one good note, and a hand that writes beside the model. */
function scene() {
  const live = new LiveDocument('board', [], new Map())
  const author = new Y.Doc()
  const board = new Board(author)
  const frames: Uint8Array[] = []
  author.on('update', (bytes: Uint8Array, origin: unknown) => {
    if (origin !== 'server') frames.push(bytes)
  })
  const listener = new Y.Doc()
  const stored: Uint8Array[] = []
  const send = (seatId = 'seat'): Contributed => {
    const batch = frames.splice(0).map((bytes) => ({ bytes, personId: 'p', seatId, mayWrite: true, isAnswer: false }))
    const result = live.contribute(batch)
    batch.forEach(({ bytes }, index) => result.judgements[index]!.accepted && stored.push(bytes))
    if (result.repair) stored.push(result.repair)
    if (result.merged) Y.applyUpdate(listener, result.merged)
    return result
  }
  const [id] = board.addNotes([{ at: { x: 5, y: 5 }, text: 'good' }], { seat: 's', side: 'civil' })
  send()
  const note = author.getMap<Y.Map<unknown>>('notes').get(id!)!
  /** What everyone has: in memory here, told to others, and loaded anew from what was stored. */
  const everywhere = () =>
    [live.doc, listener, new LiveDocument('board', stored, new Map()).doc].map((doc) => {
      return {
        notes: doc.getMap('notes').toJSON(),
        frames: doc.getMap('frames').toJSON(),
        texts: doc.getMap('texts').toJSON(),
      }
    })
  return { live, author, board, note, id: id!, send, everywhere, listener }
}
type Scene = ReturnType<typeof scene>

const oddities: [string, (scene: Scene) => void][] = [
  ['a field of the wrong kind', ({ note }) => note.set('colour', 'transparent')],
  ['a place that is none', ({ note }) => note.set('at', { x: 'left', y: 1 })],
  ['something hidden in a place', ({ note }) => note.set('at', { x: 1, y: 1, secret: 'payload' })],
  ['a number that is none', ({ note }) => note.set('createdAt', Number.NaN)],
  ['a field no model knows', ({ note }) => note.set('secret', 'payload')],
  ['a shared type in a field', ({ note }) => note.set('frame', new Y.Text('payload'))],
  ['a record that is a value', ({ author }) => author.getMap('notes').set('odd', 'payload')],
  ['a record that is a text', ({ author }) => author.getMap('frames').set('odd', new Y.Text('payload'))],
  ['a record with an endless id', ({ author }) => author.getMap('notes').set('x'.repeat(65), new Y.Map())],
  ['a new record with a bad field', ({ author }) => author.getMap('frames').set('odd', new Y.Map([['size', 1]]))],
  ['a text that is a map', ({ author, id }) => author.getMap('texts').set(id, new Y.Map([['x', 'payload']]))],
  ['a text without a note', ({ author }) => author.getMap('texts').set('odd', new Y.Text('payload'))],
]

describe('what no model knows is taken out again, everywhere, and its author told', () => {
  test.each(oddities)('%s', (_name, act) => {
    const given = scene()
    act(given)
    const { judgements, repair } = given.send()
    expect(judgements).toEqual([{ accepted: true, adds: true, repaired: true }])
    expect(repair).not.toBeNull()
    const [here, ...others] = given.everywhere()
    expect(JSON.stringify(here)).not.toMatch(/payload|transparent|left|"createdAt":null/)
    for (const other of others) expect(other).toEqual(here)
    expect(parseBoard(given.live.doc).notes).toHaveLength(1)
    // Who learns of the repair has the same, and goes on without a gap.
    Y.applyUpdate(given.author, given.live.encodeFor(Y.encodeStateVector(given.author)), 'server')
    given.note.set('colour', 'mint')
    expect(given.send().judgements).toEqual([{ accepted: true, adds: true }])
    expect(given.everywhere()[1]).toEqual(given.everywhere()[0])
  })

  test('only the author of the odd frame is told, and the rest of it stays', () => {
    const given = scene()
    given.author.transact(() => {
      given.note.set('secret', 1)
      given.note.set('colour', 'mint')
    })
    given.board.write(given.id, 'better')
    const { judgements } = given.send()
    expect(judgements.map((judgement) => 'repaired' in judgement)).toEqual([true, false])
    expect(parseBoard(given.live.doc).notes).toMatchObject([{ colour: 'mint', text: 'better' }])
    expect(given.live.doc.getMap('notes').toJSON()).not.toMatchObject({ [given.id]: { secret: 1 } })
  })

  test('three times in ten minutes, and the seat may only read', () => {
    const given = scene()
    for (let time = 0; time < 3; time++) {
      given.note.set(`odd ${time}`, time)
      expect(given.send('odd').judgements).toMatchObject([{ accepted: true }])
    }
    given.note.set('colour', 'mint')
    expect(given.send('odd').judgements).toEqual([{ accepted: false, reason: 'readonly' }])
    let now = 0
    const tally = new RepairTally(() => now)
    for (now = 0; now < 3; now++) tally.note('s')
    expect([tally.mayWrite('s'), tally.mayWrite('another')]).toEqual([false, true])
    now = 600_001
    expect(tally.mayWrite('s')).toBe(true)
  })

  test('words beyond the hard limit go, those before them stay', () => {
    const given = scene()
    const text = given.board.texts.get(given.id)!
    text.insert(0, 'a'.repeat(TEXT_HARD_MAX - 4))
    expect(given.send().judgements).toEqual([{ accepted: true, adds: true }])
    text.insert(0, 'too much')
    expect(given.send().judgements).toMatchObject([{ repaired: true }])
    const kept = given.live.doc.getMap<Y.Text>('texts').get(given.id)!.toString()
    expect(kept).toBe(`${'a'.repeat(TEXT_HARD_MAX - 4)}good`)
    expect(given.everywhere()[2]).toEqual(given.everywhere()[0])
  })
})

describe('what honest people leave behind at the same time is left alone', () => {
  test('a text whose note is gone, a note without its text, a field that is missing', () => {
    const given = scene()
    given.note.delete('colour')
    given.author.getMap('notes').delete(given.id)
    given.board.texts.get(given.id)!.insert(0, 'still ')
    given.send()
    given.board.texts.set(given.id, new Y.Text('still good'))
    const [other] = given.board.addNotes([{ at: { x: 1, y: 1 } }], { seat: 's', side: 'civil' })
    given.board.texts.delete(other!)
    const { judgements, repair } = given.send()
    expect(judgements.every((judgement) => judgement.accepted && !judgement.repaired)).toBe(true)
    expect(repair).toBeNull()
    expect(given.live.doc.getMap('texts').toJSON()).toEqual({ [given.id]: 'still good' })
  })

  test('an odd field from before is not laid at the door of who writes beside it', () => {
    const old = new Y.Doc()
    old.getMap('notes').set('n', new Y.Map([['legacy', 1]]))
    const live = new LiveDocument('board', [Y.encodeStateAsUpdate(old)], new Map([[old.clientID, 'p']]))
    const before = Y.encodeStateVector(old)
    old.getMap<Y.Map<unknown>>('notes').get('n')!.set('colour', 'mint')
    const bytes = Y.encodeStateAsUpdate(old, before)
    const { repair } = live.contribute([{ bytes, personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }])
    expect(repair).toBeNull()
    expect(live.doc.getMap('notes').toJSON()).toEqual({ n: { legacy: 1, colour: 'mint' } })
  })
})

test('nobody goes on under a name that nobody holds: a template’s, an erased person’s', () => {
  const template = new Y.Doc()
  new Board(template).addNotes([{ at: { x: 0, y: 0 }, text: 'a' }], { seat: null, side: 'neutral' })
  const live = new LiveDocument('board', [Y.encodeStateAsUpdate(template)], new Map())
  const before = Y.encodeStateVector(template)
  new Board(template).addNotes([{ at: { x: 0, y: 0 } }], { seat: null, side: 'neutral' })
  const bytes = Y.encodeStateAsUpdate(template, before)
  const from = { personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }
  expect(live.contribute([{ bytes, ...from }]).judgements).toEqual([{ accepted: false, reason: 'foreign_client' }])
})

test('nobody may write under the server’s own client id', () => {
  const live = new LiveDocument('board', [], new Map())
  const forger = new Y.Doc()
  forger.clientID = live.doc.clientID
  new Board(forger).addNotes([{ at: { x: 0, y: 0 } }], { seat: null, side: 'neutral' })
  const bytes = Y.encodeStateAsUpdate(forger)
  const from = { personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }
  expect(live.contribute([{ bytes, ...from }]).judgements).toEqual([{ accepted: false, reason: 'foreign_client' }])
})
