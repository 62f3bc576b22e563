import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { COMPACT_AFTER_ROWS, type DocumentLog, type LogFrame, type StoredDocument } from './document-log.ts'
import type { Holder } from './live-document.ts'
import { untilItPasses } from './retry.ts'

const COMMIT_EVERY_MS = 10

export type CursorDeps = {
  log: DocumentLog
  /** False once nobody waits for this document any more. */
  goOn: () => boolean
  onRetry: (error: unknown) => void
  onLongTail: () => void
}

/** How far this node has read and written one document's log. Waits for a database that is away. */
export class LogCursor {
  readonly #documentId: string
  readonly #deps: CursorDeps
  #seq: number
  /** Rows after the last snapshot, as far as this node knows. */
  #tail: number
  #lastCommitAt = Number.NEGATIVE_INFINITY

  constructor(documentId: string, stored: StoredDocument, deps: CursorDeps) {
    this.#documentId = documentId
    this.#deps = deps
    this.#seq = stored.seq
    this.#tail = stored.parts.length
  }

  get seq(): number {
    return this.#seq
  }

  /** Commits of one document keep a little apart; whoever rests before taking frames takes along what comes meanwhile. */
  async rest(): Promise<void> {
    const wait = this.#lastCommitAt + COMMIT_EVERY_MS - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  }

  /** Commits rows; false where another node wrote in between, and there is something to read. */
  async append(rows: readonly LogFrame[], holders: ReadonlyMap<number, Holder>): Promise<boolean> {
    this.#lastCommitAt = performance.now()
    const head = await this.#persist(async () => {
      await failpoint('before_commit')
      return this.#deps.log.append(this.#documentId, rows, holders)
    })
    metrics.commits.inc()
    this.#tail += rows.length
    if (this.#tail >= COMPACT_AFTER_ROWS) {
      this.#tail = 0
      this.#deps.onLongTail()
    }
    if (head - rows.length !== this.#seq) return false
    this.#seq = head
    return true
  }

  /** What was committed since. */
  async readNew(): Promise<Pick<StoredDocument, 'parts' | 'holders'>> {
    const { seq, parts, holders } = await this.#persist(() => this.#deps.log.readAfter(this.#documentId, this.#seq))
    this.#seq = seq
    return { parts, holders }
  }

  /** Authors see `unsaved` meanwhile, because no acknowledgement comes. */
  #persist<T>(work: () => Promise<T>): Promise<T> {
    const onRetry = (error: unknown) => {
      metrics.commitRetries.inc()
      this.#deps.onRetry(error)
    }
    return untilItPasses(work, { goOn: this.#deps.goOn, onRetry })
  }
}
