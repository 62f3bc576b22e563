import { expect, onTestFinished, test } from 'vitest'
import { visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { consultationRoom } from '../support/stories.ts'
import { noteSaying, signInAs, syncState, untilSaved, writeNote } from '../support/workshop.ts'
import { startHistory } from './history.ts'
import { ownDatabase } from './own-postgres.ts'
import { settings } from './settings.ts'
import { meydan } from './targets.ts'
import { countWords } from './truth.ts'

const SAID_WITHIN_MS = 3_000

test('R-5 the page of somebody who writes while Postgres is away says so in time, and when it is over', {
  timeout: 180_000,
}, async () => {
  const history = startHistory()
  const { postgres, url, db } = await ownDatabase()
  const story = await consultationRoom(db)
  const target = await meydan(url)
  const browser = await launchChromium()
  onTestFinished(async () => {
    await browser.close()
    await target.stop()
  })
  const { page, conduct } = await visitor(browser, target.url)
  await signInAs(page, target.url, story.civil)
  await page.goto(`${target.url}/rooms/${story.roomId}/boards/${story.boardId}`)
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
  await writeNote(page, 'before')
  await untilSaved(page)

  await postgres.crash()
  history.fault('Postgres crashes')
  await writeNote(page, 'meanwhile')
  const written = performance.now()
  await page.locator('[data-sync-state=unsaved]').first().waitFor({ state: 'attached', timeout: SAID_WITHIN_MS })
  const said = Math.round(performance.now() - written)
  for (const end = performance.now() + settings.databaseAway.away; performance.now() < end; ) {
    expect(await syncState(page), 'never “saved” meanwhile').not.toBe('saved')
    await page.waitForTimeout(200)
  }
  await noteSaying(page, 'meanwhile').waitFor()
  await postgres.start()
  history.heal('Postgres is back')
  const back = performance.now()
  await untilSaved(page)
  const took = Math.round(performance.now() - back)
  expect(took).toBeLessThan(settings.databaseAway.savedAfter)
  expect(await countWords(db, story.boardId, ['before', 'meanwhile'])).toEqual([1, 1])
  expect(conduct).toEqual({ foreign: [], violations: [], errors: [] })
  console.log(`R-5 page: “unsaved” ${said} ms after the words, “saved” ${took} ms after Postgres was back`)
})
