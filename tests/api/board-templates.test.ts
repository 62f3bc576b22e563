import {
  createBoardTemplate,
  deleteBoardTemplate,
  editBoardTemplate,
  listBoardTemplates,
  listRoomTemplates,
  readBoardTemplate,
  readRoomTemplate,
  TEMPLATE_MAX_BYTES,
  TEMPLATES_MAX,
} from '@meydan/shared/contracts/board-templates'
import { addBoard, createRoom, readRoom } from '@meydan/shared/contracts/rooms'
import type { BoardClip } from '@meydan/shared/documents/board/clip'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { templateClip } from '@meydan/shared/documents/templates/catalogue'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Api, refusal, startApi } from './api.ts'
import { aGuest, aLink, anOrganiser, aProgramme, aRoom, aWorkshop } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
let params: { programmeId: string }
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '100' })
  workshop = await aWorkshop(api)
  params = { programmeId: workshop.programme.id }
})
afterAll(() => api.close())

type Clip = ReturnType<typeof templateClip>

/** A board on which somebody wrote, reacted and put a picture. */
function aClip(): Clip {
  const clip = templateClip('needs', 'tr')
  const by = { seat: crypto.randomUUID(), side: 'civil' as const, createdAt: 1_700_000_000_000, source: null }
  const placed = { at: { x: 40, y: 300 }, frame: clip.frames[0]!.id, order: 'a0', locked: false }
  const said = { kind: null, affected: '', fields: [], locality: '', severity: null, evidence: '' }
  clip.notes.push({ id: 'note', ...placed, ...by, ...said, colour: 'sun', theme: null, table: by.seat, text: 'Söz' })
  clip.pictures.push({ id: 'picture', ...placed, ...by, size: { width: 320, height: 240 }, file: 'secret', alt: 'Alt' })
  clip.stamps.push({ id: 'stamp', item: 'note', sign: 'heart', seat: by.seat, side: 'civil', createdAt: 1 })
  return clip
}

async function save(title: string, clip = aClip(), hint = '') {
  return (await api.call(createBoardTemplate, { params, body: { title, hint, clip } }, workshop.organiser)).template
}

function sendClip(clip: unknown) {
  const body = { title: 'Hostile', clip: clip as BoardClip }
  return api.send(createBoardTemplate, { params, body }, workshop.organiser)
}

async function boardOf(documentId: string) {
  const { bytes } = await api.db
    .selectFrom('documentUpdate')
    .select('bytes')
    .where('documentId', '=', documentId)
    .executeTakeFirstOrThrow()
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return parseBoard(doc)
}

