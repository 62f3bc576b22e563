/**
 * Answers by key, the last few asked for. Those who ask while one is being worked out share it: sixty people who open
 * the same page cost as much as one. A failure is nobody else's answer.
 */
export class Kept<T> {
  readonly #answers = new Map<string, Promise<T>>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  of(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key)
    const answer = known ?? work()
    this.#answers.delete(key)
    this.#answers.set(key, answer)
    if (known) return known
    for (const old of [...this.#answers.keys()].slice(0, -this.#most)) this.#answers.delete(old)
    answer.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key)
    })
    return answer
  }
}
