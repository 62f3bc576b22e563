import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { Permission } from '../permissions.ts'
import { Id } from './ids.ts'

/**
 * Socket.IO events. Every event from the client carries one object and a callback that receives
 * `{ ok: true, … }` or `{ ok: false, code }`; an event without callback is carried out all the same.
 */
export const clientEvents = {
  /** Take part in a room's presence and pushes; the reply holds who is here. */
  'room:enter': { needs: 'presence.show', body: z.strictObject({ roomId: Id }) },
  'room:leave': { needs: 'presence.show', body: z.strictObject({ roomId: Id }) },
} as const satisfies Record<string, { needs: Permission; body: z.ZodType }>

export type ClientEventName = keyof typeof clientEvents

/** Who is here now: one entry per seat, however many windows they have open. */
export const PresentSeat = z.object({ seatId: Id, connections: z.number().int() })
export type PresentSeat = z.infer<typeof PresentSeat>

export type EventReply<T> = ({ ok: true } & T) | { ok: false; code: ErrorCode }

/** What the server pushes to everyone in a room. Contents are never pushed: the client fetches them anew. */
export type ServerEvents = {
  people: (push: { roomId: string; present: PresentSeat[] }) => void
  /** The room's name, seats, documents or the own role changed: read the room again. */
  'room:changed': (push: { roomId: string }) => void
  /** The own seat was taken back; the socket leaves the room. */
  'seat:removed': (push: { roomId: string }) => void
}
