import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { type CloseReason } from '@meydan/shared/close-codes'
import { clientEvents, type ClientEventName, type ServerEvents } from '@meydan/shared/contracts/events'
import { AppError, type ErrorCode } from '@meydan/shared/errors'
import type { Permission } from '@meydan/shared/permissions'
import { Server, type Socket } from 'socket.io'
import type { z } from 'zod'
import type { OpenConnection } from '../access/revoke.ts'
import { SocketPlaces } from '../access/socket-places.ts'
import { metrics } from '../metrics.ts'
import { leavePlan } from '../sync/connections/leave-plan.ts'
import type { Relay } from '../sync/relay/relay.ts'
import type { PresenceBook } from './presence.ts'
import { PresenceBoard } from './presence-board.ts'
import { type LiveServer, personChannel, type Reactions, roomChannel } from './publish.ts'
import { silenceOf } from './pulse.ts'
import { StrictWebSockets } from './strict-web-sockets.ts'

export type LiveIdentity = { sessionId: string; personId: string }

export type LiveDeps = {
  presence: PresenceBook
  relay: Relay
  isOwnOrigin: (headers: IncomingHttpHeaders) => boolean
  identify: (headers: IncomingHttpHeaders) => Promise<LiveIdentity | null>
  /** The seat with which a person may take part in a room; throws AppError. */
  seatFor: (
    headers: IncomingHttpHeaders,
    permission: Permission,
    roomId: string,
  ) => Promise<{ id: string; standing: string }>
  /** The time by which steps and votes end, ms since 1970: the database's, whatever this node's clock says. */
  now: () => Promise<number>
  watch: (connection: OpenConnection) => () => void
  /** The publisher, which needs this server to exist first. */
  reactions: () => Reactions | undefined
  limitScale: number
  log: { warn: (details: object, text: string) => void }
}

const EVENTS_PER_SECOND = 20
/** One per window; y-websocket's side allows fewer. */
const CONNECTIONS_PER_PERSON = 20

/**
 * Socket.IO beside the sync endpoint, on the same port. CORS settings don't protect its websocket transport, so the
 * Origin is checked in `allowRequest`; `destroyUpgrade` is off, or it would kill sync upgrades that wait a second
 * for the database.
 */
export function createLiveServer(
  http: HttpServer,
  deps: LiveDeps,
): {
  io: LiveServer
  /** Room → the seats that have a socket on this node. */
  seatsHere: () => ReadonlyMap<string, ReadonlySet<string>>
  /** For how long (ms) all of a seat's sockets on this node have owed a sign of life; Infinity where it has none. */
  silenceOf: (roomId: string, seatId: string) => number
  /** Sends everybody away, a few at a time; nobody comes in any more. */
  leave: () => Promise<void>
  close: () => Promise<void>
} {
  let leaving = false
  const io: LiveServer = new Server(http, {
    path: '/socket.io/',
    serveClient: false,
    destroyUpgrade: false,
    wsEngine: StrictWebSockets,
    maxHttpBufferSize: 64 * 1024,
    connectTimeout: 10_000,
    // Who drops without a goodbye is noticed in ten seconds; phones answer in five. Who leads is asked by pulse.ts.
    pingInterval: 5_000,
    pingTimeout: 5_000,
    allowRequest: (request, decide) => decide(null, !leaving && deps.isOwnOrigin(request.headers)),
  })
  const places = new SocketPlaces(CONNECTIONS_PER_PERSON * deps.limitScale)
  io.use((socket, next) => {
    deps.identify(socket.request.headers).then(
      (identity) => {
        if (!identity) return next(new Error('signed_out'))
        if (places.isFull(identity.personId)) return next(new Error('slow_down'))
        socket.data = identity
        next()
      },
      () => next(new Error('unavailable')),
    )
  })
  const board = new PresenceBoard(io, deps)
  io.on('connection', (socket: LiveSocket) => {
    const { personId } = socket.data
    places.take(personId)
    void socket.join(personChannel(personId))
    socket.on('disconnect', () => places.leave(personId))
    welcome(socket, board, deps)
  })
  return {
    io,
    seatsHere: () => board.seatsHere(),
    silenceOf: (roomId, seatId) => {
      const sockets = board.socketsOf(roomId, seatId).flatMap((id) => io.sockets.sockets.get(id) ?? [])
      return Math.min(...sockets.map(silenceOf))
    },
    leave: async () => {
      leaving = true
      const sockets = [...io.sockets.sockets.values()]
      const { perStep, everyMs } = leavePlan(sockets.length)
      while (sockets.length > 0) {
        // The transport, not the socket: that one would be told not to come back.
        for (const socket of sockets.splice(0, perStep)) socket.conn.close()
        if (sockets.length > 0) await wait(everyMs)
      }
    },
    close: async () => {
      board.close()
      await io.close()
      await deps.presence.close()
    },
  }
}

