import { createECDH, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { pushKeys, vapidHeader } from './vapid.ts'

const pair = createECDH('prime256v1')
pair.generateKeys()
const secret = pair.getPrivateKey().toString('base64url').padStart(43, 'A')

test('the key that browsers get is the secret’s own', () => {
  expect(pushKeys(secret, 'mailto:a@example.org').publicKey).toBe(pair.getPublicKey('base64url'))
})

test('a push service can check who sends, to whom, and until when', () => {
  const keys = pushKeys(secret, 'mailto:a@example.org')
  const now = new Date('2027-03-01T10:00:00Z')
  const header = vapidHeader(keys, 'https://updates.push.services.mozilla.com/wpush/v2/abc', now)
  const [, token, key] = /^vapid t=([\w-]+\.[\w-]+\.[\w-]+), k=([\w-]+)$/.exec(header)!
  expect(key).toBe(keys.publicKey)
  const [head, claims, signature] = token!.split('.') as [string, string, string]
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'ES256' })
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
    aud: 'https://updates.push.services.mozilla.com',
    exp: now.getTime() / 1000 + 12 * 60 * 60,
    sub: 'mailto:a@example.org',
  })
  const check = (text: string) =>
    verify(
      'sha256',
      Buffer.from(text),
      { key: createPublicKey(keys.privateKey), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
  expect(check(`${head}.${claims}`)).toBe(true)
  expect(check(`${head}.${claims}x`)).toBe(false)
})

test('what is no key is refused', () => {
  expect(() => pushKeys('AAAA', 'mailto:a@example.org')).toThrow()
})
