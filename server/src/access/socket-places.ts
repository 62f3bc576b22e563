/** How many sockets each person, link or address holds here, and whether there is room for one more. */
export class SocketPlaces {
  readonly #most: number
  readonly #taken = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  isFull(key: string, most = this.#most): boolean {
    return (this.#taken.get(key) ?? 0) >= most
  }

  take(key: string): void {
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + 1)
  }

  leave(key: string): void {
    const left = (this.#taken.get(key) ?? 1) - 1
    if (left > 0) this.#taken.set(key, left)
    else this.#taken.delete(key)
  }
}
