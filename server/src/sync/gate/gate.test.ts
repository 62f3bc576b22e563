import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type GateRules, judge } from './gate.ts'
import type { Refusal } from './content.ts'
import { LiveDocument } from '../live-document.ts'
import { UPDATE_MAX_BYTES } from '../wire.ts'

const rules: GateRules = {
  roots: documentCatalogue.board.roots,
  mayUseClient: () => true,
  mayWrite: true,
  maxBytes: UPDATE_MAX_BYTES,
}

function updateOf(write: (doc: Y.Doc) => void, client = 7): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.transact(() => write(doc))
  return Y.encodeStateAsUpdate(doc)
}

function note(doc: Y.Doc, id: string, fields: Record<string, unknown>): void {
  const map = new Y.Map<unknown>(Object.entries(fields))
  doc.getMap('notes').set(id, map)
}

function bytes(write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode(write)
}

function varUints(...numbers: number[]): Uint8Array {
  return bytes((encoder) => {
    for (const number of numbers) encoding.writeVarUint(encoder, number)
  })
}

function reasonFor(update: Uint8Array, doc = new Y.Doc(), given: Partial<GateRules> = {}): Refusal | 'accepted' {
  const verdict = judge(update, doc, { ...rules, ...given })
  return verdict.ok ? 'accepted' : verdict.reason
}

describe('honest updates pass', () => {
  test('a note with its words', () => {
    const update = updateOf((doc) => {
      note(doc, 'a', { at: { x: 1, y: -2.5 }, colour: 'sun', frame: null, createdAt: Date.now() })
      doc.getMap('texts').set('a', new Y.Text('Öğle arası şart 🌱 احتياجات'))
    })
    const verdict = judge(update, new Y.Doc(), rules)
    expect(verdict).toMatchObject({ ok: true, adds: true, isAllNew: true, writes: [{ client: 7, start: 0 }] })
  })

  test('what is known already adds nothing: neither structs nor deletions', () => {
    const doc = new Y.Doc()
    const update = updateOf((source) => {
      note(source, 'a', { colour: 'sun' })
      note(source, 'b', { colour: 'sun' })
      source.getMap('notes').delete('a')
    })
    Y.applyUpdate(doc, update)
    expect(judge(update, doc, rules)).toMatchObject({ ok: true, adds: false })
    const remover = new Y.Doc()
    Y.applyUpdate(remover, update)
    const before = Y.encodeStateVector(remover)
    remover.getMap('notes').delete('b')
    expect(judge(Y.encodeStateAsUpdate(remover, before), doc, rules)).toMatchObject({ ok: true, adds: true })
  })
})

describe('refused before anything is applied', () => {
  const refused: [string, Uint8Array, Refusal][] = [
    ['nothing at all', new Uint8Array(), 'malformed'],
    ['33 million declared structs in ten bytes', varUints(1, 33_000_000, 7, 0, 0), 'malformed'],
    ['a million declared clients', varUints(1_000_000), 'malformed'],
    ['trailing bytes', new Uint8Array([...updateOf((doc) => note(doc, 'a', {})), 1]), 'malformed'],
    ['a root that no model has', updateOf((doc) => doc.getMap('admin').set('x', 1)), 'root'],
    ['a subdocument', updateOf((doc) => doc.getMap('notes').set('a', new Y.Doc())), 'content'],
    ['binary content', updateOf((doc) => doc.getMap('notes').set('a', new Uint8Array([1]))), 'content'],
    ['an XML element', updateOf((doc) => doc.getMap('notes').set('a', new Y.XmlElement('script'))), 'content'],
    ['__proto__ as a key', updateOf((doc) => doc.getMap('notes').set('__proto__', 1)), 'key'],
    ['__proto__ in a value', updateOf((doc) => doc.getMap('notes').set('v', JSON.parse('{"__proto__":1}'))), 'key'],
    ['a deep value', updateOf((doc) => doc.getMap('notes').set('v', nestedArray(20))), 'depth'],
    ['deeply nested maps', updateOf((doc) => nestMaps(doc.getMap('notes'), 12)), 'depth'],
    ['more than 256 KB', updateOf((doc) => doc.getMap('notes').set('v', 'x'.repeat(300_000))), 'too_large'],
    ['an endless deletion', varUints(0, 1, 7, 1, 0, 2 ** 52), 'gap'],
    ['a garbage run of 2^40', concat(varUints(1, 1, 7, 0), [0], varUints(2 ** 40), varUints(0)), 'malformed'],
  ]
  test.each(refused)('%s', (_name, update, reason) => {
    const doc = new Y.Doc()
    expect(reasonFor(update, doc)).toBe(reason)
    expect(doc.share.size).toBe(0)
    expect(doc.store.pendingStructs).toBeNull()
  })

  test('an update that leans on one that never came', () => {
    const author = new Y.Doc()
    const updates: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => updates.push(update))
    note(author, 'a', { colour: 'sun' })
    note(author, 'b', { colour: 'sun' })
    expect(reasonFor(updates[1]!)).toBe('gap')
  })

  test('another person’s client id, but not their known words', () => {
    const doc = new Y.Doc()
    const victim = updateOf((source) => note(source, 'a', { colour: 'sun' }), 9)
    expect(reasonFor(victim, doc, { mayUseClient: (id) => id !== 9 })).toBe('foreign_client')
    Y.applyUpdate(doc, victim)
    expect(reasonFor(victim, doc, { mayUseClient: (id) => id !== 9 })).toBe('accepted')
  })

  test('anything new from someone who may only read', () => {
    const doc = new Y.Doc()
    const update = updateOf((source) => note(source, 'a', { colour: 'sun' }))
    expect(reasonFor(update, doc, { mayWrite: false })).toBe('readonly')
    Y.applyUpdate(doc, update)
    expect(reasonFor(update, doc, { mayWrite: false })).toBe('accepted')
    const remover = new Y.Doc()
    Y.applyUpdate(remover, update)
    remover.getMap('notes').delete('a')
    expect(reasonFor(Y.encodeStateAsUpdate(remover), doc, { mayWrite: false })).toBe('readonly')
  })
})

