import { z } from 'zod'
import type { Config } from '../config.ts'
import { job } from '../jobs/queue.ts'
import { sendWaiting } from './outbox.ts'
import { mailTransport } from './transport.ts'

/** Every minute: sends what waits in the outbox, where mail is configured. */
export function sendMail(config: Pick<Config, 'smtpUrl' | 'mailFrom'>) {
  return job({
    name: 'mail.send',
    cron: '* * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      const transport = mailTransport(config)
      if (!transport) return
      try {
        await sendWaiting(db, transport, { warn: (details, text) => log.error(details, text) })
      } finally {
        transport.close()
      }
    },
  })
}
