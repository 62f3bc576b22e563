import { compact } from '@meydan/server/sync/folding/compact.job'
import { folding } from '@meydan/server/sync/folding/worker'
import * as stage from '@meydan/shared/contracts/stage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { type Api, refusal, startApi } from './api.ts'
import { picture, type Pictures, picturesIn } from './pictures.ts'

let api: Api
let room: Pictures
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await picturesIn(api)
})
afterAll(async () => {
  await folding.close()
  await api.close()
})

async function boardShowing(file: string): Promise<{ documentId: string; id: string }> {
  let id = ''
  const documentId = await boardWith(api.db, room.roomId, (board) => {
    const size = { width: 40, height: 20 }
    id = board.add('picture', { at: { x: 0, y: 0 }, size, file }, { seat: null, side: 'neutral' })
  })
  return { documentId, id }
}

/** Hidden and folded, as a node with a library does it. */
async function hide({ documentId, id }: { documentId: string; id: string }) {
  const body = { documentId, recordIds: [id] }
  const { hidden } = await api.call(stage.hideObjects, { params: { roomId: room.roomId }, body }, room.people.organiser)
  await compact(documentId, { db: api.db, log: api.app.log })
  return hidden
}

test('a picture that is hidden everywhere is for those who lead alone, until it is shown again', async () => {
  const { facilitator, participant, observer } = room.people
  const image = await room.keep(await picture().png().toBuffer())
  const other = await room.keep(await picture(20, 20).png().toBuffer())
  const statuses = async (id = image.id) =>
    Promise.all([participant, observer, facilitator].map(async (who) => (await room.read(id, who)).statusCode))
  const [first, second] = [await boardShowing(image.id), await boardShowing(image.id)]
  expect(await statuses()).toEqual([200, 200, 200])
  const hidden = await hide(first)
  expect(await statuses(), 'the other board shows it').toEqual([200, 200, 200])
  await hide(second)
  expect(await statuses()).toEqual([404, 404, 200])
  expect(await statuses(other.id)).toEqual([200, 200, 200])
  const headers = { 'if-none-match': `"${image.id}"` }
  expect(refusal(await room.read(image.id, participant, { headers }))).toEqual([404, 'not_found'])
  const params = { roomId: room.roomId, hiddenId: hidden.id }
  await api.call(stage.showHidden, { params }, room.people.organiser)
  expect(await statuses()).toEqual([200, 200, 200])
})
