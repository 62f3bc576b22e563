import { fromKysely, PgBoss } from 'pg-boss'
import type pg from 'pg'
import type { z } from 'zod'
import type { Database, Trx } from '../database/schema.ts'

/** What jobs work with. */
export type JobDeps = { db: Database; log: JobLog }

export type JobLog = { info: (details: object, text: string) => void; error: (details: object, text: string) => void }

export type Job<Data extends object = object> = {
  readonly name: string
  readonly data: z.ZodType<Data>
  /** Five-field cron in UTC, for jobs that come by themselves; their data is `{}`. */
  readonly cron?: string
  /** While one with the same key waits or runs, another is not added. */
  readonly keyOf?: (data: Data) => string
  readonly run: (data: Data, deps: JobDeps) => Promise<void>
}

/** A job as the queue sees it: it parses what it took from the database, and runs on that. */
export type AnyJob = Pick<Job, 'name' | 'cron'> & { readonly take: (data: unknown, deps: JobDeps) => Promise<void> }

/** States a job; its data type follows from the schema. */
export function job<Data extends object>(definition: Job<Data>): Job<Data> & AnyJob {
  return { ...definition, take: (data, deps) => definition.run(definition.data.parse(data), deps) }
}

const POLL_SECONDS = 5

/** pg-boss on our own pool. Jobs are carried out by every node that has started its queue; each one once. */
export class JobQueue {
  readonly #boss: PgBoss
  readonly #jobs: readonly AnyJob[]
  readonly #deps: JobDeps

  constructor(pool: pg.Pool, jobs: readonly AnyJob[], deps: JobDeps) {
    this.#boss = new PgBoss({ db: { executeSql: (text, values) => pool.query(text, values) } })
    this.#boss.on('error', (error) => deps.log.error({ err: error }, 'job queue'))
    this.#jobs = jobs
    this.#deps = deps
  }

  async start(): Promise<void> {
    await this.#boss.start()
    for (const { name, cron, take } of this.#jobs) {
      await this.#boss.createQueue(name, { policy: 'exclusive', retryLimit: 5, retryBackoff: true })
      await this.#boss.work(name, { pollingIntervalSeconds: POLL_SECONDS }, async ([taken]) => {
        await take(taken?.data ?? {}, this.#deps)
      })
      if (cron) await this.#boss.schedule(name, cron, {})
    }
  }

  /** Adds a job, in the transaction that causes it where one is given: then it exists only if that commits. */
  async enqueue<Data extends object>(added: Job<Data>, data: Data, trx?: Trx): Promise<void> {
    await this.#boss.send(added.name, data, {
      ...(added.keyOf && { singletonKey: added.keyOf(data) }),
      ...(trx && { db: fromKysely(trx) }),
    })
  }

  /** Lets running jobs finish for a few seconds; what is left is taken up again later. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 4_000, close: false })
  }
}
