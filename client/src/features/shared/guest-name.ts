import { ref, type Ref } from 'vue'

const KEY = 'meydan.outsider.name'

export type GuestName = {
  name: Ref<string>
  /** Keeps it: on a device that is one's own for the next time, elsewhere until this window is closed. */
  remember: (name: string, isOwnDevice: boolean) => void
}

/** What a visitor without a seat calls themselves. */
export function useGuestName(): GuestName {
  const name = ref(kept())
  return {
    name,
    remember: (next, isOwnDevice) => {
      name.value = next
      try {
        localStorage.removeItem(KEY)
        sessionStorage.removeItem(KEY)
        ;(isOwnDevice ? localStorage : sessionStorage).setItem(KEY, next)
      } catch {
        // Without storage it is asked again after a reload.
      }
    },
  }
}

function kept(): string {
  try {
    return sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}
