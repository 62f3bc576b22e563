import { documentCatalogue, type DocumentModel } from '@meydan/shared/documents/catalogue'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { type InNameOf, migrateDocument, versionOf } from '@meydan/shared/documents/versions'
import * as Y from 'yjs'
import { type Effect, judge, type Verdict } from './gate/gate.ts'
import { readsTheSameAnew } from './gate/anew.ts'
import { DocumentSize } from './gate/size.ts'
import { deletesEnMasse } from './gate/mass-delete.ts'
import { Blame } from './gate/blame.ts'
import { findRepair, repairUpdate } from './gate/repair.ts'
import { RepairTally } from './gate/repair-tally.ts'
import { ANSWER_MAX_BYTES, UPDATE_MAX_BYTES } from './wire.ts'
import type { Refusal } from './gate/content.ts'

export type Contribution = {
  bytes: Uint8Array
  personId: string
  seatId: string
  mayWrite: boolean
  /** Whether they may lock and unlock records. */
  mayLock?: boolean
  isAnswer: boolean
}

/** Who first wrote under a client id. */
export type Holder = { personId: string; seatId: string }

export type Judgement =
  /** `repaired` where something of it had to be taken out again: the frame is stored, and with it the repair. */
  { accepted: true; adds: boolean; repaired?: true } | { accepted: false; reason: Refusal }

export type Contributed = {
  judgements: Judgement[]
  /** The one update that tells everyone what the batch changed, its repair included; null when nothing did. */
  merged: Uint8Array | null
  /** What to store behind the batch's frames, in the same transaction; null where nothing had to be mended. */
  repair: Uint8Array | null
  /** The whole document as it was before the frame `index`, where that deletes en masse. */
  before: { bytes: Uint8Array; index: number } | null
}

/** While a batch is applied. */
type Batch = { judgements: Judgement[]; effects: (Effect | null)[]; before: Contributed['before'] }

/** Stored bytes that don't make a document: it must be quarantined, never served empty. */
export class UnreadableDocument extends Error {}

