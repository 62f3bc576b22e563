import type { IncomingMessage } from 'node:http'
import proxyAddress from '@fastify/proxy-addr'
import { trustedProxies } from './server.ts'

/** Reads who connected from a request that is no route's, as `request.ip` says it for routes; '' once they are gone. */
export function clientAddress(trustedProxy: string | undefined): (request: IncomingMessage) => string {
  const trusted = trustedProxies(trustedProxy)
  if (!trusted) return (request) => request.socket.remoteAddress ?? ''
  const trusts = typeof trusted === 'function' ? trusted : proxyAddress.compile(trusted)
  return (request) => proxyAddress(request, trusts) ?? ''
}
