import type { CloseReason } from '@meydan/shared/close-codes'
import { type SyncFacts, syncStatusOf, useSyncStatus } from './sync-status.ts'

const LOOK_EVERY_MS = 250

/**
 * Collects what is known of a document's connection, and says what follows from it. Acknowledgements are counted in
 * frames of one connection: a state vector would miss deletions, and call them saved when they are not.
 */
export class SyncMeter {
  readonly facts: SyncFacts = {
    connected: false,
    caughtUp: false,
    mayWrite: true,
    sent: 0,
    acked: 0,
    pendingChanges: 0,
    waitingSince: null,
    hasLost: false,
    quarantined: false,
  }
  readonly #status = useSyncStatus()
  readonly #timer = setInterval(() => this.publish(), LOOK_EVERY_MS)

  changed(): void {
    this.facts.pendingChanges += 1
    this.publish()
  }

  /** A connection opened or ended: frames are counted anew. */
  connection(connected: boolean): void {
    Object.assign(this.facts, { connected, caughtUp: false, sent: 0, acked: 0, waitingSince: null })
    this.publish()
  }

  told(hello: { mayWrite: boolean; quarantined: boolean }): void {
    Object.assign(this.facts, hello)
    this.publish()
  }

  /** How many frames were handed over and how many came back committed; `caughtUp`: those from before it are among them. */
  counted(sent: number, acked: number, caughtUp: boolean): void {
    const isDone = caughtUp && acked === sent
    Object.assign(this.facts, { sent, acked, caughtUp })
    this.facts.waitingSince = acked === sent ? null : (this.facts.waitingSince ?? Date.now())
    if (isDone) this.facts.pendingChanges = 0
    this.publish()
  }

  shows(hasLost: boolean): void {
    this.facts.hasLost = hasLost
    this.publish()
  }

  closed(reason: CloseReason): void {
    this.facts.closed = reason
    this.publish()
  }

  /** Begins again with a fresh document: what was pending in the last one is lost or stored by now. */
  restart(): void {
    delete this.facts.closed
    Object.assign(this.facts, { mayWrite: true, quarantined: false, pendingChanges: 0 })
    this.connection(false)
  }

  publish(): void {
    const next = syncStatusOf(this.facts, Date.now())
    const now = this.#status.value
    const isSame =
      now?.state === next.state &&
      now.pendingChanges === next.pendingChanges &&
      now.closed === next.closed &&
      now.quarantined === next.quarantined
    if (!isSame) this.#status.value = next
  }

  destroy(): void {
    clearInterval(this.#timer)
    this.#status.value = null
  }
}
