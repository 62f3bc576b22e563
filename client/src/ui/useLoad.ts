import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue'

/**
 * Something a page needs from the server: its data, or why it isn't there. A later answer never overwrites a newer
 * question; after an error that the network caused, it tries again as soon as the network is back.
 */
export function useLoad<T>(fetchIt: () => Promise<T>): {
  data: ShallowRef<T | null>
  error: ShallowRef<unknown>
  loading: Ref<boolean>
  reload: () => Promise<void>
} {
  const data: ShallowRef<T | null> = shallowRef(null)
  const error = shallowRef<unknown>(null)
  const loading = ref(false)
  let latest = 0

  async function reload(): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const answer = await fetchIt()
      if (mine !== latest) return
      data.value = answer
      error.value = null
    } catch (caught) {
      if (mine === latest) error.value = caught
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  const retry = () => {
    if (error.value) void reload()
  }
  window.addEventListener('online', retry)
  onScopeDispose(() => {
    latest += 1
    window.removeEventListener('online', retry)
  })
  void reload()
  return { data, error, loading, reload }
}
