import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { CloseReason } from '@meydan/shared/close-codes'
import { type WebSocket, WebSocketServer } from 'ws'
import type { OpenConnection } from '../../access/revoke.ts'
import { SocketPlaces } from '../../access/socket-places.ts'
import { metrics } from '../../metrics.ts'
import { AdmissionQueue, NotYet } from './admission-queue.ts'
import { Connection, endSocket } from './connection.ts'
import { type Caller, type HandshakeDeps, Handshakes } from './handshakes.ts'
import { leavePlan } from './leave-plan.ts'
import type { Library } from '../library.ts'
import { admissions, buffers, perPerson, socketsPerLink } from './limits.ts'
import type { OpenDocument } from '../open-document.ts'
import type { Peer } from '../peer.ts'
import { type PersonAccount, PersonAccounts } from './person-account.ts'
import { ANSWER_MAX_BYTES } from '../wire.ts'

/** Who asks, and what they may do at this document; a reason where they may not even read. */
export type Admission =
  | { reason: CloseReason }
  | {
      sessionId: string
      standing: string
      epoch: number
      isGuest: boolean
      /** The link they came by. */
      link: { id: string; maxUses: number } | null
      peer: Pick<Peer, 'personId' | 'seatId' | 'role' | 'user' | 'mayWrite' | 'mayLock'>
    }
type Admitted = Exclude<Admission, { reason: CloseReason }>
type Opened = { admission: Admitted; document: OpenDocument }

export type EndpointDeps = HandshakeDeps & {
  library: Library
  isOwnOrigin: (headers: IncomingHttpHeaders) => boolean
  admit: (documentId: string, token: string) => Promise<Admission>
  watch: (connection: OpenConnection) => () => void
  log: { warn: (details: object, text: string) => void }
}

/** What an upgrade asks for. */
type Asked = { documentId: string; wantsAck: boolean; epoch: number | null; since: number }

const PATH = /^\/sync\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/
const TICK_MS = 1_000
/** Each socket is asked for a sign of life once in so many ticks, a part of them each time. */
const HEARTBEAT_TICKS = 45
const SWEEP_TICKS = 60
const PROBE_MS = 1_500
const FRAME_MAX_BYTES = ANSWER_MAX_BYTES + 1024
const SETTLE_MAX_MS = 500
const LEAVE_MAX_MS = 4_800

