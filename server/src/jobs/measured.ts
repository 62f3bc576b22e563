import { metrics } from '../metrics.ts'
import type { AnyJob } from './queue.ts'

/**
 * The same job, every run of it counted, and each failure logged with the ids that its cause gave it (a document's, a
 * room's): the queue itself keeps failures to itself and tries again.
 */
export function measured(job: AnyJob): AnyJob {
  return {
    ...job,
    take: async (data, deps) => {
      const begun = performance.now()
      const count = (outcome: 'done' | 'failed') =>
        metrics.jobSeconds.observe({ job: job.name, outcome }, (performance.now() - begun) / 1000)
      try {
        await job.take(data, deps)
        count('done')
      } catch (error) {
        count('failed')
        deps.log.error({ err: error, job: job.name, ...idsOf(data) }, 'job failed, it will be tried again')
        throw error
      }
    },
  }
}

/** Ids only: whatever else a job is given may be somebody's words. */
function idsOf(data: unknown): Record<string, unknown> {
  if (typeof data !== 'object' || data === null) return {}
  return Object.fromEntries(Object.entries(data).filter(([name]) => name.endsWith('Id')))
}
