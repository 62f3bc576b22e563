import type { CloseReason } from '@meydan/shared/close-codes'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { AwarenessHub } from './awareness-hub.ts'
import {
  COMPACT_AFTER_ROWS,
  DocumentGone,
  type DocumentLog,
  type LogFrame,
  type StoredDocument,
} from './document-log.ts'
import { type Judgement, LiveDocument } from './live-document.ts'
import type { Peer } from './peer.ts'
import type { Relay } from './relay.ts'
import { untilItPasses } from './retry.ts'
import { ackFrame, type ClientMessage, helloFrame, nackFrame, syncFrame, syncSteps, UPDATE_MAX_BYTES } from './wire.ts'

type UpdateItem = { kind: 'update'; peer: Peer; bytes: Uint8Array; frameNo: number }
type Item =
  | UpdateItem
  | { kind: 'welcome'; peer: Peer }
  | { kind: 'step1'; peer: Peer; stateVector: Uint8Array }
  | { kind: 'pull' }

type Log = { warn: (details: object, text: string) => void; error: (details: object, text: string) => void }

export type OpenDocumentDeps = {
  log: DocumentLog
  relay: Relay
  logger: Log
  /** Called when the log has grown enough to be folded; missing a call costs nothing but time. */
  onLongTail: (documentId: string) => void
}

const COMMIT_EVERY_MS = 10
const BATCH_FRAMES_MAX = 500
const QUEUE_MAX_BYTES = 4 * 1024 * 1024
const HINT = new Uint8Array([1])
const AWARENESS_TAG = 2

/**
 * A document that people have open here. One worker takes the queued frames in order: judge and apply in memory,
 * COMMIT, then acknowledge, broadcast and hint. Nothing uncommitted is ever shown: step 1 is answered by the same
 * worker, after the batch before it is in the database.
 */
export class OpenDocument {
  readonly id: string
  readonly roomId: string
  readonly epoch: number
  readonly awareness: AwarenessHub
  /** When the last peer left; undefined while somebody is here. */
  idleSince: number | undefined = Date.now()
  readonly #peers = new Set<Peer>()
  readonly #counts = new Map<Peer, { received: number; acked: number }>()
  readonly #live: LiveDocument
  readonly #log: DocumentLog
  readonly #relay: Relay
  readonly #logger: Log
  readonly #unsubscribe: () => void
  #seq: number
  #queue: Item[] = []
  #queuedBytes = 0
  #running = false
  #closed = false
  #lastCommitAt = 0
  /** Rows after the last snapshot, as far as this node knows. */
  #tail: number
  readonly #onLongTail: () => void

