import { setTimeout as wait } from 'node:timers/promises'

/**
 * Waits until `condition` answers with something true, and answers with it. Throws after `timeout` ms (10 s unless
 * told), with the condition's last error or `what` in its message.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  {
    timeout = 10_000,
    every = 20,
    what = condition.toString(),
  }: { timeout?: number; every?: number; what?: string } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeout
  let lastError: unknown
  for (;;) {
    try {
      const answer = await condition()
      if (answer) return answer
      lastError = undefined
    } catch (error) {
      lastError = error
    }
    if (performance.now() > deadline) throw new Error(`Not within ${timeout} ms: ${what}`, { cause: lastError })
    await wait(every)
  }
}