test('random bytes never throw and never leave a trace', () => {
  let state = 42
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16
  const base = updateOf((doc) => {
    note(doc, 'a', { at: { x: 1, y: 2 } })
    doc.getMap('texts').set('a', new Y.Text('words'))
  })
  const doc = new Y.Doc()
  for (let round = 0; round < 20_000; round++) {
    const mutant = base.slice()
    for (let change = 0; change < 1 + (next() % 4); change++) mutant[next() % mutant.length] = next() % 256
    judge(mutant, doc, rules)
  }
  expect(doc.share.size).toBe(0)
})

describe('hand-made updates that Yjs would choke on or hide', () => {
  const any = 8
  const struct = (info: number, ...rest: ((encoder: encoding.Encoder) => void)[]) =>
    bytes((encoder) => {
      encoding.writeUint8(encoder, info)
      for (const write of rest) write(encoder)
    })
  const ids =
    (...numbers: number[]) =>
    (encoder: encoding.Encoder) => {
      for (const number of numbers) encoding.writeVarUint(encoder, number)
    }
  const inRoot = (root: string, sub?: string) => (encoder: encoding.Encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, root)
    if (sub !== undefined) encoding.writeVarString(encoder, sub)
  }
  const value =
    (...values: (string | number)[]) =>
    (encoder: encoding.Encoder) => {
      encoding.writeVarUint(encoder, values.length)
      for (const each of values) encoding.writeAny(encoder, each)
    }
  const frame = (client: number, start: number, ...structs: Uint8Array[]) =>
    concat(varUints(1, structs.length, client, start), ...structs, [0])

  test('a struct that leans on itself, or two on each other', () => {
    expect(reasonFor(frame(7, 0, struct(0x80 | any, ids(7, 0), value(1))))).toBe('malformed')
    const eight = concat(varUints(1, 8, 0), struct(0x80 | any, ids(7, 0), value(1)))
    const seven = concat(varUints(1, 7, 0), struct(0x80 | any, ids(8, 0), value(1)))
    expect(reasonFor(concat([2], eight, seven, [0]))).toBe('malformed')
  })

  test('a struct whose known beginning carries the rest into the server’s own place', () => {
    const doc = new Y.Doc()
    doc.getMap('meta').set('version', 1)
    Y.applyUpdate(
      doc,
      updateOf((author) => author.getMap('notes').set('x', 1)),
    )
    expect(reasonFor(frame(7, 0, struct(0x20 | any, inRoot('meta', 'version'), value(1, 99))), doc)).toBe('root')
    expect(reasonFor(frame(7, 0, struct(0x20 | any, inRoot('texts', 'x'), value(1, 99))), doc)).toBe('malformed')
  })

  test('removing the document’s version', () => {
    const doc = new Y.Doc()
    doc.clientID = 1
    doc.getMap('meta').set('version', 1)
    expect(reasonFor(varUints(0, 1, 1, 1, 0, 1), doc)).toBe('root')
  })

  test('deep nesting by neighbours that name no parent', () => {
    const structs = [struct(0x27, inRoot('notes', 'x'), ids(1))]
    const key = (encoder: encoding.Encoder) => encoding.writeVarString(encoder, 'k')
    for (let level = 0, parent = 0; level < 50; level++, parent = structs.length - 1) {
      structs.push(struct(0x20 | any, ids(0, 7, parent), key, value(1)), struct(0x87, ids(7, structs.length), ids(1)))
    }
    expect(reasonFor(frame(7, 0, ...structs))).toBe('depth')
  })

  test('neighbours in two places, words in a map, a key in a text', () => {
    const [a, b] = ['a', 'b'].map((key) => struct(0x20 | any, inRoot('notes', key), value(1)))
    expect(reasonFor(frame(7, 0, a!, b!, struct(0xc0 | any, ids(7, 0, 7, 1), value(2))))).toBe('malformed')
    expect(reasonFor(frame(7, 0, struct(any, inRoot('notes'), value('hidden'))))).toBe('content')
    const text = struct(0x27, inRoot('texts', 'a'), ids(2))
    const keyed = struct(0x20 | any, ids(0, 7, 0), (encoder) => encoding.writeVarString(encoder, 'k'), value('hidden'))
    expect(reasonFor(frame(7, 0, text, keyed))).toBe('content')
  })

  test('neighbours that nobody can have seen side by side, in words of somebody else', () => {
    const doc = new Y.Doc()
    doc.clientID = 1
    const text = doc.getMap('texts').set('a', new Y.Text('hello'))
    const other = new Y.Doc()
    other.clientID = 2
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    other.getMap<Y.Text>('texts').get('a')!.insert(2, 'XY')
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
    expect(text.toString()).toBe('heXYllo')
    const letter = (encoder: encoding.Encoder) => encoding.writeVarString(encoder, 'z')
    const between = (info: number, ...neighbours: number[]) =>
      reasonFor(frame(7, 0, struct(info | 4, ids(...neighbours), letter)), doc)
    expect(between(0xc0, 1, 2, 2, 0), 'e and X').toBe('accepted')
    expect(between(0xc0, 1, 2, 1, 3), 'e and l, before XY came').toBe('accepted')
    expect(between(0xc0, 2, 1, 1, 1), 'Y and h: the wrong way round').toBe('malformed')
    expect(between(0xc0, 1, 5, 1, 1), 'o and h: the wrong way round').toBe('malformed')
    expect(between(0xc0, 1, 1, 1, 3), 'h and l, which came after e').toBe('malformed')
    expect(between(0xc0, 1, 1, 2, 0), 'h and X, which was put after e').toBe('malformed')
    expect(between(0x80, 2, 1), 'Y and the end, before which l must have been').toBe('malformed')
    expect(between(0xc0, 1, 1, 1, 1), 'h and h').toBe('malformed')
    const key = frame(7, 0, struct(0x40 | any, ids(1, 0), value(1)))
    expect(reasonFor(key, doc), 'a value that names what it stands before').toBe('malformed')
  })

  test('such neighbours in words of one’s own are looked at twice, for an undo makes them too', () => {
    const doc = new Y.Doc()
    doc.clientID = 7
    const text = doc.getMap('texts').set('n', new Y.Text('hello world'))
    text.delete(2, 3)
    text.insert(1, 'zz')
    const letters = (encoder: encoding.Encoder) => encoding.writeVarString(encoder, 'bc')
    const put = (...neighbours: number[]) => frame(7, 14, struct(0xc0 | 4, ids(...neighbours), letters))
    const verdict = (bytes: Uint8Array) => {
      const live = new LiveDocument('board', [Y.encodeStateAsUpdate(doc)], new Map([[7, 'p']]))
      expect(judge(bytes, live.doc, rules)).toMatchObject({ ok: true, isOdd: true })
      return live.contribute([{ bytes, personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }]).judgements[0]
    }
    expect(verdict(put(7, 13, 7, 13)), 'elsewhere in a document loaded anew').toMatchObject({ reason: 'malformed' })
    expect(verdict(put(7, 5, 7, 5)), 'in the same place').toMatchObject({ accepted: true })
  })

  test('thousands of structs that all claim one wide gap', () => {
    const doc = new Y.Doc()
    doc.clientID = 1
    doc.getMap('texts').set('a', new Y.Text())
    const one = struct(4, ids(0, 1, 0), (encoder) => encoding.writeVarString(encoder, 'a'))
    const many = (client: number, count: number) =>
      concat(varUints(1, count, client, 0), new Uint8Array(Array.from({ length: count }, () => [...one]).flat()), [0])
    Y.applyUpdate(doc, many(7, 2_500))
    expect(reasonFor(many(8, 2_500), doc)).toBe('too_large')
    expect(reasonFor(many(8, 20), doc)).toBe('accepted')
  })

  test('the same range deleted again and again', () => {
    const doc = new Y.Doc()
    Y.applyUpdate(
      doc,
      updateOf((author) => author.getMap('notes').set('x', 1)),
    )
    expect(reasonFor(varUints(0, 1, 7, 2, 0, 1, 0, 1), doc)).toBe('malformed')
  })
})

