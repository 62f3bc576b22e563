import { spreadOf } from '../figures.ts'
import type { Measured, Setting } from '../plan/scenario.ts'
import { type Place, placeWith } from './place.ts'

const pages = {
  'first page': '',
  'all states': '?state=all',
  'for me': '?mine=true',
  unread: '?unread=true',
  'of one side': '?side=public',
  'by words': `?q=${encodeURIComponent('çeşme TAMİR')}`,
  'what nobody said': '?q=yokböylebirşey',
}

/**
 * A room with 5,000 comments: how long the server takes for a page of its threads, and for a long thread, from the
 * request to the last byte of the answer. In ms.
 */
export async function list(setting: Setting): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const threads of [50, 1_000, 5_000]) {
    const place = await placeWith(threads, setting)
    try {
      for (const [variant, query] of Object.entries(pages)) {
        const figures = await timed(place, `/threads${query}`, setting)
        measured.push({ variant: `5,000 comments in ${threads} threads, ${variant}`, figures })
      }
      const pins = await timed(place, `/documents/${place.story.boardId}/thread-pins`, setting)
      measured.push({ variant: `5,000 comments in ${threads} threads, pins of the board`, figures: pins })
    } finally {
      await place.close()
    }
  }
  return measured
}

async function timed({ server, story }: Place, path: string, { quick }: Setting): Promise<Record<string, number>> {
  const ask = async () => {
    const begun = performance.now()
    const { cookie } = story.civil
    const reply = await fetch(`${server.url}/api/rooms/${story.roomId}${path}`, { headers: { cookie } })
    const text = await reply.text()
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${text}`)
    return performance.now() - begun
  }
  for (let warm = 0; warm < 3; warm++) await ask()
  const times: number[] = []
  for (let n = 0; n < (quick ? 10 : 40); n++) times.push(await ask())
  const sorted = times.toSorted((a, b) => a - b)
  return { median: spreadOf(times).median, p95: sorted[Math.ceil(0.95 * sorted.length) - 1]! }
}
