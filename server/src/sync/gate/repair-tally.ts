const REPAIRS_MAX = 3
const WITHIN_MS = 10 * 60_000

/** Whose frames had to be mended lately. After three times in ten minutes a seat may only read, until some are older. */
export class RepairTally {
  readonly #times = new Map<string, number[]>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  note(seatId: string): void {
    for (const [seat, times] of this.#times) if (this.#recent(times).length === 0) this.#times.delete(seat)
    this.#times.set(seatId, [...this.#recent(this.#times.get(seatId) ?? []), this.#now()])
  }

  mayWrite(seatId: string): boolean {
    const times = this.#times.get(seatId)
    return !times || this.#recent(times).length < REPAIRS_MAX
  }

  #recent(times: readonly number[]): number[] {
    return times.filter((time) => this.#now() - time < WITHIN_MS)
  }
}