test('the document’s version is the server’s alone', () => {
  const doc = new Y.Doc()
  doc.getMap('meta').set('version', 1)
  expect(
    reasonFor(
      updateOf((forger) => forger.getMap('meta').set('version', 99)),
      doc,
    ),
  ).toBe('root')
  const insider = new Y.Doc()
  Y.applyUpdate(insider, Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(insider)
  insider.getMap('meta').set('version', 99)
  expect(reasonFor(Y.encodeStateAsUpdate(insider, before), doc)).toBe('root')
  expect(reasonFor(Y.encodeStateAsUpdate(doc), doc), 'repeating what is known').toBe('accepted')
})

describe('a live document', () => {
  test('judges each frame against the one before it and tells the batch as one update', () => {
    const author = new Y.Doc()
    const frames: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => frames.push(update))
    note(author, 'a', { colour: 'sun' })
    note(author, 'b', { colour: 'sky' })
    const live = new LiveDocument('board', [], new Map())
    const from = { personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }
    const { judgements, merged } = live.contribute(frames.map((frame) => ({ bytes: frame, ...from })))
    expect(judgements).toEqual([
      { accepted: true, adds: true },
      { accepted: true, adds: true },
    ])
    const reader = new Y.Doc()
    Y.applyUpdate(reader, merged!)
    expect(reader.getMap('notes').toJSON()).toEqual(author.getMap('notes').toJSON())
    expect([...live.takeNewHolders()]).toEqual([[author.clientID, { personId: 'p', seatId: 's' }]])
    expect(live.takeNewHolders().size).toBe(0)
  })

  test('tells one new frame by its own bytes, and one that repeats much by what is new in it', () => {
    const author = new Y.Doc()
    const frames: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => frames.push(update))
    note(author, 'a', { colour: 'sun', order: 'a'.repeat(200) })
    const live = new LiveDocument('board', [], new Map())
    const from = { personId: 'p', seatId: 's', mayWrite: true }
    expect(live.contribute([{ bytes: frames[0]!, ...from, isAnswer: false }]).merged).toBe(frames[0])
    const before = live.encodeFor(new Uint8Array([0]))
    note(author, 'b', {})
    const { merged } = live.contribute([{ bytes: Y.encodeStateAsUpdate(author), ...from, isAnswer: true }])
    expect(merged!.byteLength).toBeLessThan(100)
    expect(live.encodeFor(new Uint8Array([0])), 'what newcomers get is new too').not.toEqual(before)
  })

  test('refuses one frame of a batch and keeps the others', () => {
    const live = new LiveDocument('board', [], new Map())
    const from = { personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }
    const good = updateOf((doc) => note(doc, 'a', {}), 1)
    const bad = updateOf((doc) => doc.getMap('admin').set('a', 1), 2)
    const { judgements } = live.contribute([good, bad].map((frame) => ({ bytes: frame, ...from })))
    expect(judgements).toEqual([
      { accepted: true, adds: true },
      { accepted: false, reason: 'root' },
    ])
    expect(live.doc.getMap('notes').size).toBe(1)
  })

  test('does not open on bytes that are no document, and not on a log with a hole', () => {
    expect(() => new LiveDocument('board', [new Uint8Array([1, 2, 3])], new Map())).toThrow('does not apply')
    const author = new Y.Doc()
    const updates: Uint8Array[] = []
    author.on('update', (update: Uint8Array) => updates.push(update))
    note(author, 'a', {})
    note(author, 'b', {})
    expect(() => new LiveDocument('board', [updates[1]!], new Map())).toThrow('gaps')
  })
})

function nestedArray(depth: number): unknown {
  return depth === 0 ? 1 : [nestedArray(depth - 1)]
}

function nestMaps(map: Y.Map<unknown>, depth: number): void {
  let at = map
  for (let level = 0; level < depth; level++) {
    const inner = new Y.Map<unknown>()
    at.set('x', inner)
    at = inner
  }
}

function concat(...parts: (Uint8Array | number[])[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]))
}
