import './ui/tokens.css'
import './ui/base.css'
import './ui/page.css'
import { preferredLanguage } from '@meydan/shared/languages'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { moreWords, showLanguage } from './i18n/index.ts'
import { takeLinkToken } from './link-token.ts'
import { keepAppUpToDate } from './offline.ts'
import { roomParts } from './room-parts.ts'
import { fetchAhead, router } from './router.ts'
import { followTheme } from './ui/theme.ts'
import { roomPartsKey } from './workshop/parts.ts'

takeLinkToken()
followTheme()
void keepAppUpToDate()
fetchAhead(location.pathname)
// early.js has already decided; without the catalogue nothing could be read, so it comes before the first paint.
if (/^\/rooms\/[^/]+(\/boards\/|$)/.test(location.pathname)) await moreWords('board')
await showLanguage(preferredLanguage([document.documentElement.lang]))
createApp(App).provide(roomPartsKey, roomParts).use(createPinia()).use(router).mount('#app')
