import type { Socket } from 'node:net'
import { type CloseReason, closeCodes } from '@meydan/shared/close-codes'
import type { PresenceUser } from '@meydan/shared/documents/presence'
import type { SeatRole } from '@meydan/shared/words'
import type { WebSocket } from 'ws'
import { metrics } from '../../metrics.ts'
import { AwarenessBudget } from './awareness-budget.ts'
import { Budget } from './budget.ts'
import { buffers, perConnection } from './limits.ts'
import type { OpenDocument } from '../open-document.ts'
import type { Peer } from '../peer.ts'
import type { PersonAccount, Window } from './person-account.ts'
import { type Flow, SlowReader } from './slow-reader.ts'
import { heldOfMessage, messageIsLate, whatLeft } from './socket-state.ts'
import {
  type ClientMessage,
  MalformedFrame,
  readClientMessage,
  STATE_VECTOR_MAX_BYTES,
  toWebSocketFrame,
} from '../wire.ts'

export type ConnectionGiven = {
  ws: WebSocket
  /** The socket of the upgrade, under `ws`. */
  socket: Socket
  document: OpenDocument
  who: Pick<Peer, 'personId' | 'seatId' | 'role' | 'user' | 'mayWrite' | 'mayLock' | 'wantsAck'>
  account: PersonAccount
  scale: number
  onGone: (connection: Connection) => void
}

const WAIT_MAX_MS = 2_000
/** Time the gate took is paid back slowly: few long waits rather than many short ones that end in 4429. */
const GATE_WAIT_MAX_MS = 5_000
/** A question for the document waits while more than this is still unread. */
const ANSWERED_BELOW_BYTES = 64 * 1024
const QUESTIONS_WAITING_MAX = 20
const CLOSE_PATIENCE_MS = 1_000

let opened = 0

/** One socket at one document: its budgets, its place in the document, its end. */
export class Connection implements Peer, Window {
  readonly id = crypto.randomUUID()
  /** Spreads what is done for all of them in turn. */
  readonly slot = opened++
  readonly personId: string
  readonly seatId: string
  readonly role: SeatRole
  readonly user: PresenceUser
  readonly mayWrite: boolean
  readonly mayLock: boolean
  readonly wantsAck: boolean
  readonly document: OpenDocument
  readonly #ws: WebSocket
  readonly #socket: Socket
  readonly #account: PersonAccount
  readonly #onGone: (connection: Connection) => void
  readonly #scale: number
  readonly #frames: Budget
  readonly #bytes: Budget
  readonly #step1s: Budget
  readonly #reader: SlowReader
  #awareness: AwarenessBudget | undefined
  #waits: Budget | undefined
  #question: (ClientMessage & { kind: 'step1' }) | undefined
  #questionsKept = 0
  /** Since when a message has been arriving; undefined while none is. */
  #messageSince: number | undefined
  #readBytes = 0
  #readAt = 0
  #probed = false
  #ended = false
  /** Since the last turn of the heartbeat, and since the last tick. */
  #heard = true
  #sent = false

