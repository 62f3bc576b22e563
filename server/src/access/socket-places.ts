/** How many sockets each person holds here, and whether there is room for one more. */
export class SocketPlaces {
  readonly #most: number
  readonly #taken = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  isFull(personId: string): boolean {
    return (this.#taken.get(personId) ?? 0) >= this.#most
  }

  take(personId: string): void {
    this.#taken.set(personId, (this.#taken.get(personId) ?? 0) + 1)
  }

  leave(personId: string): void {
    const left = (this.#taken.get(personId) ?? 1) - 1
    if (left > 0) this.#taken.set(personId, left)
    else this.#taken.delete(personId)
  }
}
