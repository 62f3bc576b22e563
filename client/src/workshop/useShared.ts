import { effectScope, onScopeDispose } from 'vue'

const kept = new Map<string, { value: unknown; users: number; end: () => void }>()

/**
 * What several parts of a room use together, made by the first and ended with the last of them. Unlike VueUse's
 * createSharedComposable it keeps what it made by `key`: while one room gives way to the next, both are there.
 */
export function useShared<T>(key: string, make: () => T): T {
  let entry = kept.get(key)
  if (!entry) {
    const scope = effectScope(true)
    entry = { value: scope.run(make), users: 0, end: () => scope.stop() }
    kept.set(key, entry)
  }
  const mine = entry
  mine.users += 1
  onScopeDispose(() => {
    mine.users -= 1
    if (mine.users > 0) return
    kept.delete(key)
    mine.end()
  })
  return mine.value as T
}
