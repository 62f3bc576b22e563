import { z } from 'zod'
import { contract } from './contract.ts'
import { Nothing, StoredText } from './ids.ts'

/** Devices of one person. */
export const SUBSCRIPTIONS_MAX = 20

/** `publicKey`: what a browser subscribes with (VAPID, RFC 8292), base64url; null where the operator has set up none. */
export const readPush = contract({
  method: 'GET',
  path: '/api/push',
  needs: 'self.edit',
  summary: 'Whether devices can be woken when there is something new, and whether this one is',
  query: z.strictObject({ endpoint: StoredText.max(1000).optional() }),
  reply: z.object({
    publicKey: z.string().nullable(),
    /** Whether the device at `endpoint` is woken for me. */
    isKept: z.boolean(),
  }),
})

const Endpoint = z.strictObject({ endpoint: StoredText.max(1000) })

/** Throws `invalid` where the address isn't one of a known push service, `not_found` where none is set up. */
export const subscribePush = contract({
  method: 'POST',
  path: '/api/push/subscriptions',
  needs: 'self.edit',
  summary: 'Wake this device when there is something new, for as long as one is signed in on it',
  body: Endpoint,
  reply: Nothing,
  limit: 'redeem',
})

export const unsubscribePush = contract({
  method: 'POST',
  path: '/api/push/subscriptions/end',
  needs: 'self.edit',
  summary: 'Wake this device no longer',
  body: Endpoint,
  reply: Nothing,
})
