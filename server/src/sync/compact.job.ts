import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import * as Y from 'yjs'
import { z } from 'zod'
import { failpoint } from '../failpoints.ts'
import { job } from '../jobs/queue.ts'
import { DocumentLog } from './document-log.ts'
import { LiveDocument } from './live-document.ts'

/**
 * Folds a document's log into one snapshot: loaded in one transaction, encoded, read back and compared, and only then
 * the rows it holds – exactly those – are deleted, all in one database transaction. Two nodes can't fold one document
 * at a time; a crash at any point leaves the log as it was.
 */
export const compactDocument = job({
  name: 'documents.compact',
  data: z.object({ documentId: z.uuid() }),
  keyOf: ({ documentId }) => documentId,
  run: async ({ documentId }, { db, log }) => {
    const folded = await db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ mine: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`compact ${documentId}`}, 0)) as mine`.execute(trx)
      if (!rows[0]?.mine) return 0
      const stored = await new DocumentLog(trx).read(documentId)
      if (!stored || stored.parts.length < 2) return 0
      const bytes = fold(stored.kind, stored.parts)
      await trx
        .insertInto('documentSnapshot')
        .values({ documentId, upto: stored.seq, bytes: Buffer.from(bytes) })
        .execute()
      await failpoint('in_compaction_before_delete')
      const deleted = await trx
        .deleteFrom('documentUpdate')
        .where('documentId', '=', documentId)
        .where('seq', '<=', stored.seq)
        .executeTakeFirst()
      await trx
        .deleteFrom('documentSnapshot')
        .where('documentId', '=', documentId)
        .where('upto', '<', stored.seq)
        .execute()
      return Number(deleted.numDeletedRows)
    })
    log.info({ documentId, folded }, 'document log folded')
  },
})

/** One update with the content of all parts. Throws, and nothing is deleted, when reading it back gives anything else. */
function fold(kind: ConstructorParameters<typeof LiveDocument>[0], parts: readonly Uint8Array[]): Uint8Array {
  const whole = new LiveDocument(kind, parts, new Map())
  const bytes = whole.encodeFor(new Uint8Array([0]))
  const again = new LiveDocument(kind, [bytes], new Map())
  const same =
    isDeepStrictEqual(Y.decodeStateVector(whole.stateVector()), Y.decodeStateVector(again.stateVector())) &&
    Y.equalDeleteSets(
      Y.createDeleteSetFromStructStore(whole.doc.store),
      Y.createDeleteSetFromStructStore(again.doc.store),
    ) &&
    isDeepStrictEqual(contentOf(whole), contentOf(again))
  whole.destroy()
  again.destroy()
  if (!same) throw new Error('the folded document is not the document')
  return bytes
}

function contentOf({ doc, model }: LiveDocument): unknown {
  return [...model.roots].map((root) => doc.getMap(root).toJSON() as unknown)
}
