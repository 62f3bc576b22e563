import { closeCodes } from '@meydan/shared/close-codes'
import type { Database } from '@meydan/server/database/schema'
import { expect, onTestFinished, test } from 'vitest'
import { syncClient } from '../support/client.ts'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { acknowledgementTimes, percentile } from './faults.ts'
import { startHistory } from './history.ts'
import { expectNothingLost } from './invariants.ts'
import { settings } from './settings.ts'
import { meydan, type Target } from './targets.ts'
import { countEdits } from './truth.ts'
import { Workload } from './workload.ts'

const { measures, factor, atLeast } = settings.corrupt
const EDITS = 20
const ROUNDS = 4

type Shown = { edits: number | 'refused'; mayWrite: boolean | null }

test('R-19 one document’s stored bytes are damaged: it is never served empty, and the others don’t notice', async () => {
  const [history, elsewhere] = [startHistory(), startHistory()]
  const fresh = await freshDatabase()
  const [broken, sound] = [await consultationRoom(fresh.db), await consultationRoom(fresh.db)]
  const target = await meydan(fresh.url)
  onTestFinished(async () => {
    await target.stop()
    await fresh.drop()
  })
  const before = new Workload(target, broken.boardId, broken, history, { writers: 1 })
  await before.synced()
  // Each in a row of its own: what lies before the damage is readable.
  for (let n = 0; n < EDITS; n++) {
    before.writers[0]!.add()
    await before.saved(5_000)
  }
  before.destroy()
  // Nothing of it may be left in memory.
  await target.stop()
  await target.start()
  const row = await damage(fresh.db, broken.boardId)
  history.fault(`row ${row} damaged`)

  const others = new Workload(target, sound.boardId, sound, elsewhere, { writers: 1 })
  await others.synced()
  await acknowledgementTimes(others.writers[0]!, 10)
  // In turns, so that whatever else this machine does counts for both.
  const [without, during, shown]: [number[], number[], Shown[]] = [[], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    without.push(...(await acknowledgementTimes(others.writers[0]!, measures / ROUNDS)))
    const opening = openDamaged(target, broken)
    during.push(...(await acknowledgementTimes(others.writers[0]!, measures / ROUNDS)))
    shown.push(await opening)
  }
  const [baseline, disturbed] = [percentile(without, 0.95), percentile(during, 0.95)]
  for (const { edits, mayWrite } of shown) {
    if (edits === 'refused') continue
    expect(edits, 'the last good state, not an empty board').toBeGreaterThan(0)
    expect(edits).toBeLessThan(EDITS)
    expect(mayWrite, 'read-only for everybody').toBe(false)
  }
  expect(target.hasExited(), 'the process lives').toBe(false)
  expect(disturbed, 'p95 of acknowledgements elsewhere').toBeLessThan(Math.max(baseline * factor, atLeast))
  await expectNothingLost(fresh.db, sound.boardId, others, elsewhere, { savedWithin: 5_000 })
  expect(await rowsOf(fresh.db, broken.boardId), 'the evidence stays where it is').toBe(EDITS + 1)
  console.log(
    `R-19: damaged document ${JSON.stringify(shown)}; ack p95 elsewhere ${disturbed.toFixed(1)} ms (before: ${baseline.toFixed(1)} ms)`,
  )
})

/** Flips bits in a row of the second half. Answers with its number. */
async function damage(db: Database, documentId: string): Promise<number> {
  const row = await db
    .selectFrom('documentUpdate')
    .select(['seq', 'bytes'])
    .where('documentId', '=', documentId)
    .orderBy('seq')
    .offset(Math.floor(EDITS / 2))
    .limit(1)
    .executeTakeFirstOrThrow()
  const bytes = Buffer.from(row.bytes.map((byte, index) => (index % 3 === 1 ? byte ^ 0xff : byte)))
  await db
    .updateTable('documentUpdate')
    .set({ bytes })
    .where('documentId', '=', documentId)
    .where('seq', '=', row.seq)
    .execute()
  return row.seq
}

async function rowsOf(db: Database, documentId: string): Promise<number> {
  const rows = await db.selectFrom('documentUpdate').select('seq').where('documentId', '=', documentId).execute()
  return rows.length
}

/** What somebody is shown who opens it: so many edits, or word that it can't be opened. */
async function openDamaged(target: Target, story: Story): Promise<Shown> {
  const client = syncClient(target, story.boardId, story.public.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  const hello: { mayWrite: boolean | null } = { mayWrite: null }
  client.provider.messageHandlers[66] = (_encoder, decoder) => {
    const text = new TextDecoder().decode(decoder.arr.subarray(decoder.pos)).replace(/^[^{]*/, '')
    hello.mayWrite = (JSON.parse(text) as { mayWrite: boolean }).mayWrite
  }
  const isRefused = () => client.closes.includes(closeCodes.tryLater)
  await until(() => client.provider.synced || isRefused(), { what: 'it is shown or refused' })
  if (!client.provider.synced) return { edits: 'refused', mayWrite: null }
  return { edits: countEdits(client.doc).size, ...hello }
}
