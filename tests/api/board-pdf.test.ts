import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { LiveDocument } from '@meydan/server/sync/live-document'
import { printBoard } from '@meydan/shared/contracts/board-pdf'
import { addBoard, removeSeat } from '@meydan/shared/contracts/rooms'
import { Board } from '@meydan/shared/documents/board/board'
import type { Language } from '@meydan/shared/languages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ensureServices, findPoppler } from '../support/services.ts'
import { type Api, refusal, startApi, startApiForTest } from './api.ts'
import { aGuest, aLink, anOrganiser, aRoom, aWorkshop, type Person } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let observer: Person
let outsider: Person
const folder = mkdtempSync(path.join(tmpdir(), 'meydan-pdf-'))
ensureServices(['poppler'])
const hasPoppler = findPoppler() !== null

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  workshop = await aWorkshop(api)
  const link = await aLink(api, workshop.organiser, workshop.room.id, { role: 'observer' })
  observer = await aGuest(api, link.token, 'The observer', workshop.host)
  outsider = await anOrganiser(api, workshop.administrator, 'Other Organiser')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

async function aBoard(title: string, edit: (board: Board) => void) {
  const roomId = workshop.room.id
  const { document } = await api.call(
    addBoard,
    { params: { roomId }, body: { title, template: 'empty' } },
    workshop.organiser,
  )
  const log = new DocumentLog(api.db)
  const stored = (await log.read(document.id))!
  const { doc } = new LiveDocument(stored.kind, stored.parts, stored.holders)
  const before = Y.encodeStateVector(doc)
  edit(new Board(doc))
  const bytes = Y.encodeStateAsUpdate(doc, before)
  const row = { bytes, seatId: null, connectionId: crypto.randomUUID(), frameNo: 1 }
  await log.append({ id: document.id, epoch: stored.epoch }, [row], new Map())
  return { roomId, documentId: document.id }
}

type Asked = { ids?: string[]; frames?: string[]; language?: Language }

function ask(params: { roomId: string; documentId: string }, asked: Asked = {}, person: Person = observer) {
  return api.send(printBoard, { params, body: { language: 'tr', ...asked } }, person)
}

/** What a reader copies out of the PDF, in reading order; ligatures as letters. */
function textOf(pdf: Buffer): string {
  const file = path.join(folder, `${crypto.randomUUID()}.pdf`)
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e]/g, '')
    .replace(/\s+/g, ' ')
}

