import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { useErrorText } from '../api.ts'
import { useSession } from '../session.ts'
import { useToasts } from '../ui/toasts.ts'

/**
 * Signing out from a menu. Whoever has an account comes back with it and is not asked; a guest is kept by the cookie
 * alone, so for them `asking` opens SignOutDialog first.
 */
export function useSigningOut() {
  const session = useSession()
  const router = useRouter()
  const toasts = useToasts()
  const errorText = useErrorText()
  const asking = ref(false)
  const busy = ref(false)

  async function leave(): Promise<void> {
    busy.value = true
    try {
      await session.signOut()
      await router.push('/sign-in')
    } catch (error) {
      toasts.fail(errorText(error))
    } finally {
      busy.value = false
      asking.value = false
    }
  }

  function signOut(): void {
    if (session.me?.isGuest) asking.value = true
    else void leave()
  }

  return { asking, busy, signOut, leave }
}
