import { z } from 'zod'
import { job } from '../../jobs/queue.ts'
import { closeOverdue } from './close.ts'

/** Votes past their deadline close also when nobody looks: the ballots must not stay for longer than the vote. */
export const closeOverdueVotes = job({
  name: 'votes.close',
  cron: '* * * * *',
  data: z.object({}),
  run: async (_data, { db, log }) => {
    const closed = await closeOverdue(db)
    if (closed.length > 0) log.info({ votes: closed.length }, 'votes closed at their deadline')
  },
})
