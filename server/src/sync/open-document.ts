import type { CloseReason } from '@meydan/shared/close-codes'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { failpoint } from '../failpoints.ts'
import { metrics } from '../metrics.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { AwarenessHub } from './awareness-hub.ts'
import { DocumentGone, type DocumentLog, type LogFrame, type StoredDocument } from './document-log.ts'
import { FrameQueue, type Item, type UpdateItem } from './frame-queue.ts'
import { type Judgement, LiveDocument, PoisonedFrame } from './live-document.ts'
import { LogCursor } from './log-cursor.ts'
import type { Peer } from './peer.ts'
import type { Relay } from './relay.ts'
import { type ClientMessage, helloFrame, nackFrame, syncFrame, syncSteps, UPDATE_MAX_BYTES } from './wire.ts'

type Log = { warn: (details: object, text: string) => void; error: (details: object, text: string) => void }

export type OpenDocumentDeps = {
  log: DocumentLog
  relay: Relay
  logger: Log
  /** Called when the log has grown enough to be folded; missing a call costs nothing but time. */
  onLongTail: (documentId: string) => void
}

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
  readonly #acknowledgements = new Acknowledgements()
  readonly #live: LiveDocument
  readonly #log: DocumentLog
  readonly #relay: Relay
  readonly #logger: Log
  readonly #unsubscribe: () => void
  readonly #cursor: LogCursor
  readonly #queue = new FrameQueue()
  #running = false
  #closed = false

  constructor(id: string, stored: StoredDocument, { log, relay, logger, onLongTail }: OpenDocumentDeps) {
    this.id = id
    this.roomId = stored.roomId
    this.epoch = stored.epoch
    this.#cursor = new LogCursor(id, stored, {
      log,
      goOn: () => !this.#closed,
      onRetry: (error) => logger.warn({ err: error, documentId: id }, 'not saved yet, trying again'),
      onLongTail: () => onLongTail(id),
    })
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
    return this.#cursor.seq
  }

  get isQuiet(): boolean {
    return this.#peers.size === 0 && !this.#running && this.#queue.isEmpty
  }

  get isClosed(): boolean {
    return this.#closed
  }

  join(peer: Peer): void {
    // Dropped between its opening and this: nobody would ever answer.
    if (this.#closed) return peer.close('restarting')
    this.#peers.add(peer)
    this.#acknowledgements.join(peer)
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
    this.#enqueue({ kind: 'welcome', peer })
  }

  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.#acknowledgements.leave(peer)
    this.awareness.leave(peer.id)
    if (this.#peers.size === 0) this.idleSince = Date.now()
  }

  /** Takes one message. Throws MalformedFrame for bad awareness. */
  receive(peer: Peer, message: ClientMessage): void {
    if (!this.#acknowledgements.has(peer) || this.#closed) return
    switch (message.kind) {
      case 'awareness':
        return this.awareness.receive(peer, message.bytes)
      case 'queryAwareness': {
        const everyone = this.awareness.everyone()
        if (everyone) peer.sendIfQuick(everyone)
        return
      }
      case 'step1':
        return this.#enqueue({ ...message, peer })
      case 'update':
        return this.#enqueue({ ...message, peer, frameNo: this.#acknowledgements.receive(peer) })
    }
  }

  /** Looks in the database for what other nodes committed. */
  pull(): void {
    if (!this.#queue.has('pull')) this.#enqueue({ kind: 'pull' })
  }

  /** Resolves when everything received so far is durable and answered, or the document had to be dropped. */
  async settled(): Promise<void> {
    while ((this.#running || !this.#queue.isEmpty) && !this.#closed) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    this.#queue.clear()
    for (const peer of [...this.#peers]) peer.close(reason)
    // After them: the other nodes are told that they left.
    this.awareness.close()
    this.#unsubscribe()
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

  #enqueue(item: Item): void {
    if (this.#closed) return
    // Unacknowledged: the client keeps it and sends it again when it returns.
    if (!this.#queue.add(item)) {
      if ('peer' in item) item.peer.close('tryLater')
    } else if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      while (!this.#queue.isEmpty && !this.#closed) {
        if (this.#queue.has('update')) await this.#cursor.rest()
        try {
          await this.#carryOut(this.#queue.take())
        } finally {
          this.#queue.done()
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
    const { judgements, merged } = this.#contribute(updates)
    const rows: LogFrame[] = updates.flatMap(({ peer, bytes, frameNo }, index) => {
      const judgement = judgements[index]!
      return judgement.accepted && judgement.adds
        ? [{ bytes, seatId: peer.seatId, connectionId: peer.id, frameNo }]
        : []
    })
    if (rows.length > 0 && !(await this.#cursor.append(rows, this.#live.takeNewHolders()))) this.pull()
    await failpoint('after_commit_before_ack')
    this.#answer(updates, judgements)
    await failpoint('before_broadcast')
    if (!merged) return
    const frame = syncFrame(syncSteps.update, merged)
    for (const peer of this.#peers) peer.send(frame)
    this.#relay.publish(`doc:${this.id}`, HINT)
  }

  #contribute(updates: readonly UpdateItem[]): ReturnType<LiveDocument['contribute']> {
    try {
      return this.#live.contribute(
        updates.map(({ peer: { personId, seatId, mayWrite }, bytes, isAnswer }) => ({
          bytes,
          personId,
          seatId,
          mayWrite,
          isAnswer,
        })),
      )
    } catch (error) {
      // The gate was wrong about this one. Its sender must not come back with it to the fresh load.
      const culprit = error instanceof PoisonedFrame && updates[error.index]
      if (culprit) this.#refuse(culprit.peer, culprit.bytes, culprit.frameNo, 'malformed')
      throw error
    }
  }

  #answer(updates: UpdateItem[], judgements: Judgement[]): void {
    const authors = new Set<Peer>()
    updates.forEach(({ peer, bytes, frameNo, isAnswer }, index) => {
      const judgement = judgements[index]!
      if (judgement.accepted) {
        this.#acknowledgements.accept(peer, frameNo, isAnswer)
        authors.add(peer)
      } else if (!this.#acknowledgements.isCoveredByAnswer(peer, judgement, isAnswer)) {
        this.#refuse(peer, bytes, frameNo, judgement.reason)
      }
    })
    this.#acknowledgements.tell(authors)
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
    const { parts, holders } = await this.#cursor.readNew()
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
