import { z } from 'zod'
import { type JobDeps, job } from '../../jobs/queue.ts'
import { metrics } from '../../metrics.ts'
import { packed } from './message.ts'
import { FOLD_STEP, type Foldable, type FoldStep, readFoldable, storeFolded } from './store.ts'
import { type FoldWorker, folding } from './worker.ts'
import { quarantine } from '../quarantine.ts'

/** Folds a document's log into one snapshot; of many documents one at a time on each node. */
export const compactDocument = job({
  name: 'documents.compact',
  data: z.object({ documentId: z.uuid() }),
  keyOf: ({ documentId }) => documentId,
  run: async ({ documentId }, deps) => {
    const measured = metrics.foldSeconds.startTimer()
    const folded = await compact(documentId, deps)
    measured()
    deps.log.info({ documentId, folded }, 'document log folded')
  },
})

/**
 * Reads, folds and verifies in the folding thread, outside of any transaction, and only then puts the snapshot in the
 * place of the rows it holds; a long log in steps. Returns how many rows those were. Rejects, and nothing is deleted,
 * where the fold fails; a document whose log can't be read is put into quarantine.
 */
export async function compact(
  documentId: string,
  deps: JobDeps,
  worker: Pick<FoldWorker, 'fold'> = folding,
  step: FoldStep = FOLD_STEP,
): Promise<number> {
  for (let folded = 0; ; ) {
    const read = await readFoldable(deps.db, documentId, step)
    if (!read) return folded
    const done = await foldStep(read, deps, worker)
    folded += done
    if (done === 0 || !read.isPart) return folded
  }
}

async function foldStep(read: Foldable, deps: JobDeps, worker: Pick<FoldWorker, 'fold'>): Promise<number> {
  const { db, log } = deps
  const { documentId, kind, base, rows, epoch } = read
  const folded = await worker.fold(packed(kind, base?.bytes ?? null, rows))
  if (folded.readable < rows.length + (base ? 1 : 0)) {
    // What a step ends with may need the row after it; only the whole log shows that it is bad.
    const whole = read.isPart ? await readFoldable(db, documentId, null) : undefined
    if (whole) return foldStep({ ...whole, isPart: false }, deps, worker)
    const bad = folded.readable === 0 && base ? 'the snapshot' : `row ${rows[folded.readable - (base ? 1 : 0)]!.seq}`
    await quarantine(db, { documentId, epoch, reason: `${bad} does not apply` }, log)
    return 0
  }
  if (folded.historyFailed !== null) {
    log.error({ documentId, upto: rows.at(-1)!.seq, reason: folded.historyFailed }, 'folded without its history')
  }
  return storeFolded(db, read, folded)
}
