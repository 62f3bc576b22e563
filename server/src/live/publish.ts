import type { Server } from 'socket.io'
import type { ServerEvents } from '@meydan/shared/contracts/events'
import type { Relay } from '../sync/relay/relay.ts'

export type LiveServer = Server<Record<string, never>, ServerEvents>

export type PublishableEvent = 'room:changed'

/** Tells everyone in a room, on every node, that something changed. Contents don't travel: clients fetch them anew. */
export type Publisher = {
  toRoom(roomId: string, event: PublishableEvent, push: { roomId: string }): void
}

const CHANNEL = 'live'

export function roomChannel(roomId: string): string {
  return `room:${roomId}`
}

/** Sends to this node's sockets at once, and to the other nodes through the relay. */
export function createPublisher(io: LiveServer, relay: Relay): Publisher & { close(): void } {
  const emit = (roomId: string) => io.local.to(roomChannel(roomId)).emit('room:changed', { roomId })
  const unsubscribe = relay.subscribe(CHANNEL, (message) => emit(Buffer.from(message).toString()))
  return {
    toRoom(roomId) {
      emit(roomId)
      relay.publish(CHANNEL, Buffer.from(roomId))
    },
    close: unsubscribe,
  }
}
