export type QueueLimits = { readonly parallel: number; readonly waiting: number; readonly patienceMs: number }

/** Too many wait already, or it took too long: they may try later. */
export class NotYet extends Error {}

/**
 * Lets a few in at a time, the others in order of arrival: three hundred who come at ten o'clock don't take every
 * database connection from those who are writing.
 */
export class AdmissionQueue {
  readonly #limits: QueueLimits
  readonly #waiting: { start: () => void; giveUp: () => void; until: number }[] = []
  #running = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Runs `work` when its turn comes. Throws NotYet where it does not come in time. */
  async run<T>(work: () => Promise<T>, now: number): Promise<T> {
    if (this.#running < this.#limits.parallel) this.#running += 1
    else await this.#turn(now)
    try {
      return await work()
    } finally {
      // The place passes on; nobody slips in between.
      const next = this.#waiting.shift()
      if (next) next.start()
      else this.#running -= 1
    }
  }

  /** Sends away who has waited too long; called now and then, because a hanging database frees no place. */
  sweep(now: number): void {
    while (this.#waiting.length > 0 && this.#waiting[0]!.until <= now) this.#waiting.shift()!.giveUp()
  }

  #turn(now: number): Promise<void> {
    if (this.#waiting.length >= this.#limits.waiting) return Promise.reject(new NotYet())
    return new Promise((resolve, reject) => {
      const until = now + this.#limits.patienceMs
      this.#waiting.push({ start: resolve, giveUp: () => reject(new NotYet()), until })
    })
  }
}
