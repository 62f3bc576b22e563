import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type CloseReason, closeCodes } from '@meydan/shared/close-codes'
import { type WebSocket, WebSocketServer } from 'ws'
import type { OpenConnection } from '../access/revoke.ts'
import { SocketPlaces } from '../access/socket-places.ts'
import { metrics } from '../metrics.ts'
import { Connection, type ConnectionLimits } from './connection.ts'
import type { Library } from './library.ts'
import type { Peer } from './peer.ts'
import { ANSWER_MAX_BYTES } from './wire.ts'

/** Who asks, and what they may do at this document; a reason where they may not even read. */
export type Admission =
  | { reason: CloseReason }
  | {
      sessionId: string
      standing: string
      peer: Pick<Peer, 'personId' | 'seatId' | 'role' | 'user' | 'mayWrite'>
    }

export type EndpointDeps = {
  library: Library
  isOwnOrigin: (headers: IncomingHttpHeaders) => boolean
  admit: (documentId: string, headers: IncomingHttpHeaders) => Promise<Admission>
  watch: (connection: OpenConnection) => () => void
  limitScale: number
  log: { warn: (details: object, text: string) => void }
}

const PATH = /^\/sync\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/
const HEARTBEAT_MS = 15_000
const CONNECTIONS_PER_PERSON = 6
const FRAME_MAX_BYTES = ANSWER_MAX_BYTES + 1024
const EARLY_FRAMES_MAX = 64

/**
 * `GET /sync/<documentId>`: the y-websocket protocol behind the session cookie. A foreign Origin is refused before
 * 101; whatever else is wrong is said by a close code after it, because a browser retries a failed upgrade for ever.
 */
export class SyncEndpoint {
  readonly #deps: EndpointDeps
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: FRAME_MAX_BYTES,
    maxFragments: 64,
  } as ConstructorParameters<typeof WebSocketServer>[0])
  readonly #connections = new Set<Connection>()
  readonly #places: SocketPlaces
  readonly #heartbeat: NodeJS.Timeout
  #closing = false

  constructor(deps: EndpointDeps) {
    this.#deps = deps
    this.#places = new SocketPlaces(CONNECTIONS_PER_PERSON * deps.limitScale)
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS)
    this.#server.on('wsClientError', (_error, socket) => socket.destroy())
  }

  /** Whether this upgrade is ours; then it is being answered. Its socket has an error listener already. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    if (!path.startsWith('/sync/')) return false
    if (!this.#deps.isOwnOrigin(request.headers)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return true
    }
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      // Without a listener one bad frame of a stranger would end the process.
      ws.on('error', () => ws.terminate())
      const documentId = PATH.exec(path)?.[1]
      if (this.#closing) end(ws, 'restarting')
      else if (!documentId) end(ws, 'gone')
      else void this.#letIn(ws, documentId, request, new URLSearchParams(query).get('ack') === '1')
    })
    return true
  }

  /** Nobody comes in any more; who is here goes on. */
  stopAdmitting(): void {
    this.#closing = true
  }

  close(): void {
    this.#closing = true
    clearInterval(this.#heartbeat)
    for (const connection of [...this.#connections]) connection.close('restarting')
    this.#server.close()
  }

  async #letIn(ws: WebSocket, documentId: string, request: IncomingMessage, wantsAck: boolean): Promise<void> {
    // What arrives before admission waits, bounded, in arrival order.
    const early: { data: Buffer; isBinary: boolean }[] = []
    let earlyBytes = 0
    const keep = (data: Buffer, isBinary: boolean) => {
      earlyBytes += data.length
      if (early.length < EARLY_FRAMES_MAX && earlyBytes <= FRAME_MAX_BYTES) early.push({ data, isBinary })
      else {
        // Somebody may type much before a slow database has let them in: they keep it and send it again.
        ws.off('message', keep)
        end(ws, 'tryLater')
      }
    }
    ws.on('message', keep)
    try {
      const admission = await this.#deps.admit(documentId, request.headers)
      if ('reason' in admission) return end(ws, admission.reason)
      const document = await this.#deps.library.open(documentId)
      if (!document) return end(ws, 'gone')
      if (document.live.isNewerThanThisServer) return end(ws, 'newerVersion')
      if (ws.readyState !== ws.OPEN || this.#closing) return end(ws, 'restarting')
      if (this.#places.isFull(admission.peer.personId)) return end(ws, 'overBudget')
      ws.off('message', keep)
      this.#connect(ws, document, { ...admission.peer, wantsAck }, admission)
      for (const { data, isBinary } of early) ws.emit('message', data, isBinary)
    } catch (error) {
      this.#deps.log.warn({ err: error, documentId }, 'document cannot be opened now')
      end(ws, 'tryLater')
    }
  }

  #connect(
    ws: WebSocket,
    document: Awaited<ReturnType<Library['open']>> & object,
    who: Pick<Peer, 'personId' | 'seatId' | 'role' | 'user' | 'mayWrite' | 'wantsAck'>,
    admission: { sessionId: string; standing: string },
  ): void {
    this.#places.take(who.personId)
    const limits: ConnectionLimits = { scale: this.#deps.limitScale }
    const connection = new Connection(ws, document, who, limits, () => {
      unwatch()
      this.#connections.delete(connection)
      this.#places.leave(who.personId)
      metrics.syncConnections.set(this.#connections.size)
    })
    const unwatch = this.#deps.watch({
      sessionId: admission.sessionId,
      seat: { id: who.seatId, standing: admission.standing },
      end: (reason) => connection.close(reason),
    })
    this.#connections.add(connection)
    metrics.syncConnections.set(this.#connections.size)
    document.join(connection)
  }

  /** One timer for all sockets. */
  #beat(): void {
    let buffered = 0
    for (const connection of this.#connections) {
      buffered += connection.bufferedBytes
      connection.beat()
    }
    metrics.bufferedBytes.set(buffered)
  }
}

function end(ws: WebSocket, reason: CloseReason): void {
  ws.close(closeCodes[reason], reason)
}
