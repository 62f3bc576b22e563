import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { Acknowledgements } from './acknowledgements.ts'
import type { DocumentAt, DocumentLog, LogFrame } from './document-log.ts'
import type { UpdateItem } from './frame-queue.ts'
import { type Judgement, type LiveDocument, PoisonedFrame } from './live-document.ts'
import type { LogCursor } from './log-cursor.ts'
import type { Peer } from './peer.ts'
import { nackFrame, syncFrame, syncSteps } from './wire.ts'

/** Structured lines without content; `debug` is missing where nobody reads it. */
export type SyncLogger = {
  debug?: (details: object, text: string) => void
  warn: (details: object, text: string) => void
  error: (details: object, text: string) => void
}

export type WriterDeps = {
  document: DocumentAt
  /** False in quarantine: what would change it is neither taken nor refused, for its sender may hold the best copy. */
  isWritable: boolean
  /** Built at the first call. */
  live: () => LiveDocument
  log: DocumentLog
  cursor: LogCursor
  logger: SyncLogger
  /** Keeps the document as it was before a batch that deletes much. */
  keepBefore: (document: DocumentAt, upto: number, bytes: Uint8Array, seatId: string) => Promise<void>
}

/** What a batch did: what everyone has to be told, and whether other nodes wrote in between. */
export type Written = { merged: Uint8Array | null; onlyAuthor: Peer | undefined; isBehind: boolean }

/** Judges, applies and stores the frames of one document, and answers their authors; broadcasting is its caller's. */
export class DocumentWriter {
  readonly acknowledgements = new Acknowledgements()
  readonly #deps: WriterDeps
  /** Under which the server's own repairs lie in the log. */
  readonly #repairs = { connectionId: crypto.randomUUID(), frameNo: 0 }

  constructor(deps: WriterDeps) {
    this.#deps = deps
  }

  /** One batch: in memory, then COMMIT, then the acknowledgements. Whatever it throws, memory is of no use then. */
  async write(updates: readonly UpdateItem[]): Promise<Written> {
    const { cursor } = this.#deps
    const startedAt = performance.now()
    const seqBefore = cursor.seq
    const { judgements, merged, repair, before } = this.#contribute(updates)
    metrics.gateSeconds.observe((performance.now() - startedAt) / 1_000)
    metrics.batchFrames.observe(updates.length)
    const rows = updates.flatMap((item, index) => (adds(judgements[index]!) ? [rowOf(item)] : []))
    const authors = new Set(updates.flatMap(({ peer }, index) => (adds(judgements[index]!) ? [peer] : [])))
    if (repair) {
      metrics.repairs.inc()
      rows.push({ ...this.#repairs, frameNo: ++this.#repairs.frameNo, bytes: repair, seatId: null })
    }
    if (before) await cursor.persist(() => this.#keep(before.bytes, seqBefore, updates[before.index]!))
    let isBehind = false
    if (rows.length > 0) {
      isBehind = !(await cursor.append(rows, this.#deps.live().takeNewHolders()))
      this.#trace(rows, performance.now() - startedAt)
    }
    await failpoint('after_commit_before_ack')
    this.#answer(updates, judgements)
    const now = performance.now()
    for (const { receivedAt } of updates) metrics.ackSeconds.observe((now - receivedAt) / 1_000)
    const onlyAuthor = authors.size === 1 && !repair ? [...authors][0] : undefined
    return { merged, onlyAuthor, isBehind }
  }

  #contribute(updates: readonly UpdateItem[]): ReturnType<LiveDocument['contribute']> {
    const startedAt = performance.now()
    try {
      return this.#deps.live().contribute(
        updates.map(({ peer: { personId, seatId, mayWrite, mayLock }, bytes, isAnswer }) => ({
          bytes,
          personId,
          seatId,
          mayWrite: mayWrite && this.#deps.isWritable,
          mayLock,
          isAnswer,
        })),
      )
    } catch (error) {
      // The gate was wrong about this one. Its sender must not come back with it to the fresh load.
      const culprit = error instanceof PoisonedFrame && updates[error.index]
      if (culprit) this.#refuse(culprit, 'malformed')
      throw error
    } finally {
      charge(updates, performance.now() - startedAt)
    }
  }

  #answer(updates: readonly UpdateItem[], judgements: readonly Judgement[]): void {
    const authors = new Set<Peer>()
    updates.forEach((item, index) => {
      const { peer, frameNo, isAnswer } = item
      const judgement = judgements[index]!
      if (judgement.accepted) {
        this.acknowledgements.accept(peer, frameNo, isAnswer)
        authors.add(peer)
        if (judgement.repaired && peer.wantsAck) peer.send(nackFrame(frameNo, 'repaired'))
      } else if (!this.#deps.isWritable) this.acknowledgements.hold(peer)
      else if (judgement.reason !== 'gap' || isAnswer) this.#refuse(item, judgement.reason)
      else this.#askAgain(item)
    })
    this.acknowledgements.tell(authors)
  }

  #askAgain(item: UpdateItem): void {
    const { peer, frameNo } = item
    const missing = this.acknowledgements.missing(peer, Date.now())
    if (missing === 'tooOften') return this.#refuse(item, 'gap')
    if (missing === 'wait') return
    metrics.gateRejected.inc({ reason: 'gap' })
    if (peer.wantsAck) peer.send(nackFrame(frameNo, 'gap'))
    peer.send(syncFrame(syncSteps.step1, this.#deps.live().stateVector()))
  }

  #refuse(item: UpdateItem, reason: string): void {
    const { document, log, logger } = this.#deps
    const documentId = document.id
    const { peer, frameNo } = item
    metrics.gateRejected.inc({ reason })
    logger.warn({ documentId, seatId: peer.seatId, trace: traceOf(item), reason }, 'frame refused')
    if (peer.wantsAck) peer.send(nackFrame(frameNo, reason))
    peer.close(reason === 'too_large' ? 'tooLarge' : 'refused')
    log.keepRefused(documentId, rowOf(item), reason).catch((error: unknown) => {
      logger.warn({ err: error, documentId }, 'refused frame not kept')
    })
  }

  async #keep(bytes: Uint8Array, upto: number, culprit: UpdateItem): Promise<void> {
    const { document, logger, keepBefore } = this.#deps
    const { seatId } = culprit.peer
    await keepBefore(document, upto, bytes, seatId)
    logger.warn(
      { documentId: document.id, seatId, trace: traceOf(culprit) },
      'much deleted at once; the state before it is kept',
    )
  }

  #trace(rows: readonly LogFrame[], ms: number): void {
    const { document, cursor, logger } = this.#deps
    logger.debug?.(
      { documentId: document.id, seq: cursor.seq, traces: rows.map(traceOf), ms: Math.round(ms) },
      'frames committed',
    )
  }
}

function adds(judgement: Judgement): boolean {
  return judgement.accepted && judgement.adds
}

function rowOf({ peer, bytes, frameNo }: UpdateItem): LogFrame {
  return { bytes, seatId: peer.seatId, connectionId: peer.id, frameNo }
}

/** One name for a frame on all its way: in the log, in `document_update`, in `refused_frame`. */
function traceOf(row: UpdateItem | LogFrame): string {
  return `${'peer' in row ? row.peer.id : row.connectionId}/${row.frameNo}`
}

/** Judging costs by the byte: each author pays their part. */
function charge(updates: readonly UpdateItem[], ms: number): void {
  let bytes = 0
  for (const update of updates) bytes += update.bytes.length + 1
  for (const { peer, bytes: own } of updates) peer.spent((ms * (own.length + 1)) / bytes)
}
