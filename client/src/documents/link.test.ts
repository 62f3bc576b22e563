import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { DocumentLink, type LinkDeps } from './link.ts'
import { SyncMeter } from './sync-meter.ts'
import { useSyncStatus } from './sync-status.ts'
import { awarenessFrame, steps, syncFrame } from './wire.ts'

/** The browser's end of a socket whose other end is the test. */
class Wire {
  static readonly OPEN = 1
  static all: Wire[] = []
  static get last(): Wire {
    return Wire.all.at(-1)!
  }
  readonly url: string
  readonly sent: Uint8Array[] = []
  readyState = 0
  closedByPage = false
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  /** Gives back what the page says of itself, as the server does. */
  echoes = true

  constructor(url: string) {
    this.url = url
    Wire.all.push(this)
  }

  send(frame: Uint8Array): void {
    this.sent.push(frame)
    if (frame[0] === 1 && this.echoes) queueMicrotask(() => this.say(frame))
  }

  close(): void {
    this.closedByPage = true
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
  }

  say(frame: Uint8Array): void {
    this.onmessage?.({ data: frame.slice().buffer })
  }

  /** As the server begins: who it is, what it has, what it lacks. */
  welcome({ doc = new Y.Doc(), hello = {} }: { doc?: Y.Doc; hello?: object } = {}): void {
    this.open()
    this.say(special(66, (encoder) => encoding.writeVarString(encoder, JSON.stringify({ epoch: 1, ...hello }))))
    this.say(syncFrame(steps.step1, Y.encodeStateVector(doc)))
    this.say(syncFrame(steps.step2, Y.encodeStateAsUpdate(doc)))
  }

  ack(count: number): void {
    this.say(special(64, (encoder) => encoding.writeVarUint(encoder, count)))
  }

  nack(reason: string): void {
    this.say(
      special(65, (encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarString(encoder, reason)
      }),
    )
  }

  get durable(): { step: number; bytes: Uint8Array }[] {
    return this.sent
      .filter((frame) => frame[0] === 0 && frame[1]! > 0)
      .map((frame) => {
        const decoder = decoding.createDecoder(frame.subarray(1))
        return { step: decoding.readVarUint(decoder), bytes: decoding.readVarUint8Array(decoder) }
      })
  }
}

function special(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    write(encoder)
  })
}

const ends: [string, string | undefined][] = []
let told: string[] = []
let opened: { link: DocumentLink; doc: Y.Doc; awareness: Awareness; meter: SyncMeter }

function open(given: Partial<LinkDeps> = {}): typeof opened {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const meter = new SyncMeter()
  const link = new DocumentLink({
    documentId: 'document',
    doc,
    awareness,
    meter,
    epoch: () => undefined,
    onHello: () => true,
    onChanged: () => told.push('changed'),
    onSynced: () => told.push('synced'),
    onReceived: () => {},
    onCommitted: () => told.push('committed'),
    onRepaired: () => told.push('repaired'),
    onEnd: (...ended) => ends.push(ended),
    ...given,
  })
  link.connect()
  opened = { link, doc, awareness, meter }
  return opened
}

function write(doc: Y.Doc, value: string): void {
  doc.getMap('notes').set(crypto.randomUUID(), value)
}

