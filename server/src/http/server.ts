import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import type { Config } from '../config.ts'
import { answerError } from './errors.ts'

const BODY_MAX_BYTES = 256 * 1024
const REQUEST_TIMEOUT_MS = 15_000
const HEADERS_TIMEOUT_MS = 10_000

/** A Fastify server without routes: what a request may be, whose word on its sender counts, what is logged. */
export function createHttpServer(config: Config): FastifyInstance {
  const app = Fastify({
    logger: loggerOptions(config),
    // Failures are logged where they are answered; a line per request would keep who was here when.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies(config.trustedProxy),
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node looks every 30 s by default: three times as long as a slow sender should hold a connection.
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: 5_000 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    genReqId: () => crypto.randomUUID(),
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  })
  app.setErrorHandler(answerError)
  return app
}

function loggerOptions(config: Config): FastifyServerOptions['logger'] {
  return {
    level: config.logLevel,
    serializers: {
      // No address, no headers, no query: neither people nor their cookies belong into a log.
      req: (request) => ({ method: request.method, path: request.url?.split('?')[0] }),
      // pg puts the values at fault into `detail`; name, code and stack say enough.
      err: (error: Error & { code?: string }) => ({
        type: error.name,
        code: error.code,
        message: error.message,
        stack: error.stack ?? '',
        ...(error.cause instanceof Error && { cause: error.cause.message }),
      }),
    },
  }
}

/** `TRUSTED_PROXY` is a number of hops, or addresses and networks separated by commas; without it nobody is trusted. */
export function trustedProxies(
  setting: string | undefined,
): false | string[] | ((address: string, hop: number) => boolean) {
  if (!setting) return false
  const hops = Number(setting)
  return Number.isInteger(hops)
    ? (_address: string, hop: number) => hop < hops
    : setting.split(',').map((part) => part.trim())
}
