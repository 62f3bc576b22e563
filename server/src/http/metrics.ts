import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '@meydan/shared/errors'
import type { Config } from '../config.ts'
import { metrics, registry } from '../metrics.ts'

/**
 * `GET /metrics` for Prometheus: from this machine, or with METRICS_TOKEN as bearer; nobody else learns it exists.
 * Measures every answer of the app from here on.
 */
export function metricsRoute(app: FastifyInstance, config: Pick<Config, 'metricsToken'>): void {
  app.addHook('onResponse', async (request, reply) => {
    const labels = { group: groupOf(request.routeOptions.url), status: String(reply.statusCode) }
    metrics.httpSeconds.observe(labels, reply.elapsedTime / 1000)
  })
  app.get(
    '/metrics',
    { schema: { summary: 'Measurements for Prometheus: from this machine, or with METRICS_TOKEN as bearer' } },
    async (request, reply) => {
      if (!fromHere(request) && !hasToken(request, config.metricsToken)) throw new AppError('not_found')
      return reply.type(registry.contentType).send(await registry.metrics())
    },
  )
}

/** `rooms` for /api/rooms/:roomId/…; never what somebody typed, which would be a series for each attempt. */
function groupOf(route: string | undefined): string {
  const [, first = '', second] = route?.split('/') ?? []
  if (first === 'api' && second && /^[a-z.-]+$/.test(second)) return second
  return /^(healthz|readyz|metrics)$/.test(first) ? 'probe' : 'page'
}

const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/**
 * The socket's own address: a forwarded header is the proxy's word, and a proxy on this machine serves strangers. The
 * host must be this machine's too, or a page whose name was turned to 127.0.0.1 could read it in somebody's browser.
 */
function fromHere(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? ''
  if (!/^(127\.|::1$|::ffff:127\.)/.test(address) || !LOOPBACK_HOST.test(request.headers.host ?? '')) return false
  return FORWARDED.every((name) => request.headers[name] === undefined)
}

function hasToken(request: FastifyRequest, token: string | undefined): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return token !== undefined && given.length === expected.length && timingSafeEqual(given, expected)
}
