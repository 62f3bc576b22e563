import { sql } from 'kysely'
import { Gauge, type Registry } from 'prom-client'
import type { Database } from '../database/schema.ts'

/** A scrape must end while the database hangs. */
const PATIENCE_MS = 1_000
const NAME = 'mail_unsent'

/** How much mail waits, and how much was given up, asked when /metrics is read. */
export function measureMail(registry: Registry, db: Database): void {
  registry.removeSingleMetric(NAME)
  new Gauge({
    name: NAME,
    help: 'Mails that were not sent: waiting for their next try, or given up after the last',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counts = await countUnsent(db)
      if (!counts) return
      this.set({ state: 'waiting' }, counts.waiting)
      this.set({ state: 'given_up' }, counts.givenUp)
    },
  })
}

/** Undefined where the database doesn't answer in time: then the last counts stand. */
async function countUnsent(db: Database): Promise<{ waiting: number; givenUp: number } | undefined> {
  const late = new Promise<undefined>((resolve) => void setTimeout(() => resolve(undefined), PATIENCE_MS).unref())
  const counted = sql<{ waiting: number; givenUp: number }>`
    select count(*) filter (where given_up_at is null)::int as waiting,
      count(*) filter (where given_up_at is not null)::int as given_up
    from outgoing_mail where sent_at is null`
    .execute(db)
    .then(({ rows }) => rows[0])
  return Promise.race([counted, late]).catch(() => undefined)
}
