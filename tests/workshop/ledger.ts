import type { SummaryView } from '@meydan/shared/contracts/summary'
import type { Position } from '@meydan/shared/contracts/votes'
import { type Side, sides } from '@meydan/shared/words'
import type { Client, House } from './people.ts'

export type Written = { author: Client; text: string; theme: string | null; table: string | null }
export type Stance = { position: Position; reason: string }

type PerSide = Record<Side, number>
const none = (): PerSide => ({ civil: 0, public: 0, neutral: 0 })

/** What everybody did, as the one who did it knows it: the test's own count, which shares nothing with the server's. */
export class Ledger {
  readonly house: House
  /** Notes of private writing, and those of the tables. */
  readonly secret: Written[] = []
  readonly atTables: Written[] = []
  /** Seat → option label → dots. */
  readonly dots = new Map<Client, Map<string, number>>()
  /** Seat → option label → what they say. */
  readonly stances = new Map<Client, Map<string, Stance>>()
  /** Table id → its people. */
  readonly tables = new Map<string, Client[]>()
  readonly themeTitles: string[] = []
  readonly questions = { asked: 0, answered: 0 }

  constructor(house: House) {
    this.house = house
  }

  get notes(): Written[] {
    return [...this.secret, ...this.atTables]
  }

  dotsOf(client: Client): Map<string, number> {
    return ofClient(this.dots, client)
  }

  stancesOf(client: Client): Map<string, Stance> {
    return ofClient(this.stances, client)
  }

  /** Dots on a theme by side, of those who have any. */
  dotsOn(label: string): PerSide {
    return this.#sum(this.dots, (given) => given.get(label) ?? 0)
  }

  /** How many of each side say this of it. */
  saying(label: string, position: Position): PerSide {
    return this.#sum(this.stances, (given) => Number(given.get(label)?.position === position))
  }

  voters(of: Ledger['dots'] | Ledger['stances']): PerSide {
    return this.#sum(of as ReadonlyMap<Client, ReadonlyMap<string, unknown>>, (given) => Number(given.size > 0))
  }

  /** Whoever has a seat that votes, also who never came. */
  eligible(): PerSide {
    const { leader, other, observer, seats } = this.house
    const counted = none()
    for (const [id, { side }] of seats) {
      if (![leader, other, observer].some(({ seatId }) => seatId === id)) counted[side] += 1
    }
    return counted
  }

  /** Themes with their notes, and how many of each side. */
  themes() {
    const named = this.notes.filter(({ theme }) => theme !== null)
    return [...Map.groupBy(named, ({ theme }) => theme!)].map(([title, notes]) => {
      return { title, notes: notes.length, bySide: this.#bySide(notes) }
    })
  }

  allNotes() {
    return { count: this.notes.length, bySide: this.#bySide(this.notes) }
  }

  #bySide(notes: readonly Written[]): PerSide {
    return countSides(notes.filter((note) => !this.#isSideless(note)).map(({ author }) => author))
  }

  /** Revealed by side alone, and of one too small to be named. */
  #isSideless(note: Written): boolean {
    return this.secret.includes(note) && note.author.side === 'neutral'
  }

  /** The quadrant by its definition: a side agrees where more of it agree than object. */
  outcomeOf(label: string): SummaryView['decisions'][number]['outcome'] {
    const [agree, object, abstain] = (['agree', 'object', 'abstain'] as const).map((each) => this.saying(label, each))
    const agrees = { civil: agree!.civil > object!.civil, public: agree!.public > object!.public }
    const said = [agree!, object!, abstain!].reduce((sum, each) => sum + each.civil + each.public, 0)
    if (said === 0) return 'unvoted'
    if (agrees.civil && agrees.public) return 'both'
    return agrees.civil ? 'civil' : agrees.public ? 'public' : 'neither'
  }

  /** People and organisations that were there. */
  attendance() {
    const { everyone } = this.house
    const bySide = Object.fromEntries(
      sides.map((side) => {
        const there = everyone.filter((client) => client.side === side)
        return [side, { people: there.length, organisations: new Set(there.map((each) => each.organisation)).size }]
      }),
    )
    const organisations = Map.groupBy(everyone, ({ organisation }) => organisation)
    return { bySide, organisations: [...organisations].map(([name, { length }]) => ({ name, people: length })) }
  }

  /** The balance by side and organisation: revealed notes are known by their side alone, those of the tables wholly. */
  balance() {
    const voters = [this.voters(this.dots), this.voters(this.stances)]
    const notesBy = this.#bySide(this.notes)
    const unknown = this.secret.filter((note) => this.#isSideless(note)).length
    const { everyone } = this.house
    const organisations = Map.groupBy(everyone, ({ organisation }) => organisation)
    return {
      sides: sides.map((side) => ({
        side,
        people: everyone.filter((client) => client.side === side).length,
        notes: notesBy[side],
        voters: voters[0]![side] + voters[1]![side],
      })),
      organisations: [...organisations].map(([name, { length }]) => {
        const notes = this.atTables.filter(({ author }) => author.organisation === name).length
        return { name, people: length, notes }
      }),
      anonymousNotes: unknown,
    }
  }

  #sum<T>(all: ReadonlyMap<Client, T>, of: (given: T) => number): PerSide {
    const counted = none()
    for (const [{ side }, given] of all) counted[side] += of(given)
    return counted
  }
}

export function countSides(people: readonly { side: Side }[]): PerSide {
  const counted = none()
  for (const { side } of people) counted[side] += 1
  return counted
}

function ofClient<T>(all: Map<Client, Map<string, T>>, client: Client): Map<string, T> {
  const known = all.get(client) ?? new Map<string, T>()
  all.set(client, known)
  return known
}
