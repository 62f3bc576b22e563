import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { type DocumentAt, type DocumentLog, isLongTail, type LogFrame, type StoredDocument } from './document-log.ts'
import type { Holder } from './live-document.ts'
import { untilItPasses } from './retry.ts'

const COMMIT_EVERY_MS = 10
/** A large room is told of the changes of a while in one write each: the write per receiver is what it costs. */
const PER_PEER_MS = 0.1

export type CursorDeps = {
  log: DocumentLog
  /** False once nobody waits for this document any more. */
  goOn: () => boolean
  onRetry: (error: unknown) => void
  onLongTail: () => void
  /** Called after each commit; whoever listens doesn't hold it up. */
  onCommitted: () => void
}

/** How far this node has read and written one document's log. Waits for a database that is away. */
export class LogCursor {
  readonly #document: DocumentAt
  readonly #deps: CursorDeps
  #seq: number
  /** What lies after the last snapshot, as far as this node knows. */
  readonly #tail: { rows: number; bytes: number }
  #snapshotBytes: number
  #lastCommitAt = Number.NEGATIVE_INFINITY

  constructor(documentId: string, stored: StoredDocument, deps: CursorDeps) {
    this.#document = { id: documentId, epoch: stored.epoch }
    this.#deps = deps
    this.#seq = stored.seq
    this.#tail = { rows: stored.parts.length, bytes: 0 }
    this.#snapshotBytes = stored.parts[0]?.byteLength ?? 0
  }

  get seq(): number {
    return this.#seq
  }

  /** Commits of one document keep a little apart; whoever rests before taking frames takes along what comes meanwhile. */
  async rest(peers: number): Promise<void> {
    const window = COMMIT_EVERY_MS + peers * PER_PEER_MS
    const wait = this.#lastCommitAt + window - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
  }

  /** Commits rows; false where another node wrote in between, and there is something to read. */
  async append(rows: readonly LogFrame[], holders: ReadonlyMap<number, Holder>): Promise<boolean> {
    const startedAt = performance.now()
    this.#lastCommitAt = startedAt
    let isRetry = false
    const head = await this.persist(async () => {
      await failpoint('before_commit')
      const tried = isRetry
      isRetry = true
      return this.#deps.log.append(this.#document, rows, holders, tried)
    })
    metrics.commits.inc()
    this.#deps.onCommitted()
    metrics.commitSeconds.observe((performance.now() - startedAt) / 1_000)
    const tail = this.#tail
    tail.rows += rows.length
    for (const { bytes } of rows) tail.bytes += bytes.length
    if (isLongTail(tail, this.#snapshotBytes)) {
      this.#snapshotBytes += tail.bytes
      tail.rows = tail.bytes = 0
      this.#deps.onLongTail()
    }
    if (head - rows.length !== this.#seq) return false
    this.#seq = head
    return true
  }

  /** What was committed since. */
  async readNew(): Promise<Pick<StoredDocument, 'parts' | 'holders'>> {
    const { seq, parts, holders } = await this.persist(() => this.#deps.log.readAfter(this.#document, this.#seq))
    this.#seq = seq
    return { parts, holders }
  }

  /** Does it as soon as the database can. Authors see `unsaved` meanwhile, because no acknowledgement comes. */
  persist<T>(work: () => Promise<T>): Promise<T> {
    const onRetry = (error: unknown) => {
      metrics.commitRetries.inc()
      this.#deps.onRetry(error)
    }
    return untilItPasses(work, { goOn: this.#deps.goOn, onRetry })
  }
}
