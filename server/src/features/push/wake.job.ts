import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { job } from '../../jobs/queue.ts'
import { devicesToWake, noteAnswer } from './store.ts'
import { type PushKeys, vapidHeader } from '../../vapid.ts'

const TIMEOUT_MS = 10_000
/** How long a push service keeps it for a device that is off. */
const DAY_SECONDS = 24 * 60 * 60
const TOGETHER = 10

export type WakeDeps = { config: Pick<Config, 'push'>; clock: Clock; send?: typeof fetch }

/**
 * Every minute: wakes the devices of those who were named or answered. Nothing is sent along: the device asks this server
 * itself what is new, so that no push service ever holds a word of it.
 */
export function wakeDevices({ config, clock, send = fetch }: WakeDeps) {
  return job({
    name: 'push.wake',
    cron: '* * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      const { push } = config
      if (!push) return
      const devices = await devicesToWake(db)
      for (let at = 0; at < devices.length; at += TOGETHER) {
        await Promise.all(
          devices.slice(at, at + TOGETHER).map(async ({ id, endpoint }) => {
            await noteAnswer(db, id, await wake(push, { endpoint, now: clock(), send }))
          }),
        )
      }
      if (devices.length > 0) log.info({ devices: devices.length }, 'devices woken')
    },
  })
}

type Call = { endpoint: string; now: Date; send: typeof fetch }

async function wake(keys: PushKeys, { endpoint, now, send }: Call): Promise<'woken' | 'gone' | 'failed'> {
  try {
    const { status } = await send(endpoint, {
      method: 'POST',
      headers: {
        authorization: vapidHeader(keys, endpoint, now),
        ttl: String(DAY_SECONDS),
        urgency: 'normal',
        // Of several that wait for a device that is off, the last is enough.
        topic: 'news',
        'content-length': '0',
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (status === 404 || status === 410) return 'gone'
    return status >= 200 && status < 300 ? 'woken' : 'failed'
  } catch {
    return 'failed'
  }
}
