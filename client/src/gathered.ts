/**
 * Lets one `read` run at a time: whatever is asked while it runs leads to one more, after it, not to one each. Each
 * answer counts, so that a steady stream of questions never leaves the first unanswered. Resolves after the last.
 */
export function gathered(read: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let again = false

  async function run(): Promise<void> {
    try {
      do {
        again = false
        await read()
      } while (again)
    } finally {
      // Not a moment later: who asks in between would be given an answer from before they asked.
      running = undefined
    }
  }

  return () => {
    again = true
    running ??= run()
    return running
  }
}
