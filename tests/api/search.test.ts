import { rebuildRows } from '@meydan/server/projection/rebuild'
import { search, SEARCH_PAGE } from '@meydan/shared/contracts/search'
import { hideObjects } from '@meydan/shared/contracts/stage'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { planWith } from '../support/plans.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { type Api, refusal, startApi } from './api.ts'

let api: Api
let story: Story
beforeEach(async () => {
  api ??= await startApi({ LIMIT_SCALE: '1000' })
  story = await consultationRoom(api.db)
})
afterAll(() => api?.close())

type Asked = Parameters<typeof api.call<typeof search>>[1]['query']
const find = (q: string, who: Actor = story.civil, more: Omit<Asked, 'q'> = {}) =>
  api.call(search, { query: { q, ...more } }, who)
const wordsOf = async (q: string, who?: Actor) => (await find(q, who)).found.map(({ words }) => words)

/** Notes on a board of the room. */
async function notes(...texts: string[]): Promise<{ boardId: string; ids: string[] }> {
  let ids: string[] = []
  const boardId = await boardWith(api.db, story.roomId, (board) => {
    ids = board.addNotes(
      texts.map((text, index) => ({ at: { x: index * 300, y: 0 }, text })),
      { seat: story.civil.seatId, side: 'civil' },
    )
  })
  await rebuildRows(api.db)
  return { boardId, ids }
}

