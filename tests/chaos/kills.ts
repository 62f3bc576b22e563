import type { Database } from '@meydan/server/database/schema'
import { setTimeout as wait } from 'node:timers/promises'
import type { Story } from '../support/stories.ts'
import type { History } from './history.ts'
import { lostAcknowledged, lostOrDoubled } from './invariants.ts'
import type { Target } from './targets.ts'
import { Workload } from './workload.ts'

/** They go on writing into the void for so long. */
const AFTERWARDS_MS = 300

export type KillSettings = {
  lasts: number
  /** Shortest and longest time between kills. */
  kill: readonly [number, number]
  editsPerSecond: number
}

export type Findings = {
  /** Acknowledged and not in Postgres, at any of the kills. */
  lostAcknowledged: Set<string>
  lost: string[]
  doubled: string[]
  /** How long after each restart everything was saved. */
  savedAfter: number[]
  workload: Workload
}

/**
 * Twelve people at a document, its server killed (SIGKILL) at acknowledgements of random moments, and once more at
 * the last one: the moment at which a server that stores later has most to lose. Asks Postgres at every kill, before
 * anybody can send again what was lost. Knows nothing of whose server it is.
 */
export async function killAgainAndAgain(
  target: Target,
  db: Database,
  story: Story,
  history: History,
  settings: KillSettings,
  savedWithin: number,
): Promise<Findings> {
  const { random } = history
  const workload = new Workload(target, story.boardId, story, history, { writers: 4, watchers: 8 })
  const lost = new Set<string>()
  const savedAfter: number[] = []
  const kill = async (why: string) => {
    await target.kill()
    history.fault(why)
    for (const id of await lostAcknowledged(db, story.boardId, history)) lost.add(id)
  }
  const restart = async () => {
    await target.start()
    history.heal('restarted')
    savedAfter.push(await workload.saved(savedWithin))
  }
  await workload.synced()
  const [shortest, longest] = settings.kill
  for (let left = settings.lasts; left > 0; ) {
    const pause = shortest + random.below(longest - shortest)
    const editing = workload.edit({ lasts: pause + AFTERWARDS_MS, perSecond: settings.editsPerSecond })
    await wait(pause)
    left -= pause
    await history.nextAck()
    await kill('SIGKILL while people write')
    await editing
    await restart()
  }
  for (const writer of workload.writers) writer.add('the last one')
  while (workload.writers.some(({ unsaved }) => unsaved > 0)) await history.nextAck()
  await kill('SIGKILL right after the last acknowledgement')
  await restart()
  return { lostAcknowledged: lost, ...(await lostOrDoubled(db, story.boardId, history)), savedAfter, workload }
}