  constructor(id: string, stored: StoredDocument, { log, relay, logger, onLongTail }: OpenDocumentDeps) {
    this.id = id
    this.#tail = stored.parts.length
    this.#onLongTail = () => onLongTail(id)
    this.roomId = stored.roomId
    this.epoch = stored.epoch
    this.#seq = stored.seq
    this.#live = new LiveDocument(stored.kind as DocumentKind, stored.parts, stored.holders)
    this.#log = log
    this.#relay = relay
    this.#logger = logger
    this.awareness = new AwarenessHub(
      (frame) => {
        for (const peer of this.#peers) peer.sendIfQuick(frame)
      },
      (frame) => relay.publish(`doc:${id}`, Buffer.concat([Buffer.from([AWARENESS_TAG]), frame.subarray(1)])),
    )
    this.#unsubscribe = relay.subscribe(`doc:${id}`, (message) => this.#hear(message))
  }

  get live(): LiveDocument {
    return this.#live
  }

  get seq(): number {
    return this.#seq
  }

  get isQuiet(): boolean {
    return this.#peers.size === 0 && !this.#running && this.#queue.length === 0
  }

  get isClosed(): boolean {
    return this.#closed
  }

  join(peer: Peer): void {
    this.#peers.add(peer)
    this.#counts.set(peer, { received: 0, acked: 0 })
    this.idleSince = undefined
    if (peer.wantsAck) {
      const limits = { updateBytes: UPDATE_MAX_BYTES }
      peer.send(helloFrame({ epoch: this.epoch, role: peer.role, mayWrite: peer.mayWrite, limits }))
    }
    const everyone = this.awareness.everyone()
    if (everyone) peer.sendIfQuick(everyone)
    // They may come from a node that was ahead of this one. Asked before it has caught up, they would send everything
    // it lacks, other people's words too, and those would count as theirs.
    this.pull()
    this.#enqueue({ kind: 'welcome', peer }, 0)
  }

  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.#counts.delete(peer)
    this.awareness.leave(peer.id)
    if (this.#peers.size === 0) this.idleSince = Date.now()
  }

  /** Takes one message. Throws MalformedFrame for bad awareness. */
  receive(peer: Peer, message: ClientMessage): void {
    const counts = this.#counts.get(peer)
    if (!counts || this.#closed) return
    switch (message.kind) {
      case 'awareness':
        return this.awareness.receive(peer, message.bytes)
      case 'queryAwareness': {
        const everyone = this.awareness.everyone()
        if (everyone) peer.sendIfQuick(everyone)
        return
      }
      case 'step1':
        return this.#enqueue({ kind: 'step1', peer, stateVector: message.stateVector }, 0)
      case 'update':
        counts.received += 1
        metrics.unackedFrames.inc()
        return this.#enqueue(
          { kind: 'update', peer, bytes: message.bytes, frameNo: counts.received },
          message.bytes.length,
        )
    }
  }

  /** Looks in the database for what other nodes committed. */
  pull(): void {
    if (!this.#queue.some(({ kind }) => kind === 'pull')) this.#enqueue({ kind: 'pull' }, 0)
  }

  /** Resolves when everything received so far is durable and answered, or the document had to be dropped. */
  async settled(): Promise<void> {
    while ((this.#running || this.#queue.length > 0) && !this.#closed) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    this.#unsubscribe()
    this.awareness.close()
    for (const item of this.#queue) if (item.kind === 'update') metrics.unackedFrames.dec()
    metrics.queueBytes.dec(this.#queuedBytes)
    this.#queue = []
    this.#queuedBytes = 0
    for (const peer of [...this.#peers]) peer.close(reason)
    this.#live.destroy()
  }

  #hear(message: Uint8Array): void {
    if (message[0] === HINT[0]) this.pull()
    else if (message[0] === AWARENESS_TAG) {
      try {
        // The tag stands where the message type stood; what follows is the length-prefixed awareness update.
        this.awareness.receiveFromNode(unprefixed(message.subarray(1)))
      } catch (error) {
        this.#logger.warn({ error, documentId: this.id }, 'awareness from another node was unreadable')
      }
    }
  }

  #enqueue(item: Item, bytes: number): void {
    if (this.#queuedBytes + bytes > QUEUE_MAX_BYTES && item.kind === 'update') {
      metrics.unackedFrames.dec()
      // Unacknowledged: the client keeps it and sends it again when it returns.
      return item.peer.close('tryLater')
    }
    this.#queue.push(item)
    this.#queuedBytes += bytes
    metrics.queueBytes.inc(bytes)
    if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      while (this.#queue.length > 0 && !this.#closed) {
        const items = this.#queue.splice(0, BATCH_FRAMES_MAX)
        const bytes = items.reduce((sum, item) => sum + (item.kind === 'update' ? item.bytes.length : 0), 0)
        try {
          await this.#carryOut(items)
        } finally {
          this.#queuedBytes = Math.max(0, this.#queuedBytes - bytes)
          metrics.queueBytes.dec(bytes)
          metrics.unackedFrames.dec(items.filter(({ kind }) => kind === 'update').length)
        }
      }
    } catch (error) {
      // Memory may be ahead of the database: nobody may see it. Everyone comes back to a fresh load.
      this.#logger.error({ err: error, documentId: this.id }, 'document dropped from memory')
      this.close(error instanceof DocumentGone ? 'gone' : 'restarting')
    } finally {
      this.#running = false
    }
  }

  async #carryOut(items: Item[]): Promise<void> {
    if (items.some(({ kind }) => kind === 'pull')) await this.#absorbFromLog()
    const updates = items.filter((item): item is UpdateItem => item.kind === 'update')
    if (updates.length > 0) await this.#write(updates)
    for (const item of items) {
      if (item.kind === 'welcome') item.peer.send(syncFrame(syncSteps.step1, this.#live.stateVector()))
      if (item.kind === 'step1') item.peer.send(syncFrame(syncSteps.step2, this.#live.encodeFor(item.stateVector)))
    }
  }

  async #write(updates: UpdateItem[]): Promise<void> {
    const { judgements, merged } = this.#live.contribute(
      updates.map(({ peer: { personId, seatId, mayWrite }, bytes }) => ({ bytes, personId, seatId, mayWrite })),
    )
    const rows: LogFrame[] = updates.flatMap(({ peer, bytes, frameNo }, index) => {
      const judgement = judgements[index]!
      return judgement.accepted && judgement.adds
        ? [{ bytes, seatId: peer.seatId, connectionId: peer.id, frameNo }]
        : []
    })
    if (rows.length > 0) await this.#commit(rows)
    await failpoint('after_commit_before_ack')
    this.#answer(updates, judgements)
    await failpoint('before_broadcast')
    if (!merged) return
    const frame = syncFrame(syncSteps.update, merged)
    for (const peer of this.#peers) peer.send(frame)
    this.#relay.publish(`doc:${this.id}`, HINT)
  }

  async #commit(rows: LogFrame[]): Promise<void> {
    const wait = this.#lastCommitAt + COMMIT_EVERY_MS - Date.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    this.#lastCommitAt = Date.now()
    const holders = this.#live.takeNewHolders()
    const head = await this.#persist(async () => {
      await failpoint('before_commit')
      return this.#log.append(this.id, rows, holders)
    })
    metrics.commits.inc()
    this.#tail += rows.length
    if (this.#tail >= COMPACT_AFTER_ROWS) {
      this.#tail = 0
      this.#onLongTail()
    }
    if (head - rows.length === this.#seq) this.#seq = head
    else this.pull()
  }

  /** Authors see `unsaved` meanwhile, because no acknowledgement comes. */
  #persist<T>(work: () => Promise<T>): Promise<T> {
    return untilItPasses(work, {
      goOn: () => !this.#closed,
      onRetry: (error) => {
        metrics.commitRetries.inc()
        this.#logger.warn({ err: error, documentId: this.id }, 'not saved yet, trying again')
      },
    })
  }

  #answer(updates: UpdateItem[], judgements: Judgement[]): void {
    const authors = new Set<Peer>()
    updates.forEach(({ peer, bytes, frameNo }, index) => {
      const judgement = judgements[index]!
      if (judgement.accepted) {
        const counts = this.#counts.get(peer)
        if (counts) counts.acked = frameNo
        authors.add(peer)
      } else this.#refuse(peer, bytes, frameNo, judgement.reason)
    })
    for (const peer of authors) {
      const counts = this.#counts.get(peer)
      if (counts && peer.wantsAck) peer.send(ackFrame(counts.acked))
    }
  }

  #refuse(peer: Peer, bytes: Uint8Array, frameNo: number, reason: string): void {
    metrics.gateRejected.inc({ reason })
    this.#logger.warn({ documentId: this.id, seatId: peer.seatId, reason }, 'frame refused')
    if (peer.wantsAck) peer.send(nackFrame(frameNo, reason))
    peer.close(reason === 'too_large' ? 'tooLarge' : 'refused')
    this.#log.keepRefused(this.id, peer.seatId, reason, bytes).catch((error: unknown) => {
      this.#logger.warn({ err: error, documentId: this.id }, 'refused frame not kept')
    })
  }

  async #absorbFromLog(): Promise<void> {
    const { seq, parts, holders } = await this.#persist(() => this.#log.readAfter(this.id, this.#seq))
    this.#seq = seq
    const merged = parts.length > 0 ? this.#live.absorb(parts, holders) : null
    if (!merged) return
    const frame = syncFrame(syncSteps.update, merged)
    for (const peer of this.#peers) peer.send(frame)
  }
}

/** The bytes behind a varint length. */
function unprefixed(bytes: Uint8Array): Uint8Array {
  let at = 0
  while (bytes[at]! & 0x80) at++
  return bytes.subarray(at + 1)
}