describe('a template', () => {
  test('is listed by title, renamed, and deleted for good', async () => {
    const later = await save('Ziyaret', aClip(), 'Evlere gitmeden önce')
    const first = await save('Açılış')
    const titles = async () =>
      (await api.call(listBoardTemplates, { params }, workshop.organiser)).templates.map(({ title }) => title)
    expect(await titles()).toEqual(['Açılış', 'Ziyaret'])
    const at = { ...params, templateId: later.id }
    const renamed = await api.call(
      editBoardTemplate,
      { params: at, body: { title: '  Ev   ziyareti ' } },
      workshop.organiser,
    )
    expect(renamed.template).toEqual({ ...later, title: 'Ev ziyareti' })
    await api.call(deleteBoardTemplate, { params: at }, workshop.organiser)
    expect(refusal(await api.send(readBoardTemplate, { params: at }, workshop.organiser))).toEqual([404, 'not_found'])
    expect(refusal(await api.send(deleteBoardTemplate, { params: at }, workshop.organiser))).toEqual([404, 'not_found'])
    expect(await titles()).toEqual(['Açılış'])
    await api.call(deleteBoardTemplate, { params: { ...params, templateId: first.id } }, workshop.organiser)
  })

  test('keeps what was written, and nothing of who wrote it, whatever the client sends', async () => {
    const sent = aClip()
    const { id } = await save('Anonymous', sent)
    const at = { params: { ...params, templateId: id } }
    const { clip } = await api.call(readBoardTemplate, at, workshop.organiser)
    expect(clip.notes).toMatchObject([{ text: 'Söz', seat: null, side: 'neutral', createdAt: 0, table: null }])
    expect([clip.pictures, clip.stamps]).toEqual([[], []])
    expect(clip.frames.map(({ title }) => title)).toEqual(sent.frames.map(({ title }) => title))
    const row = await api.db.selectFrom('boardTemplate').select('clip').where('id', '=', id).executeTakeFirstOrThrow()
    expect(row.clip).not.toContain(sent.notes[0]!.seat)
    expect(row.clip).not.toContain('secret')
  })

  test('begins a room’s first board, and a further one', async () => {
    const template = await save('Begins')
    const body = { name: 'Yeni oda', language: 'ar' as const, boardTitle: 'Pano', template: template.id }
    const made = await api.call(createRoom, { params, body }, workshop.organiser)
    const first = await boardOf(made.boardId)
    expect(first.notes.map(({ text }) => text)).toEqual(['Söz'])
    expect(first.frames.map(({ title }) => title)).toContain('İhtiyaç')
    expect(first.problems).toEqual([])
    const at = { params: { roomId: workshop.room.id }, body: { title: 'Again', template: template.id } }
    const { document } = await api.call(addBoard, at, workshop.organiser)
    const again = await boardOf(document.id)
    expect(again.shapes.map(({ text }) => text)).toEqual(first.shapes.map(({ text }) => text))
  })

  test('of another programme begins nothing, and leaves nothing behind', async () => {
    const template = await save('Ours')
    const other = await aProgramme(api, workshop.organiser, 'Host of the others')
    const { room } = await aRoom(api, workshop.organiser, other.id)
    const notOffered = [400, 'invalid', [{ path: 'template', problem: 'not_offered' }]]
    const board = { params: { roomId: room.id }, body: { title: 'Taken', template: template.id } }
    expect(refusal(await api.send(addBoard, board, workshop.organiser))).toEqual(notOffered)
    const body = { name: 'Half a room', language: 'tr' as const, boardTitle: 'Pano', template: template.id }
    const sent = { params: { programmeId: other.id }, body }
    expect(refusal(await api.send(createRoom, sent, workshop.organiser))).toEqual(notOffered)
    const rooms = await api.db.selectFrom('room').select('name').where('programmeId', '=', other.id).execute()
    expect(rooms).toHaveLength(1)
    const elsewhere = { params: { programmeId: other.id, templateId: template.id } }
    for (const contract of [readBoardTemplate, deleteBoardTemplate]) {
      expect(refusal(await api.send(contract, elsewhere, workshop.organiser))).toEqual([404, 'not_found'])
    }
    expect(
      refusal(await api.send(editBoardTemplate, { ...elsewhere, body: { title: 'Mine' } }, workshop.organiser)),
    ).toEqual([404, 'not_found'])
    const inRoom = { params: { roomId: room.id, templateId: template.id } }
    expect(refusal(await api.send(readRoomTemplate, inRoom, workshop.organiser))).toEqual([404, 'not_found'])
  })
})

describe('who may', () => {
  test('an organiser saves; who leads a room uses; nobody else learns what is on a template', async () => {
    const template = await save('Side room', aClip())
    const roomId = workshop.room.id
    const sit = async (role: 'facilitator' | 'participant') => {
      const link = await aLink(api, workshop.organiser, roomId, { role })
      return aGuest(api, link.token, `Template ${role}`, workshop.host)
    }
    const [facilitator, participant] = [await sit('facilitator'), await sit('participant')]
    const { templates } = await api.call(listRoomTemplates, { params: { roomId } }, facilitator)
    expect(templates).toContainEqual(template)
    const inRoom = { params: { roomId, templateId: template.id } }
    expect((await api.call(readRoomTemplate, inRoom, facilitator)).clip.notes).toHaveLength(1)
    expect(refusal(await api.send(readRoomTemplate, inRoom, participant))).toEqual([403, 'forbidden'])
    expect(refusal(await api.send(listRoomTemplates, { params: { roomId } }, participant))).toEqual([403, 'forbidden'])
    const body = { title: 'Not mine to save', clip: aClip() }
    expect(refusal(await api.send(createBoardTemplate, { params, body }, facilitator))).toEqual([403, 'forbidden'])
    const view = async (person: { cookie: string }) => (await api.call(readRoom, { params: { roomId } }, person)).room
    expect((await view(workshop.organiser)).maySaveTemplate).toBe(true)
    expect((await view(facilitator)).maySaveTemplate).toBe(false)
    const other = await anOrganiser(api, workshop.administrator, 'Elsewhere Organiser')
    expect(refusal(await api.send(createBoardTemplate, { params, body }, other))).toEqual([404, 'not_found'])
  })
})

