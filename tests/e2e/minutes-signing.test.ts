import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, type Visitor, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs } from '../support/workshop.ts'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story
let minutesId: string
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
  minutesId = await minutesWith(
    fresh.db,
    story.roomId,
    [
      { type: 'heading', level: 2, pieces: [{ text: 'Ortak sözümüz' }] },
      { type: 'clause', id: crypto.randomUUID(), blocks: [paragraph('Her ay bir kez buluşuruz.')] },
      { type: 'clause', id: crypto.randomUUID(), blocks: [paragraph('Toplantı notları herkese açıktır.')] },
    ],
    { title: 'Katılım şartı' },
  )
})

async function arrive(actor: Actor, options: BrowserContextOptions = {}, query = ''): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  visitors.push(one)
  onTestFinished(one.close)
  await signInAs(one.page, server.url, actor)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/minutes/${minutesId}${query}`)
  await one.page.locator('.minutes-text').first().waitFor()
  return one.page
}

const version = (page: Page, number: number) => page.locator(`[data-version="${number}"]`)
const said = (page: Page, number: number, kind: string) => version(page, number).locator(`[data-said=${kind}]`)

test('a charter is frozen, signed by both sides, and what is written afterwards is told beside it', async () => {
  const leading = await arrive(story.facilitator)
  await leading.locator('[data-act=signing]').click()
  await leading.locator('[data-signing-empty]').waitFor()
  await expectAccessible(leading, 'sign-off of a charter, nothing frozen')
  await leading.locator('[data-act=open-freeze]').click()
  await until(async () => (await leading.locator('[data-freeze-form] input[type=checkbox]:checked').count()) === 2)
  await leading.locator('[data-freeze-form] summary').first().click()
  expect(await leading.locator('[data-frozen-text]').textContent()).toContain('Her ay bir kez buluşuruz.')
  await leading.locator('[data-freeze-form] input[type=date]').fill('2099-03-03')
  await expectAccessible(leading, 'freezing a charter')
  await keepPicture(leading, 'minutes-signing-freeze')
  await leading.locator('[data-act=freeze]').click()
  await version(leading, 1).waitFor()
  await leading.locator('[data-changes][data-same=true]').waitFor()

  const civil = await arrive(story.civil)
  expect(await civil.locator('[data-signing-line]').textContent()).toContain('by March 3, 2099')
  await civil.locator('[data-act=open-signing]').click()
  await version(civil, 1).locator('[data-act=read-version]').click()
  expect(await civil.locator('[data-frozen-text]').textContent()).toContain('Toplantı notları herkese açıktır.')
  await expectAccessible(civil, 'reading a frozen charter')
  await civil.keyboard.press('Escape')
  await civil.locator('[data-frozen-text]').waitFor({ state: 'detached' })
  await keepPicture(civil, 'minutes-signing-asked')
  await civil.locator('[data-act=sign]').click()
  await said(civil, 1, 'confirm').waitFor()
  await said(leading, 1, 'confirm').waitFor()
  // Closed by keyboard, it gives the focus back to what opened it.
  await civil.keyboard.press('Escape')
  await civil.locator('[data-signing]').waitFor({ state: 'detached' })

  await civil.locator('.minutes-text p', { hasText: 'Her ay' }).click()
  await civil.keyboard.press('End')
  await civil.keyboard.type(' Yazın ara veririz.')
  await leading.locator('[data-changes][data-same=false]').waitFor()
  await leading.locator('[data-act=show-changes]').click()
  await leading.locator('[data-changes-text] ins', { hasText: 'Yazın ara veririz.' }).waitFor()
  expect(await leading.locator('[data-changes-text] del').count()).toBe(1)
  await expectAccessible(leading, 'what was written since')
  await keepPicture(leading, 'minutes-signing-changed')
  await leading.keyboard.press('Escape')

  await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.public.personId).execute()
  const town = await arrive(story.public, { ...phone, locale: 'ar' }, '?panel=signing')
  await town.locator('[data-sign-form]').waitFor()
  expect(town.url()).not.toContain('panel=')
  await expectAccessible(town, 'signing a charter on a phone in Arabic')
  await keepPicture(town, 'minutes-signing-phone-ar')
  await town.locator('[data-act=sign]').tap()
  await until(async () => (await said(town, 1, 'confirm').count()) === 2)
  await until(async () => (await version(leading, 1).getAttribute('data-state')) === 'confirmed')
  await town.locator('[data-act=close-signing]').tap()
  await town.locator('[data-signing-line]').waitFor()
  expectWellBehaved(visitors)
})

test('whoever only watches reads everything and signs nothing; empty minutes can’t be frozen', async () => {
  minutesId = await minutesWith(fresh.db, story.roomId, [paragraph('')])
  const leading = await arrive(story.facilitator)
  await leading.locator('[data-act=signing]').click()
  await leading.locator('[data-act=open-freeze]').click()
  await leading.getByText('Nothing is written here yet that could be signed.').waitFor()
  expect(await leading.locator('[data-act=freeze]').count()).toBe(0)
  const watching = await arrive(story.observer)
  await watching.locator('[data-act=signing]').click()
  await watching.locator('[data-signing-empty]').waitFor()
  expect(await watching.locator('[data-act=open-freeze]').count()).toBe(0)
  expectWellBehaved(visitors)
})