const state = () => useSyncStatus().value?.state

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
  vi.stubGlobal('location', { origin: 'https://meydan.example' })
  Wire.all = []
  told = []
  ends.length = 0
})
afterEach(() => {
  opened.link.destroy()
  opened.awareness.destroy()
  opened.meter.destroy()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('what was written before the server asked goes as one answer, and saved is said when that is acknowledged', () => {
  const { doc } = open()
  write(doc, 'offline')
  Wire.last.open()
  write(doc, 'typed on')
  expect(Wire.last.durable, 'nothing leaves before the question').toEqual([])
  Wire.last.welcome()
  expect(Wire.last.durable.map(({ step }) => step)).toEqual([steps.step2])
  write(doc, 'afterwards')
  expect(Wire.last.durable.map(({ step }) => step)).toEqual([steps.step2, steps.update])
  Wire.last.ack(1)
  expect(state()).toBe('saving')
  expect(told).not.toContain('committed')
  Wire.last.ack(2)
  expect(state()).toBe('saved')
  expect(told).toContain('committed')
})

test('the first content is no change made here; what is written upon it is, and goes out', () => {
  const { doc } = open()
  Wire.last.welcome()
  const stored = new Y.Doc()
  write(stored, 'theirs')
  Wire.last.say(syncFrame(steps.step2, Y.encodeStateAsUpdate(stored)))
  expect(doc.getMap('notes').size).toBe(1)
  expect(told).not.toContain('changed')
  write(doc, 'mine')
  expect(told.filter((each) => each === 'changed')).toHaveLength(1)
  expect(Wire.last.durable.map(({ step }) => step)).toEqual([steps.step2, steps.update])
})

test('a quiet room keeps its link for hours, also where the browser runs timers once a minute', async () => {
  open()
  Wire.last.welcome()
  Wire.last.ack(1)
  await vi.advanceTimersByTimeAsync(2 * 60 * 60 * 1000)
  expect(Wire.all).toHaveLength(1)
  // A throttled page: time passes, no timer runs, then all that are due run at once.
  for (let minute = 0; minute < 30; minute++) {
    vi.setSystemTime(Date.now() + 60_000)
    await vi.advanceTimersByTimeAsync(4_000)
  }
  expect(Wire.all).toHaveLength(1)
  expect(state()).toBe('saved')
})

test('a dead link is noticed within 35 s and made anew', async () => {
  open()
  Wire.last.welcome()
  Wire.last.ack(1)
  Wire.last.echoes = false
  await vi.advanceTimersByTimeAsync(35_000)
  expect(Wire.all[0]!.closedByPage).toBe(true)
  expect(state()).toBe('offline')
  expect(Wire.all.length).toBeGreaterThan(1)
})

test('a page that wakes up asks at once', async () => {
  const { link } = open()
  Wire.last.welcome()
  await vi.advanceTimersByTimeAsync(1)
  Wire.last.echoes = false
  link.check()
  await vi.advanceTimersByTimeAsync(15_000)
  expect(Wire.all[0]!.closedByPage).toBe(true)
})

test('a restarting server gets its people back over the time it asked for', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  open()
  Wire.last.welcome()
  Wire.last.onclose?.({ code: 1012, reason: 'restarting:8000' })
  expect(state()).toBe('offline')
  await vi.advanceTimersByTimeAsync(3_900)
  expect(Wire.all).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(Wire.all).toHaveLength(2)
})

test('the network is back: no waiting', () => {
  const { link } = open()
  Wire.last.onclose?.({ code: 1013, reason: '' })
  link.reconnect()
  expect(Wire.all).toHaveLength(2)
})

test('a refusal ends the link for good and says why', async () => {
  open()
  Wire.last.welcome()
  Wire.last.nack('foreign_client')
  Wire.last.onclose?.({ code: 4400, reason: 'refused' })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ends).toEqual([['refused', 'foreign_client']])
  expect(Wire.all).toHaveLength(1)
})

test('what the server repaired is told, what it asks again is answered again', () => {
  const { doc } = open()
  Wire.last.welcome()
  Wire.last.nack('repaired')
  expect(told).toContain('repaired')
  write(doc, 'lost on the way')
  Wire.last.nack('gap')
  Wire.last.say(syncFrame(steps.step1, Y.encodeStateVector(new Y.Doc())))
  expect(Wire.last.durable.map(({ step }) => step)).toEqual([steps.step2, steps.update, steps.step2])
  Wire.last.ack(2)
  expect(state()).toBe('saving')
  Wire.last.ack(3)
  expect(state()).toBe('saved')
  expect(ends).toEqual([])
})

test('a copy of another epoch is not shown to the server', () => {
  const { doc } = open({ epoch: () => 4, onHello: ({ epoch }) => epoch === 4 })
  write(doc, 'from before')
  expect(Wire.last.url).toBe('wss://meydan.example/sync/document?ack=1&epoch=4')
  Wire.last.welcome({ hello: { epoch: 5 } })
  expect(Wire.last.durable).toEqual([])
  expect(ends).toEqual([['newerVersion', undefined]])
})

