/** Below what the server grants (256 KB a second, 2 MB at once), so that much work is never taken for an attack. */
const BYTES_PER_SECOND = 200 * 1024
const BYTES_AT_ONCE = 1536 * 1024
const UNACKNOWLEDGED_MAX_BYTES = 1024 * 1024

/**
 * The durable frames of one connection, in order: handed over, sent, acknowledged. Much work goes out as fast as the
 * server takes it and no faster; a few keystrokes never wait.
 */
export class Outbox {
  readonly #send: (frame: Uint8Array) => void
  readonly #waiting: Uint8Array[] = []
  readonly #unacknowledged: number[] = []
  #unacknowledgedBytes = 0
  #allowance = BYTES_AT_ONCE
  #refilledAt = Date.now()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Frames handed over, and those of them the server called committed. */
  count = 0
  acked = 0

  constructor(send: (frame: Uint8Array) => void) {
    this.#send = send
  }

  put(frame: Uint8Array): void {
    this.count += 1
    this.#waiting.push(frame)
    this.#pump()
  }

  /** The first `count` frames are committed. */
  acknowledge(count: number): void {
    for (; this.acked < count && this.#unacknowledged.length > 0; this.acked++) {
      this.#unacknowledgedBytes -= this.#unacknowledged.shift()!
    }
    this.#pump()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#waiting.length = 0
  }

  #pump(): void {
    this.#refill()
    for (let frame = this.#waiting[0]; frame; frame = this.#waiting[0]) {
      const size = frame.byteLength
      // Something larger than the whole window goes alone.
      if (this.#unacknowledgedBytes > 0 && this.#unacknowledgedBytes + size > UNACKNOWLEDGED_MAX_BYTES) return
      const missing = Math.min(size, BYTES_AT_ONCE) - this.#allowance
      if (missing > 0) return this.#pumpIn((missing / BYTES_PER_SECOND) * 1000)
      this.#allowance -= size
      this.#waiting.shift()
      this.#unacknowledged.push(size)
      this.#unacknowledgedBytes += size
      this.#send(frame)
    }
  }

  #refill(): void {
    const now = Date.now()
    const gained = ((now - this.#refilledAt) / 1000) * BYTES_PER_SECOND
    this.#allowance = Math.min(BYTES_AT_ONCE, this.#allowance + gained)
    this.#refilledAt = now
  }

  #pumpIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#pump(), ms + 5)
  }
}
