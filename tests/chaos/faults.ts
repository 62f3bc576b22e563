import type pg from 'pg'
import { until } from '../support/until.ts'

/** Stops every backend that serves this database, as a stalled disk would (SIGSTOP); returns how to let them go on. */
export async function freezeBackends(admin: pg.Pool, database: string): Promise<() => void> {
  const { rows } = await admin.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = $1 and application_name = 'meydan' and pid <> pg_backend_pid()`,
    [database],
  )
  for (const { pid } of rows) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const { pid } of rows) {
      try {
        process.kill(pid, 'SIGCONT')
      } catch {
        // Gone meanwhile: its client gave up on it.
      }
    }
  }
}

/** Holds a document's head row, so that nothing can be committed to it; returns how to let it go. */
export async function lockHead(pool: pg.Pool, documentId: string): Promise<() => Promise<void>> {
  const locker = await pool.connect()
  await locker.query('begin')
  await locker.query('select 1 from document where id = $1 for update', [documentId])
  return async () => {
    await locker.query('commit')
    locker.release()
  }
}

/** How long the acknowledgement of each of `times` edits takes, one after the other, in ms. */
export async function acknowledgementTimes(
  writer: { add(): string; readonly unsaved: number },
  times: number,
): Promise<number[]> {
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const started = performance.now()
    writer.add()
    await until(() => writer.unsaved === 0, { every: 1, timeout: 30_000, what: 'the edit is acknowledged' })
    taken.push(performance.now() - started)
  }
  return taken
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
