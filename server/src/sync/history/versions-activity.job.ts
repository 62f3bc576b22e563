import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../../database/schema.ts'
import { type JobDeps, job } from '../../jobs/queue.ts'
import { compact } from '../folding/compact.job.ts'
import { keepSnapshot } from './versions.ts'

/** A run is one of 144 a day: what is left over comes in the next one. */
const MOST_AT_ONCE = 100

/**
 * Every ten minutes: keeps a version of every document that was written to since its last one, so that a workshop can
 * be looked back at, and thins what there is: all of the last 24 hours stay, of each hour the last one up to 7 days, of
 * each day the last one after that (where the daily version isn't that already). `keepDays` 0: keeps none.
 */
export function keepActivityVersions({ keepDays, most = MOST_AT_ONCE }: { keepDays: number; most?: number }) {
  return job({
    name: 'documents.keep-activity',
    cron: '*/10 * * * *',
    data: z.object({}),
    run: async (_data, deps) => {
      if (keepDays === 0) return
      const kept = await keepBusy(most, deps)
      const thinned = await thin(deps.db)
      if (kept + thinned > 0) deps.log.info({ kept, thinned }, 'versions of busy documents kept, older ones thinned')
    },
  })
}

/** In which order they come makes no difference, as long as one that always fails can't keep others out for ever. */
async function keepBusy(most: number, deps: JobDeps): Promise<number> {
  const { rows } = await sql<{ id: string; epoch: number }>`
    select d.id, d.epoch from document d
    where d.quarantined_at is null and d.head > coalesce((
        select upto from document_version
        where document_id = d.id and reason <> 'deleted' order by created_at desc, upto desc limit 1
      ), 1)
    order by random() limit ${most}`.execute(deps.db)
  let kept = 0
  for (const { id, epoch } of rows) {
    try {
      if (await keepOne({ id, epoch }, deps)) kept += 1
    } catch (error) {
      deps.log.error({ err: error, documentId: id }, 'no version of a busy document')
    }
  }
  return kept
}

/**
 * The log is folded first, in the folding thread, which it would be sooner or later: then the version is a copy of the
 * verified snapshot, made inside Postgres, and this node has neither read nor encoded the document.
 */
async function keepOne({ id, epoch }: { id: string; epoch: number }, deps: JobDeps): Promise<boolean> {
  await compact(id, deps)
  return keepSnapshot(deps.db, { documentId: id, epoch })
}

/** A daily version, kept soon after midnight, is the last one of the day before. */
async function thin(db: Database): Promise<number> {
  const thinned = await sql`
    with aged as (
      select id, document_id, reason, created_at, created_at < now() - interval '7 days' as is_old
      from document_version
      where reason in ('activity', 'daily') and created_at < now() - interval '24 hours'
    ), ranked as (
      select id, reason, row_number() over (
        partition by document_id, is_old, case when is_old
          then date_trunc('day', (created_at - case reason when 'daily' then interval '12 hours' else interval '0' end) at time zone 'UTC')
          else date_trunc('hour', created_at at time zone 'UTC') end
        order by created_at desc, id
      ) as place
      from aged
    )
    delete from document_version using ranked
    where document_version.id = ranked.id and ranked.reason = 'activity' and ranked.place > 1`.execute(db)
  return Number(thinned.numAffectedRows ?? 0)
}
