import { closeCodes } from '@meydan/shared/close-codes'
import { socketsPerLink } from '@meydan/server/sync/connections/limits'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { rawSocket } from '../support/client.ts'
import { crowd } from '../support/crowd.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestNode, testNode } from '../support/node.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'

const MOST = socketsPerLink(1)

let fresh: FreshDatabase
let node: TestNode

beforeAll(async () => {
  fresh = await freshDatabase()
  node = await testNode(fresh.url)
})
afterAll(async () => {
  await node?.close()
  await fresh?.drop()
})

/** A room of so many who all came by one link; answers with their cookies. */
async function cameByOneLink(story: Story, count: number): Promise<string[]> {
  const { roomId, facilitator } = story
  const cookies = await crowd(fresh.db, story, count)
  const { id } = await fresh.db
    .insertInto('invitation')
    .values({
      roomId,
      role: 'participant',
      label: '',
      maxUses: 1,
      tokenHash: Buffer.from(crypto.randomUUID()),
      expiresAt: new Date(Date.now() + 3_600_000),
      createdBy: facilitator.personId,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const named = [facilitator, story.expert, story.civil, story.public, story.observer].map(({ seatId }) => seatId)
  await fresh.db
    .updateTable('seat')
    .set({ invitationId: id })
    .where('roomId', '=', roomId)
    .where('id', 'not in', named)
    .execute()
  return cookies
}

test('one link fills no node: its people have so many sockets together, and a place that is left is free', async () => {
  const story = await consultationRoom(fresh.db)
  const cookies = await cameByOneLink(story, MOST + 1)
  const come = async (cookie: string) => {
    const person = await rawSocket(node, `/sync/${story.boardId}`, { cookie, origin: node.url })
    onTestFinished(() => person.socket.terminate())
    return person
  }
  const inside = await Promise.all(cookies.slice(0, MOST).map(come))
  await until(() => inside.every(({ frames }) => frames.length > 0), { what: 'as many as may are in' })
  const last = cookies.at(-1)!
  expect(await (await come(last)).closed, 'one more').toBe(closeCodes.overBudget)
  const other = await come(story.public.cookie)
  await until(() => other.frames.length > 0, { what: 'who came by no link, or another, is let in' })

  inside[0]!.socket.close()
  await inside[0]!.closed
  const later = await come(last)
  await until(() => later.frames.length > 0, { what: 'the place is free again' })
  expect(inside.slice(1).every(({ socket }) => socket.readyState === socket.OPEN)).toBe(true)
})
