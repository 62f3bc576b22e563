import { keepLinkToken } from './link-token.ts'
import { createRouter, createWebHistory } from 'vue-router'
import { moreWords, type WordPart } from './i18n/index.ts'
import { useSession } from './session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** `page`: head with menus; `bare`: the page brings its own; `room`: fills the window. */
    shell: 'page' | 'bare' | 'room'
    /** Only for those who are signed in; others are sent to sign in and come back. */
    signedIn?: true
    /** The words it begins with; all, where it doesn't say. */
    words?: WordPart[]
    /** For thin lines: nothing is fetched that it can do without, letters neither. */
    light?: true
  }
}

/** The one client file that knows all features. */
export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', component: () => import('./features/home/HomePage.vue'), meta: { shell: 'page', signedIn: true } },
    {
      path: '/programmes/:programmeId',
      component: () => import('./features/programmes/ProgrammePage.vue'),
      props: true,
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/actions',
      component: () => import('./features/plan/actions/ActionsPage.vue'),
      meta: { shell: 'page', signedIn: true, words: ['first', 'plan'] },
    },
    {
      path: '/rooms/:roomId/monitoring',
      component: () => import('./features/monitoring/MonitoringPage.vue'),
      props: true,
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/programmes/:programmeId/monitoring',
      component: () => import('./features/monitoring/MonitoringPage.vue'),
      props: true,
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/search',
      component: () => import('./features/search/SearchPage.vue'),
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/accounts',
      component: () => import('./features/auth/AccountsPage.vue'),
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/mailbox',
      component: () => import('./features/mailbox/MailboxPage.vue'),
      meta: { shell: 'page', signedIn: true },
    },
    { path: '/sign-in', component: () => import('./features/auth/SignInPage.vue'), meta: { shell: 'bare' } },
    { path: '/set-up', component: () => import('./features/auth/SetUpAccountPage.vue'), meta: { shell: 'bare' } },
    { path: '/join', component: () => import('./features/join/JoinPage.vue'), meta: { shell: 'bare' } },
    {
      path: '/shared',
      component: () => import('./shared-parts.ts'),
      meta: { shell: 'room', words: ['first', 'outside'] },
    },
    { path: '/answer', component: () => import('./features/answers/AnswerLinkPage.vue'), meta: { shell: 'bare' } },
    {
      path: '/notifications',
      component: () => import('./features/notifications/NotificationsPage.vue'),
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/notification-settings',
      component: () => import('./features/notifications/NotificationSettingsPage.vue'),
      meta: { shell: 'page', signedIn: true },
    },
    {
      path: '/confirm-address',
      component: () => import('./features/notifications/ConfirmAddressPage.vue'),
      meta: { shell: 'bare' },
    },
    {
      path: '/unsubscribe',
      component: () => import('./features/notifications/UnsubscribePage.vue'),
      meta: { shell: 'bare' },
    },
    {
      path: '/public/programmes/:programmeId/answers',
      component: () => import('./features/answers/PublicAnswersPage.vue'),
      props: true,
      meta: { shell: 'page' },
    },
    {
      path: '/rooms/:roomId/light',
      component: () => import('./features/rooms/LightPage.vue'),
      props: true,
      meta: { shell: 'room', signedIn: true, words: ['first', 'parts'], light: true },
    },
    {
      path: '/rooms/:roomId',
      component: () => import('./features/rooms/RoomPage.vue'),
      props: true,
      meta: { shell: 'room', signedIn: true, words: ['first', 'board'] },
      children: [
        {
          path: 'home',
          component: () => import('./features/room-home/RoomHomePage.vue'),
          meta: { shell: 'room', words: ['first', 'board', 'parts', 'later'] },
        },
        {
          path: 'boards/:documentId',
          component: () => import('./features/board/BoardPage.vue'),
          props: true,
        },
        {
          path: 'plans/:documentId',
          component: () => import('./features/plan/PlanPage.vue'),
          props: true,
          meta: { shell: 'room', words: ['first', 'plan'] },
        },
        {
          path: 'minutes/:documentId',
          component: () => import('./features/minutes/MinutesPage.vue'),
          props: true,
          meta: { shell: 'room', words: ['first', 'plan'] },
        },
      ],
    },
    {
      path: '/rooms/:roomId/projector',
      component: () => import('./features/stage/ProjectorPage.vue'),
      props: true,
      meta: { shell: 'room', signedIn: true },
      children: [
        {
          path: 'boards/:documentId',
          component: () => import('./features/board/BoardWall.vue'),
          props: ({ params }) => ({ documentId: params.documentId }),
        },
      ],
    },
    {
      path: '/rooms/:roomId/meetings/:meetingId/summary',
      component: () => import('./features/summary/SummaryPage.vue'),
      props: true,
      meta: { shell: 'page', signedIn: true },
    },
    { path: '/:rest(.*)*', component: () => import('./NotFoundPage.vue'), meta: { shell: 'page' } },
  ],
})

router.beforeEach(async (to) => {
  // Another link opened in the same window changes the fragment alone.
  if (keepLinkToken(to.path, to.hash)) return { path: to.path, hash: '', replace: true }
  // A room begins with what its board or light page says; what other pages say comes with them.
  await moreWords(...(to.meta.words ?? [])).catch(() => {})
  const session = useSession()
  if (!to.meta.signedIn) return
  await session.load()
  // `known` is false while the server can't be reached: then the page itself says so, or shows what is kept here.
  if (session.known && !session.me) return { path: '/sign-in', query: { to: to.fullPath } }
})

router.afterEach((to) => {
  document.documentElement.toggleAttribute('data-light', to.meta.light ?? false)
})

/** Begins to fetch the pages of an address, beside the words and the session that they wait for. */
export function fetchAhead(path: string): void {
  for (const { components } of router.resolve(path).matched) {
    const fetchPage = components?.['default'] as (() => Promise<unknown>) | undefined
    // Where it fails, the router asks again and says so.
    void fetchPage?.().catch(() => {})
  }
}