type LiveSocket = Socket<Record<string, never>, ServerEvents, Record<string, never>, LiveIdentity>

type Handlers = {
  [Name in ClientEventName]: (body: z.output<(typeof clientEvents)[Name]['body']>) => Promise<object>
}

function welcome(socket: LiveSocket, board: PresenceBoard, deps: LiveDeps): void {
  metrics.liveConnections.inc()
  const places = new Map<string, () => void>()
  const unwatch = deps.watch({ sessionId: socket.data.sessionId, end: () => socket.disconnect(true) })
  const leave = (roomId: string) => {
    places.get(roomId)?.()
    places.delete(roomId)
  }
  const enter = async (roomId: string) => {
    const now = await deps.now()
    const seat = await deps.seatFor(socket.request.headers, clientEvents['room:enter'].needs, roomId)
    if (!socket.connected) return { present: [], now }
    leave(roomId)
    const unwatchSeat = deps.watch({
      sessionId: socket.data.sessionId,
      seat,
      end: (reason: CloseReason) => {
        leave(roomId)
        socket.emit(reason === 'restarting' ? 'room:changed' : 'seat:removed', { roomId })
        if (reason === 'restarting') void enter(roomId).catch(() => socket.emit('seat:removed', { roomId }))
      },
    })
    places.set(roomId, () => {
      unwatchSeat()
      void socket.leave(roomChannel(roomId))
      board.leave(roomId, socket.id)
    })
    await socket.join(roomChannel(roomId))
    return { present: await board.enter(roomId, socket.id, seat.id), now }
  }
  let tokens = EVENTS_PER_SECOND
  const refill = setInterval(() => {
    tokens = EVENTS_PER_SECOND
  }, 1_000)
  socket.use((_event, next) => {
    tokens -= 1
    if (tokens >= 0) next()
  })
  const handlers: Handlers = {
    'room:enter': ({ roomId }) => enter(roomId),
    'room:leave': async ({ roomId }) => (leave(roomId), {}),
    'room:react': async ({ roomId, sign }) => {
      const seat = await deps.seatFor(socket.request.headers, clientEvents['room:react'].needs, roomId)
      deps.reactions()?.react(roomId, seat.id, sign)
      return {}
    },
  }
  for (const name of Object.keys(clientEvents) as ClientEventName[]) {
    // Every handler is wrapped: an event without its callback, or with rubbish, must not end the process.
    ;(socket as unknown as Socket).on(name, (...given: unknown[]) => {
      const last = given.at(-1)
      const reply = typeof last === 'function' ? (last as (answer: unknown) => void) : () => {}
      const body = clientEvents[name].body.safeParse(given[0])
      if (!body.success) return reply({ ok: false, code: 'invalid' satisfies ErrorCode })
      handlers[name](body.data as never).then(
        (answer: object) => reply({ ok: true, ...answer }),
        (error: unknown) => reply({ ok: false, code: error instanceof AppError ? error.code : 'unavailable' }),
      )
    })
  }
  socket.on('disconnect', () => {
    clearInterval(refill)
    metrics.liveConnections.dec()
    unwatch()
    for (const roomId of [...places.keys()]) leave(roomId)
  })
}