function informationOf(pdf: Buffer): string {
  const file = path.join(folder, `${crypto.randomUUID()}.pdf`)
  writeFileSync(file, pdf)
  return execFileSync('pdfinfo', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

const author = { seat: null, side: 'civil' as const }
const notes = (board: Board, ...texts: string[]) =>
  board.addNotes(
    texts.map((text, index) => ({ at: { x: index * 220, y: 0 }, text })),
    author,
  )

describe('a PDF of a board', () => {
  test('comes as a file that whoever may read gets, with the title as its name', async () => {
    const params = await aBoard('İhtiyaç "panosu" / 1', (board) => notes(board, 'Işıklı yol'))
    const response = await ask(params)
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('application/pdf')
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.headers['x-content-type-options']).toBe('nosniff')
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="Ihtiyac panosu 1.pdf"; filename*=UTF-8''%C4%B0htiya%C3%A7%20panosu%201.pdf`,
    )
    expect(response.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    // Tagged, and saying in which language it is to be read.
    const raw = response.rawPayload.toString('latin1')
    expect(raw).toMatch(/\/Lang\s*\(tr\)/)
    expect(raw).toMatch(/\/Marked\s+true/)
  })

  test('is refused to outsiders, to those who were removed, and for what is no board of the room', async () => {
    const params = await aBoard('Board', (board) => notes(board, 'x'))
    expect(refusal(await ask(params, {}, outsider))).toEqual([404, 'not_found'])
    expect((await ask({ ...params, documentId: crypto.randomUUID() })).statusCode).toBe(404)
    const link = await aLink(api, workshop.organiser, workshop.room.id, { role: 'participant' })
    const leaving = await aGuest(api, link.token, 'Leaving', workshop.host)
    expect((await ask(params, {}, leaving)).statusCode).toBe(200)
    const seat = await api.db.selectFrom('seat').select('id').where('personId', '=', leaving.me.id).executeTakeFirst()
    await api.call(removeSeat, { params: { roomId: params.roomId, seatId: seat!.id } }, workshop.organiser)
    expect((await ask(params, {}, leaving)).statusCode).toBe(403)
  })

  test('is not had through another room of one’s own, nor is a quarantined board printed', async () => {
    const { room, boardId } = await aRoom(api, workshop.organiser, workshop.programme.id)
    const mixed = { roomId: workshop.room.id, documentId: boardId }
    expect(refusal(await ask(mixed, {}, workshop.organiser))).toEqual([404, 'not_found'])
    const own = { roomId: room.id, documentId: boardId }
    expect((await ask(own, {}, workshop.organiser)).statusCode).toBe(200)
    await api.db.updateTable('document').set({ quarantinedAt: new Date() }).where('id', '=', boardId).execute()
    expect(refusal(await ask(own, {}, workshop.organiser))).toEqual([503, 'unavailable'])
  })

  test('a person gets six a minute, whatever others ask for', async () => {
    const small = await startApiForTest({ LIMIT_SCALE: '1' })
    const { organiser, room, link, host } = await aWorkshop(small)
    const guest = await aGuest(small, link.token, 'Guest', host)
    const params = { roomId: room.id, documentId: crypto.randomUUID() }
    const asks = (person: Person) => small.send(printBoard, { params, body: { language: 'tr' } }, person)
    for (let time = 0; time < 6; time++) expect((await asks(organiser)).statusCode).toBe(404)
    expect(refusal(await asks(organiser))).toEqual([429, 'slow_down'])
    expect((await asks(guest)).statusCode).toBe(404)
  })

  test('says what cannot be asked for, and that nothing of a choice is there', async () => {
    const params = await aBoard('Board', (board) => notes(board, 'x'))
    expect(refusal(await ask(params, { ids: ['gone'] }))).toEqual([404, 'not_found'])
    expect(refusal(await ask(params, { frames: ['gone'] }))).toEqual([404, 'not_found'])
    expect((await ask(params, { ids: ['a'], frames: ['b'] })).statusCode).toBe(400)
    expect((await ask(params, { language: 'xx' as Language })).statusCode).toBe(400)
  })

  test('an empty board is a page that says so', async () => {
    expect((await ask(await aBoard('Empty', () => {}))).statusCode).toBe(200)
  })
})

describe.runIf(hasPoppler)('what is in it', () => {
  test('every text comes out as it was written, Turkish and Arabic, in the order it is read', async () => {
    const texts = ['İhtiyaç: ışıklı ĞÜŞÇÖ', 'نحتاج إلى الاحتياجات الآن للأطفال', 'معلمون\nöğretmen']
    const params = await aBoard('لوحة الحي', (board) => notes(board, ...texts))
    const turkish = await ask(params)
    const text = textOf(turkish.rawPayload)
    for (const line of texts.flatMap((given) => given.split('\n'))) {
      for (const word of line.split(' ')) expect(text).toContain(word)
    }
    expect(text).toContain('لوحة الحي')
    for (const side of ['Sivil toplum', 'Kamu kurumları', 'Tarafsız', 'Sayfa 1 / 1']) expect(text).toContain(side)
    expect(informationOf(turkish.rawPayload)).toMatch(/Title:\s+لوحة الحي – /)
    const arabic = textOf((await ask(params, { language: 'ar' })).rawPayload)
    for (const side of ['المجتمع المدني', 'المؤسسات العامة', 'محايد']) expect(arabic).toContain(side)
  })

  test('what looks like code of the typesetter is text', async () => {
    const text = '#panic("x") $x^2$ *b* _i_ `c` @ref <label> \\u{41} #sys.version // [a] {b} #include "/etc/passwd"'
    const params = await aBoard(text.slice(0, 50), (board) => {
      const frame = board.addFrame({
        at: { x: 0, y: 300 },
        size: { width: 600, height: 300 },
        title: text.slice(0, 110),
      })
      board.addNotes([{ at: { x: 10, y: 10 }, frame, text }], author)
    })
    const printed = textOf((await ask(params)).rawPayload)
    for (const word of text.split(' ')) expect(printed).toContain(word.slice(0, 12))
  })

  test('frames are pages of their own with their titles, in the order asked for; a choice has nothing else', async () => {
    const frames: string[] = []
    let chosen = ''
    const params = await aBoard('Board', (board) => {
      for (const [index, title] of ['Birinci', 'İkinci'].entries()) {
        const at = { x: index * 2000, y: 0 }
        const frame = board.addFrame({ at, size: { width: 700, height: 1200 - index * 900 }, title })
        frames.push(frame)
        chosen = board.addNotes([{ at: { x: 20, y: 20 }, frame, text: `not ${title}` }], author)[0]!
      }
    })
    const pdf = (await ask(params, { frames: [frames[1]!, frames[0]!, 'gone'] })).rawPayload
    expect(informationOf(pdf)).toMatch(/Pages:\s+2\n[^]*Page size:\s+841.89 x 595.28/)
    expect(textOf(pdf)).toMatch(/İkinci.*Sayfa 1 \/ 2.*Birinci.*Sayfa 2 \/ 2/)
    const one = textOf((await ask(params, { ids: [chosen] })).rawPayload)
    expect(one).toContain('not İkinci')
    expect(one).not.toContain('Birinci')
  })

  test('pictures of the room are in it, for others there is their description', async () => {
    const png = readFileSync(new URL('../../client/public/icon-192.png', import.meta.url)).toString('base64')
    const seats = api.db.selectFrom('seat').select('id').where('roomId', '=', workshop.room.id)
    const { id: seatId } = await seats.executeTakeFirstOrThrow()
    const bytes = Buffer.from(png, 'base64')
    const kept = (content: Buffer) =>
      api.db
        .insertInto('image')
        .values({
          roomId: workshop.room.id,
          seatId,
          mediaType: 'image/png',
          width: 1,
          height: 1,
          bytes: content,
          size: 1,
        })
        .returning('id')
        .executeTakeFirstOrThrow()
    const [whole, broken] = [await kept(bytes), await kept(bytes.subarray(0, 40))]
    const withPictures = (...files: string[]) =>
      aBoard('Board', (board) => {
        for (const [index, file] of files.entries()) {
          board.add('picture', { at: { x: index * 400, y: 0 }, file, alt: `resim ${index}` }, author)
        }
      })
    const good = (await ask(await withPictures(whole.id, 'not-an-id', crypto.randomUUID()))).rawPayload
    expect(good.toString('latin1')).toContain('/Subtype /Image')
    expect(textOf(good)).toMatch(/resim 1.*resim 2/)
    // One broken picture costs all of them, never the PDF.
    const without = await ask(await withPictures(whole.id, broken.id))
    expect(without.statusCode).toBe(200)
    expect(textOf(without.rawPayload)).toMatch(/resim 0.*resim 1/)
  })
})
