import type { CloseReason } from '@meydan/shared/close-codes'
import { type ShallowRef, shallowRef } from 'vue'

/** What the screen may say about saving. `saved` means: every change of this window is committed in the database. */
export type SyncState = 'saved' | 'saving' | 'unsaved' | 'offline' | 'readonly' | 'rejected' | 'replaced'

export type SyncStatus = {
  state: SyncState
  /** Own changes that are not committed yet, as far as this window knows. */
  pendingChanges: number
  /** Why the server ended the connection for good. */
  closed?: CloseReason
  /** The document can't be loaded whole; what is shown is its last good state, and the operator has been told. */
  quarantined?: true
}

const status: ShallowRef<SyncStatus | null> = shallowRef(null)

/** Set where saving has stopped for good and the person can have it tried once more. */
export const onRetry: ShallowRef<(() => void) | null> = shallowRef(null)

/** The saved state of the document that is open in this window; null when none is. */
export function useSyncStatus(): ShallowRef<SyncStatus | null> {
  return status
}

/** What is known of a connection, and nothing derived. */
export type SyncFacts = {
  connected: boolean
  /** This connection has brought the server everything from before it. */
  caughtUp: boolean
  mayWrite: boolean
  /** Durable frames of this connection: sent, and acknowledged as committed. */
  sent: number
  acked: number
  pendingChanges: number
  /** Since when something has been waiting for its acknowledgement, ms; null when nothing is. */
  waitingSince: number | null
  /** Words that could not be saved are being shown to who wrote them. */
  hasLost: boolean
  quarantined: boolean
  closed?: CloseReason
}

/** A wait this long is told: the person should know before they close the page. */
export const UNSAVED_AFTER_MS = 2_000

/** The one place that decides what is said. */
export function syncStatusOf(facts: SyncFacts, now: number): SyncStatus {
  const { pendingChanges, closed, quarantined } = facts
  const state = stateOf(facts, now)
  return { state, pendingChanges, ...(closed && { closed }), ...(quarantined && { quarantined }) }
}

function stateOf(facts: SyncFacts, now: number): SyncState {
  const { closed, hasLost, pendingChanges } = facts
  if (closed === 'newerVersion' || closed === 'gone') return 'replaced'
  if (hasLost || closed === 'refused' || closed === 'tooLarge') return 'rejected'
  if (closed) return pendingChanges > 0 ? 'rejected' : 'readonly'
  if (!facts.connected) return 'offline'
  if ((!facts.mayWrite || facts.quarantined) && facts.caughtUp) return 'readonly'
  if (facts.caughtUp && facts.acked === facts.sent) return 'saved'
  const waited = facts.waitingSince === null ? 0 : now - facts.waitingSince
  return waited > UNSAVED_AFTER_MS ? 'unsaved' : 'saving'
}
