import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../../database/schema.ts'
import { type JobLog, job } from '../../jobs/queue.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import { LiveDocument } from '../../sync/live-document.ts'

/** Somebody may upload a picture, lose the network, and put it on the board when they are back. */
const DAYS_AT_LEAST = 1

/**
 * Each night: deletes pictures that no document of their room has shown for `keepDays`, nor any kept version shows. A
 * room with a document that doesn't load keeps all of its pictures: nobody knows what that one shows.
 */
export function deleteUnusedPictures({ keepDays }: { keepDays: number }) {
  return job({
    name: 'images.delete-unused',
    // After the daily versions: those that are too old no longer count.
    cron: '35 0 * * *',
    data: z.object({}),
    run: async (_data, { db, log }) => {
      let deleted = 0
      for (const { roomId } of await db.selectFrom('image').select('roomId').distinct().execute()) {
        if (await markUnused(db, roomId, log)) deleted += await deleteLongUnused(db, roomId, keepDays)
      }
      log.info({ deleted }, 'unused pictures deleted')
    },
  })
}

/** False where it couldn't be found out. */
async function markUnused(db: Database, roomId: string, log: JobLog): Promise<boolean> {
  const images = await db.selectFrom('image').select('id').where('roomId', '=', roomId).execute()
  const used = new Set<string>()
  for (const { id } of await db.selectFrom('document').select('id').where('roomId', '=', roomId).execute()) {
    const content = await contentOf(db, id, log)
    if (!content) return false
    for (const image of images) if (content.includes(image.id)) used.add(image.id)
  }
  const marks = { used: null, unused: new Date() }
  for (const [name, ids] of Object.entries(Object.groupBy(images, ({ id }) => (used.has(id) ? 'used' : 'unused')))) {
    await db
      .updateTable('image')
      .set({ unreferencedSince: marks[name as keyof typeof marks] })
      .where('unreferencedSince', name === 'used' ? 'is not' : 'is', null)
      .where(
        'id',
        'in',
        ids.map(({ id }) => id),
      )
      .execute()
  }
  return true
}

/**
 * What a document holds now, without what was deleted from it. Ids stand in it as they are written: looked for in the
 * bytes they are found in every kind of document, and in fields that only newer versions know.
 */
async function contentOf(db: Database, documentId: string, log: JobLog): Promise<Buffer | null> {
  try {
    const stored = await new DocumentLog(db).read(documentId)
    if (!stored || stored.quarantined || stored.parts.length === 0) return null
    const live = new LiveDocument(stored.kind, stored.parts, new Map())
    const bytes = live.encodeFor(new Uint8Array([0]))
    live.destroy()
    return Buffer.from(bytes)
  } catch (error) {
    log.error({ err: error, documentId }, 'pictures of its room are kept: the document does not load')
    return null
  }
}

async function deleteLongUnused(db: Database, roomId: string, keepDays: number): Promise<number> {
  const days = Math.max(keepDays, DAYS_AT_LEAST)
  const { numAffectedRows } = await sql`
    delete from image i where room_id = ${roomId}
      and unreferenced_since < now() - make_interval(days => ${days})
      and not exists (
        select 1 from document_version v join document d on d.id = v.document_id
        where d.room_id = i.room_id and position(convert_to(i.id::text, 'UTF8') in v.bytes) > 0)
      and not exists (
        select 1 from hidden_object h
        where h.room_id = i.room_id and position(convert_to(i.id::text, 'UTF8') in h.records) > 0)`.execute(db)
  return Number(numAffectedRows ?? 0)
}
