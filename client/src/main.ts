import './ui/tokens.css'
import './ui/base.css'
import './ui/page.css'
import { preferredLanguage } from '@meydan/shared/languages'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { showLanguage } from './i18n/index.ts'
import { takeLinkToken } from './link-token.ts'
import { keepAppUpToDate } from './offline.ts'
import { router } from './router.ts'
import { followTheme } from './ui/theme.ts'

takeLinkToken()
followTheme()
keepAppUpToDate()
// early.js has already decided; without the catalogue nothing could be read, so it comes before the first paint.
await showLanguage(preferredLanguage([document.documentElement.lang]))
createApp(App).use(createPinia()).use(router).mount('#app')
