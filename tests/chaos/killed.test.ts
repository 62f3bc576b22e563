import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { consultationRoom } from '../support/stories.ts'
import { startHistory } from './history.ts'
import { expectOneDocument } from './invariants.ts'
import { killAgainAndAgain } from './kills.ts'
import { settings } from './settings.ts'
import { meydan } from './targets.ts'

const { seeds, lasts, atLeast } = settings.killed

test.each(Array.from({ length: seeds }, (_, n) => n + 1))(
  'R-1 an acknowledgement means durable: the server is killed again and again while people write (%i)',
  { timeout: lasts * 4 + 60_000 },
  async () => {
    const history = startHistory()
    const fresh = await freshDatabase()
    const story = await consultationRoom(fresh.db)
    const target = await meydan(fresh.url)
    onTestFinished(async () => {
      await target.stop()
      await fresh.drop()
    })
    const found = await killAgainAndAgain(target, fresh.db, story, history, settings.killed, settings.savedAfterRestart)
    expect([...found.lostAcknowledged], 'acknowledged and lost').toEqual([])
    expect({ lost: found.lost, doubled: found.doubled }).toEqual({ lost: [], doubled: [] })
    await expectOneDocument(fresh.db, story.boardId, found.workload.docs)
    expect(found.workload.watchers.every(({ frames }) => frames > 0)).toBe(true)
    history.expectSomethingHappened(atLeast)
    console.log(
      `R-1 seed ${history.random.seed}: ${history.issued.size} edits, ${history.faults} kills, 0 lost; all saved ≤ ${Math.round(Math.max(...found.savedAfter))} ms after a restart`,
    )
  },
)