/** Kept once in so long, however often somebody deletes. */
const BEFORE_EVERY_MS = 10 * 60_000

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
  readonly #size: DocumentSize
  readonly #repairs = new RepairTally()
  #keptBeforeAt = Number.NEGATIVE_INFINITY

  constructor(kind: DocumentKind, stored: readonly Uint8Array[], holders: ReadonlyMap<number, string>) {
    this.model = documentCatalogue[kind]
    this.#holders = new Map(holders)
    this.#size = new DocumentSize(this.doc, () => Y.encodeStateAsUpdate(this.doc))
    // Asked for later, they would replace the nameless types that frames have made, in the middle of a batch.
    for (const root of this.model.roots) this.doc.getMap(root)
    // Not 'update': for that one Yjs encodes every transaction once more.
    this.doc.on('afterTransaction', ({ changed, deleteSet }) => {
      if (changed.size > 0 || deleteSet.clients.size > 0) this.#forgetEncoded()
    })
    const merged = this.absorb(stored)
    // What made the document is the answer to whoever comes first.
    this.#encoded = (stored.length === 1 ? stored[0] : merged) ?? undefined
  }

  /** Roughly what it takes, and never less than its encoded form. */
  get estimatedBytes(): number {
    return this.#size.bytes
  }

  get isNewerThanThisServer(): boolean {
    return versionOf(this.doc) > this.model.version
  }

  get isOlderThanThisServer(): boolean {
    return versionOf(this.doc) < this.model.version
  }

  /** Brings the document to the newest version; null where there was nothing to do. The caller stores the bytes. */
  migrate(inNameOf?: InNameOf): Uint8Array | null {
    const before = Y.encodeStateVector(this.doc)
    return migrateDocument(this.doc, this.model.migrations, inNameOf) ? Y.encodeStateAsUpdate(this.doc, before) : null
  }

  /**
   * Judges, applies and mends frames in order, in one transaction, with a verdict for each. Throws PoisonedFrame; the
   * document is of no use then.
   */
  contribute(frames: readonly Contribution[]): Contributed {
    const batch: Batch = { judgements: [], effects: [], before: null }
    let merged: Uint8Array | null = null
    let repair: Uint8Array | null = null
    const keep = (update: Uint8Array) => {
      merged = update
    }
    try {
      this.doc.transact((transaction) => {
        frames.forEach((frame, index) => this.#judgeAndApply(frame, index, batch))
        repair = this.#mend(transaction, frames, batch)
        merged = repair ? null : onlyBytes(frames, batch.effects)
        if (!merged) this.doc.on('update', keep)
      })
    } catch (error) {
      // Yjs cleans up after a failure too, and what fails then would hide whose frame it was.
      throw this.#poisoned ?? error
    } finally {
      this.doc.off('update', keep)
    }
    if (merged) this.#forgetEncoded()
    return { judgements: batch.judgements, merged, repair, before: batch.before }
  }

  /** Applies what other nodes committed, and who they bound client ids to; returns the one update that says what was new here, null when nothing was. */
  absorb(stored: readonly Uint8Array[], holders: ReadonlyMap<number, string> = new Map()): Uint8Array | null {
    for (const [clientId, personId] of holders) this.#holders.set(clientId, personId)
    let merged: Uint8Array | null = null
    const keep = (update: Uint8Array) => {
      merged = update
    }
    this.doc.on('update', keep)
    try {
      this.doc.transact(() => {
        for (const bytes of stored) Y.applyUpdate(this.doc, bytes)
      })
    } catch (error) {
      throw new UnreadableDocument('a stored update does not apply', { cause: error })
    } finally {
      this.doc.off('update', keep)
    }
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs) {
      throw new UnreadableDocument('stored updates leave gaps')
    }
    this.#forgetEncoded()
    this.#size.addStored(stored.reduce((sum, { byteLength }) => sum + byteLength, 0))
    return merged
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

  #judgeAndApply(frame: Contribution, index: number, batch: Batch): void {
    const { bytes, personId, seatId } = frame
    batch.effects.push(null)
    const verdict = this.#judge(frame)
    if (!verdict.ok) {
      batch.judgements.push({ accepted: false, reason: verdict.reason })
      return
    }
    batch.judgements.push({ accepted: true, adds: verdict.adds })
    if (!verdict.adds) return
    this.#keepBefore(verdict, frame, index, batch)
    this.#apply(bytes, index)
    batch.effects[index] = verdict
    this.#size.addFrame(bytes.byteLength, verdict)
    for (const { client } of verdict.writes) {
      if (this.#holders.has(client)) continue
      this.#holders.set(client, personId)
      this.#newHolders.set(client, { personId, seatId })
    }
  }

  #judge({ bytes, personId, seatId, mayWrite, isAnswer }: Contribution): Verdict {
    const verdict = judge(bytes, this.doc, {
      roots: this.model.roots,
      richRoot: this.model.texts.rich && this.model.texts.root,
      mayUseClient: (clientId) => this.#mayUse(clientId, personId),
      mayWrite: mayWrite && this.#repairs.mayWrite(seatId),
      maxBytes: isAnswer ? ANSWER_MAX_BYTES : UPDATE_MAX_BYTES,
    })
    if (!verdict.ok || !verdict.adds) return verdict
    if (!this.#size.hasRoomFor(bytes.byteLength, verdict)) return { ok: false, reason: 'too_large' }
    const isSound = !verdict.isOdd || readsTheSameAnew(this.doc, bytes, this.model.roots)
    return isSound ? verdict : { ok: false, reason: 'malformed' }
  }

  /** What has been written under nobody's name – the server's own, a template's, an erased person's – stays nobody's. */
  #mayUse(clientId: number, personId: string): boolean {
    const holder = this.#holders.get(clientId)
    if (holder !== undefined) return holder === personId
    return clientId !== this.doc.clientID && !this.doc.store.clients.has(clientId)
  }

  #apply(bytes: Uint8Array, index: number): void {
    try {
      Y.applyUpdate(this.doc, bytes)
    } catch (error) {
      throw (this.#poisoned = new PoisonedFrame(index, error))
    }
    const { pendingStructs, pendingDs } = this.doc.store
    if (pendingStructs || pendingDs) throw (this.#poisoned = new PoisonedFrame(index, null))
  }

  #keepBefore(effect: Effect, { personId }: Contribution, index: number, batch: Batch): void {
    if (performance.now() - this.#keptBeforeAt < BEFORE_EVERY_MS) return
    const isOfOthers = (clientId: number) => this.#holders.get(clientId) !== personId
    if (!deletesEnMasse(this.doc, this.model, effect, isOfOthers)) return
    this.#keptBeforeAt = performance.now()
    batch.before = { bytes: Y.encodeStateAsUpdate(this.doc), index }
  }

  #mend(transaction: Y.Transaction, frames: readonly Contribution[], batch: Batch): Uint8Array | null {
    const blame = new Blame(batch.effects, (index) => frames[index]!.mayLock === true)
    const repair = findRepair(transaction, this.model, blame, () => this.#unusedClientId())
    if (!repair) return null
    const bytes = repairUpdate(repair)
    Y.applyUpdate(this.doc, bytes)
    for (const index of blame.for(repair)) {
      batch.judgements[index] = { accepted: true, adds: true, repaired: true }
      this.#repairs.note(frames[index]!.seatId)
    }
    return bytes
  }

  #unusedClientId(): number {
    for (;;) {
      const [id] = crypto.getRandomValues(new Uint32Array(1))
      if (id !== this.doc.clientID && !this.doc.store.clients.has(id!)) return id!
    }
  }

  #forgetEncoded(): void {
    this.#encoded = undefined
    this.#stateVector = undefined
  }
}

/** A batch whose only effect is one frame that is new in all its parts is told by the frame's own bytes. */
function onlyBytes(frames: readonly Contribution[], effects: readonly (Effect | null)[]): Uint8Array | null {
  let only: number | null = null
  for (let index = 0; index < effects.length; index++) {
    if (!effects[index]) continue
    if (only !== null) return null
    only = index
  }
  return only !== null && effects[only]!.isAllNew ? frames[only]!.bytes : null
}
