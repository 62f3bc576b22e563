import { AppError } from '@meydan/shared/errors'

/**
 * One piece of work after the other; whoever would be too far behind is told at once, with `busy`, and so is who has too
 * much of their own before it.
 */
export class Turns {
  readonly #most: { all: number; ofOne: number }
  /** Whose work waits. */
  readonly #waiting: string[] = []
  #last: Promise<unknown> = Promise.resolve()

  constructor(most: { all: number; ofOne: number }) {
    this.#most = most
  }

  async take<T>(by: string, work: () => Promise<T>): Promise<T> {
    const theirs = this.#waiting.filter((person) => person === by).length
    if (this.#waiting.length >= this.#most.all || theirs >= this.#most.ofOne) throw new AppError('busy')
    this.#waiting.push(by)
    const turn = this.#last.then(() => {
      this.#waiting.splice(this.#waiting.indexOf(by), 1)
      return work()
    })
    this.#last = turn.catch(() => {})
    return turn
  }
}
