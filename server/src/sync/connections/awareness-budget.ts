import * as decoding from 'lib0/decoding'
import { Budget } from './budget.ts'
import { perConnection } from './limits.ts'
import { MalformedFrame } from '../wire.ts'

const ENTRIES_LOOKED_AT = 256

/**
 * Fifteen words on oneself a second. What is too much is not refused: the newest waits, the one that waited before it
 * is dropped. y-websocket also sends back what it hears about others; that is read no further and costs nothing here.
 */
export class AwarenessBudget {
  readonly #budget: Budget
  readonly #pass: (bytes: Uint8Array) => void
  /** The client id this connection speaks for, as its first frame says. */
  #own: number | undefined
  #waiting: Uint8Array | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(scale: number, now: number, pass: (bytes: Uint8Array) => void) {
    this.#budget = new Budget(perConnection.awareness, scale, now)
    this.#pass = pass
  }

  /** Passes it on, now or later. True where one that waited was dropped for it. Throws MalformedFrame. */
  offer(bytes: Uint8Array, now: number): boolean {
    const ids = clientIds(bytes)
    this.#own ??= ids[0]
    if (this.#own === undefined || !ids.includes(this.#own)) {
      this.#pass(bytes)
      return false
    }
    if (!this.#timer && this.#budget.tryTake(1, now)) {
      this.#pass(bytes)
      return false
    }
    const drops = this.#waiting !== undefined
    this.#waiting = bytes
    this.#timer ??= setTimeout(() => this.#release(), Math.ceil(this.#budget.msUntil(1, now)))
    return drops
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#waiting = undefined
  }

  #release(): void {
    this.#timer = undefined
    const bytes = this.#waiting
    this.#waiting = undefined
    if (!bytes) return
    this.#budget.take(1, Date.now())
    this.#pass(bytes)
  }
}

/** Whom an awareness update speaks of; its states are passed over unread. */
function clientIds(bytes: Uint8Array): number[] {
  try {
    const decoder = decoding.createDecoder(bytes)
    const count = Math.min(decoding.readVarUint(decoder), ENTRIES_LOOKED_AT)
    const ids: number[] = []
    for (let entry = 0; entry < count; entry++) {
      ids.push(decoding.readVarUint(decoder))
      decoding.readVarUint(decoder)
      const length = decoding.readVarUint(decoder)
      if (length > bytes.length - decoder.pos) throw new MalformedFrame('awareness')
      decoder.pos += length
    }
    return ids
  } catch {
    throw new MalformedFrame('awareness')
  }
}
