/**
 * Lets the first through at once and what follows it together, at most once in `everyMs` for each key: three hundred who
 * join make few pushes, and one who presses on and on doesn't set all others going.
 */
export function paced(
  tell: (key: string) => void,
  everyMs: (key: string) => number,
): { say(key: string): void; close(): void } {
  const resting = new Map<string, { again: boolean; timer: NodeJS.Timeout }>()
  const rest = (key: string) => {
    const timer = setTimeout(() => {
      const again = resting.get(key)?.again
      resting.delete(key)
      if (again) say(key)
    }, everyMs(key))
    resting.set(key, { again: false, timer: timer.unref() })
  }
  const say = (key: string) => {
    const state = resting.get(key)
    if (state) {
      state.again = true
      return
    }
    tell(key)
    rest(key)
  }
  const close = () => {
    for (const { timer } of resting.values()) clearTimeout(timer)
    resting.clear()
  }
  return { say, close }
}
