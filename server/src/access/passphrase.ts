import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const BYTES = 32
const derive = promisify<string, Buffer, number, Buffer>(scrypt)

/** What a room keeps of its passphrase: `salt.key`, both base64url. Spaces at the ends and capitals don't count. */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(16)
  return `${salt.toString('base64url')}.${(await derive(plain(passphrase), salt, BYTES)).toString('base64url')}`
}

export async function isPassphrase(given: string, kept: string): Promise<boolean> {
  const [salt = '', key = ''] = kept.split('.')
  const expected = Buffer.from(key, 'base64url')
  if (expected.length !== BYTES) return false
  return timingSafeEqual(await derive(plain(given), Buffer.from(salt, 'base64url'), BYTES), expected)
}

/** It is read out in a hall and typed on phones that begin with a capital. */
function plain(passphrase: string): string {
  return passphrase.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ')
}
