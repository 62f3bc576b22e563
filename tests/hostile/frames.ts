import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Whoever wrote the document that these are aimed at. */
export const VICTIM = 3
const ATTACKER = 7

/**
 * RELIABILITY 3.1: what each of these updates did to a server that applies first is measured there. Some are too large
 * for an update; as an answer they are within the limit and judged for what they are.
 */
export const corpus: [string, () => Uint8Array][] = [
  ['33 million declared structs', () => varUints(1, 33_000_000, ATTACKER, 0, 0)],
  ['what was slow in the fuzzing of Yjs', () => Uint8Array.from(Buffer.from('01808080080303', 'hex'))],
  ['an array 100,000 deep', () => deepArray(100_000)],
  ['5,000 roots', () => rootsNamed(5_000)],
  ['50,000 roots', () => rootsNamed(50_000)],
  ['5,000 roots, cut off', () => rootsNamed(5_000).slice(0, -4)],
  ['2,046 nested maps and the deletion of the first', () => nested(2_046)],
  ['4,000 nested maps and the deletion of the first', () => nested(4_000)],
  ['250 KB that lean on nothing', () => leaningOnNothing('x'.repeat(250_000))],
  ['a letter that leans on nothing', () => leaningOnNothing('x')],
  ['5,000 subdocuments', () => updateOf((doc) => manyOf(5_000, (n) => doc.getMap('notes').set(`${n}`, new Y.Doc())))],
  ['100,000 client ids', () => manyClients(100_000)],
  ['a comb of 100,000 deletions', () => combOf(VICTIM, 100_000)],
  ['the deletion of all that somebody will ever write', () => deletionOf(VICTIM, 0, 2 ** 52)],
  ['a clock burnt to 2^40', () => burntClock(ATTACKER, 0, 2 ** 40)],
  ['words hidden in a map', () => updateOf((doc) => doc.get('notes', Y.Text).insert(0, 'hidden'))],
  ['an image in the words', () => updateOf((doc) => wordsIn(doc).insertEmbed(0, { image: 'x' }))],
  ['__proto__ as a key', () => updateOf((doc) => doc.getMap('notes').set('__proto__', new Y.Map([['may', true]])))],
]

export function varUints(...numbers: number[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  })
}

/** A struct of nothing that takes `length` places of somebody's clock. */
export function burntClock(client: number, clock: number, length: number): Uint8Array {
  return concat(varUints(1, 1, client, clock), [0], varUints(length, 0))
}

export function deletionOf(client: number, clock: number, length: number): Uint8Array {
  return varUints(0, 1, client, 1, clock, length)
}

/** A document as `createDocument` takes it, in which the victim wrote much. */
export function writtenByVictim(): Uint8Array {
  const victim = new Y.Doc()
  victim.clientID = VICTIM
  wordsIn(victim).insert(0, 'w'.repeat(250_000))
  return Y.encodeStateAsUpdate(victim)
}

function updateOf(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = ATTACKER
  doc.transact(() => write(doc))
  return Y.encodeStateAsUpdate(doc)
}

function wordsIn(doc: Y.Doc): Y.Text {
  doc.getMap('notes').set('a', new Y.Map())
  return doc.getMap<Y.Text>('texts').set('a', new Y.Text())
}

function manyOf(count: number, act: (index: number) => void): void {
  for (let index = 0; index < count; index++) act(index)
}

function concat(...parts: (Uint8Array | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

function nested(levels: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = ATTACKER
  let at = doc.getMap<unknown>('notes')
  manyOf(levels, () => {
    at = at.set('x', new Y.Map<unknown>()) as Y.Map<unknown>
  })
  return new Uint8Array([...Y.encodeStateAsUpdate(doc).subarray(0, -1), ...varUints(1, ATTACKER, 1, 0, 1)])
}

function deepArray(depth: number): Uint8Array {
  const inner = new Uint8Array(depth * 2).map((_, index) => (index % 2 ? 1 : 117))
  return concat(
    varUints(1, 1, ATTACKER, 0),
    [0x28, 1, 5],
    new TextEncoder().encode('notes'),
    [1, 120],
    varUints(1),
    inner,
    [0],
  )
}

/** One item in the middle of nothing: its neighbour comes from a client nobody has heard of. */
function leaningOnNothing(text: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, varUints(1, 1, ATTACKER, 0))
    encoding.writeUint8(encoder, 0x84)
    encoding.writeUint8Array(encoder, varUints(99, 5))
    encoding.writeVarString(encoder, text)
    encoding.writeVarUint(encoder, 0)
  })
}

function manyClients(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, count)
    manyOf(count, (client) => {
      encoding.writeUint8Array(encoder, varUints(1, client + 10, 0))
      encoding.writeUint8(encoder, 0)
      encoding.writeVarUint(encoder, 1)
    })
    encoding.writeVarUint(encoder, 0)
  })
}

/** Every other letter of somebody’s text. */
function combOf(client: number, ranges: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, varUints(0, 1, client, ranges))
    manyOf(ranges, (range) => encoding.writeUint8Array(encoder, varUints(1 + 2 * range, 1)))
  })
}

function rootsNamed(count: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8Array(encoder, varUints(1, count, ATTACKER, 0))
    manyOf(count, (index) => {
      encoding.writeUint8(encoder, 0x28)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, `root ${index}`)
      encoding.writeVarString(encoder, 'x')
      encoding.writeVarUint(encoder, 1)
      encoding.writeAny(encoder, 1)
    })
    encoding.writeVarUint(encoder, 0)
  })
}
