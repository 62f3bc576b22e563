import { createHash } from 'node:crypto'
import {
  createFeed,
  FEED_MEDIA,
  listFeeds,
  readFeed,
  readWaiting,
  revokeFeed,
} from '@meydan/shared/contracts/follow-up'
import { type Clock, dayIn } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/schema.ts'
import type { Mount } from '../../http/mount.ts'
import { calendarText } from './calendar.ts'
import { entriesOf, numbered } from './entries.ts'
import { choosable, endFeed, feedsOf, insertFeed, openFeed } from './feeds.ts'
import { meetingsFor } from './meetings.ts'
import { waitingFor } from './waiting.ts'

export type FollowUpDeps = { db: Database; clock: Clock; config: Pick<Config, 'publicUrl' | 'port' | 'timeZone'> }

export function followUpRoutes(mount: Mount, { db, clock, config }: FollowUpDeps): void {
  const { timeZone, publicUrl, port } = config
  const origin = publicUrl ?? `http://localhost:${port}`

  mount(readWaiting, ({ identity }) => waitingFor(db, identity.personId, { clock, timeZone }))

  mount(listFeeds, async ({ identity: { personId } }) => ({
    feeds: await feedsOf(db, personId),
    organisations: await choosable(db, personId),
  }))

  mount(createFeed, async ({ body, identity: { personId } }) => {
    const { feed, token } = await insertFeed(db, { ...body, personId, now: clock() })
    return { feed, url: `${origin}/calendar/${token}.ics` }
  })

  mount(revokeFeed, async ({ params, identity: { personId } }) => {
    await endFeed(db, { ...params, personId, now: clock() })
    return {}
  })

  mount(readFeed, async ({ params, request, reply }) => {
    const now = clock()
    const feed = await openFeed(db, params.token, now)
    const entries = await numbered(db, await entriesOf(db, feed, dayIn(timeZone, now)), now)
    const meetings = await meetingsFor(db, feed, { now, timeZone })
    const of = { entries, meetings }
    const bytes = Buffer.from(calendarText(of, { language: feed.language, organisation: feed.name, origin }))
    const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`
    reply.headers({
      etag,
      'content-type': `${FEED_MEDIA}; charset=utf-8`,
      'content-disposition': 'inline; filename="meydan.ics"',
      'cache-control': 'private, no-cache',
      'x-robots-tag': 'noindex',
    })
    if (request.headers['if-none-match'] !== etag) return bytes
    reply.code(304)
    return new Uint8Array()
  })
}
