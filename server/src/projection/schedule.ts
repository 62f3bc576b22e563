import { sql } from 'kysely'
import type { Database } from '../database/schema.ts'
import { metrics } from '../metrics.ts'
import { folding } from '../sync/folding/worker.ts'
import { PROJECTION_VERSION } from './project.ts'
import { projectDocument, type Reader, UnprojectableDocument } from './projector.ts'
import { sweepTombstones } from './write-rows.ts'

export type Timing = {
  /** A document is projected when nothing was committed to it for so long … */
  quietMs: number
  /** … or at least so often while edits go on. */
  atLeastEveryMs: number
  /** From one look for what nobody took care of to the next. */
  sweepMs: number
  /** Such is what has been behind for so long: more than any node that lives would leave it. */
  leftOverMs: number
}
const TIMING: Timing = { quietMs: 500, atLeastEveryMs: 4_000, sweepMs: 10_000, leftOverMs: 8_000 }

const LOOK_EVERY_MS = 100
const SWEPT_AT_ONCE = 50
const SWEEP_ON_AFTER_MS = 500
const PAUSE_MS = 2_000
/** What could not be read isn't tried again for so long. */
const REST_MS = 60_000
const TOMBSTONES_EVERY_SWEEPS = 60

type Log = { warn: (details: object, text: string) => void }
/** When a document is to be projected, in ms of `performance.now()`. */
type Waiting = { due: number; atLatest: number }

export type ProjectionsDeps = {
  db: Database
  log: Log
  worker?: Reader
  timing?: Partial<Timing>
  /** Rows of one of a room's documents say something else now: whoever shows them reads them anew. */
  onWritten?: OnWritten
}
type OnWritten = (roomId: string, kind: string) => void

/**
 * Keeps rows up with documents, one document at a time on each node. What is committed here is projected from here, a
 * moment after; what a node left when it ended is found by the others. Postgres may be away: nothing is lost by that,
 * since what is behind is seen by comparing.
 */
export class Projections {
  readonly #deps: ProjectionsDeps & { worker: Reader; onWritten: OnWritten }
  readonly #timing: Timing
  readonly #waiting = new Map<string, Waiting>()
  readonly #resting = new Map<string, number>()
  #look: NodeJS.Timeout | undefined
  #sweep: NodeJS.Timeout | undefined
  #working: Promise<void> | undefined
  #sweeping: Promise<void> | undefined
  #sweeps = 0
  #closed = false

  constructor(deps: ProjectionsDeps) {
    this.#deps = { worker: folding, onWritten: () => {}, ...deps }
    this.#timing = { ...TIMING, ...deps.timing }
    this.#sweepIn(0)
  }

  /** Something was committed to a document. Called for every batch: it must cost next to nothing. */
  changed(documentId: string): void {
    const now = performance.now()
    const { quietMs, atLeastEveryMs } = this.#timing
    const waiting = this.#waiting.get(documentId)
    if (waiting) waiting.due = Math.min(now + quietMs, waiting.atLatest)
    else this.#wait(documentId, { due: now + quietMs, atLatest: now + atLeastEveryMs })
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#look)
    clearTimeout(this.#sweep)
    await Promise.all([this.#working, this.#sweeping])
  }

  #wait(documentId: string, waiting: Waiting): void {
    this.#waiting.set(documentId, waiting)
    metrics.projectionWaiting.set(this.#waiting.size)
    this.#lookIn(LOOK_EVERY_MS)
  }

  #lookIn(ms: number): void {
    if (this.#closed || this.#working) return
    this.#look ??= setTimeout(() => {
      this.#look = undefined
      this.#working = this.#work().finally(() => {
        this.#working = undefined
        if (this.#waiting.size > 0) this.#lookIn(LOOK_EVERY_MS)
      })
    }, ms).unref()
  }

  /** Projects what is due, what has waited longest first. */
  async #work(): Promise<void> {
    for (;;) {
      const now = performance.now()
      const due = [...this.#waiting].filter(([, waiting]) => waiting.due <= now).sort(([, a], [, b]) => a.due - b.due)
      if (due.length === 0) return
      for (const [documentId] of due) {
        if (this.#closed) return
        this.#waiting.delete(documentId)
        await this.#project(documentId)
        metrics.projectionWaiting.set(this.#waiting.size)
      }
    }
  }

  async #project(documentId: string): Promise<void> {
    const { db, worker, log } = this.#deps
    try {
      const outcome = await projectDocument(db, documentId, { worker })
      this.#resting.delete(documentId)
      // Whoever is at it may have read it before our last commit.
      if (outcome === 'elsewhere' || outcome === 'replaced') this.#again(documentId, this.#timing.quietMs)
      if (outcome === 'written') await this.#tell(documentId)
    } catch (error) {
      const isUnreadable = error instanceof UnprojectableDocument
      log.warn({ err: error, documentId }, 'document not projected yet, it will be tried again')
      if (isUnreadable) this.#resting.set(documentId, performance.now() + REST_MS)
      else this.#again(documentId, PAUSE_MS)
    }
  }

  async #tell(documentId: string): Promise<void> {
    const { db, onWritten } = this.#deps
    const row = await db
      .selectFrom('document')
      .select(['roomId', 'kind'])
      .where('id', '=', documentId)
      .executeTakeFirst()
    if (row) onWritten(row.roomId, row.kind)
  }

  #again(documentId: string, ms: number): void {
    if (this.#waiting.has(documentId)) return
    const due = performance.now() + ms
    this.#wait(documentId, { due, atLatest: due })
  }

  #sweepIn(ms: number): void {
    if (this.#closed) return
    this.#sweep = setTimeout(() => {
      this.#sweeping = this.#findLeftOvers()
        .catch((error: unknown) => {
          this.#deps.log.warn({ err: error }, 'could not look for documents that are to be projected')
          return false
        })
        .then((isMore) => this.#sweepIn(isMore ? SWEEP_ON_AFTER_MS : this.#timing.sweepMs))
    }, ms).unref()
  }

  /** Takes up some of what nobody took care of; true where there is more, for when these are done. */
  async #findLeftOvers(): Promise<boolean> {
    const now = performance.now()
    for (const [id, until] of this.#resting) if (until <= now) this.#resting.delete(id)
    // A sweep finds them again when these are done.
    if (this.#waiting.size >= SWEPT_AT_ONCE) return true
    if (this.#sweeps++ % TOMBSTONES_EVERY_SWEEPS === 0) await this.#deps.db.transaction().execute(sweepTombstones)
    const known = [...this.#waiting.keys(), ...this.#resting.keys()]
    const found = await leftOvers(this.#deps.db, { known, leftOverMs: this.#timing.leftOverMs })
    for (const id of found) if (!this.#waiting.has(id)) this.#again(id, 0)
    return found.length >= SWEPT_AT_ONCE
  }
}

/** Documents that are behind and nobody's; a new one at once. */
async function leftOvers(
  db: Database,
  { known, leftOverMs }: { known: readonly string[]; leftOverMs: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from document d left join projection p on p.document_id = d.id
    where d.quarantined_at is null and d.id <> all(${known}::uuid[]) and (
      p.document_id is null or p.version < ${PROJECTION_VERSION}
      or (d.changed_at < now() - ${leftOverMs}::int * interval '1 millisecond'
        and (p.epoch, p.head) is distinct from (d.epoch, d.head))
    )
    order by d.changed_at limit ${SWEPT_AT_ONCE}`.execute(db)
  return rows.map(({ id }) => id)
}
