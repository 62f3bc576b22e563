import type { Socket } from 'socket.io-client'

export type SharedListeners = {
  /** The connection is there, at first or again: what was pushed meanwhile was missed. */
  connected: () => void
  lost: () => void
  /** Said without contents: what changed is fetched. */
  changed: (what: 'document' | 'threads') => void
  /** The link was closed, or its time is over. */
  ended: () => void
  /** The server hung up or let nobody in: it is to be asked why. */
  refused: () => void
}

type Pushes = { 'shared:changed': (push: { what: 'document' | 'threads' }) => void; 'shared:ended': () => void }

/**
 * Hears of a link's document while it is open; of no room, and with nobody's session. Socket.IO comes back by itself, each
 * time a little later. Returns how to stop.
 */
export function listenToLink(token: string, listeners: SharedListeners): () => void {
  let socket: Socket<Pushes, Record<string, never>> | undefined
  let isOver = false

  async function open(): Promise<void> {
    const { io } = await import('socket.io-client')
    if (isOver) return
    socket = io('/shared', { transports: ['websocket'], auth: { token }, forceNew: true, reconnectionDelayMax: 20_000 })
    socket.on('connect', listeners.connected)
    socket.on('shared:changed', ({ what }) => listeners.changed(what))
    socket.on('shared:ended', listeners.ended)
    socket.on('disconnect', (reason) => {
      listeners.lost()
      if (reason === 'io server disconnect') listeners.refused()
    })
    socket.on('connect_error', () => {
      listeners.lost()
      // Not let in: other than where no server was reached, it doesn't try again.
      if (!socket?.active) listeners.refused()
    })
  }

  void open().catch(listeners.lost)
  return () => {
    isOver = true
    socket?.removeAllListeners()
    socket?.disconnect()
  }
}
