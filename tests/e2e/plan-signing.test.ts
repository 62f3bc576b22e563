import { editDocument } from '@meydan/server/sync/history/edit-document'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import {
  expectAccessible,
  expectWellBehaved,
  keepPicture,
  phone,
  pick,
  type Visitor,
  visitor,
} from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
let planId: string
let visitors: Visitor[]

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})
beforeEach(async () => {
  story = await consultationRoom(fresh.db)
  visitors = []
  const responsible = await organisationOf(story.public)
  planId = await planWith(fresh.db, story.roomId, (plan) => {
    const author = { seat: null, side: 'neutral' as const }
    const goal = plan.addGoal('Barınma')
    plan.addActions(
      [
        { title: 'Kira desteği', goal, responsible, due: '2027-06-30', checks: [{ text: 'Başvuru formu' }] },
        { title: 'Bilgi masası', description: 'Her salı belediyede', responsible },
      ],
      author,
    )
  })
})

async function organisationOf({ seatId }: Actor): Promise<string> {
  const row = fresh.db.selectFrom('seat').select('organisationId').where('id', '=', seatId)
  return (await row.executeTakeFirstOrThrow()).organisationId
}

async function arrive(actor: Actor, options: BrowserContextOptions = {}, query = ''): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}${query}`)
  await one.page.locator('[data-plan]').waitFor()
  return one.page
}

async function openSigning(page: Page): Promise<void> {
  await page.locator('[data-act=plan-menu]').click()
  await page.getByRole('menuitem', { name: 'Sign-off' }).click()
  await page.locator('[data-signing]').waitFor()
}

async function freezes(page: Page): Promise<void> {
  await page.locator('[data-act=open-freeze]').click()
  await page.locator('[data-freeze-form]').waitFor()
  await page.locator('[data-act=freeze]').click()
  await page.locator('[data-freeze-form]').waitFor({ state: 'detached' })
}

/** A request of this person's page, about the plan; answers with the version. */
async function sends({ cookie }: Actor, path: string, body: object): Promise<{ id: string; hash: string }> {
  const answer = await fetch(`${server.url}/api/rooms/${story.roomId}/documents/${planId}${path}`, {
    method: 'POST',
    headers: { cookie, origin: server.url, 'x-meydan': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { version: { id: string; hash: string } }).version
}

const version = (page: Page, number: number) => page.locator(`[data-version="${number}"]`)
const said = (page: Page, number: number, kind: string) => version(page, number).locator(`[data-said=${kind}]`)

async function edits(write: (plan: Plan) => void): Promise<void> {
  await editDocument(fresh.db, {
    documentId: planId,
    seatId: null,
    write: (doc) => {
      write(new Plan(doc))
      return new Map()
    },
  })
}

test('a version is frozen, confirmed by one side and questioned by the other', async () => {
  const leading = await arrive(story.facilitator)
  await openSigning(leading)
  await leading.locator('[data-signing-empty]').waitFor()
  await expectAccessible(leading, 'sign-off, nothing frozen')
  await leading.locator('[data-act=open-freeze]').click()
  await leading.locator('[data-freeze-form]').waitFor()
  const asked = leading.locator('[data-freeze-form] input[type=checkbox]:checked')
  // Both sides, and not who hosts them.
  await until(async () => (await asked.count()) === 2)
  await leading.locator('[data-freeze-form] summary').first().click()
  expect(await leading.locator('[data-frozen-text]').textContent()).toContain('Her salı belediyede')
  await leading.locator('[data-freeze-form] input[type=date]').fill('2020-01-01')
  await leading.locator('[data-act=freeze]').click()
  await leading.getByText('Choose a day from today on.').waitFor()
  await leading.locator('[data-freeze-form] input[type=date]').fill('2099-03-03')
  await leading.locator('[data-freeze-form] textarea').fill('Ortak toplantıdaki hali')
  await expectAccessible(leading, 'freezing')
  await keepPicture(leading, 'signing-freeze')
  await leading.locator('[data-act=freeze]').click()
  await version(leading, 1).waitFor()
  expect(await said(leading, 1, 'none').count()).toBe(2)

  const civil = await arrive(story.civil)
  await civil.locator('[data-signing-line]').waitFor()
  expect(await civil.locator('[data-signing-line]').textContent()).toContain('by March 3, 2099')
  await keepPicture(civil, 'signing-line')
  await civil.locator('[data-act=open-signing]').click()
  await version(civil, 1).locator('[data-act=read-version]').click()
  await civil.locator('[data-frozen-text]').waitFor()
  expect(await civil.locator('[data-frozen-text]').textContent()).toContain('Başvuru formu')
  await expectAccessible(civil, 'reading a frozen version')
  await keepPicture(civil, 'signing-read')
  await civil.keyboard.press('Escape')
  await civil.locator('[data-frozen-text]').waitFor({ state: 'detached' })
  await expectAccessible(civil, 'asked to sign')
  await keepPicture(civil, 'signing-asked')
  await civil.locator('[data-act=sign]').click()
  await said(civil, 1, 'confirm').waitFor()
  expect(await civil.locator('[data-sign-form]').count()).toBe(0)
  // Told to whoever looks on.
  await said(leading, 1, 'confirm').waitFor()

  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.public.personId).execute()
  const town = await arrive(story.public, { ...phone, locale: 'ar' }, '?panel=signing')
  await town.locator('[data-sign-form]').waitFor()
  expect(await town.locator('html').getAttribute('dir')).toBe('rtl')
  expect(town.url()).not.toContain('panel=')
  await pick(town.locator('[data-sign-form] input[value=change]'))
  await town.locator('[data-act=sign]').tap()
  await town.locator('[data-sign-form] [aria-invalid=true]').waitFor()
  await town.locator('[data-sign-form] textarea').fill('الموعد قريب جداً')
  await expectAccessible(town, 'signing on a phone in Arabic')
  await keepPicture(town, 'signing-phone-ar')
  await town.locator('[data-act=sign]').tap()
  await said(town, 1, 'change').waitFor()
  await said(leading, 1, 'change').waitFor()
  expect(await said(leading, 1, 'change').textContent()).toContain('الموعد قريب جداً')
  expect(await version(leading, 1).getAttribute('data-state')).toBe('disputed')

  expectWellBehaved(visitors)
})

test('an edit is told beside the version; the next one is asked for anew, and the first can still be read', async () => {
  const organisationIds = [await organisationOf(story.civil), await organisationOf(story.public)]
  const first = await sends(story.facilitator, '/frozen', { signBy: '2099-03-03', organisationIds })
  await sends(story.civil, `/frozen/${first.id}/signatures`, { hash: first.hash, kind: 'confirm' })
  const leading = await arrive(story.facilitator)
  await openSigning(leading)
  const changes = leading.locator('[data-changes]')
  await leading.locator('[data-changes][data-same=true]').waitFor()
  await leading.locator('[data-act=close-signing]').click()
  await edits((plan) => {
    const [first, second] = plan.actions.all().sort((a, b) => (a.title < b.title ? 1 : -1))
    plan.edit(first!.id, { due: '2027-12-31' })
    setStatus(plan, [second!.id], 'started')
    plan.addActions([{ title: 'Çeviri desteği' }], { seat: null, side: 'neutral' })
  })
  await leading.reload()
  await openSigning(leading)
  await leading.locator('[data-changes][data-same=false]').waitFor()
  // What was begun is no other promise.
  const changed = changes.locator('[data-change]')
  expect((await changed.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim())).toEqual([
    'New Çeviri desteği',
    'Changed Kira desteği Due',
  ])
  await expectAccessible(leading, 'what changed since')
  await keepPicture(leading, 'signing-changed')
  await freezes(leading)
  await version(leading, 2).waitFor()
  expect(await said(leading, 2, 'none').count()).toBe(2)

  const civil = await arrive(story.civil)
  await civil.locator('[data-act=open-signing]').click()
  await civil.locator('[data-older="1"] summary').first().click()
  expect(await said(civil, 1, 'confirm').textContent()).toContain('Ahmad')
  await version(civil, 1).locator('[data-act=read-version]').click()
  await civil.locator('[data-frozen-text]').waitFor()
  expect(await civil.locator('[data-frozen-text]').textContent()).toContain('June 30, 2027')
  await civil.keyboard.press('Escape')
  await civil.locator('[data-sign-form]').waitFor()
  await expectAccessible(civil, 'an earlier version')
  await keepPicture(civil, 'signing-version-2')
  expectWellBehaved(visitors)
})

test('whoever only watches reads everything and signs nothing; without the server it is said', async () => {
  const leading = await arrive(story.facilitator)
  await openSigning(leading)
  await freezes(leading)
  await version(leading, 1).waitFor()
  const watching = await arrive(story.observer)
  await watching.locator('[data-signing-line]').waitFor()
  expect(await watching.locator('[data-signing-line]').textContent()).toContain('0 of 2 have confirmed')
  await openSigning(watching)
  await version(watching, 1).waitFor()
  expect(await watching.locator('[data-sign-form], [data-act=open-freeze]').count()).toBe(0)
  const [file] = await Promise.all([
    watching.waitForEvent('download'),
    version(watching, 1).locator('[data-act=download-version]').click(),
  ])
  expect(file.suggestedFilename()).toBe('version-1.json')

  const civil = await arrive(story.civil)
  await civil.locator('[data-act=open-signing]').click()
  await civil.locator('[data-sign-form]').waitFor()
  await pick(civil.locator('[data-sign-form] input[value=object]'))
  await civil.locator('[data-sign-form] textarea').fill('Bu olmaz')
  await civil.route('**/signatures', (route) => route.abort())
  await civil.locator('[data-act=sign]').click()
  await civil.locator('[data-sign-form] [role=alert]').waitFor()
  expect(await civil.locator('[data-sign-form] textarea').inputValue()).toBe('Bu olmaz')
  await civil.unroute('**/signatures')
  await civil.locator('[data-act=sign]').click()
  await said(civil, 1, 'object').waitFor()
  await civil.keyboard.press('Escape')
  await civil.locator('[data-signing]').waitFor({ state: 'detached' })
  expectWellBehaved(visitors)
})
