import { openDatabase } from '@meydan/server/database/connection'
import type { Database } from '@meydan/server/database/schema'
import type { BrowserContext, Page } from 'playwright-core'
import { type Server, startServer } from '../../support/app.ts'
import { launchChromium } from '../../support/chromium.ts'
import { crowd } from '../../support/crowd.ts'
import { planWith } from '../../support/plans.ts'
import { consultationRoom, type Story } from '../../support/stories.ts'
import { signInAs } from '../../support/workshop.ts'
import { fillPlan } from './large-plan.ts'
import type { Setting } from './scenario.ts'

export const ACTIONS = 1_000
export const PEOPLE = 10

/** A server as it ships with one large plan, people of its room, and a browser. */
export type Place = {
  db: Database
  server: Server
  story: Story
  planId: string
  /** In the plan's order. */
  actions: string[]
  cookies: string[]
  /** Somebody's browser with nothing in its caches; `origin` where it doesn't come straight to the server. */
  person(cookie: string, origin?: string): Promise<BrowserContext>
  /** Opens the plan's table in a browser, and waits until all of it is there. */
  openTable(context: BrowserContext, origin?: string): Promise<Page>
  close(): Promise<void>
}

export async function openPlace({ stores }: Setting): Promise<Place> {
  const { db, close } = openDatabase(stores.databaseUrl)
  const story = await consultationRoom(db)
  const cookies = await crowd(db, story, PEOPLE)
  const organisations = await db
    .selectFrom('organisation')
    .select('id')
    .where('programmeId', '=', story.programmeId)
    .execute()
  const actions: string[] = []
  const planId = await planWith(db, story.roomId, (plan) => {
    const ids = organisations.map(({ id }) => id)
    fillPlan(plan, ACTIONS, ids)
    actions.push(...plan.orderedGoals().flatMap(({ id }) => plan.actionsOf(id).map((action) => action.id)))
  })
  const server = await startServer({ DATABASE_URL: stores.databaseUrl, LIMIT_SCALE: '100', LOG_LEVEL: 'error' })
  const browser = await launchChromium()
  return {
    db,
    server,
    story,
    planId,
    actions,
    cookies,
    async person(cookie, origin = server.url) {
      const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      await signInAs(page, origin, { cookie })
      await page.close()
      return context
    },
    async openTable(context, origin = server.url) {
      const page = await context.newPage()
      await page.goto(`${origin}/rooms/${story.roomId}/plans/${planId}`)
      await page.locator('[data-plan-table] [data-action]').first().waitFor()
      await page.locator('[data-sync-state=saved]').first().waitFor({ state: 'attached' })
      // What is fetched at a first visit alone, two megabytes for the next one without a network, is there.
      await page.evaluate(async () => void (await navigator.serviceWorker.ready))
      return page
    },
    async close() {
      await browser.close()
      await server.stop()
      await close()
    },
  }
}
