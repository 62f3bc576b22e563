import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { ThinClient } from './thin-client.ts'

const ADDED_TO_THE_RIGHT = 0x84

/**
 * Writes into a text of its own, one letter at a time: each letter is one clock tick of its client id. The bytes are
 * those that Yjs writes for a letter typed at the end, put together by hand: thousands a second are the servers' work
 * to bear and not the generator's.
 */
export class Writer {
  readonly clientId: number
  /** When each clock tick was sent, ms. */
  readonly sentAt: number[] = []
  /** Each frame's number with the clock after it. */
  readonly frames: { frame: number; clock: number }[] = []
  readonly #client: ThinClient

  constructor(client: ThinClient) {
    this.#client = client
    const doc = new Y.Doc()
    this.clientId = doc.clientID
    // Words without a note would be taken out again by the gate.
    const id = crypto.randomUUID()
    doc.getMap('notes').set(id, new Y.Map())
    doc.getMap('texts').set(id, new Y.Text('x'))
    this.#send(Y.encodeStateAsUpdate(doc), 3)
  }

  write(): void {
    this.#send(letterAt(this.clientId, this.sentAt.length), 1)
  }

  #send(update: Uint8Array, ticks: number): void {
    const now = performance.now()
    for (let tick = 0; tick < ticks; tick++) this.sentAt.push(now)
    this.frames.push({ frame: this.#client.update(update), clock: this.sentAt.length })
  }
}

/** The update with which `clientId` adds an x after what it wrote last. */
export function letterAt(clientId: number, clock: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, clientId, clock]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, ADDED_TO_THE_RIGHT)
    for (const number of [clientId, clock - 1]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, 'x')
    encoding.writeVarUint(encoder, 0)
  })
}

/** Lets writers take turns, `perSecond` letters altogether, until the function returned is called. */
export function keepWriting(writers: readonly { write(): void }[], perSecond: number): () => void {
  const started = performance.now()
  let written = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1_000) * perSecond
    for (; written < due; written++) writers[written % writers.length]!.write()
  }, 2)
  return () => clearInterval(timer)
}
