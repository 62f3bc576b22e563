import * as decoding from 'lib0/decoding'
import { type SyncFacts, syncStatusOf, useSyncStatus } from './sync-status.ts'

/** Our messages beside the y-websocket protocol; see server/src/sync/wire.ts. */
export const ACK = 64
export const NACK = 65
export const HELLO = 66

const SYNC = 0
const STEP2 = 1
const UPDATE = 2
const LOOK_EVERY_MS = 250

/**
 * Counts what goes out and what comes back acknowledged, and says so. Acknowledgements are counted in frames of one
 * connection: a state vector would miss deletions, and call them saved when they are not.
 */
export class SyncMeter {
  readonly facts: SyncFacts = {
    connected: false,
    caughtUp: false,
    mayWrite: true,
    sent: 0,
    acked: 0,
    pendingChanges: 0,
    waitingSince: null,
  }
  #step2Sent = false
  readonly #status = useSyncStatus()
  readonly #timer = setInterval(() => this.publish(), LOOK_EVERY_MS)

  /** A WebSocket that tells this meter of each durable frame it sends. */
  socketClass(): typeof WebSocket {
    const begin = () => this.#begin()
    const sentFrame = (frame: Uint8Array) => this.#sentFrame(frame)
    return class MeteredSocket extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        begin()
      }

      override send(data: Parameters<WebSocket['send']>[0]): void {
        super.send(data)
        if (data instanceof Uint8Array) sentFrame(data)
      }
    }
  }

  changed(): void {
    this.facts.pendingChanges += 1
    this.publish()
  }

  connection(connected: boolean): void {
    this.facts.connected = connected
    if (!connected) this.#begin()
    this.publish()
  }

  hello(decoder: decoding.Decoder): void {
    const hello = JSON.parse(decoding.readVarString(decoder)) as { mayWrite: boolean }
    this.facts.mayWrite = hello.mayWrite
    this.publish()
  }

  ack(decoder: decoding.Decoder): void {
    this.facts.acked = decoding.readVarUint(decoder)
    if (this.#step2Sent) this.facts.caughtUp = true
    if (this.facts.acked === this.facts.sent && this.facts.caughtUp) {
      this.facts.pendingChanges = 0
      this.facts.waitingSince = null
    }
    this.publish()
  }

  closed(reason: NonNullable<SyncFacts['closed']>): void {
    this.facts.closed = reason
    this.publish()
  }

  publish(): void {
    const next = syncStatusOf(this.facts, Date.now())
    const now = this.#status.value
    if (now && now.state === next.state && now.pendingChanges === next.pendingChanges && now.closed === next.closed)
      return
    this.#status.value = next
  }

  destroy(): void {
    clearInterval(this.#timer)
    this.#status.value = null
  }

  #begin(): void {
    this.facts.sent = 0
    this.facts.acked = 0
    this.facts.caughtUp = false
    this.facts.waitingSince = null
    this.#step2Sent = false
  }

  #sentFrame(frame: Uint8Array): void {
    if (frame[0] !== SYNC || (frame[1] !== STEP2 && frame[1] !== UPDATE)) return
    if (frame[1] === STEP2) this.#step2Sent = true
    this.facts.sent += 1
    this.facts.waitingSince ??= Date.now()
    this.publish()
  }
}
