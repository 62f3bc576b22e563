import { sweepAttachments } from '@meydan/server/features/threads/sweep-attachments.job'
import { uploadImage } from '@meydan/shared/contracts/images'
import { hideObjects } from '@meydan/shared/contracts/stage'
import {
  ATTACHMENT_MAX_BYTES,
  ATTACHMENTS_MAX,
  deleteComment,
  uploadAttachment,
} from '@meydan/shared/contracts/threads'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { officeFile, PDF, zipOf } from '../support/zip.ts'
import { type Api, refusal, startApi, startApiForTest } from './api.ts'
import { picture } from './pictures.ts'
import { aThreadRoom, type ThreadRoom } from './threads-story.ts'
import type { Seated } from './voice-story.ts'

let api: Api
let room: ThreadRoom
let ahmad: Seated
let mehmet: Seated

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await aThreadRoom(api)
  ;({ ahmad, mehmet } = room)
})
afterAll(() => api.close())

const notAllowed = [415, 'file_not_allowed']
const notFound = [404, 'not_found']

test('a file is downloaded as what it is, and opened by nothing here', async () => {
  const sent = officeFile('docx')
  const file = await room.keep(ahmad, sent, 'Bütçe.docx')
  expect(file).toEqual({
    id: file.id,
    name: 'Bütçe.docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    size: sent.length,
    width: null,
    height: null,
  })
  const { comments } = await room
    .start(ahmad, { text: '', attachments: [file.id] })
    .then(({ id }) => room.see(mehmet, id))
  expect(comments[0]).toMatchObject({ text: '', attachments: [file] })
  const response = await room.download(mehmet, file.id)
  expect(response.rawPayload.equals(sent)).toBe(true)
  expect(response.headers).toMatchObject({
    'content-type': file.mediaType,
    'content-disposition': `attachment; filename="Butce.docx"; filename*=UTF-8''B%C3%BCt%C3%A7e.docx`,
    'cache-control': 'private, no-cache',
    vary: expect.stringContaining('cookie'),
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    etag: `"${file.id}"`,
  })
  const again = await room.download(mehmet, file.id, { 'if-none-match': `"${file.id}"` })
  expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
})

test('a picture is shown, and only what is to be seen of it is kept', async () => {
  const sent = await picture(40, 20)
    .withExif({ IFD0: { Make: 'Leylek' } })
    .jpeg()
    .toBuffer()
  const file = await room.keep(ahmad, sent, 'Foto.JPG')
  expect(file).toMatchObject({ name: 'Foto.webp', mediaType: 'image/webp', width: 40, height: 20 })
  const response = await room.download(ahmad, file.id)
  expect(response.headers).toMatchObject({
    'content-type': 'image/webp',
    'content-disposition': expect.stringMatching(/^inline; /),
  })
  expect([(await sharp(response.rawPayload).metadata()).format, response.rawPayload.includes('Leylek')]).toEqual([
    'webp',
    false,
  ])
})

test('a table of text is text, whatever it is called', async () => {
  const file = await room.keep(ahmad, Buffer.from('ad;soyad\nAyşe;Yılmaz'), 'liste.csv')
  expect([file.name, file.mediaType]).toEqual(['liste.csv', 'text/csv'])
  const { headers } = await room.download(ahmad, file.id)
  expect([headers['content-type'], headers['content-disposition']!.toString().slice(0, 11)]).toEqual([
    'text/plain; charset=utf-8',
    'attachment;',
  ])
})