async function commentOn(at: { boardId: string; recordId: string }, text: string, deletedAt: Date | null = null) {
  const thread = await api.db
    .insertInto('thread')
    .values({ roomId: story.roomId, anchor: 'note', documentId: at.boardId, recordId: at.recordId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await api.db
    .insertInto('comment')
    .values({ id: crypto.randomUUID(), threadId: thread.id, seatId: story.public.seatId, text, deletedAt })
    .execute()
  return thread.id
}

test.each([
  ['IĞDIR’da ılık su', ['iğdir', 'ILIK', 'igdir su', 'İĞDIR', 'ılı']],
  ['Şişli’de çocuk parkı', ['sisli', 'ÇOCUK PARKI', 'çocuk par', 'Şişli']],
  ['المدرسة القريبة من الحيّ', ['مدرسة', 'المدرسه', 'قريبة', 'الحي', 'حي']],
  ['إلى الأطفال وللأمّهات', ['الاطفال', 'أطفال', 'الى', 'آطفال']],
  ['وبالبلدية سألنا', ['سألنا', 'سالنا']],
  ['Grüße aus København', ['kobenhavn', 'København', 'GRÜ']],
])('“%s” is found as people write it', async (text, questions) => {
  await notes(text, 'Başka bir şey')
  for (const question of questions) expect(await wordsOf(question), question).toEqual([text])
})

test('all words have to be there, as the beginning of one', async () => {
  await notes('Çeşme tamiri gerekiyor', 'Çeşme yok', 'Yol tamiri')
  expect(await wordsOf('çeşme tamir')).toEqual(['Çeşme tamiri gerekiyor'])
  expect(await wordsOf('eşme')).toEqual([])
  expect(await wordsOf('  ')).toEqual([])
  expect(await wordsOf(`tamiri' | yok:* & !`)).toEqual([])
})

test('every kind says where it is, and leads there', async () => {
  const { boardId, ids } = await notes('Kreş gerek')
  const planId = await planWith(api.db, story.roomId, (plan) => {
    plan.addActions([{ title: 'Kreş açmak', responsible: null }], { seat: story.civil.seatId, side: 'civil' })
  })
  await rebuildRows(api.db)
  const threadId = await commentOn({ boardId, recordId: ids[0]! }, 'Kreş için yer var mı?')
  const decision = { roomId: story.roomId, kind: 'meeting', title: 'Kreş önce gelir', state: 'agreed' }
  const { id: decisionId } = await api.db
    .insertInto('decision')
    .values(decision)
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: meetingId } = await api.db
    .insertInto('meeting')
    .values({ roomId: story.roomId, title: 'Kreş toplantısı', place: 'Belediye' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await api.db.updateTable('document').set({ title: 'Kreş planı' }).where('id', '=', planId).execute()
  const { found, counts, hasMore } = await find('kreş')
  const room = `/rooms/${story.roomId}`
  const action = await api.db.selectFrom('planAction').select('actionId').where('documentId', '=', planId).execute()
  expect(Object.fromEntries(found.map(({ kind, path }) => [kind, path]))).toEqual({
    note: `${room}/boards/${boardId}?record=${ids[0]}`,
    action: `${room}/plans/${planId}?action=${action[0]!.actionId}`,
    comment: `${room}?thread=${threadId}`,
    decision: `${room}?decision=${decisionId}`,
    meeting: `${room}?meeting=${meetingId}`,
    document: `${room}/plans/${planId}`,
  })
  expect(counts).toEqual({ note: 1, action: 1, comment: 1, decision: 1, meeting: 1, document: 1 })
  expect(hasMore).toBe(false)
  expect(found.find(({ kind }) => kind === 'comment')).toMatchObject({ side: 'public', roomName: 'Ortak oda' })
  const only = await find('kreş', story.civil, { kind: 'action' })
  expect(only.found.map(({ kind }) => kind)).toEqual(['action'])
  expect(only.counts).toEqual(counts)
})

test('minutes are found by what stands under a heading, and are opened', async () => {
  const heading = (text: string) => ({ type: 'heading' as const, level: 2 as const, pieces: [{ text }] })
  const vote = { chip: { kind: 'vote' as const, document: null, record: crypto.randomUUID(), label: 'Işıklandırma' } }
  const documentId = await minutesWith(api.db, story.roomId, [
    heading('İĞDIR’dan gelenler'),
    paragraph('Çocuklara ılık süt'),
    heading('المدرسة القريبة'),
    { type: 'decision', entry: null, blocks: [paragraph('وافقنا على الأطفال أولًا')] },
    { type: 'paragraph', pieces: [vote] },
  ])
  await rebuildRows(api.db)
  const of = async (q: string, who?: Actor) => {
    const { found } = await find(q, who, { kind: 'minutes' })
    return found.map(({ words }) => words)
  }
  const [first, second] = [
    'İĞDIR’dan gelenler Çocuklara ılık süt',
    'المدرسة القريبة وافقنا على الأطفال أولًا Işıklandırma',
  ]
  for (const q of ['iğdir', 'ILIK SÜT', 'gelenler süt', 'cocuk']) expect(await of(q), q).toEqual([first])
  for (const q of ['مدرسه', 'اطفال', 'القريبة أطفال', 'isiklandirma']) expect(await of(q), q).toEqual([second])
  expect(await of('süt مدرسة'), 'both are in them, but not under one heading').toEqual([])
  const { found, counts } = await find('ılık', story.observer)
  expect(counts).toEqual({ minutes: 1 })
  expect(found[0]).toMatchObject({ documentTitle: 'Tutanak', path: `/rooms/${story.roomId}/minutes/${documentId}` })
  expect((await find('tutanak')).found[0]).toMatchObject({ kind: 'document', path: found[0]!.path })
  expect(await find('ılık', story.outsider)).toEqual({ found: [], counts: {}, hasMore: false })
  await api.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', story.civil.seatId).execute()
  expect(await of('ılık', story.civil)).toEqual([])
})

test('nobody finds what is in rooms they have no seat in, or had one in', async () => {
  await notes('Gizli kalması gereken')
  expect(await wordsOf('gizli', story.observer)).toHaveLength(1)
  expect(await wordsOf('gizli', story.outsider)).toEqual([])
  expect((await find('gizli', story.outsider, { roomId: story.roomId })).found).toEqual([])
  await api.db.updateTable('seat').set({ removedAt: new Date() }).where('id', '=', story.civil.seatId).execute()
  expect(await wordsOf('gizli', story.civil)).toEqual([])
  expect(refusal(await api.send(search, { query: { q: 'gizli' } }))).toEqual([401, 'signed_out'])
})

test('what is hidden or deleted is found by nobody, nor what was said about it', async () => {
  const { boardId, ids } = await notes('Ayıp bir söz', 'Duran söz')
  await commentOn({ boardId, recordId: ids[0]! }, 'Bu söz olmamış')
  await commentOn({ boardId, recordId: ids[1]! }, 'Silinen söz', new Date())
  expect(await wordsOf('söz')).toHaveLength(3)
  await api.call(
    hideObjects,
    { params: { roomId: story.roomId }, body: { documentId: boardId, recordIds: [ids[0]!] } },
    story.facilitator,
  )
  await rebuildRows(api.db)
  for (const who of [story.civil, story.facilitator]) expect(await wordsOf('söz', who)).toEqual(['Duran söz'])
})

test('page by page, what says the words as typed first, each once', async () => {
  const texts = Array.from({ length: SEARCH_PAGE + 10 }, (_, n) => `Durak ${n} için yeni bank`)
  await notes(...texts, 'yeni durak')
  const first = await find('yeni durak')
  expect(first.found[0]!.words).toBe('yeni durak')
  expect(first.found).toHaveLength(SEARCH_PAGE)
  expect(first.hasMore).toBe(true)
  const second = await find('yeni durak', story.civil, { skip: SEARCH_PAGE })
  expect(second.hasMore).toBe(false)
  expect(new Set([...first.found, ...second.found].map(({ id }) => id)).size).toBe(texts.length + 1)
})

test('one room, one programme', async () => {
  await notes('Aranan söz')
  const elsewhere = await consultationRoom(api.db)
  expect((await find('aranan', story.civil, { roomId: story.roomId })).found).toHaveLength(1)
  expect((await find('aranan', story.civil, { programmeId: story.programmeId })).found).toHaveLength(1)
  expect((await find('aranan', story.civil, { programmeId: elsewhere.programmeId })).found).toEqual([])
})

test.each(['board_record', 'minutes_section'])('the words of %s are looked up, not read through', async (table) => {
  await notes('Bir')
  const plan = await api.db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx)
    const { rows } = await sql<Record<string, string>>`
      explain select 1 from ${sql.table(table)} where ${table === 'board_record' ? sql`gone_at is null` : sql`true`}
        and search_vector(folded) @@ to_tsquery('simple', 'bir:*')`.execute(trx)
    return rows.flatMap((row) => Object.values(row)).join('\n')
  })
  expect(plan).toContain(`${table}_search`)
})

test('what is hidden is not found by minutes that name it', async () => {
  const { boardId, ids } = await notes('Ayıp bir söz')
  const chip = { chip: { kind: 'note' as const, document: boardId, record: ids[0]!, label: 'Ayıp bir söz' } }
  await minutesWith(api.db, story.roomId, [{ type: 'paragraph', pieces: [chip] }])
  await api.call(
    hideObjects,
    { params: { roomId: story.roomId }, body: { documentId: boardId, recordIds: [ids[0]!] } },
    story.facilitator,
  )
  await rebuildRows(api.db)
  for (const who of [story.civil, story.observer]) expect(await wordsOf('ayıp', who)).toEqual([])
})
