import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { until } from './until.ts'

export type SyncClient = {
  doc: Y.Doc
  provider: WebsocketProvider
  awareness: Awareness
  /** Close codes this client was sent, oldest first. */
  closes: number[]
  /** Types of the messages it received. */
  types: Set<number>
  /** With `ack`: durable frames sent on this connection, and how many of them the server called committed. */
  frames: {
    sent: number
    acked: number
    refusals: string[]
    /** How many sockets it has had; `sent` and `acked` are the last one's. */
    connection: number
    /** Which of them was the first step 2 on this connection: all that was written before it. 0 until it is sent. */
    answeredAt: number
  }
  synced(): Promise<void>
  destroy(): void
}

/** A vanilla y-websocket client, as anyone would write it, with a cookie and an Origin. */
export function syncClient(
  server: { url: string },
  documentId: string,
  cookie: string,
  { doc = new Y.Doc(), ack = false }: { doc?: Y.Doc; ack?: boolean } = {},
): SyncClient {
  const closes: number[] = []
  const types = new Set<number>()
  const frames: SyncClient['frames'] = { sent: 0, acked: 0, refusals: [], connection: 0, answeredAt: 0 }
  class Socket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { cookie, origin: server.url } })
      this.on('close', (code: number) => closes.push(code))
      this.on('message', (data: ArrayBuffer) => types.add(new Uint8Array(data)[0]!))
      frames.sent = frames.acked = frames.answeredAt = 0
      frames.connection += 1
    }

    override send(data: Uint8Array): void {
      super.send(data)
      if (data[0] !== 0 || data[1] === 0) return
      frames.sent += 1
      if (data[1] === 1) frames.answeredAt ||= frames.sent
    }
  }
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/sync`, documentId, doc, {
    WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    ...(ack && { params: { ack: '1' } }),
  })
  provider.messageHandlers[64] = (_encoder, decoder) => {
    frames.acked = decoding.readVarUint(decoder)
  }
  provider.messageHandlers[65] = (_encoder, decoder) => {
    decoding.readVarUint(decoder)
    frames.refusals.push(decoding.readVarString(decoder))
  }
  provider.messageHandlers[66] = () => {}
  return {
    doc,
    provider,
    awareness: provider.awareness,
    closes,
    types,
    frames,
    synced: async () => {
      await until(() => provider.synced, { what: 'the client is synced' })
    },
    destroy() {
      provider.destroy()
      provider.awareness.destroy()
      doc.destroy()
    },
  }
}

/** A socket that sends what it is told to, for clients nobody would write with good intent. */
export async function rawSocket(
  server: { url: string },
  path: string,
  headers: Record<string, string>,
): Promise<{ socket: WebSocket; frames: Uint8Array[]; closed: Promise<number> }> {
  const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers })
  const frames: Uint8Array[] = []
  socket.on('message', (data: Buffer) => frames.push(new Uint8Array(data)))
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve())
    socket.on('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)))
    socket.on('error', reject)
  })
  return { socket, frames, closed }
}
