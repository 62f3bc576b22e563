import { compact } from '@meydan/server/sync/folding/compact.job'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { folding } from '@meydan/server/sync/folding/worker'
import { Board } from '@meydan/shared/documents/board/board'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

const NOTES = 1_500
const silent = { info() {}, error() {} }

let fresh: FreshDatabase
let node: TestNode

beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterAll(async () => {
  await node?.close()
  await folding.close()
  await fresh?.drop()
})

/** A board of a long day, folded, and one note after that. */
async function largeBoard(): Promise<Story> {
  const story = await consultationRoom(fresh.db)
  const log = new DocumentLog(fresh.db)
  const doc = new Y.Doc()
  for (const part of (await log.read(story.boardId))!.parts) Y.applyUpdate(doc, part)
  const board = new Board(doc)
  const add = async (count: number, text: string) => {
    const before = Y.encodeStateVector(doc)
    board.addNotes(
      Array.from({ length: count }, (_, n) => ({ at: { x: n, y: 0 }, text })),
      { seat: null, side: 'civil' },
    )
    const row = { bytes: Y.encodeStateAsUpdate(doc, before), seatId: story.civil.seatId, frameNo: 1 }
    await log.append({ id: story.boardId, epoch: 1 }, [{ ...row, connectionId: crypto.randomUUID() }], new Map())
  }
  await add(NOTES, 'Mahallede kreş yok')
  await compact(story.boardId, { db: fresh.db, log: silent })
  await add(1, 'after the fold')
  return story
}

function open(story: Story, who: Story['civil']) {
  const client = syncClient(node, story.boardId, who.cookie, { ack: true })
  onTestFinished(() => client.destroy())
  return client
}

const textsOf = (doc: Y.Doc) => parseBoard(doc).notes.map(({ text }) => text)

test('whoever opens a large board has all of it, rows after the snapshot too, and writes at once', async () => {
  const story = await largeBoard()
  const [first, second] = [open(story, story.civil), open(story, story.public)]
  await Promise.all([first.synced(), second.synced()])
  new Board(first.doc).addNotes([{ at: { x: 0, y: 0 }, text: 'written at once' }], { seat: null, side: 'civil' })
  for (const { doc } of [first, second]) {
    await until(() => textsOf(doc).includes('written at once') && textsOf(doc).includes('after the fold'))
    expect(textsOf(doc)).toHaveLength(NOTES + 2)
  }
  await until(() => first.frames.acked === first.frames.sent && first.frames.sent > 0)
})

test('it is there before the server has built it, and before the server asks what one has', async () => {
  const story = await largeBoard()
  const client = open(story, story.civil)
  const order: string[] = []
  const ask = client.provider.messageHandlers[0]!
  client.provider.messageHandlers[0] = (encoder, decoder, provider, emitSynced, type) => {
    order.push(['asked', 'answered', 'told'][decoder.arr[decoder.pos]!]!)
    ask(encoder, decoder, provider, emitSynced, type)
  }
  await until(() => order.includes('asked'))
  expect(order.slice(0, 3)).toEqual(['answered', 'told', 'asked'])
  expect(textsOf(client.doc)).toHaveLength(NOTES + 1)
})
