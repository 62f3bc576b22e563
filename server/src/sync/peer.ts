import type { CloseReason } from '@meydan/shared/close-codes'
import type { PresenceUser } from '@meydan/shared/documents/presence'
import type { SeatRole } from '@meydan/shared/words'

/** A connection at a document, as the document sees it. */
export type Peer = {
  /** Also the first half of the trace of each of its frames. */
  readonly id: string
  readonly personId: string
  readonly seatId: string
  readonly role: SeatRole
  readonly user: PresenceUser
  readonly mayWrite: boolean
  /** Whether they may lock and unlock records. */
  readonly mayLock: boolean
  readonly wantsAck: boolean
  send(frame: Uint8Array): void
  /** Sends a whole websocket frame as `toWebSocketFrame` makes it: one buffer for everybody in the room. */
  sendFramed(frame: Buffer): void
  /** For what may be lost: dropped where the reader is slow. A whole websocket frame, too. */
  sendIfQuick(frame: Buffer): void
  /** Puts the time that judging this connection's frames took on its account, ms. */
  spent(ms: number): void
  close(reason: CloseReason): void
}
