import { z } from 'zod'
import type { Config } from '../config.ts'
import { job } from '../jobs/queue.ts'
import { deleteExpired, sendWaiting } from './outbox.ts'
import { mailTransport } from './transport.ts'

/** Every minute: sends what waits in the outbox, where mail is configured, and deletes what waited for too long. */
export function sendMail(config: Pick<Config, 'smtpUrl' | 'mailFrom'>) {
  return job({
    name: 'mail.send',
    cron: '* * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      const expired = await deleteExpired(db)
      if (expired > 0) log.info({ mails: expired }, 'mail that could not be sent deleted')
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
