import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFailed } from 'vitest'
import { type Random, randomFrom } from '../support/seed.ts'

export type Event =
  | { at: number; kind: 'issued' | 'acked'; by: string; id: string }
  | { at: number; kind: 'fault' | 'heal' | 'note'; what: string }

const SHOWN = 200

/** What happened in one run, in order and with times: who issued what, when it was acknowledged, and what broke. */
export class History {
  readonly events: Event[] = []
  readonly random: Random
  readonly issued = new Set<string>()
  readonly acked = new Set<string>()
  faults = 0
  #onAck: (() => void) | undefined
  readonly #start = performance.now()

  constructor(random: Random) {
    this.random = random
  }

  issue(by: string, id: string): void {
    this.issued.add(id)
    this.events.push({ at: this.#now(), kind: 'issued', by, id })
  }

  ack(by: string, id: string): void {
    this.acked.add(id)
    this.events.push({ at: this.#now(), kind: 'acked', by, id })
    this.#onAck?.()
    this.#onAck = undefined
  }

  /** The very moment of the next acknowledgement: what is said too early is not yet true then. */
  nextAck(): Promise<void> {
    return new Promise((resolve) => {
      this.#onAck = resolve
    })
  }

  fault(what: string): void {
    this.faults += 1
    this.events.push({ at: this.#now(), kind: 'fault', what })
  }

  heal(what: string): void {
    this.events.push({ at: this.#now(), kind: 'heal', what })
  }

  note(what: string): void {
    this.events.push({ at: this.#now(), kind: 'note', what })
  }

  /** A run in which nothing happened proves nothing. */
  expectSomethingHappened({ edits = 1, faults = 1 } = {}): void {
    expect(this.issued.size, 'edits made').toBeGreaterThanOrEqual(edits)
    expect(this.acked.size, 'edits acknowledged').toBeGreaterThan(0)
    expect(this.faults, 'faults caused').toBeGreaterThanOrEqual(faults)
  }

  /** The seed and the last events, for people; the whole run is in the file named there. */
  print(): string {
    const folder = path.join(tmpdir(), 'meydan-chaos')
    mkdirSync(folder, { recursive: true })
    const file = path.join(folder, `history-${this.random.seed}-${process.pid}.jsonl`)
    writeFileSync(file, this.events.map((event) => JSON.stringify(event)).join('\n'))
    const last = this.events.slice(-SHOWN).map(lineOf)
    return [`Repeat this run with SEED=${this.random.seed}; the whole of it: ${file}`, ...last].join('\n')
  }

  #now(): number {
    return Math.round(performance.now() - this.#start)
  }
}

function lineOf(event: Event): string {
  const what = 'what' in event ? event.what : `${event.by} ${event.id}`
  return `${String(event.at).padStart(7)} ms  ${event.kind.padEnd(6)} ${what}`
}

/** A history with a seed of its own, or of `SEED=n`. Inside a test: when the test fails, seed and events are printed. */
export function startHistory(): History {
  const history = new History(randomFrom(Number(process.env.SEED) || Math.floor(Math.random() * 2 ** 31)))
  onTestFailed(() => console.error(history.print()))
  return history
}
