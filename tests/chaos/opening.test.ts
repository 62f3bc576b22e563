import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { newBoard } from './boards.ts'
import { startHistory } from './history.ts'
import { settings } from './settings.ts'
import { armFailpoint, disarmFailpoints, meydan, type Target } from './targets.ts'
import { missingFrom } from './truth.ts'
import { Writer } from './writer.ts'

const { tries, atOnce } = settings.opening
const COMMIT_TAKES_MS = 500
const SECOND_AFTER_MS = 50

let fresh: FreshDatabase
let story: Story
let target: Target
beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
  target = await meydan(fresh.url)
})
afterAll(async () => {
  await target?.stop()
  await fresh?.drop()
})

test('R-18 whoever opens a document while its last edit is being saved sees that edit', {
  timeout: 60_000 + tries * 500,
}, async () => {
  const history = startHistory()
  const missing: string[] = []
  for (let done = 0; done < tries; done += atOnce) {
    const writers = await Promise.all(Array.from({ length: atOnce }, () => alone()))
    await armFailpoint(target, { name: 'before_commit', action: 'delay', ms: COMMIT_TAKES_MS })
    history.fault(`every commit takes ${COMMIT_TAKES_MS} ms`)
    const found = await Promise.all(writers.map((writer, n) => openDuringSave(writer, n % 2 === 1)))
    missing.push(...found.flat())
    await disarmFailpoints(target)
  }
  expect(missing, 'not seen by the second one').toEqual([])
  history.expectSomethingHappened({ edits: tries })
  console.log(`R-18: 0 of ${tries} missing`)

  async function alone(): Promise<{ writer: Writer; documentId: string }> {
    const documentId = await newBoard(fresh.db, story.roomId)
    const writer = new Writer(target, documentId, story.civil.cookie, history)
    await writer.client.synced()
    await until(() => writer.isSaved)
    return { writer, documentId }
  }

  /** With `leaves`, the first one closes the page right after the last key: sent, and never acknowledged to anybody. */
  async function openDuringSave(
    { writer, documentId }: { writer: Writer; documentId: string },
    leaves: boolean,
  ): Promise<string[]> {
    const first = writer.add()
    // The second edit comes while the first one's commit runs, and waits behind it.
    await new Promise((resolve) => setTimeout(resolve, SECOND_AFTER_MS))
    const ids = [first, writer.add()]
    if (leaves) writer.destroy()
    const pause = history.random.below(COMMIT_TAKES_MS)
    await new Promise((resolve) => setTimeout(resolve, pause))
    const second = new Writer(target, documentId, story.public.cookie, history)
    await second.client.synced()
    const late = missingFrom(
      second.client.doc,
      ids.filter((id) => history.acked.has(id)),
    )
    const seen = () => missingFrom(second.client.doc, ids).length === 0
    await until(seen, { timeout: 10_000, what: 'the second one sees it' }).catch(() => late.push(`${ids}, ever`))
    second.destroy()
    if (!leaves) {
      await until(() => writer.isSaved)
      writer.destroy()
    }
    return late
  }
})
