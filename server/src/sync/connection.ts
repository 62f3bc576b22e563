import { type CloseReason, closeCodes } from '@meydan/shared/close-codes'
import type { PresenceUser } from '@meydan/shared/documents/presence'
import type { SeatRole } from '@meydan/shared/words'
import type { WebSocket } from 'ws'
import { Budget } from './budget.ts'
import type { OpenDocument } from './open-document.ts'
import type { Peer } from './peer.ts'
import { MalformedFrame, readClientMessage, STATE_VECTOR_MAX_BYTES } from './wire.ts'

export type ConnectionLimits = { scale: number }

const FRAMES_PER_SECOND = 60
const FRAMES_BURST = 200
const BYTES_PER_SECOND = 256 * 1024
const BYTES_BURST = 2 * 1024 * 1024
const STEP1_PER_SECOND = 0.1
const STEP1_BURST = 3
const AWARENESS_SHED_BYTES = 1024 * 1024
const BUFFER_MAX_BYTES = 4 * 1024 * 1024
const BREACHES_MAX = 5
const CLOSE_PATIENCE_MS = 2_000

/** One socket at one document: its budgets, its place in the document, its end. */
export class Connection implements Peer {
  readonly id = crypto.randomUUID()
  readonly personId: string
  readonly seatId: string
  readonly role: SeatRole
  readonly user: PresenceUser
  readonly mayWrite: boolean
  readonly wantsAck: boolean
  readonly #ws: WebSocket
  readonly #document: OpenDocument
  readonly #onGone: () => void
  readonly #frames: Budget
  readonly #bytes: Budget
  readonly #step1s: Budget
  #breaches = 0
  #heard = true
  #ended = false

  constructor(
    ws: WebSocket,
    document: OpenDocument,
    who: Pick<Peer, 'personId' | 'seatId' | 'role' | 'user' | 'mayWrite' | 'wantsAck'>,
    { scale }: ConnectionLimits,
    onGone: () => void,
  ) {
    this.personId = who.personId
    this.seatId = who.seatId
    this.role = who.role
    this.user = who.user
    this.mayWrite = who.mayWrite
    this.wantsAck = who.wantsAck
    this.#ws = ws
    this.#document = document
    this.#onGone = onGone
    const now = Date.now()
    this.#frames = new Budget(FRAMES_PER_SECOND * scale, FRAMES_BURST * scale, now)
    this.#bytes = new Budget(BYTES_PER_SECOND * scale, BYTES_BURST * scale, now)
    this.#step1s = new Budget(STEP1_PER_SECOND * scale, STEP1_BURST * scale, now)
    ws.on('message', (data: Buffer, isBinary: boolean) => this.#take(data, isBinary))
    ws.on('pong', () => {
      this.#heard = true
    })
    ws.on('close', () => this.#end())
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount
  }

  send(frame: Uint8Array): void {
    if (this.#ended || this.#ws.readyState !== this.#ws.OPEN) return
    if (this.#ws.bufferedAmount > BUFFER_MAX_BYTES) return this.close('tryLater')
    this.#ws.send(frame)
  }

  sendIfQuick(frame: Uint8Array): void {
    if (this.#ws.bufferedAmount < AWARENESS_SHED_BYTES) this.send(frame)
  }

  /** Leaves the document at once and tells the client why; a client that doesn't answer is cut off. */
  close(reason: CloseReason): void {
    if (this.#ended) return
    this.#end()
    this.#ws.close(closeCodes[reason], reason)
    setTimeout(() => this.#ws.terminate(), CLOSE_PATIENCE_MS).unref()
  }

  beat(): void {
    if (!this.#heard) return this.#ws.terminate()
    this.#heard = false
    this.#ws.ping()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#document.leave(this)
    this.#onGone()
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#ended) return
    this.#heard = true
    try {
      if (!isBinary) throw new MalformedFrame('text')
      if (!this.#afford(data.length)) return
      const message = readClientMessage(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      if (message.kind === 'step1') {
        if (message.stateVector.length > STATE_VECTOR_MAX_BYTES) return this.close('tooLarge')
        // Repeating the question costs four bytes, the answer the whole document.
        if (this.#step1s.take(1, Date.now()) > 0) return this.close('overBudget')
      }
      this.#document.receive(this, message)
    } catch (error) {
      this.close(error instanceof MalformedFrame ? 'malformed' : 'tryLater')
    }
  }

  /** Stops reading until the budget is paid back; who needs that again and again is sent away. False once sent away. */
  #afford(bytes: number): boolean {
    const now = Date.now()
    const debtMs = Math.max(this.#frames.take(1, now), this.#bytes.take(bytes, now))
    if (debtMs === 0 || this.#ws.isPaused) return true
    this.#breaches += 1
    if (this.#breaches > BREACHES_MAX) {
      this.close('overBudget')
      return false
    }
    this.#ws.pause()
    setTimeout(() => this.#ws.resume(), Math.min(debtMs, 2_000)).unref()
    return true
  }
}
