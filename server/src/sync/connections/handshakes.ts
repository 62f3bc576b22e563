import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { isIPv6 } from 'node:net'
import { SocketPlaces } from '../../access/socket-places.ts'
import { Budgets } from './budget.ts'
import { perAddress, perSession } from './limits.ts'

export type HandshakeDeps = {
  /** Who connected, behind a trusted proxy too. */
  addressOf: (request: IncomingMessage) => string
  /** The session token that we signed; null without one. */
  readToken: (headers: IncomingHttpHeaders) => string | null
  limitScale: number
}

/** `address` and, where the caller carries one of ours, `token`. */
export type Caller = { address: string; token: string | null }

/**
 * Decides before 101, without a database, who may knock. Whoever carries a session of ours counts by it: three hundred
 * behind the address of one hall come in, and a stranger in the same hall takes nothing from them.
 */
export class Handshakes {
  readonly #deps: HandshakeDeps
  readonly #strangers: Budgets
  readonly #sessions: Budgets
  readonly places: SocketPlaces

  constructor(deps: HandshakeDeps) {
    this.#deps = deps
    this.#strangers = new Budgets(perAddress.strangers, deps.limitScale)
    this.#sessions = new Budgets(perSession.handshakes, deps.limitScale)
    this.places = new SocketPlaces(perAddress.sockets * deps.limitScale)
  }

  /** Null where too many came lately or are here. */
  admit(request: IncomingMessage, now: number): Caller | null {
    const address = ofOneCustomer(this.#deps.addressOf(request))
    const token = this.#deps.readToken(request.headers)
    const lets = token === null ? this.#strangers.tryTake(address, now) : this.#sessions.tryTake(token, now)
    return lets && !this.places.isFull(address) ? { address, token } : null
  }

  sweep(now: number): void {
    this.#strangers.sweep(now)
    this.#sessions.sweep(now)
  }
}

/** Of IPv6 the /64 that one customer holds. */
export function ofOneCustomer(address: string): string {
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  const [before = '', after] = address.split('::', 2)
  const head = before ? before.split(':') : []
  const tail = after ? after.split(':') : []
  const zeros = after === undefined ? 0 : Math.max(0, 8 - head.length - tail.length)
  const whole = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail]
  return whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')
}