test('what is none of ours, or lies about it, is refused, and nothing of it is kept', async () => {
  const before = await api.db.selectFrom('attachment').select('id').execute()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>')
  const zip = zipOf([{ name: 'a.txt', content: 'a' }])
  for (const [bytes, name, type] of [
    [svg, 'logo.svg', 'image/svg+xml'],
    [svg, 'logo.png', 'image/png'],
    [svg, 'logo.txt', 'text/plain'],
    [Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.html', 'text/html'],
    [zip, 'rapor.pdf', 'application/pdf'],
    [zip, 'rapor.zip', 'application/zip'],
    [officeFile('docx'), 'rapor.pdf', 'application/pdf'],
    [officeFile('docx', [{ name: 'word/vbaProject.bin', content: 'x' }]), 'rapor.docx', 'application/msword'],
    [PDF, 'rapor.docx', 'application/pdf'],
    [await picture().png().toBuffer(), 'foto.pdf', 'image/png'],
    [Buffer.alloc(0), 'bos.txt', 'text/plain'],
  ] as const)
    expect(refusal(await room.upload(ahmad, bytes, name, type)), name).toEqual(notAllowed)
  const half = (await picture(300, 300).png().toBuffer()).subarray(0, 60)
  expect(refusal(await room.upload(ahmad, half, 'foto.png', 'image/png'))).toEqual([415, 'picture_unreadable'])
  const large = Buffer.alloc(ATTACHMENT_MAX_BYTES + 1, 'a')
  expect(refusal(await room.upload(ahmad, large, 'a.txt'))).toEqual([413, 'too_large'])
  const nameless = await api.send(
    uploadAttachment,
    { params: room.params, query: { name: '' }, body: PDF },
    { ...ahmad, headers: { 'content-type': 'application/pdf' } },
  )
  expect(refusal(nameless)).toEqual([400, 'invalid', [{ path: 'name', problem: 'too_short' }]])
  expect(await api.db.selectFrom('attachment').select('id').execute()).toHaveLength(before.length)
})

test('until it is said it is its sender’s alone; then everybody’s in the room, as long as it is said', async () => {
  const file = await room.keep(ahmad, PDF, 'a.pdf')
  const others = [mehmet, room.observer, room.facilitator]
  for (const who of others) expect(refusal(await room.download(who, file.id))).toEqual(notFound)
  expect((await room.download(ahmad, file.id)).statusCode).toBe(200)
  const notOffered = [400, 'invalid', [{ path: 'attachments', problem: 'not_offered' }]]
  expect(refusal(await room.sendStart(mehmet, { attachments: [file.id] }))).toEqual(notOffered)
  const { id, first } = await room.start(ahmad, { text: 'Ekte', attachments: [file.id] })
  for (const who of others) expect((await room.download(who, file.id)).statusCode).toBe(200)
  expect(refusal(await room.sendReply(ahmad, id, { attachments: [file.id] })), 'one file, one comment').toEqual(
    notOffered,
  )
  await room.reply(mehmet, id)
  await api.call(deleteComment, room.commentAt(first.id, id), ahmad)
  for (const who of [ahmad, ...others]) expect(refusal(await room.download(who, file.id))).toEqual(notFound)
  expect(await api.db.selectFrom('attachment').select('id').where('id', '=', file.id).execute()).toEqual([])
})

test('six are too many for one comment; the same twice is one', async () => {
  const file = await room.keep(ahmad, PDF, 'a.pdf')
  const response = await room.sendStart(ahmad, { attachments: Array(ATTACHMENTS_MAX + 1).fill(file.id) })
  expect(refusal(response)).toEqual([400, 'invalid', [{ path: 'comment.attachments', problem: 'too_long' }]])
  expect((await room.start(ahmad, { attachments: [file.id, file.id] })).first.attachments).toHaveLength(1)
})

test('beside what is hidden a file is for those who hide alone', async () => {
  const board = await room.aBoard()
  const note = board.note('Gizlenecek')
  await board.project()
  const file = await room.keep(ahmad, PDF, 'a.pdf')
  const { id } = await room.start(ahmad, { attachments: [file.id] }, board.about(note))
  const body = { documentId: board.documentId, recordIds: [note] }
  await api.call(hideObjects, { params: room.params, body }, room.facilitator)
  for (const who of [ahmad, mehmet]) expect(refusal(await room.download(who, file.id))).toEqual(notFound)
  expect((await room.download(room.facilitator, file.id)).statusCode).toBe(200)
  expect((await room.see(mehmet, id)).comments[0]!.attachments).toEqual([])
  expect((await room.list(mehmet)).threads.find((thread) => thread.id === id)!.first.attachments).toEqual([])
})

test('what nobody said within a day is swept; what was said stays', async () => {
  const [unsaid, said, fresh] = [
    await room.keep(ahmad, PDF, 'a.pdf'),
    await room.keep(ahmad, PDF, 'b.pdf'),
    await room.keep(ahmad, PDF, 'c.pdf'),
  ]
  await room.start(ahmad, { attachments: [said.id] })
  const old = new Date(Date.now() - 25 * 3_600_000)
  await api.db.updateTable('attachment').set({ createdAt: old }).where('id', 'in', [unsaid.id, said.id]).execute()
  await sweepAttachments.run({}, { db: api.db, log: api.app.log })
  const statuses = await Promise.all([unsaid, said, fresh].map(({ id }) => room.download(ahmad, id)))
  expect(statuses.map(({ statusCode }) => statusCode)).toEqual([404, 200, 200])
})

test('a room’s space is one for pictures and files', async () => {
  const bytes = await picture(64, 64).png().toBuffer()
  const small = await startApiForTest({ LIMIT_SCALE: '1000', PICTURES_PER_ROOM_MB: '1' })
  const tight = await aThreadRoom(small)
  const words = Buffer.alloc(600 * 1024, 'a')
  await tight.keep(tight.ahmad, words, 'a.txt')
  expect(refusal(await tight.upload(tight.ahmad, words, 'b.txt'))).toEqual([409, 'pictures_full'])
  await tight.keep(tight.ahmad, words.subarray(0, 424 * 1024), 'c.txt')
  const sent = { ...tight.ahmad, headers: { 'content-type': 'image/png' } }
  const image = await small.send(uploadImage, { params: tight.params, body: bytes }, sent)
  expect(refusal(image)).toEqual([409, 'pictures_full'])
})
