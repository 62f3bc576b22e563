import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Publisher } from '../../live/publish.ts'
import { job } from '../../jobs/queue.ts'
import { closeDue } from './closing.ts'

/** Proposals whose time is over are counted also when nobody looks. */
export const closeDueDecisions = ({ clock, publisher }: { clock: Clock; publisher: Publisher }) =>
  job({
    name: 'decisions.close',
    cron: '* * * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      const closed = await closeDue({ db, log, clock })
      for (const { roomId, told } of closed) {
        publisher.topic(roomId, 'decisions')
        publisher.news(told)
      }
      if (closed.length > 0) log.info({ decisions: closed.length }, 'proposals closed or extended')
    },
  })
