import { createLink, readSharedPicture, revokeLink } from '@meydan/shared/contracts/shared-links'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { type Api, refusal, startApi } from './api.ts'
import { type Pictures, picture, picturesIn } from './pictures.ts'

let api: Api
let pictures: Pictures
let shownId: string
let hiddenId: string
let deletedId: string
let elsewhereId: string
let token: string
let linkId: string

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  pictures = await picturesIn(api)
  const kept = async () => (await pictures.keep(await picture().png().toBuffer())).id
  ;[shownId, hiddenId, deletedId, elsewhereId] = [await kept(), await kept(), await kept(), await kept()] as const
  const { roomId, people } = pictures
  let hiddenRecord = ''
  const boardId = await boardWith(api.db, roomId, (board) => {
    const add = (file: string) =>
      board.add('picture', { at: { x: 0, y: 0 }, file, alt: '' }, { seat: null, side: 'neutral' })
    add(shownId)
    hiddenRecord = add(hiddenId)
    board.doc.getMap('pictures').delete(add(deletedId))
  })
  await boardWith(api.db, roomId, (board) => {
    board.add('picture', { at: { x: 0, y: 0 }, file: elsewhereId, alt: '' }, { seat: null, side: 'neutral' })
  })
  const { id: hiddenBy } = await api.db
    .selectFrom('seat')
    .select('id')
    .where('personId', '=', people.facilitator.me.id)
    .executeTakeFirstOrThrow()
  const hidden = { kind: 'picture', label: '', records: Buffer.from([]), hiddenBy, recordIds: [hiddenRecord] }
  await api.db
    .insertInto('hiddenObject')
    .values({ ...hidden, roomId, documentId: boardId })
    .execute()
  const body = { level: 'read' as const, label: '', expiresInHours: 1 }
  const { link } = await api.call(createLink, { params: { roomId, documentId: boardId }, body }, people.organiser)
  ;[token, linkId] = [link.token, link.id]
})
afterAll(() => api.close())

const read = (imageId: string, by = token) => api.send(readSharedPicture, { body: { token: by, imageId } })

test('by a link the pictures of its board are shown, and nothing keeps them', async () => {
  const answer = await read(shownId)
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/webp'])
  expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  expect(await sharp(answer.rawPayload).metadata()).toMatchObject({ width: 40, height: 20 })
})

test('none that is hidden, was deleted, or is on another board, whoever knows its id', async () => {
  for (const id of [hiddenId, deletedId, elsewhereId, crypto.randomUUID()]) {
    expect(refusal(await read(id))).toEqual([404, 'not_found'])
  }
  expect(refusal(await read(shownId, 'nonsense'))).toEqual([404, 'link_unknown'])
})

test('nor any once the link is closed, or the picture erased', async () => {
  await api.db.deleteFrom('image').where('id', '=', shownId).execute()
  expect(refusal(await read(shownId))).toEqual([404, 'not_found'])
  const { roomId, people } = pictures
  await api.call(revokeLink, { params: { roomId, linkId } }, people.organiser)
  expect(refusal(await read(shownId))[1]).toBe('link_expired')
})
