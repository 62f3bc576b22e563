import { documentCatalogue, type DocumentModel } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import { judge } from './gate.ts'
import { ANSWER_MAX_BYTES, UPDATE_MAX_BYTES } from './wire.ts'
import type { Refusal } from './gate-content.ts'

export type Contribution = { bytes: Uint8Array; personId: string; seatId: string; mayWrite: boolean; isAnswer: boolean }

/** Who first wrote under a client id. */
export type Holder = { personId: string; seatId: string }

export type Judgement = { accepted: true; adds: boolean } | { accepted: false; reason: Refusal }

/** Stored bytes that don't make a document: it must be quarantined, never served empty. */
export class UnreadableDocument extends Error {}

/** A frame that the gate let pass and Yjs could not take. Memory is spoilt; the database isn't. */
export class PoisonedFrame extends Error {
  /** Its place in the batch. */
  readonly index: number
  constructor(index: number, cause: unknown) {
    super('a frame passed the gate and did not apply', { cause })
    this.index = index
  }
}

/**
 * One document in memory: judged, applied, encoded. Knows no socket, no Redis, no SQL. It is at most one batch ahead
 * of the database; what it answers with while a batch is being written must wait for that batch.
 */
export class LiveDocument {
  readonly doc = new Y.Doc()
  readonly model: DocumentModel
  /** Client id → person who first wrote under it here. */
  readonly #holders: Map<number, string>
  /** What `takeNewHolders` hasn't handed out yet. */
  #newHolders = new Map<number, Holder>()
  #poisoned: PoisonedFrame | undefined
  #encoded: Uint8Array | undefined
  #stateVector: Uint8Array | undefined

  constructor(kind: DocumentKind, stored: readonly Uint8Array[], holders: ReadonlyMap<number, string>) {
    this.model = documentCatalogue[kind]
    this.#holders = new Map(holders)
    this.doc.on('update', () => {
      this.#encoded = undefined
      this.#stateVector = undefined
    })
    this.absorb(stored)
  }

  get isNewerThanThisServer(): boolean {
    return versionOf(this.doc) > this.model.version
  }

  get isOlderThanThisServer(): boolean {
    return versionOf(this.doc) < this.model.version
  }

  /** Brings the document to the newest version; null where there was nothing to do. The caller stores the bytes. */
  migrate(): Uint8Array | null {
    const before = Y.encodeStateVector(this.doc)
    return migrateDocument(this.doc, this.model.migrations) ? Y.encodeStateAsUpdate(this.doc, before) : null
  }

  /**
   * Judges and applies frames in order, in one transaction, and returns a verdict for each with the one update that
   * tells everyone what the batch changed (null when nothing did). Throws PoisonedFrame; the document is of no use then.
   */
  contribute(frames: readonly Contribution[]): { judgements: Judgement[]; merged: Uint8Array | null } {
    const judgements: Judgement[] = []
    try {
      const merged = this.#collect(() => {
        this.doc.transact(() => {
          frames.forEach((frame, index) => judgements.push(this.#judgeAndApply(frame, index)))
        })
      })
      return { judgements, merged }
    } catch (error) {
      // Yjs cleans up after a failure too, and what fails then would hide whose frame it was.
      throw this.#poisoned ?? error
    }
  }

  /** Applies what other nodes committed, and who they bound client ids to; returns the one update that says what was new here, null when nothing was. */
  absorb(stored: readonly Uint8Array[], holders: ReadonlyMap<number, string> = new Map()): Uint8Array | null {
    for (const [clientId, personId] of holders) this.#holders.set(clientId, personId)
    return this.#collect(() => {
      try {
        this.doc.transact(() => {
          for (const bytes of stored) Y.applyUpdate(this.doc, bytes)
        })
      } catch (error) {
        throw new UnreadableDocument('a stored update does not apply', { cause: error })
      }
      if (this.doc.store.pendingStructs || this.doc.store.pendingDs) {
        throw new UnreadableDocument('stored updates leave gaps')
      }
    })
  }

  /** The answer to a sync step 1; a newcomer's (empty state vector) is encoded once for all of them. */
  encodeFor(stateVector: Uint8Array): Uint8Array {
    if (stateVector.byteLength > 1) return Y.encodeStateAsUpdate(this.doc, stateVector)
    this.#encoded ??= Y.encodeStateAsUpdate(this.doc)
    return this.#encoded
  }

  stateVector(): Uint8Array {
    this.#stateVector ??= Y.encodeStateVector(this.doc)
    return this.#stateVector
  }

  /** Client ids bound since the last call, to be stored with the rows that used them. */
  takeNewHolders(): ReadonlyMap<number, Holder> {
    const taken = this.#newHolders
    this.#newHolders = new Map()
    return taken
  }

  destroy(): void {
    this.doc.destroy()
  }

  #judgeAndApply({ bytes, personId, seatId, mayWrite, isAnswer }: Contribution, index: number): Judgement {
    const verdict = judge(bytes, this.doc, {
      roots: this.model.roots,
      mayUseClient: (clientId) => (this.#holders.get(clientId) ?? personId) === personId,
      mayWrite,
      maxBytes: isAnswer ? ANSWER_MAX_BYTES : UPDATE_MAX_BYTES,
    })
    if (!verdict.ok) return { accepted: false, reason: verdict.reason }
    if (!verdict.adds) return { accepted: true, adds: false }
    try {
      Y.applyUpdate(this.doc, bytes)
    } catch (error) {
      throw (this.#poisoned = new PoisonedFrame(index, error))
    }
    const { pendingStructs, pendingDs } = this.doc.store
    if (pendingStructs || pendingDs) throw (this.#poisoned = new PoisonedFrame(index, null))
    for (const clientId of verdict.clients) {
      if (this.#holders.has(clientId)) continue
      this.#holders.set(clientId, personId)
      this.#newHolders.set(clientId, { personId, seatId })
    }
    return { accepted: true, adds: true }
  }

  #collect(change: () => void): Uint8Array | null {
    let merged: Uint8Array | null = null
    const keep = (update: Uint8Array) => {
      merged = update
    }
    this.doc.on('update', keep)
    try {
      change()
    } finally {
      this.doc.off('update', keep)
    }
    return merged
  }
}
