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

/** Whoever adds a job wakes their own node. What is left to find by polling: jobs of a node that died, and second tries. */
const POLL_SECONDS = 30
/** The transaction that adds a job has committed by then, as a rule; otherwise the poll finds it. */
const COMMITTED_AFTER_MS = 1_000
/** For the parts of pg-boss that poll for themselves: an idle node should cost nothing. */
const calm = { cronWorkerIntervalSeconds: 30, cronMonitorIntervalSeconds: 45, flowIntervalSeconds: 3_600 }

/** pg-boss on our own pool. Jobs are carried out by every node that has started its queue; each one once. */
export class JobQueue {
  readonly #boss: PgBoss
  readonly #jobs: readonly AnyJob[]
  readonly #deps: JobDeps
  /** Name of a job → pg-boss's id of what carries it out here. */
  readonly #workers = new Map<string, string>()

  constructor(pool: pg.Pool, jobs: readonly AnyJob[], deps: JobDeps) {
    this.#boss = new PgBoss({ ...calm, db: { executeSql: (text, values) => pool.query(text, values) } })
    this.#boss.on('error', (error) => deps.log.error({ err: error }, 'job queue'))
    this.#jobs = jobs
    this.#deps = deps
  }

  async start(): Promise<void> {
    await this.#boss.start()
    for (const { name, cron, take } of this.#jobs) {
      await this.#boss.createQueue(name, { policy: 'exclusive', retryLimit: 5, retryBackoff: true })
      const worker = await this.#boss.work(name, { pollingIntervalSeconds: POLL_SECONDS }, async ([taken]) => {
        // One after the other without a pause, for as long as there are any.
        this.#wake(name)
        await take(taken?.data ?? {}, this.#deps)
      })
      this.#workers.set(name, worker)
      if (cron) await this.#boss.schedule(name, cron, {})
    }
  }

  /** Adds a job, in the transaction that causes it where one is given: then it exists only if that commits. */
  async enqueue<Data extends object>(added: Job<Data>, data: Data, trx?: Trx): Promise<void> {
    await this.#boss.send(added.name, data, {
      ...(added.keyOf && { singletonKey: added.keyOf(data) }),
      ...(trx && { db: fromKysely(trx) }),
    })
    if (trx) setTimeout(() => this.#wake(added.name), COMMITTED_AFTER_MS).unref()
    else this.#wake(added.name)
  }

  /** Lets running jobs finish for a few seconds; what is left is taken up again later. */
  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: 4_000, close: false })
  }
  #wake(name: string): void {
    const worker = this.#workers.get(name)
    if (worker) this.#boss.notifyWorker(worker)
  }
}
