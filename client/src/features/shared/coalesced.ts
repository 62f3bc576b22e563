/**
 * Runs a request at once and, however often it is asked for meanwhile, once more when the pause is over: fifty people who
 * look on must not each fetch every letter that somebody types. Answers with how to ask, and how to stop.
 */
export function coalesced(run: () => Promise<void>, pauseMs: () => number): { ask: () => void; stop: () => void } {
  let isBusy = false
  let isAsked = false
  let isOver = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function go(): Promise<void> {
    isBusy = true
    isAsked = false
    await run()
    if (isOver) return
    timer = setTimeout(() => {
      isBusy = false
      if (isAsked) void go()
    }, pauseMs())
  }

  return {
    ask: () => {
      if (isOver) return
      isAsked = true
      if (!isBusy) void go()
    },
    stop: () => {
      isOver = true
      clearTimeout(timer)
    },
  }
}
