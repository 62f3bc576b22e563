import { buffers } from './limits.ts'

const STALLED_MS = 10_000
/** A silent radio is no slow reader: who was sent little has longer to answer. */
const QUIET_STALLED_MS = 15_000
/** The slowest reading that counts as reading. */
const SLOWEST_BYTES_PER_MS = 96
/** After so much unconfirmed we ask whether anybody reads: the kernel alone takes 4 MB without telling. */
const ASK_AFTER_BYTES = 128 * 1024

/** Of one socket, all in bytes since its start: `written` was handed over, `gone` has left this process. */
export type Flow = { written: number; gone: number }

/**
 * Judges whether somebody still reads. What waits in this process must move within ten seconds, and a ping must be
 * answered in the time that what was sent before it takes a slow line. A large document on its way counts apart, as
 * long as it moves.
 */
export class SlowReader {
  /** Read for certain: everything before the last ping that was answered. */
  #confirmed = 0
  /** Where the ping lies that waits for its answer; -1 when none does. */
  #pingAt = -1
  #pingSince = 0
  #gone = 0
  #movedAt: number
  #bulk: Buffer | undefined
  #bulkEnd = 0

  constructor(now: number) {
    this.#movedAt = now
  }

  get isAsked(): boolean {
    return this.#pingAt >= 0
  }

  /** What this node keeps for this reader apart from `owed`: shared by all to whom it was sent. */
  get bulk(): Buffer | undefined {
    return this.#bulk
  }

  /** A ping was written as the last of `written` bytes. */
  asked(written: number, now: number): void {
    this.#pingAt = written
    this.#pingSince = now
  }

  answered(): void {
    if (this.#pingAt >= 0) this.#confirmed = this.#pingAt
    this.#pingAt = -1
  }

  /** They are sending us something long, behind which their answer waits. */
  excuse(now: number): void {
    this.#pingSince = now
  }

  /** A frame this large goes out after `written` bytes; one at a time may wait beside the rest. */
  carries(frame: Buffer, { written, gone }: Flow): void {
    if (gone < this.#bulkEnd || frame.length > buffers.bulkMostBytes) return
    this.#bulk = frame
    this.#bulkEnd = written + frame.length
  }

  /** Bytes that wait for this reader, without the document on its way. */
  owed({ written, gone }: Flow): number {
    const ofBulk = this.#bulk ? Math.min(this.#bulk.length, Math.max(0, this.#bulkEnd - gone)) : 0
    return written - gone - ofBulk
  }

  /** `ask`: send a ping and say so by `asked`; `stalled`: nobody reads there. */
  look({ written, gone }: Flow, now: number): 'reads' | 'ask' | 'stalled' {
    if (gone !== this.#gone || gone === written) this.#movedAt = now
    this.#gone = gone
    if (gone >= this.#bulkEnd) this.#bulk = undefined
    if (now - this.#movedAt >= STALLED_MS) return 'stalled'
    if (this.#pingAt < 0) return written - this.#confirmed > ASK_AFTER_BYTES ? 'ask' : 'reads'
    // Not on the line yet: what lies before it must move, and does.
    if (gone < this.#pingAt) this.#pingSince = now
    const before = this.#pingAt - this.#confirmed
    const patience = before > ASK_AFTER_BYTES ? STALLED_MS + before / SLOWEST_BYTES_PER_MS : QUIET_STALLED_MS
    return now - this.#pingSince >= patience ? 'stalled' : 'reads'
  }
}
