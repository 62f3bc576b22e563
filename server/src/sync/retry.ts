const PAUSE_FIRST_MS = 100
const PAUSE_MAX_MS = 2_000

/** Tries again while the database is away or busy, with growing pauses; throws at once what no waiting would mend. */
export async function untilItPasses<T>(
  work: () => Promise<T>,
  { goOn, onRetry }: { goOn: () => boolean; onRetry: (error: unknown) => void },
): Promise<T> {
  for (let pause = PAUSE_FIRST_MS; ; pause = Math.min(pause * 2, PAUSE_MAX_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || !goOn()) throw error
      onRetry(error)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** Whether a failed write may be tried again as it is: the database is away, full, restarting or deadlocked. */
export function isPassing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  if (typeof code !== 'string') return error instanceof Error && /timeout|terminated|connection/i.test(error.message)
  // 23505: the first try of this very batch was still running when the retry looked; the next look finds its rows.
  return /^(08|53|57P0|57014|55000|40001|40P01|25006|23505)/.test(code) || /^E[A-Z]+$/.test(code)
}
