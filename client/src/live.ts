import type { ClientEventName, EventReply, PresentSeat, ServerEvents } from '@meydan/shared/contracts/events'
import { io, type Socket } from 'socket.io-client'
import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue'

type ClientEvents = Record<
  ClientEventName,
  (body: { roomId: string }, reply: (answer: EventReply<{ present: PresentSeat[] }>) => void) => void
>

/** Long enough for a session that has just ended to be known as such. */
const COME_BACK_MS = 1000

let socket: Socket<ServerEvents, ClientEvents> | undefined
let users = 0

/** One connection for the whole page, open while any room is. Websocket only: long polling would need sticky nodes. */
function connect(): Socket<ServerEvents, ClientEvents> {
  socket ??= io({ transports: ['websocket'], autoConnect: false })
  users += 1
  if (users === 1) socket.connect()
  return socket
}

function release(): void {
  users -= 1
  if (users === 0) socket?.disconnect()
}

export type RoomLiveListeners = {
  /** Name, seats, documents or the own role changed, or something may have been missed: read the room again. */
  changed: () => void
  /** The own seat was taken back. */
  removed: () => void
}

export type RoomLive = { present: ShallowRef<PresentSeat[]>; connected: Ref<boolean> }

/** Takes part in a room's presence until the scope ends; enters again after every reconnect. */
export function useRoomLive(roomId: string, listeners: RoomLiveListeners): RoomLive {
  const present = shallowRef<PresentSeat[]>([])
  const connected = ref(false)
  const live = connect()
  let entered = false

  function enter(): void {
    live.emit('room:enter', { roomId }, (answer) => {
      if (answer.ok) {
        connected.value = true
        present.value = answer.present
        if (entered) listeners.changed()
        entered = true
      } else if (['forbidden', 'not_found', 'signed_out'].includes(answer.code)) listeners.removed()
    })
  }
  function lost(reason: string): void {
    connected.value = false
    present.value = []
    // The server hung up on purpose, and then Socket.IO doesn't come back by itself: ask why, and try once more.
    if (reason !== 'io server disconnect') return
    listeners.removed()
    setTimeout(() => users > 0 && live.connect(), COME_BACK_MS)
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

  live.on('connect', enter).on('disconnect', lost)
  live.on('people', people).on('room:changed', changed).on('seat:removed', removed)
  if (live.connected) enter()

  onScopeDispose(() => {
    live.off('connect', enter).off('disconnect', lost)
    live.off('people', people).off('room:changed', changed).off('seat:removed', removed)
    if (live.connected) live.emit('room:leave', { roomId }, () => {})
    release()
  })
  return { present, connected }
}
