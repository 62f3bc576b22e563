import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { SubjectName } from './subjects.ts'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const STEP1 = 0
const STEP2 = 1
const UPDATE = 2

type Place = { url: string; headers: Record<string, string>; document: string }

/** A connection that counts instead of keeping a document: a hundred real documents would measure the generator. */
export class ThinClient {
  readonly #socket: WebSocket
  readonly #subject: SubjectName
  readonly #document: string
  onUpdate: (update: Uint8Array) => void = () => {}
  onAwareness: (update: Uint8Array) => void = () => {}
  /** Resolves when the first step 2 has come (for the bare relay: when the socket is open). */
  readonly joined: Promise<void>

  constructor(subject: SubjectName, place: Place) {
    this.#subject = subject
    this.#document = place.document
    this.#socket = new WebSocket(place.url, { headers: place.headers, perMessageDeflate: false })
    this.joined = new Promise((resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.once('close', (code) => reject(new Error(`${subject} closed with ${code}`)))
      this.#socket.once('open', () => {
        if (subject === 'relay') return resolve()
        if (subject === 'hocuspocus') this.#send([AUTH, 0], (encoder) => encoding.writeVarString(encoder, 'token'))
        this.#send([SYNC, STEP1], (encoder) => encoding.writeVarUint8Array(encoder, new Uint8Array([0])))
      })
      this.#socket.on('message', (data: Buffer) => this.#read(data, resolve))
    })
  }

  update(update: Uint8Array): void {
    this.#send([SYNC, UPDATE], (encoder) => encoding.writeVarUint8Array(encoder, update))
  }

  awareness(update: Uint8Array): void {
    this.#send([AWARENESS], (encoder) => encoding.writeVarUint8Array(encoder, update))
  }

  close(): void {
    this.#socket.removeAllListeners('close')
    this.#socket.terminate()
  }

  #send(types: number[], body: (encoder: encoding.Encoder) => void): void {
    const frame = encoding.encode((encoder) => {
      if (this.#subject === 'hocuspocus') encoding.writeVarString(encoder, this.#document)
      for (const type of types) encoding.writeVarUint(encoder, type)
      body(encoder)
    })
    this.#socket.send(frame)
  }

  #read(data: Buffer, joined: () => void): void {
    const decoder = decoding.createDecoder(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    if (this.#subject === 'hocuspocus') decoding.readVarString(decoder)
    const type = decoding.readVarUint(decoder)
    if (type === AWARENESS) return this.onAwareness(decoding.readVarUint8Array(decoder))
    // Hocuspocus calls its own kind of sync message 4.
    if (type !== SYNC && type !== 4) return
    const step = decoding.readVarUint(decoder)
    if (step === STEP2) joined()
    if (step === UPDATE) this.onUpdate(decoding.readVarUint8Array(decoder))
    // Whoever doesn't answer is waited for by some servers; there is nothing to add.
    if (step === STEP1) {
      const nothing = new Uint8Array([0, 0])
      this.#send([SYNC, STEP2], (encoder) => encoding.writeVarUint8Array(encoder, nothing))
    }
  }
}

/** Writes into a text of its own, one letter at a time: each letter is one clock tick of its client id. */
export class Writer {
  readonly clientId: number
  readonly sentAt: number[] = []
  readonly #text: Y.Text
  readonly #client: ThinClient
  #update: Uint8Array | null = null

  constructor(client: ThinClient) {
    this.#client = client
    const doc = new Y.Doc()
    this.clientId = doc.clientID
    doc.on('update', (update: Uint8Array) => {
      this.#update = update
    })
    this.#text = new Y.Text()
    doc.getMap('texts').set(crypto.randomUUID(), this.#text)
    this.#send()
  }

  write(): void {
    this.#text.insert(this.#text.length, 'x')
    this.#send()
  }

  #send(): void {
    this.sentAt.push(performance.now())
    this.#client.update(this.#update!)
  }
}
