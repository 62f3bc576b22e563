import type { IncomingHttpHeaders } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { createWhoIs, standingSeat } from './access/admission.ts'
import { ConnectionWatch, type OpenConnection } from './access/revoke.ts'
import { SessionCookie } from './access/session-cookie.ts'
import { buildApp } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { readClock } from './database/clock.ts'
import type { OpenDatabase } from './database/connection.ts'
import { measureDatabase } from './database/measure.ts'
import { readTogether } from './database/read-together.ts'
import { Conductor } from './features/meetings/conductor.ts'
import { clientAddress } from './http/client-address.ts'
import { metricsRoute } from './http/metrics.ts'
import { isOwnOrigin, originHeaders } from './http/origin.ts'
import { jobCatalogue } from './jobs/catalogue.ts'
import { measured } from './jobs/measured.ts'
import { JobQueue } from './jobs/queue.ts'
import { processPresence, redisPresence } from './live/presence.ts'
import { createPublisher, type Publisher, type Reactions } from './live/publish.ts'
import { createLiveServer, type LiveDeps } from './live/server.ts'
import { openSharedLinks } from './live/shared.ts'
import { measureMail } from './mail/measure.ts'
import { registry } from './metrics.ts'
import { Projections } from './projection/schedule.ts'
import type { Resources } from './resources.ts'
import { createAdmission } from './sync/connections/admission.ts'
import { compact, compactDocument } from './sync/folding/compact.job.ts'
import { DocumentLog } from './sync/document-log.ts'
import type { SyncLogger } from './sync/document-writer.ts'
import { SyncEndpoint } from './sync/connections/endpoint.ts'
import { folding } from './sync/folding/worker.ts'
import { Library } from './sync/library.ts'
import { keepVersion } from './sync/history/versions.ts'
import { processRelay, type Relay } from './sync/relay/relay.ts'
import { openRedis } from './sync/relay/link.ts'
import { redisRelay } from './sync/relay/redis.ts'

const REDIS_LINE_EVERY_MS = 60_000
/** Of a log that has to be folded at once; after these the queue goes on trying. */
const FOLD_TRIES = 4
const FOLD_AGAIN_MS = 150

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
  const redis = config.redisUrl ? openRedis(config.redisUrl, redisAway) : undefined
  if (redis) resources.add('redis', () => redis.close())
  const relay = redis ? redisRelay(redis, config.nodeId) : processRelay()
  resources.add('relay', () => relay.close())
  const watch = new ConnectionWatch(db, relay, (error) => app.log.warn({ err: error }, 'sockets could not be checked'))
  resources.add('connection watch', () => watch.close())
  // The app needs a publisher before the socket server exists, which needs the app's HTTP server.
  const later: { publisher?: Publisher & Reactions; library?: Library; sharedLinks?: { announce: () => void } } = {}
  const publisher: Publisher = {
    toRoom: (...push) => later.publisher?.toRoom(...push),
    topic: (...push) => later.publisher?.topic(...push),
    news: (...push) => later.publisher?.news(...push),
  }
  const cookie = new SessionCookie(config, secret)
  const app = await buildApp({
    config,
    secret,
    cookie,
    db,
    pool,
    revocations: watch,
    publisher,
    announceLinks: () => later.sharedLinks?.announce(),
    announceDocument: (documentId) => later.library?.announce(documentId),
    foldDocument: async (documentId) => {
      for (let tries = 0; tries < FOLD_TRIES; tries++) {
        if ((await compact(documentId, { db, log: app.log }).catch(() => 0)) > 0) return
        // Another node is at it, perhaps with less than this one knows of.
        await wait(FOLD_AGAIN_MS)
      }
      await jobs.enqueue(compactDocument, { documentId })
    },
    isStopping: () => state.stopping,
  })
  log.warn = (...said) => app.log.warn(...said)
  resources.add('http', () => app.close(), 1_500)
  metricsRoute(app, config)
  measureDatabase(registry, { db, pool })
  measureMail(registry, db)

  const jobs = new JobQueue(pool, jobCatalogue({ config, clock: systemClock, secret, publisher }).map(measured), {
    db,
    log: app.log,
  })
  const projections = new Projections({
    ...{ db, log: app.log },
    onWritten: (roomId, kind) => {
      // Of what minutes say nothing is shown elsewhere while they are written.
      if (kind !== 'minutes') publisher.topic(roomId, 'happenings')
    },
  })
  const library = openLibrary({ db, pool, relay, app, jobs, projections })
  later.library = library
  const sockets = {
    isOwnOrigin: (headers: IncomingHttpHeaders) => isOwnOrigin(config, originHeaders(headers)),
    watch: (connection: OpenConnection) => watch.add(connection),
    limitScale: config.limitScale,
    log: app.log,
  }
  const sync = new SyncEndpoint({
    ...sockets,
    library,
    admit: createAdmission(db),
    addressOf: clientAddress(config.trustedProxy),
    readToken: (headers) => cookie.read(headers.cookie),
  })
  const live = createLiveServer(app.server, {
    ...sockets,
    ...liveAccess({ db, cookie }),
    reactions: () => later.publisher,
    presence: redis ? redisPresence(redis, config.nodeId) : processPresence(),
    relay,
  })
  const sharedLinks = openSharedLinks(live.io, {
    ...{ db, relay, limitScale: config.limitScale },
    addressOf: clientAddress(config.trustedProxy),
    onError: (error) => app.log.warn({ err: error }, 'shared links could not be checked'),
  })
  later.sharedLinks = sharedLinks
  const publishing = createPublisher(live.io, relay)
  later.publisher = publishing
  resources.add('folding', () => folding.close())
  resources.add('projections', () => projections.close())
  resources.add('live', async () => {
    publishing.close()
    sharedLinks.close()
    await live.close()
  })
  const { seatsHere, silenceOf } = live
  const conductor = new Conductor({ db, publisher: publishing, seatsHere, silenceOf, log: app.log })
  resources.add('conductor', () => conductor.close())
  resources.add('sync', async () => {
    await library.close()
    sync.close()
  })
  await jobs.start()
  let jobsStopped: Promise<void> | undefined
  const stopJobs = () => (jobsStopped ??= jobs.stop())
  resources.add('jobs', stopJobs, 1_000)
  resources.add('people', () => Promise.all([sync.leave(), live.leave()]), 5_500)
  answerUpgrades(app, sync)
  const address = await app.listen({ port: config.port, host: config.host })
  resources.add('readiness', async () => {
    state.stopping = true
    stopJobs().catch((error: unknown) => app.log.warn({ err: error }, 'jobs did not stop'))
    // A balancer that asks /readyz sends nobody new by then.
    if (config.leaveAfterMs > 0) await wait(config.leaveAfterMs)
  })
  return { port: Number(new URL(address).port) }
}

