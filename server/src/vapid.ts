import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto'

const CURVE = 'prime256v1'
const HOURS_VALID = 12

export type PushKeys = { publicKey: string; privateKey: KeyObject; contact: string }

/**
 * The keys of this installation for push services: `secret` are the 32 bytes of a P-256 private key as base64url, `contact`
 * a `mailto:` or `https:` address at which a push service's operator finds somebody. Throws where the key is none.
 */
export function pushKeys(secret: string, contact: string): PushKeys {
  const pair = createECDH(CURVE)
  pair.setPrivateKey(Buffer.from(secret, 'base64url'))
  const point = pair.getPublicKey()
  const jwk = {
    ...{ kty: 'EC', crv: 'P-256', d: secret },
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  return {
    publicKey: point.toString('base64url'),
    privateKey: createPrivateKey({ key: jwk, format: 'jwk' }),
    contact,
  }
}

/** RFC 8292: says to a push service who sends, by a JWT (ES256) for its origin. */
export function vapidHeader(keys: PushKeys, endpoint: string, now: Date): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    aud: new URL(endpoint).origin,
    exp: Math.floor(now.getTime() / 1000) + HOURS_VALID * 60 * 60,
    sub: keys.contact,
  }
  const signed = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(signed), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${signed}.${signature.toString('base64url')}, k=${keys.publicKey}`
}
