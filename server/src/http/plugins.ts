import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, serializerCompiler } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Config } from '../config.ts'
import { invalidInput } from './errors.ts'

/** The least recently seen fall out; more than this many at once is an attack, and each still counts for a while. */
const ADDRESSES_COUNTED = 20_000
const YEAR_SECONDS = 365 * 24 * 60 * 60

const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'geolocation',
  'gyroscope',
  'hid',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'serial',
  'usb',
  'xr-spatial-tracking',
]
/** What a call needs, where calls may be shown inside a room. */
const CALL_FEATURES = new Set(['autoplay', 'camera', 'display-capture', 'microphone'])

function permissionsPolicy(callHosts: readonly string[]): string {
  const forCalls = callHosts.map((host) => `"https://${host}"`).join(' ')
  // Nothing is passed on to a frame that the page around it may not use itself.
  const allowed = (feature: string) => (forCalls && CALL_FEATURES.has(feature) ? `self ${forCalls}` : '')
  return UNUSED_FEATURES.map((feature) => `${feature}=(${allowed(feature)})`).join(', ')
}

/** Everything that holds for all routes: security headers, what a body may be, counters, the description of the API. */
export async function registerPlugins(app: FastifyInstance, config: Config): Promise<void> {
  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    const result = schema.safeParse(data, { reportInput: true })
    return result.success ? { value: result.data } : { error: invalidInput(result.error.issues) }
  })
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')
  await app.register(helmet, securityHeaders(config))
  const policy = permissionsPolicy(config.callHosts)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('permissions-policy', policy)
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store')
  })
  await app.register(rateLimit, { global: false, cache: ADDRESSES_COUNTED })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Meydan',
        description: 'State-changing requests need the page’s own Origin and the header `x-meydan: 1`.',
        version: '0.1.0',
      },
    },
    transform: jsonSchemaTransform,
  })
}

function securityHeaders({ publicUrl, callHosts }: Config) {
  const https = publicUrl?.startsWith('https:') ?? false
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", (request: IncomingMessage) => ownSockets(publicUrl, request.headers.host)],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        ...(callHosts.length > 0 && { frameSrc: ["'self'", ...callHosts.map((host) => `https://${host}`)] }),
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    referrerPolicy: { policy: 'no-referrer' as const },
    frameguard: { action: 'deny' as const },
    crossOriginOpenerPolicy: { policy: 'same-origin' as const },
    crossOriginResourcePolicy: { policy: 'same-origin' as const },
    strictTransportSecurity: https && { maxAge: YEAR_SECONDS, includeSubDomains: true },
  }
}

/** Safari before 15.4 doesn't count web sockets of the own host as 'self'. */
function ownSockets(publicUrl: string | undefined, host: string | undefined): string {
  if (publicUrl) return publicUrl.replace(/^http/, 'ws')
  // The header is the client's own word: nothing that could end the directive goes through.
  return host && /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(host) ? `ws://${host}` : "'self'"
}

/** `GET /api/openapi.json`: every route as it is mounted. */
export function describeRoutes(app: FastifyInstance): void {
  app.get('/api/openapi.json', { schema: { summary: 'This description' } }, async () => app.swagger())
}
