import { readPush, subscribePush, unsubscribePush } from '@meydan/shared/contracts/push'
import { directionOf } from '@meydan/shared/languages'
import { ref, shallowRef } from 'vue'
import { call } from '../../api.ts'
import { language, useT } from '../../i18n/index.ts'

/** Where public/push.js finds what to say. */
const WORDS = '/push-words.json'

/**
 * Whether this device is woken when there is something new. hidden: the operator has set up nothing, or this browser can't;
 * `mayInstall`: it could if the page were installed as an app, as on iPhones.
 */
export type PushState = 'unknown' | 'hidden' | 'mayInstall' | 'off' | 'on' | 'denied'

export function usePush() {
  const t = useT()
  const state = ref<PushState>('unknown')
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  let publicKey = ''

  async function look(): Promise<void> {
    const subscription = await (await worker())?.pushManager?.getSubscription()
    const query = subscription ? { endpoint: subscription.endpoint } : {}
    const answer = await call(readPush, { query })
    publicKey = answer.publicKey ?? ''
    if (!publicKey) state.value = 'hidden'
    else if (!isAble()) state.value = isApple() ? 'mayInstall' : 'hidden'
    else if (Notification.permission === 'denied') state.value = 'denied'
    else state.value = subscription && answer.isKept ? 'on' : 'off'
    if (state.value === 'on') await keepWords()
  }

  async function begin(): Promise<void> {
    if ((await Notification.requestPermission()) !== 'granted') {
      state.value = Notification.permission === 'denied' ? 'denied' : 'off'
      return
    }
    const manager = (await navigator.serviceWorker.ready).pushManager
    // One of another key, or of somebody who used this device before, isn't ours.
    await (await manager.getSubscription())?.unsubscribe()
    const { endpoint } = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    await keepWords()
    await call(subscribePush, { body: { endpoint } })
    state.value = 'on'
  }

  async function end(): Promise<void> {
    const subscription = await (await worker())?.pushManager.getSubscription()
    if (subscription) {
      await call(unsubscribePush, { body: { endpoint: subscription.endpoint } })
      await subscription.unsubscribe()
    }
    await caches.delete('push')
    state.value = 'off'
  }

  /** In the language of whoever uses this device: a service worker knows no catalogue. */
  async function keepWords(): Promise<void> {
    const said = {
      language: language.value,
      direction: directionOf(language.value),
      something: t('notifications.push.something'),
      kinds: {
        mention: t('notifications.push.mention'),
        reply: t('notifications.push.reply'),
        meeting_moved: t('notifications.push.moved'),
        meeting_cancelled: t('notifications.push.cancelled'),
      },
    }
    await (await caches.open('push')).put(WORDS, new Response(JSON.stringify(said)))
  }

  async function doing(act: () => Promise<void>): Promise<void> {
    busy.value = true
    error.value = null
    try {
      await act()
    } catch (caught) {
      error.value = caught
    } finally {
      busy.value = false
    }
  }

  void doing(look)
  return { state, error, busy, begin: () => doing(begin), end: () => doing(end), look: () => doing(look) }
}

async function worker(): Promise<ServiceWorkerRegistration | undefined> {
  return 'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration() : undefined
}

function isAble(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
}

/** Its browsers push to installed apps alone, and say nothing of it before. */
function isApple(): boolean {
  return /iPhone|iPad|iPod/.test(navigator.userAgent)
}
