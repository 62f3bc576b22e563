import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'

/** The web sockets of Socket.IO, which would wait half a minute for the goodbye of one that sent rubbish. */
export class StrictWebSockets extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, maxFragments: 64 } as ServerOptions)
    this.on('wsClientError', (_error, socket) => socket.destroy())
  }

  override handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (ws: WebSocket, request: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate())
      done(ws, request)
    })
  }
}
