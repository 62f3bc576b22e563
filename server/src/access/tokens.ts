import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The secret part of a link (132 bits), derived from the row it opens: the server can show a link again to those who
 * manage it, while the database holds only its hash.
 */
export function linkToken(secret: string, purpose: 'invitation' | 'account' | 'shared', id: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url').slice(0, 22)
}

/** What the database keeps of a link's token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const MAC_BYTES = 18

/**
 * A link's token that says itself what it is for and needs no row: these ids, and a proof that this installation wrote
 * them for this purpose. It never ends: only for what its holder may always do.
 */
export function statelessToken(secret: string, purpose: 'unsubscribe', ids: readonly string[]): string {
  const said = Buffer.concat(ids.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex')))
  return Buffer.concat([proofOf(secret, purpose, said), said]).toString('base64url')
}

/** The ids of such a token; null where it is none of this installation's, or for something else. */
export function readStatelessToken(secret: string, purpose: 'unsubscribe', token: string): string[] | null {
  const bytes = Buffer.from(token, 'base64url')
  const said = bytes.subarray(MAC_BYTES)
  if (said.length === 0 || said.length % 16 !== 0 || bytes.toString('base64url') !== token) return null
  if (!timingSafeEqual(bytes.subarray(0, MAC_BYTES), proofOf(secret, purpose, said))) return null
  return Array.from({ length: said.length / 16 }, (_, index) =>
    uuidOf(said.toString('hex', index * 16, index * 16 + 16)),
  )
}

function proofOf(secret: string, purpose: string, said: Buffer): Buffer {
  return createHmac('sha256', secret).update(`${purpose}:`).update(said).digest().subarray(0, MAC_BYTES)
}

function uuidOf(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
