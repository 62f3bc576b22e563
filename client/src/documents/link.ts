import { type CloseReason, closeReasonOf } from '@meydan/shared/close-codes'
import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import * as Y from 'yjs'
import { atNextBeat, isCrowd } from './beat.ts'
import { cutUpdate } from './cut-update.ts'
import { Outbox } from './outbox.ts'
import { reconnectDelay } from './reconnect.ts'
import type { SyncMeter } from './sync-meter.ts'
import { awarenessFrame, type Hello, queryAwarenessFrame, readServerMessage, steps, syncFrame } from './wire.ts'

const LOOK_EVERY_MS = 4_000
/** After this much silence the server is asked for a sign of life; without one the link counts as dead. */
const SILENCE_MS = 10_000
const PATIENCE_MS = 10_000
const CLIENTS_PER_UPDATE = 32
const FINAL = { from: 4400, below: 4500 }

export type LinkDeps = {
  documentId: string
  doc: Y.Doc
  awareness: Awareness
  meter: SyncMeter
  /** Which life of the document this copy belongs to; undefined for a fresh one. */
  epoch: () => number | undefined
  /** The server introduces itself; false ends the link before anything is exchanged. */
  onHello: (hello: Hello) => boolean
  /** The document was changed, here or by what this device keeps. */
  onChanged: (origin: unknown) => void
  /** The server's content is here. */
  onSynced: () => void
  /** The server sent this, so it is committed. */
  onReceived: (update: Uint8Array) => void
  /** Everything in the document is committed. */
  onCommitted: () => void
  onRepaired: () => void
  /** The server won't have this document's copy again; `refusal` says more where it refused a frame. */
  onEnd: (reason: CloseReason, refusal: string | undefined) => void
}

/** A document's connection, kept up for as long as it makes sense. Speaks y-websocket's protocol and our additions. */
export class DocumentLink {
  readonly #deps: LinkDeps
  #socket: WebSocket | undefined
  #outbox: Outbox | undefined
  #limits: Hello['limits'] | undefined
  /** The number of the last frame that brings what was written before this connection; null until that was asked for. */
  #answer: number | null = null
  #refusal: string | undefined
  #attempt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #look: ReturnType<typeof setInterval> | undefined
  #heardAt = 0
  #askedAt = 0
  #ended = false
  /** Committed changes of a crowd, until the next beat. */
  #held: Uint8Array[] = []
  #stopWaiting: () => void = () => {}

