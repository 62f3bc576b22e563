import type { CloseReason } from '@meydan/shared/close-codes'
import type { PresenceUser } from '@meydan/shared/documents/presence'
import type { SeatRole } from '@meydan/shared/words'

/** A connection at a document, as the document sees it. */
export type Peer = {
  readonly id: string
  readonly personId: string
  readonly seatId: string
  readonly role: SeatRole
  readonly user: PresenceUser
  readonly mayWrite: boolean
  readonly wantsAck: boolean
  send(frame: Uint8Array): void
  /** For what may be lost: dropped where the reader is slow. */
  sendIfQuick(frame: Uint8Array): void
  close(reason: CloseReason): void
}
