import type { Config } from '../config.ts'

export type OriginHeaders = {
  origin: string | undefined
  host: string | undefined
  /** The browser's own word on where a request comes from (`Sec-Fetch-Site`); older browsers send none. */
  secFetchSite?: string | undefined
}

/**
 * Whether a page of ours sent this: asked before every state-changing request and every socket upgrade.
 * A missing, `null` or foreign origin is refused, so another site can't use the person's cookie.
 */
export function isOwnOrigin(config: Pick<Config, 'publicUrl'>, headers: OriginHeaders): boolean {
  const { origin, host, secFetchSite } = headers
  if (!origin || origin === 'null') return false
  if (secFetchSite && secFetchSite !== 'same-origin' && secFetchSite !== 'none') return false
  if (config.publicUrl) return origin === config.publicUrl
  return Boolean(host) && origin === `http://${host!.toLowerCase()}`
}

/** What `isOwnOrigin` looks at, from Node's request headers. */
export function originHeaders(headers: Record<string, string | string[] | undefined>): OriginHeaders {
  return {
    origin: one(headers.origin),
    host: one(headers.host),
    secFetchSite: one(headers['sec-fetch-site']),
  }
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
