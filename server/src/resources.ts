/** What a process has opened, to be closed in reverse. */
export class Resources {
  readonly #open: { name: string; close: () => unknown }[] = []
  readonly #onError: (name: string, error: unknown) => void

  constructor(onError: (name: string, error: unknown) => void) {
    this.#onError = onError
  }

  add(name: string, close: () => unknown): void {
    this.#open.push({ name, close })
  }

  /** Closes everything, the last opened first; one that fails doesn't keep the others open. */
  async close(): Promise<void> {
    for (let resource = this.#open.pop(); resource; resource = this.#open.pop()) {
      try {
        await resource.close()
      } catch (error) {
        this.#onError(resource.name, error)
      }
    }
  }
}
