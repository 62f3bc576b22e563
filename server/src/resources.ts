const PATIENCE_MS = 3_000

/** What a process has opened, to be closed in reverse. */
export class Resources {
  readonly #open: { name: string; close: () => unknown; patienceMs: number }[] = []
  readonly #onError: (name: string, error: unknown) => void

  constructor(onError: (name: string, error: unknown) => void) {
    this.#onError = onError
  }

  /** `patienceMs`: after so long the next one is closed, whether this one has finished or not. */
  add(name: string, close: () => unknown, patienceMs = PATIENCE_MS): void {
    this.#open.push({ name, close, patienceMs })
  }

  /** Closes everything, the last opened first; one that fails or hangs doesn't keep the others open. */
  async close(): Promise<void> {
    for (let resource = this.#open.pop(); resource; resource = this.#open.pop()) {
      const { name, close, patienceMs } = resource
      let timer: NodeJS.Timeout | undefined
      try {
        const late = new Promise((_, reject) => {
          timer = setTimeout(() => reject(new Error(`not within ${patienceMs} ms`)), patienceMs)
        })
        await Promise.race([close(), late])
      } catch (error) {
        this.#onError(name, error)
      } finally {
        clearTimeout(timer)
      }
    }
  }
}
