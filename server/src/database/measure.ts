import { sql } from 'kysely'
import type pg from 'pg'
import { Gauge, type Registry } from 'prom-client'
import type { Database } from './schema.ts'

/** A scrape must end while the database hangs. */
const PATIENCE_MS = 1_000

const NAMES = ['database_pool_connections', 'database_pool_waiting', 'database_up']

/** The pool, and whether Postgres answers, asked when /metrics is read. One database per process; the last counts. */
export function measureDatabase(registry: Registry, { db, pool }: { db: Database; pool: pg.Pool }): void {
  for (const name of NAMES) registry.removeSingleMetric(name)
  const registers = [registry]
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections to Postgres',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
    },
  })
  new Gauge({
    name: 'database_pool_waiting',
    help: 'Statements that wait for a connection',
    registers,
    collect() {
      this.set(pool.waitingCount)
    },
  })
  new Gauge({
    name: 'database_up',
    help: 'Whether Postgres answered just now',
    registers,
    async collect() {
      this.set((await answers(db)) ? 1 : 0)
    },
  })
}

async function answers(db: Database): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => void setTimeout(() => resolve(false), PATIENCE_MS).unref())
  const answered = sql`select 1`.execute(db).then(() => true)
  return Promise.race([answered, late]).catch(() => false)
}
