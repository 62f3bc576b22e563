// Part of the service worker (see vite.config.ts). A push says nothing but that there is news: what it is, is asked of our
// own server, and said in the words that the page has left here in the language of whoever uses it.
const WORDS = '/push-words.json'

async function words() {
  try {
    const kept = await (await caches.open('push')).match(WORDS)
    return kept ? await kept.json() : {}
  } catch {
    return {}
  }
}

async function news() {
  try {
    const answer = await fetch('/api/notifications?unread=true', { credentials: 'same-origin', cache: 'no-store' })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

async function tell() {
  const [said, found] = await Promise.all([words(), news()])
  const newest = found?.notifications?.[0]
  // Neither whose it is nor what it says: it stands on a screen that others see, too.
  const body = (newest && said.kinds?.[newest.kind]) || said.something || ''
  await self.registration.showNotification('Meydan', {
    body,
    lang: said.language,
    dir: said.direction,
    icon: '/icon-192.png',
    tag: 'news',
    data: { path: found?.unread === 1 && newest ? newest.path : '/notifications' },
  })
}

async function open(path) {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  for (const page of pages) {
    try {
      await page.focus()
      return await page.navigate(path)
    } catch {
      // A page that isn't this worker's own can't be led anywhere: the next, or a new one.
    }
  }
  return self.clients.openWindow(path)
}

self.addEventListener('push', (event) => event.waitUntil(tell()))
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data?.path ?? '/notifications'))
})
