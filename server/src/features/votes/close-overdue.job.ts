import { z } from 'zod'
import { job } from '../../jobs/queue.ts'
import { closeOverdue } from './close.ts'

/** Votes past their deadline close also when nobody looks: the ballots must not stay for longer than the vote. */
export const closeOverdueVotes = job({
  name: 'votes.close',
  cron: '* * * * *',
  data: z.object({}),
  run: async (_data, deps) => {
    const closed = await closeOverdue(deps)
    if (closed.length > 0) deps.log.info({ votes: closed.length }, 'votes closed at their deadline')
  },
})
