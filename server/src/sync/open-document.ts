import type { CloseReason } from '@meydan/shared/close-codes'
import { failpoint } from '../failpoints.ts'
import { AwarenessHub } from './awareness-hub.ts'
import { DocumentGone, type DocumentLog, DocumentReplaced, type StoredDocument } from './document-log.ts'
import { DocumentWriter, type SyncLogger, type WriterDeps } from './document-writer.ts'
import { FrameQueue, type Item, type UpdateItem } from './frame-queue.ts'
import { type LiveDocument, UnreadableDocument } from './live-document.ts'
import type { LiveSource } from './live-source.ts'
import { LogCursor } from './log-cursor.ts'
import { Newcomers } from './newcomers.ts'
import { awarenessMessage, HINT, readNodeMessage } from './node-message.ts'
import type { Peer } from './peer.ts'
import type { Relay } from './relay/relay.ts'
import {
  ANSWER_MAX_BYTES,
  type ClientMessage,
  helloFrame,
  syncFrame,
  syncSteps,
  toWebSocketFrame,
  UPDATE_MAX_BYTES,
} from './wire.ts'

export type OpenDocumentDeps = {
  log: DocumentLog
  relay: Relay
  logger: SyncLogger
  /** Called when the log has grown enough to be folded; missing a call costs nothing but time. */
  onLongTail: (documentId: string) => void
  /** Called when this node has committed something to a document. */
  onCommitted?: (documentId: string) => void
  /** Keeps the document as it was before a batch that deletes much. */
  keepBefore: WriterDeps['keepBefore']
  /** Called when the stored bytes turn out to make no document; it is closed then. */
  onUnreadable: (document: OpenDocument, error: UnreadableDocument) => void
}

/**
 * A document that people have open here. One worker takes the queued frames in order: judge and apply in memory,
 * COMMIT, then acknowledge, broadcast and hint. Nothing uncommitted is ever shown: step 1 is answered by the same
 * worker, after the batch before it is in the database.
 */
export class OpenDocument {
  readonly id: string
  readonly roomId: string
  readonly epoch: number
  /** It did not load once: what is shown is its last good state, to read only. */
  readonly quarantined: boolean
  readonly awareness: AwarenessHub
  /** When the last peer left; undefined while somebody is here. */
  idleSince: number | undefined = Date.now()
  readonly #source: LiveSource
  readonly #peers = new Set<Peer>()
  readonly #relay: Relay
  readonly #logger: SyncLogger
  readonly #onUnreadable: OpenDocumentDeps['onUnreadable']
  readonly #unsubscribe: () => void
  readonly #cursor: LogCursor
  readonly #writer: DocumentWriter
  readonly #queue = new FrameQueue()
  readonly #newcomers: Newcomers
  #running = false
  #closed = false