describe('a hostile clip', () => {
  test.each([
    ['of a newer format', { ...aClip(), version: 2 }, 'clip.version'],
    ['of something else', { ...aClip(), format: 'excalidraw' }, 'clip.format'],
    ['that is a list', [], 'clip'],
    ['with a record without an id', { ...aClip(), notes: [{ text: 'x' }] }, 'clip.notes.0.id'],
    ['with more than 10,000 records', { ...aClip(), stamps: Array(10_001).fill({ id: 'a' }) }, 'clip.stamps'],
  ])('%s is refused by name', async (_, clip, path) => {
    const [status, code, fields] = refusal(await sendClip(clip))
    expect([status, code, fields?.[0]?.path]).toEqual([400, 'invalid', path])
  })

  test('with one id for two objects is refused', async () => {
    const clip = aClip()
    clip.notes[0]!.id = clip.frames[0]!.id
    expect(refusal(await sendClip(clip))).toEqual([400, 'invalid', [{ path: 'clip', problem: 'ids_shared' }]])
  })

  test.each(['__proto__', 'constructor'])('that reaches for %s never gets to be read', async (key) => {
    const poisoned = key === '__proto__' ? '{"polluted":true}' : '{"prototype":{"polluted":true}}'
    const payload = JSON.stringify({ title: 'Poison', clip: aClip() }).replace(
      '"clip":{',
      `"clip":{"${key}":${poisoned},`,
    )
    const headers = {
      host: 'meydan.test',
      origin: 'http://meydan.test',
      'x-meydan': '1',
      cookie: workshop.organiser.cookie,
    }
    const response = await api.app.inject({
      method: 'POST',
      url: createBoardTemplate.path.replace(':programmeId', params.programmeId),
      headers: { ...headers, 'content-type': 'application/json' },
      payload,
    })
    expect(refusal(response)).toEqual([400, 'malformed'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('with odd values is read as the model reads them, and what it doesn’t know is left out', async () => {
    const clip = aClip() as unknown as Record<string, Record<string, unknown>[]>
    Object.assign(clip.notes![0]!, { at: { x: 1e308, y: 'left' }, colour: 'javascript:', script: '<svg onload>' })
    const response = await sendClip(clip)
    expect(response.statusCode).toBe(200)
    const { id } = response.json().template
    const saved = await api.call(readBoardTemplate, { params: { ...params, templateId: id } }, workshop.organiser)
    expect(saved.clip.notes[0]).toMatchObject({ at: { x: 0, y: 0 }, colour: 'sun' })
    expect(JSON.stringify(saved.clip)).not.toContain('onload')
  })

  test('with NUL characters and halves of letters is kept and read back', async () => {
    const clip = aClip()
    clip.notes[0]!.text = 'a\u0000b\ud800c'
    const { id } = await save('Odd letters', clip)
    const read = await api.call(readBoardTemplate, { params: { ...params, templateId: id } }, workshop.organiser)
    expect(read.clip.notes[0]!.text).toBe('a\u0000b\ud800c')
  })
})

describe('limits', () => {
  const clipOfBytes = (bytes: number): Clip => {
    const clip = aClip()
    const note = clip.notes[0]!
    const length = 50_000
    for (let index = 0; index * (length + 400) < bytes - 20_000; index++) {
      clip.notes.push({ ...note, id: `note-${index}`, text: 'x'.repeat(length) })
    }
    return clip
  }

  test('512 KB are enough for a full board, and one more is said to be too large', async () => {
    expect((await sendClip(clipOfBytes(TEMPLATE_MAX_BYTES - 60_000))).statusCode).toBe(200)
    expect(refusal(await sendClip(clipOfBytes(TEMPLATE_MAX_BYTES + 60_000)))).toEqual([413, 'too_large'])
  })

  test('what is short to send but long once written out is too large as well', async () => {
    const clip = { ...aClip(), shapes: Array.from({ length: 9_000 }, (_, index) => ({ id: `s${index}` })) }
    expect(JSON.stringify(clip).length).toBeLessThan(TEMPLATE_MAX_BYTES)
    expect(refusal(await sendClip(clip))).toEqual([413, 'too_large'])
  })

  test('a title and a hint have their lengths, and unknown fields are named', async () => {
    const body = { title: 'x'.repeat(61), hint: 'y'.repeat(121), clip: aClip(), seat: 'me' }
    const [status, code, fields] = refusal(await api.send(createBoardTemplate, { params, body }, workshop.organiser))
    expect([status, code]).toEqual([400, 'invalid'])
    expect(fields).toEqual(
      expect.arrayContaining([
        { path: 'title', problem: 'name_too_long' },
        { path: 'hint', problem: 'text_too_long' },
        { path: 'seat', problem: 'unknown_field' },
      ]),
    )
  })

  test('a programme has so many and no more, also when several are saved at once', async () => {
    const programme = await aProgramme(api, workshop.organiser, 'Host of many')
    const clip = JSON.stringify(templateClip('empty', 'tr'))
    const rows = Array.from({ length: TEMPLATES_MAX - 1 }, (_, index) => ({ title: `T${index}`, clip }))
    await api.db
      .insertInto('boardTemplate')
      .values(rows.map((row) => ({ ...row, programmeId: programme.id })))
      .execute()
    const body = { title: 'One more', clip: templateClip('swot', 'tr') }
    const sent = { params: { programmeId: programme.id }, body }
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => api.send(createBoardTemplate, sent, workshop.organiser)),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(11).fill(400)])
    const refused = answers.find(({ statusCode }) => statusCode === 400)!
    expect(refusal(refused)[2]).toEqual([{ path: 'title', problem: 'too_many_templates' }])
  })
})
