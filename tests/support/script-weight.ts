import { get } from 'node:http'
import type { BrowserContext } from 'playwright-core'

/** One script the page asked for before its board could be used, and what the server sends for it in gzip. */
export type Script = { path: string; bytes: number }

/** Everything below here must be loaded before a board can be used, on any link a workshop has. */
export const SCRIPT_MAX = 250 * 1024

/**
 * Every script that the page of a board has asked for until the canvas shows its notes and takes the keyboard, largest
 * first. A page without a service worker, or its copying of everything for later would be counted.
 */
export async function scriptsUntilUsable(context: BrowserContext, url: string): Promise<Script[]> {
  const page = await context.newPage()
  const asked = new Set<string>()
  page.on('request', (request) => {
    if (request.resourceType() === 'script') asked.add(request.url())
  })
  await page.goto(url)
  await page.locator('[data-board] .surface [data-note-id]').first().waitFor()
  await page.locator('[data-board] .surface [data-note-id]').first().focus()
  await page.locator('[data-sync-state=saved]').first().waitFor({ state: 'attached' })
  // Modules that other modules name come without a line in the page: what it holds by now counts too.
  const loaded = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => new URL(name).pathname.endsWith('.js')),
  )
  await page.close()
  const scripts = [...new Set([...asked, ...loaded])].map(async (script) => ({
    path: new URL(script).pathname,
    bytes: await sentBytes(script, 'gzip'),
  }))
  return (await Promise.all(scripts)).toSorted((a, b) => b.bytes - a.bytes)
}

export function weightOf(scripts: readonly Script[]): number {
  return scripts.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Bytes of the body as they go over the wire to whoever accepts this encoding. */
export function sentBytes(url: string, encoding: 'gzip' | 'br'): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encoding } }, (response) => {
      let bytes = 0
      if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`))
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => resolve(bytes))
    }).on('error', reject)
  })
}
