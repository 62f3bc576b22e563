import type { Page } from 'playwright-core'
import type { Actor } from './stories.ts'

/** Opens an invitation link, fills in the one screen, and waits for the board. Works in every language. */
export async function joinByLink(
  page: Page,
  link: string,
  given: { name: string; organisation: string; ownDevice?: boolean },
): Promise<void> {
  await page.goto(link)
  await page.locator('input[autocomplete=name]').fill(given.name)
  await page.getByRole('combobox').first().click()
  await page.locator('div[role=option]', { hasText: given.organisation }).first().click()
  if (given.ownDevice) await page.getByRole('checkbox').check()
  await page.locator('button[type=submit]').click()
  await page.locator('[data-board]').waitFor()
  await untilSaved(page)
}

/** Gives the page's browser the session of somebody made in the database. */
export async function signInAs(page: Page, url: string, { cookie }: Pick<Actor, 'cookie'>): Promise<void> {
  const [name, ...value] = cookie.split('=')
  await page.context().addCookies([{ name: name!, value: value.join('='), url }])
}

/** Waits until the screen says that everything is committed (or that nothing can be written here). */
export async function untilSaved(page: Page): Promise<void> {
  await page.locator('[data-sync-state=saved], [data-sync-state=readonly]').first().waitFor({ state: 'attached' })
}

export async function syncState(page: Page): Promise<string | null> {
  return page.locator('[data-sync-state]').first().getAttribute('data-sync-state')
}

/** Shows the board as a canvas or as a list, by the switch: a phone shows the list first. */
/** Waits until everything is here that one can do without the network: what a page fetches once it has come to rest. */
export async function untilComplete(page: Page): Promise<void> {
  await page.locator('[data-board][data-complete]').waitFor({ state: 'attached' })
}

export async function showCanvas(page: Page): Promise<void> {
  await page.locator('[data-mode-choice=canvas]').click()
  await page.locator('[data-surface]').waitFor()
}

export async function showList(page: Page): Promise<void> {
  await page.locator('[data-mode-choice=list]').click()
  await page.locator('[data-list], [data-list-act=note], [data-list-act=add]').first().waitFor()
}

/** Writes a note as one would on this screen: N and the words, or the round button and its sheet. */
export async function writeNote(page: Page, words: string): Promise<void> {
  const add = page.locator('.phone [data-tool=note]')
  if (await add.isVisible()) await add.tap()
  else {
    await page.locator('[data-board] .surface').focus()
    await page.keyboard.press('n')
  }
  const field = page.locator('[data-board] textarea')
  await field.waitFor()
  await field.fill(words)
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
}

export function noteSaying(page: Page, words: string) {
  return page.locator('[data-note-id]', { hasText: words })
}
