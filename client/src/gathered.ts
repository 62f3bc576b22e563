/**
 * Lets one `read` run at a time: whatever is asked while it runs leads to one more, after it, not to one each. Each
 * answer counts, so that a steady stream of questions never leaves the first unanswered. Resolves after the last.
 */
export function gathered(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let again = false

  async function run(): Promise<void> {
    do {
      again = false
      await read()
    } while (again)
  }

  return () => {
    again = true
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
}
