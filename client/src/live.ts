import type {
  ClientEventName,
  EventReply,
  PresentSeat,
  RoomSign,
  RoomTopic,
  ServerEvents,
} from '@meydan/shared/contracts/events'
import type { Socket } from 'socket.io-client'
import { firstPictureAtLast } from './first-picture.ts'
import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import { heardServerTime } from './workshop/server-clock.ts'

type ClientEvents = Record<
  ClientEventName,
  (
    body: { roomId: string; sign?: RoomSign },
    reply: (answer: EventReply<{ present: PresentSeat[]; now: number }>) => void,
  ) => void
>

/** Who listens to which part of which room; told of pushes, and of everything after a reconnect. */
const topicListeners = new Map<string, Set<() => void>>()

function topicKey(roomId: string, topic: RoomTopic): string {
  return `${roomId} ${topic}`
}

/** Calls `listener` when this part of a room changed, or may have while the connection was away; returns how to stop. */
export function onRoomTopic(roomId: string, topic: RoomTopic, listener: () => void): () => void {
  const key = topicKey(roomId, topic)
  const listeners = topicListeners.get(key) ?? new Set()
  topicListeners.set(key, listeners.add(listener))
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) topicListeners.delete(key)
  }
}

function tellAllTopics(roomId: string): void {
  for (const [key, listeners] of topicListeners) {
    if (key.startsWith(`${roomId} `)) for (const listener of listeners) listener()
  }
}

/** Whoever shows what this person was told of. */
const newsListeners = new Set<() => void>()

function tellNews(): void {
  for (const listener of newsListeners) listener()
}

/**
 * Calls `listener` when this person was told something or read it elsewhere, and after every reconnect, when they may
 * have been. Holds the connection open, on pages outside rooms too; returns how to stop.
 */
export function onPersonNews(listener: () => void): () => void {
  newsListeners.add(listener)
  users += 1
  void openWhile(() => newsListeners.has(listener)).then((live) => live && join(live))
  return () => {
    if (!newsListeners.delete(listener)) return
    letGo()
  }
}

/** Long enough for a session that has just ended to be known as such. */
const COME_BACK_MS = 1000

type LiveSocket = Socket<ServerEvents, ClientEvents>

let socket: Promise<LiveSocket> | undefined
let users = 0

/**
 * One connection for the whole page, open while a room or the bell needs it. Websocket only: long polling would need
 * sticky nodes. Its script comes after the board, which can be read and written without it.
 */
async function openSocket(): Promise<LiveSocket> {
  await firstPictureAtLast()
  const { io } = await import('socket.io-client')
  const opened: LiveSocket = io({ transports: ['websocket'], autoConnect: false })
  // When the server hung up on purpose, Socket.IO doesn't come back by itself: try once more.
  opened.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') setTimeout(() => users > 0 && join(opened), COME_BACK_MS)
  })
  return opened.on('connect', tellNews).on('person:news', tellNews)
}

async function connect(): Promise<LiveSocket> {
  socket ??= openSocket().catch((error: unknown) => {
    // Without a network its script can't be fetched either: the next one tries again.
    socket = undefined
    throw error
  })
  return socket
}

/** The connection, as soon as its script can be had; null once it is no longer wanted. */
async function openWhile(isWanted: () => boolean): Promise<LiveSocket | null> {
  while (isWanted()) {
    try {
      const live = await connect()
      return isWanted() ? live : null
    } catch {
      await new Promise((resolve) => setTimeout(resolve, COME_BACK_MS))
    }
  }
  return null
}

/** Asking twice while the first is under way would make two of one window. */
function join(live: LiveSocket): void {
  if (!live.active) live.connect()
}

/** One less who needs the connection. */
function letGo(): void {
  users -= 1
  if (users === 0) void socket?.then((live) => users === 0 && live.disconnect()).catch(() => {})
}

export type RoomLiveListeners = {
  /** Name, seats, documents or the own role changed, or something may have been missed: read the room again. */
  changed: () => void
  /** The own seat was taken back. */
  removed: () => void
  /** Somebody made a sign. */
  reacted?: (seatId: string, sign: RoomSign) => void
}

export type RoomLive = {
  present: ShallowRef<PresentSeat[]>
  connected: Ref<boolean>
  /** Shows everybody a sign for a moment; where there is no connection, nobody. */
  react: (sign: RoomSign) => void
}

/** Takes part in a room's presence until the scope ends; enters again after every reconnect. */
export function useRoomLive(roomId: string, listeners: RoomLiveListeners): RoomLive {
  const present = shallowRef<PresentSeat[]>([])
  const connected = ref(false)
  let live: LiveSocket | undefined
  let isOver = false

  function enter(): void {
    const askedAt = performance.now()
    live?.emit('room:enter', { roomId }, (answer) => {
      if (answer.ok) {
        connected.value = true
        present.value = answer.present
        heardServerTime(answer.now, askedAt)
        // Also the first time: what was fetched before may have changed before pushes could come.
        listeners.changed()
        tellAllTopics(roomId)
      } else if (['forbidden', 'not_found', 'signed_out'].includes(answer.code)) listeners.removed()
    })
  }
  function lost(reason: string): void {
    connected.value = false
    present.value = []
    // The server hung up on purpose: ask why.
    if (reason === 'io server disconnect') listeners.removed()
  }
  const people: ServerEvents['people'] = (push) => {
    if (push.roomId === roomId) present.value = push.present
  }
  const changed: ServerEvents['room:changed'] = (push) => {
    if (push.roomId === roomId) listeners.changed()
  }
  const removed: ServerEvents['seat:removed'] = (push) => {
    if (push.roomId === roomId) listeners.removed()
  }
  const topic: ServerEvents['room:topic'] = (push) => {
    for (const listener of topicListeners.get(topicKey(push.roomId, push.topic)) ?? []) listener()
  }
  const reaction: ServerEvents['room:reaction'] = (push) => {
    if (push.roomId === roomId) listeners.reacted?.(push.seatId, push.sign)
  }

  function listen(opened: LiveSocket): void {
    live = opened
    live.on('connect', enter).on('disconnect', lost)
    live.on('room:topic', topic).on('room:reaction', reaction)
    live.on('people', people).on('room:changed', changed).on('seat:removed', removed)
    if (live.connected) enter()
    else join(live)
  }

  users += 1
  void openWhile(() => !isOver).then((opened) => opened && listen(opened))
  onScopeDispose(() => {
    isOver = true
    letGo()
    if (!live) return
    live.off('connect', enter).off('disconnect', lost)
    live.off('room:topic', topic).off('room:reaction', reaction)
    live.off('people', people).off('room:changed', changed).off('seat:removed', removed)
    if (live.connected) live.emit('room:leave', { roomId }, () => {})
  })
  return {
    present,
    connected,
    react: (sign) => {
      if (live?.connected) live.emit('room:react', { roomId, sign }, () => {})
    },
  }
}
