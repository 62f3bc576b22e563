import { createHash, createHmac } from 'node:crypto'

/**
 * The secret part of a link (132 bits), derived from the row it opens: the server can show a link again to those who
 * manage it, while the database holds only its hash.
 */
export function linkToken(secret: string, purpose: 'invitation' | 'account', id: string): string {
  return createHmac('sha256', secret).update(`${purpose}:${id}`).digest('base64url').slice(0, 22)
}

/** What the database keeps of a link's token. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
