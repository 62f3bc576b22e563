import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Config } from '../config.ts'

const SIGNATURE_BYTES = 32

/**
 * The cookie that carries a session's token, signed as better-auth signs it (HMAC-SHA256 over the token, Base64, joined
 * by a dot, percent-encoded), so that sessions started here and there are one kind.
 */
export class SessionCookie {
  readonly name: string
  readonly secure: boolean
  readonly #secret: string

  constructor(config: Pick<Config, 'publicUrl'>, secret: string) {
    this.secure = config.publicUrl?.startsWith('https:') ?? false
    // The prefix makes browsers refuse the cookie from subdomains and over http; without https they would refuse ours.
    this.name = this.secure ? '__Host-meydan' : 'meydan'
    this.#secret = secret
  }

  /** The `Set-Cookie` value for a session that ends at `expiresAt`. */
  write(token: string, expiresAt: Date): string {
    const value = encodeURIComponent(`${token}.${this.#sign(token).toString('base64')}`)
    const seconds = Math.max(0, Math.floor((expiresAt.getTime() - Date.now()) / 1000))
    return `${this.name}=${value}; Max-Age=${seconds}; ${this.#attributes()}`
  }

  /** The `Set-Cookie` value that makes the browser forget. */
  erase(): string {
    return `${this.name}=; Max-Age=0; ${this.#attributes()}`
  }

  /** The session token in a `Cookie` header; null when absent, not signed by us or malformed. */
  read(header: string | undefined): string | null {
    // Another site of the same host can set a second cookie of this name, and may come first: what we signed counts.
    for (const part of header?.split(';') ?? []) {
      if (!part.trimStart().startsWith(`${this.name}=`)) continue
      const token = this.#verified(decoded(part.slice(part.indexOf('=') + 1).trim()))
      if (token) return token
    }
    return null
  }

  #verified(value: string): string | null {
    const dot = value.lastIndexOf('.')
    if (dot < 1) return null
    const token = value.slice(0, dot)
    const signature = Buffer.from(value.slice(dot + 1), 'base64')
    if (signature.length !== SIGNATURE_BYTES) return null
    return timingSafeEqual(signature, this.#sign(token)) ? token : null
  }

  #sign(token: string): Buffer {
    return createHmac('sha256', this.#secret).update(token).digest()
  }

  #attributes(): string {
    return `Path=/; HttpOnly; ${this.secure ? 'Secure; ' : ''}SameSite=Lax`
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