  constructor(id: string, stored: StoredDocument, source: LiveSource, deps: OpenDocumentDeps) {
    const { log, relay, logger } = deps
    this.id = id
    this.roomId = stored.roomId
    this.epoch = stored.epoch
    this.quarantined = stored.quarantined
    this.#source = source
    this.#newcomers = new Newcomers(source)
    this.#onUnreadable = deps.onUnreadable
    this.#relay = relay
    this.#logger = logger
    this.#cursor = new LogCursor(id, stored, {
      log,
      goOn: () => !this.#closed,
      onRetry: (error) => logger.warn({ err: error, documentId: id }, 'not saved yet, trying again'),
      onLongTail: () => deps.onLongTail(id),
      onCommitted: () => deps.onCommitted?.(id),
    })
    const live = () => source.live
    const document = { id, epoch: stored.epoch }
    const isWritable = !stored.quarantined
    this.#writer = new DocumentWriter({ ...deps, document, isWritable, live, cursor: this.#cursor })
    this.awareness = new AwarenessHub(
      (frame) => {
        const framed = toWebSocketFrame(frame)
        for (const peer of this.#peers) peer.sendIfQuick(framed)
      },
      (frame) => relay.publish(`doc:${id}`, awarenessMessage(frame)),
    )
    this.#unsubscribe = relay.subscribe(`doc:${id}`, (message) => this.#hear(message))
  }

  get live(): LiveDocument {
    return this.#source.live
  }

  get isNewerThanThisServer(): boolean {
    return this.#source.isNewerThanThisServer
  }

  get estimatedBytes(): number {
    return this.#source.estimatedBytes
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
    this.#writer.acknowledgements.join(peer, Date.now())
    this.idleSince = undefined
    if (peer.wantsAck) peer.send(this.#hello(peer))
    this.#introduce(peer)
    // They may come from a node that was ahead of this one. Asked before it has caught up, they would send everything
    // it lacks, other people's words too, and those would count as theirs.
    this.pull()
    this.#enqueue({ kind: 'welcome', peer })
  }

  leave(peer: Peer): void {
    if (!this.#peers.delete(peer)) return
    this.#writer.acknowledgements.leave(peer)
    this.awareness.leave(peer.id)
    if (this.#peers.size === 0) this.idleSince = Date.now()
  }

  /** Takes one message. Throws MalformedFrame for bad awareness. */
  receive(peer: Peer, message: ClientMessage): void {
    if (!this.#writer.acknowledgements.has(peer) || this.#closed) return
    switch (message.kind) {
      case 'awareness':
        return this.awareness.receive(peer, message.bytes)
      case 'queryAwareness':
        return this.#introduce(peer)
      case 'step1':
        if (!this.#newcomers.answerStored(peer, message.stateVector)) this.#enqueue({ ...message, peer })
        return
      case 'update':
        return this.#take(peer, message.bytes, message.isAnswer)
    }
  }

  /** Looks in the database for what other nodes committed. */
  pull(): void {
    if (!this.quarantined && !this.#queue.has('pull')) this.#enqueue({ kind: 'pull' })
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
    this.#source.destroy()
  }

  #take(peer: Peer, bytes: Uint8Array, isAnswer: boolean): void {
    const frameNo = this.#writer.acknowledgements.receive(peer)
    this.#enqueue({ kind: 'update', peer, bytes, isAnswer, frameNo, receivedAt: performance.now() })
  }

  #hello(peer: Peer): Uint8Array {
    const limits = { updateBytes: UPDATE_MAX_BYTES, answerBytes: ANSWER_MAX_BYTES }
    const { role, id: connection } = peer
    const mayWrite = peer.mayWrite && !this.quarantined
    return helloFrame({ epoch: this.epoch, role, mayWrite, quarantined: this.quarantined, connection, limits })
  }

  #introduce(peer: Peer): void {
    const everyone = this.awareness.everyone()
    if (everyone) peer.sendIfQuick(toWebSocketFrame(everyone))
  }

  #hear(message: Uint8Array): void {
    const said = readNodeMessage(message)
    if (said === 'hint') return this.pull()
    try {
      if (said) this.awareness.receiveFromNode(said)
    } catch (error) {
      this.#logger.warn({ error, documentId: this.id }, 'awareness from another node was unreadable')
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
      await this.#newcomers.letIn(() => this.#closed || this.#queue.has('update'))
      while (!this.#queue.isEmpty && !this.#closed) {
        if (this.#queue.has('update')) await this.#cursor.rest(this.#peers.size)
        try {
          await this.#carryOut(this.#queue.take())
        } finally {
          this.#queue.done()
        }
      }
    } catch (error) {
      this.#giveUp(error)
    } finally {
      this.#running = false
    }
  }

  /** Memory may be ahead of the database: nobody may see it. Everyone comes back to a fresh load. */
  #giveUp(error: unknown): void {
    if (error instanceof DocumentReplaced) return this.close('newerVersion')
    if (error instanceof UnreadableDocument) this.#onUnreadable(this, error)
    else this.#logger.error({ err: error, documentId: this.id }, 'document dropped from memory')
    this.close(error instanceof DocumentGone ? 'gone' : 'restarting')
  }

  async #carryOut(items: Item[]): Promise<void> {
    if (items.some(({ kind }) => kind === 'pull')) await this.#absorbFromLog()
    const updates = items.filter((item): item is UpdateItem => item.kind === 'update')
    if (updates.length > 0) await this.#write(updates)
    for (const item of items) {
      if (item.kind === 'welcome') item.peer.send(syncFrame(syncSteps.step1, this.live.stateVector()))
      if (item.kind === 'step1') this.#newcomers.answer(item.peer, item.stateVector)
    }
  }

  async #write(updates: UpdateItem[]): Promise<void> {
    const { merged, onlyAuthor, isBehind } = await this.#writer.write(updates)
    if (isBehind) this.pull()
    await failpoint('before_broadcast')
    if (!merged) return
    this.#broadcast(merged, onlyAuthor)
    this.#relay.publish(`doc:${this.id}`, HINT)
  }

  async #absorbFromLog(): Promise<void> {
    const { parts, holders } = await this.#cursor.readNew()
    const merged = parts.length > 0 ? this.live.absorb(parts, holders) : null
    if (merged) this.#broadcast(merged)
  }

  /** Who wrote all of it has it already. */
  #broadcast(merged: Uint8Array, onlyAuthor?: Peer): void {
    const frame = toWebSocketFrame(syncFrame(syncSteps.update, merged))
    for (const peer of this.#peers) if (peer !== onlyAuthor) peer.sendFramed(frame)
  }
}
