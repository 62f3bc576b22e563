type Asker<T, R> = { item: T; resolve: (answer: R) => void; reject: (error: unknown) => void }
type Crowd<T, R> = { waiting: Asker<T, R>[]; working: number; isDue: boolean }

/**
 * Does together what many want at once: who comes while others of the same key are served waits for them, and is served
 * with everybody who came meanwhile. So the more there are, the less work each makes, and all work for somebody begins
 * after they asked. `work` answers each item in its place; `atOnce` crowds of a key are served side by side.
 */
export function inCrowds<T, R>(
  work: (items: T[], key: string) => Promise<R[]>,
  { atOnce, most }: { atOnce: number; most: number },
): (item: T, key?: string) => Promise<R> {
  const crowds = new Map<string, Crowd<T, R>>()

  async function serve(key: string, crowd: Crowd<T, R>): Promise<void> {
    crowd.isDue = false
    crowd.working += 1
    const asked = crowd.waiting.splice(0, most)
    try {
      const items = asked.map(({ item }) => item)
      const answers = await work(items, key)
      asked.forEach(({ resolve }, index) => resolve(answers[index]!))
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
    crowd.working -= 1
    if (crowd.waiting.length > 0) soon(key, crowd)
    else if (crowd.working === 0) crowds.delete(key)
  }

  function soon(key: string, crowd: Crowd<T, R>): void {
    if (crowd.isDue || crowd.working === atOnce) return
    crowd.isDue = true
    // With whoever else asks in this turn.
    setImmediate(() => void serve(key, crowd))
  }

  return (item, key = '') =>
    new Promise((resolve, reject) => {
      const crowd = crowds.get(key) ?? { waiting: [], working: 0, isDue: false }
      crowds.set(key, crowd)
      crowd.waiting.push({ item, resolve, reject })
      soon(key, crowd)
    })
}
