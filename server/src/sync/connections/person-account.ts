import { Budget } from './budget.ts'
import { perPerson } from './limits.ts'

/** A connection as its person's account knows it. */
export type Window = {
  /** Asks for a sign of life. */
  probe(): void
  /** Whether it was asked and has not answered. */
  readonly isSilent: boolean
  close(reason: 'tryLater'): void
}

/** What one person uses over all their connections at this node. */
export class PersonAccount {
  readonly personId: string
  readonly windows = new Set<Window>()
  readonly #frames: Budget
  readonly #bytes: Budget
  readonly #gate: Budget

  constructor(personId: string, scale: number, now: number) {
    this.personId = personId
    this.#frames = new Budget(perPerson.frames, scale, now)
    this.#bytes = new Budget(perPerson.bytes, scale, now)
    this.#gate = new Budget(perPerson.gate, scale, now)
  }

  /** Takes one frame; returns the milliseconds to wait before the next is read. */
  take(bytes: number, now: number): number {
    return Math.max(this.#frames.take(1, now), this.#bytes.take(bytes, now))
  }

  /** Takes time the gate needed, ms; returns the milliseconds to wait. */
  spend(ms: number, now: number): number {
    return this.#gate.take(ms, now)
  }

  isWhole(now: number): boolean {
    return this.#frames.isWhole(now) && this.#bytes.isWhole(now) && this.#gate.isWhole(now)
  }
}

/** The accounts of everybody connected here, and of those who left in debt: coming back doesn't clear it. */
export class PersonAccounts {
  readonly #scale: number
  readonly #held = new Map<string, PersonAccount>()

  constructor(scale: number) {
    this.#scale = scale
  }

  get size(): number {
    return this.#held.size
  }

  of(personId: string, now: number): PersonAccount {
    const held = this.#held.get(personId)
    if (held) return held
    const account = new PersonAccount(personId, this.#scale, now)
    this.#held.set(personId, account)
    return account
  }

  sweep(now: number): void {
    for (const [personId, account] of this.#held) {
      if (account.windows.size === 0 && account.isWhole(now)) this.#held.delete(personId)
    }
  }
}
