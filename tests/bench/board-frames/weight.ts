import { scriptsUntilUsable, weightOf } from '../../support/script-weight.ts'
import type { Place } from './place.ts'
import type { Measuring } from './scenario.ts'

const LARGEST = 8

/** KiB of script in gzip before the board can be used, and the largest files of it. */
export async function measureWeight(place: Place, { spoil, print }: Measuring): Promise<void> {
  const context = await place.browser.newContext({
    serviceWorkers: 'block',
    locale: 'en-GB',
    storageState: await storedSession(place),
  })
  try {
    if (spoil) await context.addInitScript(loadEverything)
    const scripts = await scriptsUntilUsable(context, place.urlOf(place.boards.notes))
    const figures = { kib: weightOf(scripts) / 1024, files: scripts.length }
    await print({ scenario: 'weight', variant: 'all', figures })
    for (const { path, bytes } of scripts.slice(0, LARGEST)) {
      await print({
        scenario: 'weight',
        variant: path.replace(/.*\//, '').replace(/-[\w-]{8}\.js$/, ''),
        figures: { kib: bytes / 1024 },
      })
    }
  } finally {
    await context.close()
  }
}

async function storedSession(place: Place) {
  const context = await place.person(place.story.civil.cookie)
  const state = await context.storageState()
  await context.close()
  return state
}

/** Runs in the page: asks for the languages one doesn't speak too. */
function loadEverything(): void {
  const load = async () => {
    const worker = await (await fetch('/sw.js')).text()
    for (const [, file] of worker.matchAll(/"(assets\/[^"]+\.js)"|url:"(assets\/[^"]+\.js)"/g)) {
      if (!file) continue
      const link = document.createElement('link')
      Object.assign(link, { rel: 'modulepreload', href: `/${file}` })
      document.head.append(link)
    }
  }
  addEventListener('DOMContentLoaded', () => void load())
}
