import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../../database/schema.ts'
import { type JobLog, job } from '../../jobs/queue.ts'
import { DocumentLog } from '../document-log.ts'
import { LiveDocument } from '../live-document.ts'
import { keepVersion } from './versions.ts'

const REFUSED_DAYS = 30

/**
 * Soon after midnight UTC: keeps a version of every document that changed since its last one, at most one a day, and
 * forgets versions older than `keepDays` (0: keeps none) and refused frames older than 30 days.
 */
export function keepDailyVersions({ keepDays }: { keepDays: number }) {
  return job({
    name: 'documents.keep-versions',
    cron: '5 0 * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      const kept = keepDays > 0 ? await keepToday(db, log) : 0
      const versions = await db
        .deleteFrom('documentVersion')
        .where('createdAt', '<', sql<Date>`now() - make_interval(days => ${keepDays})`)
        .executeTakeFirst()
      const refused = await db
        .deleteFrom('refusedFrame')
        .where('createdAt', '<', sql<Date>`now() - make_interval(days => ${REFUSED_DAYS})`)
        .executeTakeFirst()
      log.info(
        { kept, versions: Number(versions.numDeletedRows), refused: Number(refused.numDeletedRows) },
        'daily versions kept, old ones forgotten',
      )
    },
  })
}

async function keepToday(db: Database, log: JobLog): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select d.id from document d
    where d.quarantined_at is null and d.head > coalesce(
        (select max(upto) from document_version where document_id = d.id and reason = 'daily'), 0)
      and not exists (
        select 1 from document_version where document_id = d.id and reason = 'daily'
          and created_at at time zone 'UTC' >= date_trunc('day', now() at time zone 'UTC'))`.execute(db)
  let kept = 0
  for (const { id } of rows) {
    try {
      if (await keepOne(db, id)) kept += 1
    } catch (error) {
      // One document that can't be read must not cost the others their version.
      log.error({ err: error, documentId: id }, 'no daily version')
    }
  }
  return kept
}

async function keepOne(db: Database, documentId: string): Promise<boolean> {
  const stored = await new DocumentLog(db).read(documentId)
  if (!stored || stored.parts.length === 0) return false
  const { kind, epoch, seq: upto, parts } = stored
  const live = new LiveDocument(kind, parts, new Map())
  const bytes = live.encodeFor(new Uint8Array([0]))
  live.destroy()
  await keepVersion(db, { documentId, epoch, upto, reason: 'daily', bytes, seatId: null })
  return true
}
