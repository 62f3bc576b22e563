import { DocumentLog } from '@meydan/server/sync/document-log'
import { compact } from '@meydan/server/sync/folding/compact.job'
import { folding } from '@meydan/server/sync/folding/worker'
import { hideObjects } from '@meydan/shared/contracts/stage'
import type { Board } from '@meydan/shared/documents/board/board'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { rawSocket } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

const SECRET = 'kimse-görmesin-2207'
const REST = 'herkes görsün'
const silent = { info: () => {}, error: () => {} }

let fresh: FreshDatabase
let nodes: TestNode[]

beforeAll(async () => {
  fresh = await freshDatabase()
  nodes = [await testNode(fresh.url), await testNode(fresh.url)]
})
afterAll(async () => {
  await Promise.all((nodes ?? []).map((node) => node.close()))
  await folding.close()
  await fresh?.drop()
})

/** A board with one note to be hidden; `large`: so large that newcomers are sent it as it is stored. */
async function boardWithSecret({ roomId }: Story, large: boolean): Promise<{ boardId: string; noteId: string }> {
  let noteId = ''
  const boardId = await boardWith(fresh.db, roomId, (board: Board) => {
    const author = { seat: null, side: 'civil' as const }
    noteId = board.addNotes([{ at: { x: 0, y: 0 }, text: SECRET }], author)[0]!
    const filling = 'x'.repeat(3_000)
    board.addNotes(
      Array.from({ length: large ? 120 : 1 }, (_, index) => ({ at: { x: index, y: 500 }, text: `${REST} ${filling}` })),
      author,
    )
  })
  // What is written to a board all day lies in its snapshot.
  const row = { bytes: (await new DocumentLog(fresh.db).read(boardId))!.parts[0]!, seatId: null, frameNo: 1 }
  await new DocumentLog(fresh.db).append(
    { id: boardId, epoch: 1 },
    [{ ...row, connectionId: crypto.randomUUID() }],
    new Map(),
  )
  await compact(boardId, { db: fresh.db, log: silent })
  return { boardId, noteId }
}

/** Every byte that somebody with nothing yet is sent. */
async function bytesFor(node: TestNode, boardId: string, { cookie }: Actor): Promise<Buffer> {
  const { socket, frames } = await rawSocket(node, `/sync/${boardId}`, { cookie, origin: node.url })
  onTestFinished(() => socket.terminate())
  // Sync step 1 with an empty state vector.
  socket.send(new Uint8Array([0, 0, 1, 0]))
  return until(() => {
    const all = Buffer.concat(frames)
    return all.includes(REST) ? all : null
  })
}

test.each([
  ['a small board', false],
  ['a board that is sent as it is stored', true],
])('what is hidden is in nothing that a late joiner is sent, at any node: %s', async (_name, large) => {
  const story = await consultationRoom(fresh.db)
  const { boardId, noteId } = await boardWithSecret(story, large)
  expect((await bytesFor(nodes[0]!, boardId, story.facilitator)).includes(SECRET)).toBe(true)
  const { url } = nodes[0]!
  const headers = { cookie: story.facilitator.cookie, origin: url, 'x-meydan': '1', 'content-type': 'application/json' }
  const response = await fetch(url + hideObjects.path.replace(':roomId', story.roomId), {
    method: 'POST',
    headers,
    body: JSON.stringify({ documentId: boardId, recordIds: [noteId] }),
  })
  expect(response.status).toBe(200)
  // The second node has never had the board open. One that has hears of the edit a moment after it was committed.
  // Few tries: one person may not begin anew all the time.
  for (const node of nodes) {
    await until(async () => !(await bytesFor(node, boardId, story.civil)).includes(SECRET), { every: 1_000 })
  }
})