  constructor({ ws, socket, document, who, account, scale, onGone }: ConnectionGiven) {
    this.personId = who.personId
    this.seatId = who.seatId
    this.role = who.role
    this.user = who.user
    this.mayWrite = who.mayWrite
    this.mayLock = who.mayLock
    this.wantsAck = who.wantsAck
    this.document = document
    this.#ws = ws
    this.#socket = socket
    this.#account = account
    this.#onGone = onGone
    this.#scale = scale
    const now = Date.now()
    this.#frames = new Budget(perConnection.frames, scale, now)
    this.#bytes = new Budget(perConnection.bytes, scale, now)
    this.#step1s = new Budget(perConnection.step1, scale, now)
    this.#reader = new SlowReader(now)
    ws.on('message', (data: Buffer, isBinary: boolean) => this.#take(data, isBinary))
    ws.on('ping', () => this.#afford(0))
    ws.on('pong', () => this.#answered())
    ws.on('close', () => this.#end())
  }

  get isSilent(): boolean {
    return this.#probed
  }

  /** A document on its way to a slow reader, which others may be reading too. */
  get bulk(): Buffer | undefined {
    return this.#reader.bulk
  }

  send(frame: Uint8Array): void {
    this.sendFramed(toWebSocketFrame(frame))
  }

  sendFramed(frame: Buffer): void {
    if (!this.#takesMore()) return
    this.#sent = true
    if (frame.length >= buffers.bulkBytes) this.#reader.carries(frame, this.#flow())
    metrics.sentBytes.inc(frame.length)
    // Past `ws`, which has nothing waiting of its own: it compresses nothing and sends no blobs here.
    this.#socket.write(frame)
  }

  sendIfQuick(frame: Buffer): void {
    if (this.#socket.writableLength < buffers.shedAwarenessBytes) this.sendFramed(frame)
    else metrics.awarenessShed.inc()
  }

  spent(ms: number): void {
    const now = Date.now()
    const debtMs = this.#account.spend(ms, now)
    if (debtMs > 0 && !this.#ended && !this.#ws.isPaused) this.#wait(Math.min(debtMs, GATE_WAIT_MAX_MS), now)
  }

  /** Leaves the document at once and tells the client why; a client that doesn't answer is cut off. */
  close(reason: CloseReason, text: string = reason): void {
    if (this.#ended) return
    this.#end()
    metrics.closes.inc({ code: closeCodes[reason] })
    endSocket(this.#ws, reason, text)
  }

  /** Reads nothing more; what was read goes on. */
  stopReading(): void {
    this.#ws.pause()
  }

  probe(): void {
    this.#probed = true
    this.#ws.ping()
  }

  /** Once a second. `isTurn`: time for a sign of life. Returns the bytes that wait for this reader alone. */
  tick(now: number, isTurn: boolean): number {
    if (this.#ended || (!isTurn && this.#isQuiet())) return 0
    this.#askNow(now)
    if (this.#isSendingTooSlowly(now)) {
      this.#ws.terminate()
      return 0
    }
    const flow = this.#flow()
    const reader = this.#reader.look(flow, now)
    if (reader === 'stalled') {
      this.close('tryLater', 'slow reader')
      return 0
    }
    if (reader === 'ask' || (isTurn && !this.#heard && !this.#reader.isAsked)) {
      this.#ws.ping()
      this.#reader.asked(this.#socket.bytesWritten, now)
    }
    if (isTurn) this.#heard = false
    this.#sent = false
    return this.#reader.owed(flow)
  }

  /** Thousands have nothing going on: they cost a second nothing but this. */
  #isQuiet(): boolean {
    return (
      !this.#sent &&
      !this.#question &&
      !this.#reader.isAsked &&
      !this.#reader.bulk &&
      this.#socket.writableLength === 0 &&
      heldOfMessage(this.#ws) === 0
    )
  }

  #flow(): Flow {
    const written = this.#socket.bytesWritten
    return { written, gone: this.#socket.writableLength === 0 ? written : whatLeft(this.#socket) }
  }

  /** False where nothing goes out any more, also because too much waits already. */
  #takesMore(): boolean {
    if (this.#ended || this.#ws.readyState !== this.#ws.OPEN) return false
    if (this.#socket.writableLength <= buffers.mostBytes) return true
    if (this.#reader.owed(this.#flow()) <= buffers.mostBytes) return true
    this.close('tryLater', 'slow reader')
    return false
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#awareness?.close()
    this.#question = undefined
    this.document.leave(this)
    this.#onGone(this)
  }

  #answered(): void {
    this.#heard = true
    this.#probed = false
    this.#reader.answered()
    this.#afford(0)
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#ended) return
    this.#heard = true
    this.#messageSince = undefined
    metrics.receivedBytes.inc(data.length)
    try {
      if (!isBinary) throw new MalformedFrame('text')
      if (!this.#afford(data.length)) return
      const message = readClientMessage(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
      if (message.kind === 'step1') this.#ask(message)
      else if (message.kind === 'awareness') this.#hear(message.bytes)
      else this.document.receive(this, message)
    } catch (error) {
      this.close(error instanceof MalformedFrame ? 'malformed' : 'tryLater')
    }
  }

  #hear(bytes: Uint8Array): void {
    metrics.awarenessFrames.inc()
    const now = Date.now()
    this.#awareness ??= new AwarenessBudget(this.#scale, now, (passed) => {
      try {
        this.document.receive(this, { kind: 'awareness', bytes: passed })
      } catch {
        this.close('malformed')
      }
    })
    if (this.#awareness.offer(bytes, now)) metrics.awarenessShed.inc()
  }

  /** A question that comes too soon, or while the last answer is being read, waits; only the newest does. */
  #ask(question: ClientMessage & { kind: 'step1' }): void {
    if (question.stateVector.length > STATE_VECTOR_MAX_BYTES) return this.close('tooLarge')
    this.#question = question
    this.#questionsKept += 1
    this.#askNow(Date.now())
    if (this.#questionsKept > QUESTIONS_WAITING_MAX * this.#scale) this.close('overBudget')
  }

  #askNow(now: number): void {
    const question = this.#question
    if (!question || this.#socket.writableLength > ANSWERED_BELOW_BYTES || !this.#step1s.tryTake(1, now)) return
    this.#question = undefined
    this.#questionsKept = 0
    this.document.receive(this, question)
  }

  /** Stops reading until the budgets are paid back; who needs that again and again is sent away. False once sent away. */
  #afford(bytes: number): boolean {
    const now = Date.now()
    const own = Math.max(this.#frames.take(1, now), this.#bytes.take(bytes, now))
    const debtMs = Math.max(own, this.#account.take(bytes, now))
    if (debtMs === 0 || this.#ws.isPaused) return true
    return this.#wait(Math.min(debtMs, WAIT_MAX_MS), now)
  }

  #wait(ms: number, now: number): boolean {
    this.#waits ??= new Budget(perConnection.waits, this.#scale, now)
    if (!this.#waits.tryTake(1, now)) {
      this.close('overBudget')
      return false
    }
    this.#ws.pause()
    setTimeout(() => this.#ws.resume(), ms).unref()
    return true
  }

  /** A message that was begun must go on arriving, or a hundred stalled ones hold what a hundred may announce. */
  #isSendingTooSlowly(now: number): boolean {
    const held = heldOfMessage(this.#ws)
    if (held === 0 || this.#ws.isPaused) {
      this.#messageSince = undefined
      return false
    }
    this.#messageSince ??= now
    const { bytesRead } = this.#socket
    if (bytesRead !== this.#readBytes) {
      this.#readBytes = bytesRead
      this.#readAt = now
      // Their answer to a ping stands in line behind what they are sending.
      this.#reader.excuse(now)
    }
    return messageIsLate(now - this.#messageSince, now - this.#readAt, held)
  }
}

/** Says why, and cuts off who doesn't hang up. */
export function endSocket(ws: WebSocket, reason: CloseReason, text: string = reason): void {
  ws.close(closeCodes[reason], text)
  // One that is not read from would never be seen to have hung up.
  ws.resume()
  setTimeout(() => ws.terminate(), CLOSE_PATIENCE_MS).unref()
}
