import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { type Component, defineAsyncComponent, defineComponent, h, provide } from 'vue'
import SharedPage from './features/shared/SharedPage.vue'
import { type OutsideViews, outsideViewsKey } from './features/shared/views.ts'
import { moreWords, type WordPart } from './i18n/index.ts'

/** A view comes with its words, and only for a link that leads to one of its kind. */
const view = (load: () => Promise<{ default: Component }>, words: WordPart): Component =>
  defineAsyncComponent(async () => {
    const [component] = await Promise.all([load(), moreWords(words).catch(() => {})])
    return component
  })

const views: Record<DocumentKind, Component> = {
  board: view(() => import('./features/board/outside/BoardOutside.vue'), 'board'),
  plan: view(() => import('./features/plan/outside/PlanOutside.vue'), 'plan'),
  minutes: view(() => import('./features/minutes/outside/MinutesOutside.vue'), 'plan'),
}

/** The page of a link for people without a seat, put together here, where all features are known. */
export default defineComponent(() => {
  provide(outsideViewsKey, views satisfies OutsideViews)
  return () => h(SharedPage)
})
