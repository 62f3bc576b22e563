import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import type { Permission } from '../permissions.ts'
import { Id } from './ids.ts'

/** Reactions to what is said; drawn as signs, named in the catalogues under `voice.sign.`. */
export const roomSigns = ['applause', 'agree', 'thanks', 'surprised', 'slower', 'louder'] as const
export type RoomSign = (typeof roomSigns)[number]

/**
 * What of a room changed: each is fetched by its own contract. Pushes say that something changed, never what: so a push
 * can't tell anybody more than they may read.
 */
export const roomTopics = [
  'meeting',
  'writing',
  'votes',
  'tables',
  'voice',
  'questions',
  'stage',
  'arrivals',
  'attendance',
  'answers',
  'signing',
  'threads',
  'decisions',
  'clauses',
  'happenings',
] as const
export type RoomTopic = (typeof roomTopics)[number]

/**
 * Socket.IO events. Every event from the client carries one object and a callback that receives
 * `{ ok: true, … }` or `{ ok: false, code }`; an event without callback is carried out all the same.
 */
export const clientEvents = {
  /** Take part in a room's presence and pushes; the reply holds who is here, and what time it is at the server. */
  'room:enter': { needs: 'presence.show', body: z.strictObject({ roomId: Id }) },
  'room:leave': { needs: 'presence.show', body: z.strictObject({ roomId: Id }) },
  /** A sign that everybody sees for a moment and nobody keeps. */
  'room:react': { needs: 'voice.use', body: z.strictObject({ roomId: Id, sign: z.enum(roomSigns) }) },
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
  /** One part of the room changed: fetch it anew. */
  'room:topic': (push: { roomId: string; topic: RoomTopic }) => void
  'room:reaction': (push: { roomId: string; seatId: string; sign: RoomSign }) => void
  /** Something I was told of is new, or read elsewhere: fetch it anew. */
  'person:news': () => void
  /** The own seat was taken back; the socket leaves the room. */
  'seat:removed': (push: { roomId: string }) => void
}
