import { setTimeout as wait } from 'node:timers/promises'
import { castDots, type VoteView } from '@meydan/shared/contracts/votes'
import type { Random } from '../../support/seed.ts'
import { BUDGET } from './place.ts'
import type { Person } from './person.ts'

const PATIENCE_MS = 30_000

/** One person's ballot: as they left it, and how long each press took until its answer. */
export class Voter {
  readonly person: Person
  readonly ballot = new Map<string, number>()
  readonly waits: number[] = []
  readonly #vote: VoteView
  readonly #random: Random

  constructor(person: Person, vote: VoteView, random: Random) {
    this.person = person
    this.#vote = vote
    this.#random = random
  }

  /** Sets the dots of some option, within what there is, and asks until an answer comes. */
  async press(): Promise<void> {
    const { id: optionId } = this.#random.pick(this.#vote.options)
    const others = [...this.ballot].reduce((sum, [id, dots]) => sum + (id === optionId ? 0 : dots), 0)
    const dots = Math.min(this.#random.below(3), BUDGET - others)
    const began = performance.now()
    await this.#send(optionId, dots)
    this.waits.push(performance.now() - began)
    if (dots > 0) this.ballot.set(optionId, dots)
    else this.ballot.delete(optionId)
  }

  async #send(optionId: string, dots: number): Promise<void> {
    const params = { roomId: this.person.room.roomId, voteId: this.#vote.id }
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      try {
        await this.person.call(castDots, { params, body: { optionId, dots } })
        return
      } catch (error) {
        // A refusal is a wrong measurement; a node that is gone is what one waits for.
        if (!(error instanceof TypeError) || performance.now() > deadline) throw error
        await wait(50)
      }
    }
  }
}