/**
 * `GET /sync/<documentId>`: the y-websocket protocol behind the session cookie. A foreign Origin and a crowd of
 * strangers are refused before 101; whatever else is wrong is said by a close code after it, because a browser retries
 * a failed upgrade for ever. A socket is not read from before its person is in.
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
  readonly #handshakes: Handshakes
  readonly #queue: AdmissionQueue
  readonly #accounts: PersonAccounts
  readonly #links: SocketPlaces
  readonly #timer: NodeJS.Timeout
  #ticks = 0
  #sockets = 0
  #closing = false

  constructor(deps: EndpointDeps) {
    this.#deps = deps
    this.#handshakes = new Handshakes(deps)
    this.#queue = new AdmissionQueue({ ...admissions, waiting: admissions.waiting * deps.limitScale })
    this.#accounts = new PersonAccounts(deps.limitScale)
    this.#links = new SocketPlaces(socketsPerLink(0))
    this.#timer = setInterval(() => this.#tick(), TICK_MS)
    this.#server.on('wsClientError', (_error, socket) => socket.destroy())
  }

  /** Whether this upgrade is ours; then it is being answered. Its socket has an error listener already. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2)
    if (!path.startsWith('/sync/')) return false
    const now = Date.now()
    // A proxy in front asks another node then; whoever comes without one waits longer each time.
    if (this.#closing) return refuse(socket, '503 Service Unavailable')
    if (!this.#deps.isOwnOrigin(request.headers)) return refuse(socket, '403 Forbidden')
    const caller = this.#handshakes.admit(request, now)
    if (!caller) return refuse(socket, '429 Too Many Requests')
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      // Without a listener one bad frame of a stranger would end the process.
      ws.on('error', terminate)
      this.#count(ws, caller)
      const documentId = PATH.exec(path)?.[1]
      if (caller.token === null) endSocket(ws, 'signedOut')
      else if (!documentId) endSocket(ws, 'gone')
      else void this.#letIn(ws, socket as Socket, caller.token, { documentId, ...wishes(query), since: now })
    })
    return true
  }

  /** Nobody comes in any more; who is here goes on. */
  stopAdmitting(): void {
    this.#closing = true
  }

  /**
   * Sends everybody away, a few at a time, each after what they had sent is durable and acknowledged; within five
   * seconds, whatever the database does.
   */
  async leave(): Promise<void> {
    this.stopAdmitting()
    const deadline = performance.now() + LEAVE_MAX_MS
    const { perStep, everyMs, hintMs } = leavePlan(this.#connections.size)
    while (this.#connections.size > 0) {
      const next = performance.now() + everyMs
      const group = [...this.#connections].slice(0, perStep)
      for (const connection of group) connection.stopReading()
      const documents = [...new Set(group.map(({ document }) => document))]
      const settled = Promise.all(documents.map((document) => document.settled()))
      await Promise.race([settled, wait(Math.max(0, Math.min(SETTLE_MAX_MS, deadline - performance.now())))])
      for (const connection of group) connection.close('restarting', `restarting:${hintMs}`)
      const restMs = Math.min(next, deadline) - performance.now()
      if (restMs > 0 && this.#connections.size > 0) await wait(restMs)
    }
    // Gone from the process at once, their last words would not arrive.
    const farewell = performance.now() + 500
    while (this.#sockets > 0 && performance.now() < farewell) await wait(10)
  }

  close(): void {
    this.#closing = true
    clearInterval(this.#timer)
    for (const connection of [...this.#connections]) connection.close('restarting')
    this.#server.close()
  }

  #count(ws: WebSocket, { address }: Caller): void {
    this.#sockets += 1
    this.#handshakes.places.take(address)
    ws.on('close', () => {
      this.#sockets -= 1
      this.#handshakes.places.leave(address)
    })
  }

  async #letIn(ws: WebSocket, socket: Socket, token: string, asked: Asked): Promise<void> {
    // What they send meanwhile waits with them, in their own machine.
    ws.pause()
    let reason: CloseReason | null
    try {
      const opened = await this.#queue.run(() => this.#open(ws, token, asked), Date.now())
      reason = 'reason' in opened ? opened.reason : await this.#seat(ws, socket, asked.wantsAck, opened)
    } catch (error) {
      reason = 'tryLater'
      if (!(error instanceof NotYet)) {
        this.#deps.log.warn({ err: error, documentId: asked.documentId }, 'document cannot be opened now')
      }
    }
    metrics.joinSeconds.observe({ outcome: reason ?? 'joined' }, (Date.now() - asked.since) / 1000)
    if (reason) endSocket(ws, reason)
    else ws.resume()
  }

  async #open(ws: WebSocket, token: string, { documentId, epoch }: Asked): Promise<Opened | { reason: CloseReason }> {
    if (ws.readyState !== ws.OPEN) return { reason: 'tryLater' }
    const admission = await this.#deps.admit(documentId, token)
    if ('reason' in admission) return admission
    const isOld = (current: number) => epoch !== null && epoch !== current
    if (isOld(admission.epoch)) return { reason: 'newerVersion' }
    const document = await this.#deps.library.open(documentId, admission.epoch)
    if (!document) return { reason: 'gone' }
    if (document.isNewerThanThisServer || isOld(document.epoch)) return { reason: 'newerVersion' }
    return { admission, document }
  }

  /** Lets them in, or says why not. */
  async #seat(ws: WebSocket, socket: Socket, wantsAck: boolean, opened: Opened): Promise<CloseReason | null> {
    const { admission, document } = opened
    const account = this.#accounts.of(admission.peer.personId, Date.now())
    if (!(await this.#hasPlace(account, admission))) return 'overBudget'
    if (ws.readyState !== ws.OPEN || this.#closing) return 'restarting'
    this.#connect({ ws, socket, document, account, who: { ...admission.peer, wantsAck } }, admission)
    return null
  }

  /** A telephone that changed networks left sockets behind that nobody hears any more: they make place. */
  async #hasPlace(account: PersonAccount, { isGuest, link }: Admitted): Promise<boolean> {
    const scale = this.#deps.limitScale
    const most = (isGuest ? perPerson.guestConnections : perPerson.connections) * scale
    if (link && this.#links.isFull(link.id, socketsPerLink(link.maxUses) * scale)) return false
    if (account.windows.size < most) return true
    for (const window of account.windows) window.probe()
    await wait(PROBE_MS)
    for (const window of [...account.windows]) if (window.isSilent) window.close('tryLater')
    return account.windows.size < most
  }

  #connect(
    given: Omit<ConstructorParameters<typeof Connection>[0], 'scale' | 'onGone'>,
    { sessionId, standing, link }: Admitted,
  ): void {
    const { account, document, who } = given
    const onGone = (connection: Connection) => {
      unwatch()
      this.#connections.delete(connection)
      account.windows.delete(connection)
      if (link) this.#links.leave(link.id)
      metrics.syncConnections.set(this.#connections.size)
    }
    const connection = new Connection({ ...given, scale: this.#deps.limitScale, onGone })
    const unwatch = this.#deps.watch({
      sessionId,
      seat: { id: who.seatId, standing },
      end: (reason) => connection.close(reason),
    })
    this.#connections.add(connection)
    account.windows.add(connection)
    if (link) this.#links.take(link.id)
    metrics.syncConnections.set(this.#connections.size)
    document.join(connection)
  }

  /** One timer for all sockets. */
  #tick(): void {
    const now = Date.now()
    const turn = this.#ticks++ % HEARTBEAT_TICKS
    const waiting: [Connection, number][] = []
    const bulks = new Set<Buffer>()
    let bytes = 0
    for (const connection of this.#connections) {
      const owed = connection.tick(now, connection.slot % HEARTBEAT_TICKS === turn)
      if (connection.bulk) bulks.add(connection.bulk)
      if (owed === 0) continue
      bytes += owed
      waiting.push([connection, owed])
    }
    for (const bulk of bulks) bytes += bulk.length
    metrics.bufferedBytes.set(bytes)
    if (bytes > buffers.nodeBytes) this.#shed(waiting, bytes)
    this.#queue.sweep(now)
    if (this.#ticks % SWEEP_TICKS !== 0) return
    this.#handshakes.sweep(now)
    this.#accounts.sweep(now)
  }

  /** The fullest go first. */
  #shed(waiting: [Connection, number][], bytes: number): void {
    waiting.sort(([, a], [, b]) => b - a)
    for (const [connection, owed] of waiting) {
      if (bytes <= buffers.nodeBytes) return
      connection.close('tryLater', 'slow reader')
      bytes -= owed
    }
  }
}

/** As a function of its own it holds nothing of the upgrade for as long as the socket lives. */
function terminate(this: WebSocket): void {
  this.terminate()
}

function wishes(query: string): Pick<Asked, 'wantsAck' | 'epoch'> {
  const asked = new URLSearchParams(query)
  const epoch = asked.get('epoch')
  return { wantsAck: asked.get('ack') === '1', epoch: epoch === null ? null : Number(epoch) }
}

function refuse(socket: Duplex, status: string): true {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  return true
}
