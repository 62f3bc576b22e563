import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { readIdentity } from './access/identity.ts'
import { ConnectionWatch, standingSeat } from './access/revoke.ts'
import { SessionCookie } from './access/session-cookie.ts'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { OpenDatabase } from './database/connection.ts'
import { metricsRoute } from './http/metrics.ts'
import { isOwnOrigin, originHeaders } from './http/origin.ts'
import { jobCatalogue } from './jobs/catalogue.ts'
import { JobQueue } from './jobs/queue.ts'
import { processPresence, redisPresence } from './live/presence.ts'
import { createPublisher, type Publisher } from './live/publish.ts'
import { createLiveServer, type LiveDeps } from './live/server.ts'
import type { Resources } from './resources.ts'
import { createAdmission } from './sync/admission.ts'
import { compactDocument } from './sync/compact.job.ts'
import { DocumentLog } from './sync/document-log.ts'
import { SyncEndpoint } from './sync/endpoint.ts'
import { Library } from './sync/library.ts'
import { processRelay, redisRelay } from './sync/relay.ts'

const REDIS_LINE_EVERY_MS = 60_000

export type NodeDeps = { config: Config; database: OpenDatabase; secret: string; resources: Resources }

/**
 * One node of an installation: requests, live pushes and documents on one port, over one database. Any number of them
 * run side by side on one database and one Redis. Resolves with the port once it listens.
 */
export async function startNode({ config, database, secret, resources }: NodeDeps): Promise<{ port: number }> {
  const { db, pool } = database
  const state = { stopping: false }
  // Redis can be away before there is a logger to say so.
  const log: { warn?: (details: object, text: string) => void } = {}
  const redisAway = quietly((error) => log.warn?.({ err: error }, 'Redis does not answer; going on without it'))
  const relay = config.redisUrl ? redisRelay(config.redisUrl, config.nodeId, redisAway) : processRelay()
  resources.add('relay', () => relay.close())
  const watch = new ConnectionWatch(db, relay, (error) => app.log.warn({ err: error }, 'sockets could not be checked'))
  resources.add('connection watch', () => watch.close())
  // The app needs a publisher before the socket server exists, which needs the app's HTTP server.
  const later: { publisher?: Publisher } = {}
  const cookie = new SessionCookie(config, secret)
  const app = await buildApp({
    config,
    secret,
    cookie,
    db,
    pool,
    revocations: watch,
    publisher: { toRoom: (...push) => later.publisher?.toRoom(...push) },
    isStopping: () => state.stopping,
  })
  log.warn = (...said) => app.log.warn(...said)
  resources.add('http', () => app.close())
  metricsRoute(app, config)

  const jobs = new JobQueue(pool, jobCatalogue, { db, log: app.log })
  const documents = new DocumentLog(db)
  const library = new Library({
    log: documents,
    relay,
    logger: app.log,
    onLongTail: (documentId) => {
      jobs.enqueue(compactDocument, { documentId }).catch((error: unknown) => {
        app.log.warn({ err: error, documentId }, 'folding not scheduled')
      })
    },
  })
  const isOwn = (headers: IncomingHttpHeaders) => isOwnOrigin(config, originHeaders(headers))
  const sync = new SyncEndpoint({
    library,
    isOwnOrigin: isOwn,
    admit: createAdmission({ db, cookie, documents }),
    watch: (connection) => watch.add(connection),
    limitScale: config.limitScale,
    log: app.log,
  })
  const live = createLiveServer(app.server, {
    ...liveAccess({ db, cookie }),
    presence: config.redisUrl ? redisPresence(config.redisUrl, config.nodeId, redisAway) : processPresence(),
    relay,
    isOwnOrigin: isOwn,
    watch: (connection) => watch.add(connection),
    limitScale: config.limitScale,
    log: app.log,
  })
  const publishing = createPublisher(live.io, relay)
  later.publisher = publishing
  resources.add('live', async () => {
    publishing.close()
    await live.close()
  })
  resources.add('sync', async () => {
    sync.stopAdmitting()
    await library.close()
    sync.close()
  })
  await jobs.start()
  resources.add('jobs', () => jobs.stop())
  answerUpgrades(app, sync)
  const address = await app.listen({ port: config.port, host: config.host })
  resources.add('readiness', () => {
    state.stopping = true
  })
  return { port: Number(new URL(address).port) }
}

/** Ours go to the sync endpoint, Socket.IO's to Socket.IO; an upgrade to anywhere else ends here. */
function answerUpgrades(app: FastifyInstance, sync: SyncEndpoint): void {
  app.server.on('upgrade', (request, socket, head) => {
    // Whoever answers: a socket that breaks off meanwhile must not end the process.
    socket.on('error', () => socket.destroy())
    if (sync.upgrade(request, socket, head) || request.url?.startsWith('/socket.io/')) return
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })
}

/** ioredis repeats its complaint at every try, from three connections: one line a minute says it too. */
function quietly(say: (error: Error) => void): (error: Error) => void {
  let saidAt = Number.NEGATIVE_INFINITY
  return (error) => {
    if (Date.now() - saidAt < REDIS_LINE_EVERY_MS) return
    saidAt = Date.now()
    say(error)
  }
}

function liveAccess(deps: { db: OpenDatabase['db']; cookie: SessionCookie }): Pick<LiveDeps, 'identify' | 'seatFor'> {
  return {
    identify: (headers) => readIdentity(deps, headers),
    seatFor: async (headers, permission, roomId) => {
      const { seat, standing } = await standingSeat(deps.db, await readIdentity(deps, headers), permission, roomId)
      return { id: seat.id, standing }
    },
  }
}
