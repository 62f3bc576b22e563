export type Rate = { readonly perSecond: number; readonly burst: number }

/** A token bucket: `perSecond` flow in, up to `burst` are kept. */
export class Budget {
  readonly #perMs: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(rate: Rate, scale: number, now: number) {
    this.#perMs = (rate.perSecond * scale) / 1000
    this.#burst = rate.burst * scale
    this.#tokens = this.#burst
    this.#at = now
  }

  /** Takes `amount`, into debt if need be; returns the milliseconds until the debt is paid, 0 when there is none. */
  take(amount: number, now: number): number {
    this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#at) * this.#perMs) - amount
    this.#at = now
    return this.#tokens >= 0 ? 0 : -this.#tokens / this.#perMs
  }

  /** Takes `amount` if that much is there. */
  tryTake(amount: number, now: number): boolean {
    if (this.msUntil(amount, now) > 0) return false
    this.#tokens -= amount
    return true
  }

  /** Milliseconds until `amount` will be there. */
  msUntil(amount: number, now: number): number {
    this.take(0, now)
    return Math.max(0, amount - this.#tokens) / this.#perMs
  }

  /** Nothing of it was used lately: forgetting it changes nothing. */
  isWhole(now: number): boolean {
    this.take(0, now)
    return this.#tokens >= this.#burst
  }
}

/** A budget for each of many; the ones not asked about for longest are forgotten beyond `most`. */
export class Budgets {
  readonly #rate: Rate
  readonly #scale: number
  readonly #most: number
  readonly #held = new Map<string, Budget>()

  constructor(rate: Rate, scale: number, most = 20_000) {
    this.#rate = rate
    this.#scale = scale
    this.#most = most
  }

  get size(): number {
    return this.#held.size
  }

  tryTake(key: string, now: number): boolean {
    const budget = this.#held.get(key) ?? new Budget(this.#rate, this.#scale, now)
    // Asked about last, forgotten last.
    this.#held.delete(key)
    this.#held.set(key, budget)
    if (this.#held.size > this.#most) this.#held.delete(this.#held.keys().next().value!)
    return budget.tryTake(1, now)
  }

  /** Forgets who is not in anybody's way. */
  sweep(now: number): void {
    for (const [key, budget] of this.#held) if (budget.isWhole(now)) this.#held.delete(key)
  }
}