type LibraryGiven = Pick<OpenDatabase, 'db' | 'pool'> & {
  relay: Relay
  app: FastifyInstance
  jobs: JobQueue
  projections: Projections
}

function openLibrary({ db, pool, relay, app, jobs, projections }: LibraryGiven): Library {
  return new Library({
    db,
    log: new DocumentLog(db, pool),
    relay,
    logger: syncLogger(app),
    keepBefore: ({ id, epoch }, upto, bytes, seatId) =>
      keepVersion(db, { documentId: id, epoch, upto, reason: 'before_delete', bytes, seatId }),
    onCommitted: (documentId) => projections.changed(documentId),
    onLongTail: (documentId) => {
      jobs.enqueue(compactDocument, { documentId }).catch((error: unknown) => {
        app.log.warn({ err: error, documentId }, 'folding not scheduled')
      })
    },
  })
}

/** Tracing costs something for every batch: it is there only where somebody reads it. */
function syncLogger({ log }: FastifyInstance): SyncLogger {
  return {
    warn: (...said) => log.warn(...said),
    error: (...said) => log.error(...said),
    ...(log.level === 'debug' && { debug: (...said: [object, string]) => log.debug(...said) }),
  }
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

function liveAccess({
  db,
  cookie,
}: Pick<OpenDatabase, 'db'> & { cookie: SessionCookie }): Pick<LiveDeps, 'identify' | 'seatFor' | 'now'> {
  const whoIs = createWhoIs(db)
  const clock = readTogether(() => readClock(db))
  const senderOf = async (headers: IncomingHttpHeaders, roomId?: string) => {
    const token = cookie.read(headers.cookie)
    return token ? whoIs(token, roomId) : null
  }
  return {
    identify: async (headers) => (await senderOf(headers))?.identity ?? null,
    seatFor: async (headers, permission, roomId) =>
      standingSeat(db, await senderOf(headers, roomId), permission, roomId),
    now: async () => (await clock('now')).getTime(),
  }
}
