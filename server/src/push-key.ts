import { createECDH } from 'node:crypto'

/** `npm run push-key`: a key for PUSH_KEY, see deploy/.env.example. */
const pair = createECDH('prime256v1')
pair.generateKeys()
const secret = Buffer.alloc(32)
pair.getPrivateKey().copy(secret, 32 - pair.getPrivateKey().length)
console.log(`PUSH_KEY=${secret.toString('base64url')}`)