  constructor(deps: LinkDeps) {
    this.#deps = deps
    deps.doc.on('update', this.#onUpdate)
    deps.awareness.on('update', this.#onAwareness)
  }

  /** Connects now, whatever was planned; does nothing where a connection stands. */
  connect(): void {
    clearTimeout(this.#retry)
    if (this.#ended || this.#socket) return
    const { documentId, epoch } = this.#deps
    const query = new URLSearchParams({ ack: '1' })
    const known = epoch()
    if (known !== undefined) query.set('epoch', String(known))
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/sync/${documentId}?${query}`)
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    this.#heardAt = Date.now()
    this.#askedAt = 0
    this.#look ??= setInterval(() => this.#lookAfter(), LOOK_EVERY_MS)
    socket.onopen = () => this.#opened(socket)
    socket.onmessage = ({ data }) => this.#take(new Uint8Array(data as ArrayBuffer))
    socket.onclose = ({ code, reason }) => this.#lost({ code, reason })
  }

  /** Gives the connection up and makes another one: the network has changed under it. */
  reconnect(): void {
    this.#drop()
    this.connect()
  }

  /** Asks for a sign of life now: the page comes back from sleep and may hold a dead socket. */
  check(): void {
    if (!this.#socket) this.connect()
    else if (!this.#askedAt) this.#ask()
  }

  /** The browser says there is no network: no use in waiting for the socket to notice. */
  interrupt(): void {
    if (this.#ended) return
    this.#lost(null)
  }

  destroy(): void {
    if (!this.#ended) removeAwarenessStates(this.#deps.awareness, [this.#deps.doc.clientID], 'left')
    this.#end()
    this.#deps.doc.off('update', this.#onUpdate)
    this.#deps.awareness.off('update', this.#onAwareness)
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return
    this.#deps.onChanged(origin)
    // Written before the server has asked for what it lacks, it is part of that answer.
    if (this.#answer !== null) this.#bring(update, false)
  }

  readonly #onAwareness = (
    { added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>,
    origin: unknown,
  ): void => {
    const { awareness, doc } = this.#deps
    if (origin === this || ![...added, ...updated, ...removed].includes(doc.clientID)) return
    this.#send(awarenessFrame(encodeAwarenessUpdate(awareness, [doc.clientID])))
  }

  #opened(socket: WebSocket): void {
    const { awareness, doc, meter } = this.#deps
    this.#heardAt = Date.now()
    this.#answer = null
    this.#outbox = new Outbox((frame) => socket.send(frame as Uint8Array<ArrayBuffer>))
    meter.connection(true)
    this.#send(syncFrame(steps.step1, Y.encodeStateVector(doc)))
    if (awareness.getLocalState()) this.#send(awarenessFrame(encodeAwarenessUpdate(awareness, [doc.clientID])))
  }

  #take(frame: Uint8Array): void {
    const { awareness, doc, onCommitted, onRepaired, onSynced } = this.#deps
    this.#heardAt = Date.now()
    this.#askedAt = 0
    const message = readServerMessage(frame)
    switch (message.kind) {
      case 'step1':
        return this.#bring(Y.encodeStateAsUpdate(doc, message.bytes), true)
      case 'update':
        if (isCrowd(awareness.getStates().size)) return this.#hold(message.bytes)
        return this.#apply([message.bytes])
      case 'step2':
        this.#apply([message.bytes])
        this.#attempt = 0
        return onSynced()
      case 'awareness':
        return applyAwarenessUpdate(awareness, message.bytes, this)
      case 'ack':
        this.#outbox?.acknowledge(message.count)
        if (this.#count()) onCommitted()
        return
      case 'nack':
        if (message.reason === 'repaired') onRepaired()
        // After a gap the server asks again by itself; everything else comes before the end of the connection.
        else if (message.reason !== 'gap') this.#refusal = message.reason
        return
      case 'hello':
        return this.#greet(message.hello)
      // A server of a later version may say what this page needn't know.
      case 'unknown':
    }
  }

  /** What is still held when the connection ends comes again with the next one: it is not in the document. */
  #hold(update: Uint8Array): void {
    this.#held.push(update)
    if (this.#held.length === 1) this.#stopWaiting = atNextBeat(() => this.#apply([]))
  }

  /** In the order they came, as one change. */
  #apply(updates: readonly Uint8Array[]): void {
    const { doc, onReceived } = this.#deps
    const all = [...this.#held, ...updates]
    this.#forget()
    // Yjs writes down anew what changed for whoever listens: with a document's first content, all of it.
    const isFirst = doc.store.clients.size === 0
    if (isFirst) doc.off('update', this.#onUpdate)
    doc.transact(() => {
      for (const update of all) Y.applyUpdate(doc, update, this)
    }, this)
    if (isFirst) doc.on('update', this.#onUpdate)
    for (const update of all) onReceived(update)
  }

  #forget(): void {
    this.#stopWaiting()
    this.#held = []
  }

  #greet(hello: Hello): void {
    this.#limits = hello.limits
    this.#deps.meter.told(hello)
    if (!this.#deps.onHello(hello)) this.#finish('newerVersion')
  }

  /** Hands durable writing over; `isAnswer`: it is what the server asked for when it saw this document. */
  #bring(update: Uint8Array, isAnswer: boolean): void {
    const outbox = this.#outbox
    if (!outbox) return
    const { updateBytes, answerBytes } = this.#limits ?? { updateBytes: 256 * 1024, answerBytes: 256 * 1024 }
    const atOnce = isAnswer ? answerBytes : updateBytes
    let pieces = cutUpdate(update, { bytes: atOnce, clients: CLIENTS_PER_UPDATE })
    if (pieces.length > 1) pieces = cutUpdate(update, { bytes: updateBytes, clients: CLIENTS_PER_UPDATE })
    // One single thing that is too large would be refused: it doesn't leave, and its words are offered here.
    const most = pieces.length > 1 ? updateBytes : atOnce
    if (pieces.some(({ byteLength }) => byteLength > most)) return this.#finish('tooLarge')
    const last = pieces.length - 1
    pieces.forEach((piece, index) => {
      outbox.put(syncFrame(isAnswer && index === last ? steps.step2 : steps.update, piece))
    })
    if (isAnswer) this.#answer = outbox.count
    this.#count()
  }

  /** Tells the meter where things stand; true when everything is committed. */
  #count(): boolean {
    const { count = 0, acked = 0 } = this.#outbox ?? {}
    const caughtUp = this.#answer !== null && acked >= this.#answer
    this.#deps.meter.counted(count, acked, caughtUp)
    return caughtUp && acked === count
  }

  #send(frame: Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame as Uint8Array<ArrayBuffer>)
  }

  /** Timers of a page in the background run seldom: silence alone proves nothing, an unanswered question does. */
  #lookAfter(): void {
    if (!this.#socket) return
    const now = Date.now()
    if (this.#askedAt && now - this.#askedAt >= PATIENCE_MS) this.#lost(null)
    else if (!this.#askedAt && now - this.#heardAt >= SILENCE_MS) this.#ask()
  }

  /** Saying again where I am comes back to me with everybody's; who says nothing of themselves asks for the others. */
  #ask(): void {
    const { awareness } = this.#deps
    this.#askedAt = Date.now()
    awareness.setLocalState(awareness.getLocalState())
    this.#send(queryAwarenessFrame)
  }

  #lost(close: { code: number; reason: string } | null): void {
    this.#drop()
    if (close && close.code >= FINAL.from && close.code < FINAL.below) {
      return this.#finish(closeReasonOf(close.code) ?? 'noSeat')
    }
    const delay = reconnectDelay(close, this.#attempt++)
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => this.connect(), delay)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#outbox?.stop()
    this.#outbox = undefined
    this.#answer = null
    this.#forget()
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    const { awareness, doc, meter } = this.#deps
    removeAwarenessStates(
      awareness,
      [...awareness.getStates().keys()].filter((id) => id !== doc.clientID),
      this,
    )
    meter.connection(false)
  }

  #finish(reason: CloseReason): void {
    if (this.#ended) return
    this.#end()
    this.#deps.onEnd(reason, this.#refusal)
  }

  #end(): void {
    this.#ended = true
    clearTimeout(this.#retry)
    clearInterval(this.#look)
    this.#drop()
  }
}
