import { ref } from 'vue'
import { registerSW } from 'virtual:pwa-register'
import { firstPictureAtLast } from './first-picture.ts'

/** A newer version of the interface is ready; it takes over when the person says so, or at the next visit. */
export const updateReady = ref(false)

let update: (() => Promise<void>) | undefined

/**
 * Registers the service worker that opens the app without a network. It fetches two megabytes at its first time: on a
 * thin line they come after what the page was opened for.
 */
export async function keepAppUpToDate(): Promise<void> {
  await firstPictureAtLast()
  update = registerSW({
    onNeedRefresh: () => {
      updateReady.value = true
    },
    onRegisteredSW: (_address, registration) => {
      const hourly = 60 * 60 * 1000
      setInterval(() => navigator.onLine && registration?.update().catch(() => {}), hourly)
    },
  })
}

/** Switches to the newer version; the page reloads. */
export async function applyUpdate(): Promise<void> {
  await update?.()
}

/** Loads the page anew, in its newest version where one is waiting. */
export async function loadNewest(): Promise<void> {
  if (updateReady.value) await applyUpdate()
  else location.reload()
}
