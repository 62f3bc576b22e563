import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { judge } from './gate.ts'
import { LiveDocument } from '../live-document.ts'
import { ANSWER_MAX_BYTES, UPDATE_MAX_BYTES } from '../wire.ts'

const { roots } = documentCatalogue.board
const ATTACKER = 7

function updateOf(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = ATTACKER
  doc.transact(() => write(doc))
  return Y.encodeStateAsUpdate(doc)
}

function varUints(...numbers: number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  })
}

function nested(levels: number, thenDelete: boolean): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = ATTACKER
  let at = doc.getMap<unknown>('notes')
  for (let level = 0; level < levels; level++) {
    const inner = new Y.Map<unknown>()
    at.set('x', inner)
    at = inner
  }
  const grown = Y.encodeStateAsUpdate(doc)
  if (!thenDelete) return grown
  return new Uint8Array([...grown.subarray(0, -1), ...varUints(1, ATTACKER, 1, 0, 1)])
}

/** One letter in the middle of nothing: its neighbour comes from a client nobody has heard of. */
function leaningOnNothing(text: string): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, ATTACKER, 0]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, 0x84)
    for (const number of [99, 5]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, text)
    encoding.writeVarUint(encoder, 0)
  })
}

function manyClients(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count)
    for (let client = 0; client < count; client++) {
      for (const number of [1, client + 10, 0]) encoding.writeVarUint(encoder, number)
      encoding.writeUint8(encoder, 0)
      encoding.writeVarUint(encoder, 1)
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** Every other letter of somebody’s text. */
function combOf(client: number, ranges: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [0, 1, client, ranges]) encoding.writeVarUint(encoder, number)
    for (let range = 0; range < ranges; range++) {
      encoding.writeVarUint(encoder, 1 + 2 * range)
      encoding.writeVarUint(encoder, 1)
    }
  })
}

function rootsNamed(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, count, ATTACKER, 0]) encoding.writeVarUint(encoder, number)
    for (let index = 0; index < count; index++) {
      encoding.writeUint8(encoder, 0x28)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, `root ${index}`)
      encoding.writeVarString(encoder, 'x')
      encoding.writeVarUint(encoder, 1)
      encoding.writeAny(encoder, 1)
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** RELIABILITY 3.1: what each of these did to a server that applies first is measured there. */
const corpus: [string, () => Uint8Array][] = [
  ['33 million declared structs', () => varUints(1, 33_000_000, 7, 0, 0)],
  ['what was slow in the fuzzing of Yjs', () => Uint8Array.from(Buffer.from('01808080080303', 'hex'))],
  [
    'an array 100,000 deep',
    () => concat(varUints(1, 1, 7, 0), [0x28, 1, 5], name('notes'), [1, 120], varUints(1), array(100_000), [0]),
  ],
  ['5,000 roots', () => rootsNamed(5_000)],
  ['20,000 roots', () => rootsNamed(20_000)],
  ['5,000 roots, cut off', () => rootsNamed(5_000).slice(0, -4)],
  ['2,046 nested maps and the deletion of the first', () => nested(2_046, true)],
  ['250 KB that lean on nothing', () => leaningOnNothing('x'.repeat(250_000))],
  ['a letter that leans on nothing', () => leaningOnNothing('x')],
  ['5,000 subdocuments', () => updateOf((doc) => manyOf(doc, 5_000))],
  ['20,000 client ids', () => manyClients(20_000)],
  ['a comb of 100,000 deletions', () => combOf(3, 100_000)],
  ['a deletion of all that somebody will ever write', () => varUints(0, 1, 3, 1, 0, 2 ** 52)],
  ['a clock burnt to 2^40', () => concat(varUints(1, 1, 7, 0), [0], varUints(2 ** 40, 0))],
  ['words hidden in a map', () => updateOf((doc) => doc.get('notes', Y.Text).insert(0, 'hidden'))],
  ['formatted words', () => updateOf((doc) => text(doc).insert(0, 'x', { bold: true }))],
  ['an image in the words', () => updateOf((doc) => text(doc).insertEmbed(0, { image: 'x' }))],
  ['another type in the words', () => updateOf((doc) => text(doc).insertEmbed(0, new Y.Map()))],
]

function text(doc: Y.Doc): Y.Text {
  doc.getMap('notes').set('a', new Y.Map())
  return doc.getMap<Y.Text>('texts').set('a', new Y.Text())
}
function manyOf(doc: Y.Doc, count: number): void {
  for (let index = 0; index < count; index++) doc.getMap('notes').set(`${index}`, new Y.Doc())
}
function name(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}
function array(depth: number): Uint8Array {
  return new Uint8Array(depth * 2).map((_, index) => (index % 2 ? 1 : 117))
}
function concat(...parts: (Uint8Array | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

test.each(corpus)('%s: refused within 50 ms, and nothing stays behind', (_name, make) => {
  const victim = new Y.Doc()
  victim.clientID = 3
  text(victim).insert(0, 'w'.repeat(250_000))
  const stored = Y.encodeStateAsUpdate(victim)
  const live = new LiveDocument('board', [stored], new Map([[3, 'victim']]))
  const names = [...live.doc.share.keys()]
  const bytes = make()
  const from = { personId: 'attacker', seatId: 's', mayWrite: true }
  // Nothing changes, so it may be tried again: the fastest says what it takes without the other processes.
  let fastest = Number.POSITIVE_INFINITY
  for (let time = 0; time < 4; time++) {
    const begun = performance.now()
    const { judgements, merged, repair } = live.contribute([{ bytes, ...from, isAnswer: time % 2 === 1 }])
    fastest = Math.min(fastest, performance.now() - begun)
    expect(judgements).toMatchObject([{ accepted: false }])
    expect([merged, repair]).toEqual([null, null])
  }
  expect(fastest).toBeLessThan(50)
  expect([...live.doc.share.keys()]).toEqual(names)
  expect(live.doc.store.pendingStructs ?? live.doc.store.pendingDs).toBeNull()
  expect(live.encodeFor(new Uint8Array([0]))).toEqual(stored)
})

test('a frame and an answer have their own limits, told before anything is read', () => {
  const rules = { roots, mayUseClient: () => true, mayWrite: true }
  for (const maxBytes of [UPDATE_MAX_BYTES, ANSWER_MAX_BYTES]) {
    expect(judge(new Uint8Array(maxBytes + 1), new Y.Doc(), { ...rules, maxBytes })).toMatchObject({
      reason: 'too_large',
    })
  }
})
