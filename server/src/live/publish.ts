import {
  type RoomSign,
  roomSigns,
  type RoomTopic,
  roomTopics,
  type ServerEvents,
} from '@meydan/shared/contracts/events'
import type { Server } from 'socket.io'
import { z } from 'zod'
import type { Relay } from '../sync/relay/relay.ts'
import { paced } from './paced.ts'

export type LiveServer = Server<Record<string, never>, ServerEvents>

/** Tells everyone in a room, on every node, that something changed. Contents don't travel: clients fetch them anew. */
export type Publisher = {
  toRoom(roomId: string, event: 'room:changed', push: { roomId: string }): void
  /** One part of the room changed. Call it after the commit. */
  topic(roomId: string, topic: RoomTopic): void
  /** These people were told something, or have read it. Call it after the commit. */
  news(personIds: readonly string[]): void
}

const CHANNEL = 'live'
/** How far apart two pushes of one topic of one room are. */
const TOPIC_EVERY_MS = 200
/** Signs of one person; in many windows they could send hundreds, and each goes to everybody. */
const SIGNS_A_SECOND = 5
const PEOPLE_A_MESSAGE = 500
const RoomMessage = z.strictObject({
  roomId: z.string(),
  topic: z.enum(roomTopics).optional(),
  reaction: z.strictObject({ seatId: z.string(), sign: z.enum(roomSigns) }).optional(),
})
const NodeMessage = z.union([RoomMessage, z.strictObject({ personIds: z.array(z.string()) })])
type NodeMessage = z.infer<typeof NodeMessage>

export function roomChannel(roomId: string): string {
  return `room:${roomId}`
}

/** Every socket of a person, in whatever room. */
export function personChannel(personId: string): string {
  return `person:${personId}`
}

export type Reactions = { react(roomId: string, seatId: string, sign: RoomSign): void }

/**
 * How far apart two “room changed” of one room are: after each, everybody there reads all of its people anew. That is
 * the square of how many they are; with the second part it grows with their number alone.
 */
const ROOM_EVERY_MS = 1_000
const ROOM_EVERY_MS_A_SOCKET = 10

/** Sends to this node's sockets at once, and to the other nodes through the relay. */
export function createPublisher(io: LiveServer, relay: Relay): Publisher & Reactions & { close(): void } {
  const emit = (message: NodeMessage) => {
    if ('personIds' in message) {
      if (message.personIds.length > 0) io.local.to(message.personIds.map(personChannel)).emit('person:news')
      return
    }
    const { roomId, topic, reaction } = message
    const room = io.local.to(roomChannel(roomId))
    if (reaction) room.emit('room:reaction', { roomId, ...reaction })
    else if (topic) room.emit('room:topic', { roomId, topic })
    else room.emit('room:changed', { roomId })
  }
  const tell = (message: NodeMessage) => {
    emit(message)
    relay.publish(CHANNEL, Buffer.from(JSON.stringify(message)))
  }
  const signs = new Map<string, number>()
  const unsubscribe = relay.subscribe(CHANNEL, (bytes) => {
    const message = readMessage(bytes)
    if (message) emit(message)
  })
  const changes = paced(
    (roomId) => tell({ roomId }),
    (roomId) =>
      Math.max(ROOM_EVERY_MS, ROOM_EVERY_MS_A_SOCKET * (io.of('/').adapter.rooms.get(roomChannel(roomId))?.size ?? 0)),
  )
  const topics = paced(
    (at) => {
      const [roomId, topic] = at.split(' ') as [string, RoomTopic]
      tell({ roomId, topic })
    },
    () => TOPIC_EVERY_MS,
  )
  return {
    toRoom: changes.say,
    topic: (roomId, topic) => topics.say(`${roomId} ${topic}`),
    news: (personIds) => {
      for (let at = 0; at < personIds.length; at += PEOPLE_A_MESSAGE)
        tell({ personIds: personIds.slice(at, at + PEOPLE_A_MESSAGE) })
    },
    react: (roomId, seatId, sign) => {
      if (signs.size === 0) setTimeout(() => signs.clear(), 1_000).unref()
      const given = (signs.get(seatId) ?? 0) + 1
      signs.set(seatId, given)
      if (given <= SIGNS_A_SECOND) tell({ roomId, reaction: { seatId, sign } })
    },
    close() {
      changes.close()
      topics.close()
      unsubscribe()
    },
  }
}

/** What a node of another version says may be something this one doesn't know: then it is as if it hadn't come. */
function readMessage(bytes: Uint8Array): NodeMessage | undefined {
  try {
    return NodeMessage.safeParse(JSON.parse(Buffer.from(bytes).toString())).data
  } catch {
    return undefined
  }
}
