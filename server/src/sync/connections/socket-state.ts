import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'

const MESSAGE_PATIENCE_MS = 10_000
/** The slowest sending that counts as sending: an hour of work without network over a poor line is under way for 20 s. */
const SLOWEST_BYTES_PER_MS = 16

/**
 * Bytes of this socket that left the process. What the operating system has been handed and not yet taken counts as
 * still here; only the handle knows, and `writableLength` stands still until a chunk is through as a whole.
 */
export function whatLeft(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle?: { bytesWritten: number; writeQueueSize: number } | null }
  return handle ? handle.bytesWritten - handle.writeQueueSize : socket.bytesWritten
}

/** Bytes of a message that has begun and is not whole yet. `ws` tells nobody; its version is fixed, and a test looks. */
export function heldOfMessage(ws: WebSocket): number {
  const { _receiver: receiver } = ws as unknown as { _receiver?: { _bufferedBytes: number; _messageLength: number } }
  return receiver ? receiver._bufferedBytes + receiver._messageLength : 0
}

/** Whether a message, begun `begunMs` ago, of which `held` bytes are here and the last came `silentMs` ago, takes too long. */
export function messageIsLate(begunMs: number, silentMs: number, held: number): boolean {
  return silentMs >= MESSAGE_PATIENCE_MS || begunMs > MESSAGE_PATIENCE_MS + held / SLOWEST_BYTES_PER_MS
}
