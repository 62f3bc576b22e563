import type { Database } from '@meydan/server/database/schema'
import { expect } from 'vitest'
import type * as Y from 'yjs'
import { until } from '../support/until.ts'
import type { History } from './history.ts'
import { metric } from './targets.ts'
import { differences, duplicatedIn, missingFrom, readStored } from './truth.ts'
import type { Workload } from './workload.ts'

const RSS_MAX = 512 * 1024 * 1024

/** I1: what was acknowledged and is not in Postgres. Asked of Postgres itself, at any moment, also with no server up. */
export async function lostAcknowledged(db: Database, documentId: string, history: History): Promise<string[]> {
  const acked = [...history.acked]
  return missingFrom(await readStored(db, documentId), acked)
}

/** I2 and the counter: what of everything issued is missing from the stored document, and what is there twice. */
export async function lostOrDoubled(
  db: Database,
  documentId: string,
  history: History,
): Promise<{ lost: string[]; doubled: string[] }> {
  const stored = await readStored(db, documentId)
  return { lost: missingFrom(stored, history.issued), doubled: duplicatedIn(stored) }
}

/** I3: waits until every replica and a fresh load from Postgres are one document; says what differs where they never are. */
export async function expectOneDocument(
  db: Database,
  documentId: string,
  replicas: Record<string, Y.Doc>,
  timeout = 10_000,
): Promise<void> {
  let found: string[] = []
  const agree = async () => {
    found = differences({ postgres: await readStored(db, documentId), ...replicas })
    return found.length === 0
  }
  await until(agree, { timeout, every: 100, what: 'replicas agree' }).catch(() => {})
  expect(found, 'replicas differ').toEqual([])
}

/** I1 to I3 after a fault has ended, for a run whose people all stayed. Answers with how long saving took. */
export async function expectNothingLost(
  db: Database,
  documentId: string,
  workload: Workload,
  history: History,
  { savedWithin }: { savedWithin: number },
): Promise<number> {
  const took = await workload.saved(savedWithin)
  expect(await lostOrDoubled(db, documentId, history)).toEqual({ lost: [], doubled: [] })
  expect(history.acked.size, 'everything issued is acknowledged').toBe(history.issued.size)
  await expectOneDocument(db, documentId, workload.docs)
  return took
}

/** I5: memory of a node is bounded, and has not grown by more than the fault may cost. */
export async function residentMemory(target: { url: string }): Promise<number> {
  return metric(target, 'process_resident_memory_bytes')
}

export async function expectBounded(target: { url: string }, before: number, growth: number): Promise<void> {
  const now = await residentMemory(target)
  expect(now, 'memory of the node').toBeLessThan(RSS_MAX)
  expect(now - before, 'growth of memory').toBeLessThan(growth)
}