test('more than the server takes at once is cut: updates that fit, the last one as the answer', () => {
  const { doc } = open()
  for (let index = 0; index < 400; index++) write(doc, `${index} `.repeat(20))
  Wire.last.welcome({ hello: { limits: { updateBytes: 4_000, answerBytes: 8_000 } } })
  const frames = Wire.last.durable
  expect(frames.length).toBeGreaterThan(5)
  expect(frames.map(({ step }) => step)).toEqual([...frames.slice(1).map(() => steps.update), steps.step2])
  for (const { bytes } of frames) expect(bytes.byteLength).toBeLessThanOrEqual(4_000)
  Wire.last.ack(frames.length - 1)
  expect(state()).toBe('saving')
  Wire.last.ack(frames.length)
  expect(state()).toBe('saved')
})

test('one act that is larger than an update may be goes out in pieces; one thing that is, never leaves', () => {
  const { doc } = open()
  Wire.last.welcome({ hello: { limits: { updateBytes: 4_000, answerBytes: 8_000 } } })
  doc.transact(() => {
    for (let index = 0; index < 100; index++) write(doc, 'a hundred notes pasted at once '.repeat(5))
  })
  for (const { bytes } of Wire.last.durable) expect(bytes.byteLength).toBeLessThanOrEqual(4_000)
  const before = Wire.last.durable.length
  write(doc, 'x'.repeat(5_000))
  expect(Wire.last.durable).toHaveLength(before)
  expect(ends).toEqual([['tooLarge', undefined]])
})

test('of others it says nothing, and it leaves when it goes', () => {
  const { awareness, link } = open()
  Wire.last.welcome()
  const frame = awarenessFrame(Uint8Array.of(1, 7, 1, 2, 123, 125))
  const before = Wire.last.sent.length
  Wire.last.say(frame)
  expect(awareness.getStates().has(7)).toBe(true)
  expect(Wire.last.sent).toHaveLength(before)
  const wire = Wire.last
  link.destroy()
  expect(new TextDecoder().decode(wire.sent.at(-1))).toContain('null')
})

/** Others on the document, each with an empty state. */
function crowd(count: number): void {
  for (let id = 1; id <= count; id++) Wire.last.say(awarenessFrame(Uint8Array.of(1, id, 1, 2, 123, 125)))
}

/** What a server sends of somebody's writing, one update for each word. */
function updatesOf(...words: string[]): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(syncFrame(steps.update, update)))
  for (const word of words) doc.getMap('notes').set(word, word)
  return updates
}

const wordsIn = (doc: Y.Doc) => [...doc.getMap('notes').keys()].sort()

test('what a crowd writes comes as one change at the next beat, what few write at once', () => {
  const received: Uint8Array[] = []
  const { doc } = open({ onReceived: (update) => received.push(update) })
  Wire.last.welcome()
  const [few, ...many] = updatesOf('a', 'b', 'c')
  const before = received.length
  Wire.last.say(few!)
  expect(wordsIn(doc)).toEqual(['a'])
  crowd(9)
  let changes = 0
  doc.on('update', () => (changes += 1))
  for (const frame of many) Wire.last.say(frame)
  expect(wordsIn(doc)).toEqual(['a'])
  vi.advanceTimersByTime(40)
  expect(wordsIn(doc)).toEqual(['a', 'b', 'c'])
  expect(changes).toBe(1)
  expect(received).toHaveLength(before + 3)
})

test('what is held when the connection ends is asked for again, and never comes late', () => {
  const { doc } = open()
  Wire.last.welcome()
  crowd(9)
  const [frame] = updatesOf('a')
  Wire.last.say(frame!)
  Wire.last.onclose?.({ code: 1006, reason: '' })
  vi.advanceTimersByTime(40)
  expect(wordsIn(doc)).toEqual([])
  vi.advanceTimersByTime(60_000)
  Wire.last.welcome()
  expect(Wire.last.sent).toContainEqual(syncFrame(steps.step1, Y.encodeStateVector(new Y.Doc())))
})

test('the whole that a server answers with takes along what was held', () => {
  const { doc } = open()
  Wire.last.welcome()
  crowd(9)
  const frames = updatesOf('a', 'b')
  Wire.last.say(frames[0]!)
  Wire.last.say(syncFrame(steps.step2, Y.encodeStateAsUpdate(new Y.Doc())))
  expect(wordsIn(doc)).toEqual(['a'])
})
