import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { zipEntries } from '@meydan/server/features/threads/zip-entries'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import { recordDecision } from '@meydan/shared/contracts/decisions'
import { exportMinutes, type MinutesFormat } from '@meydan/shared/contracts/minutes'
import type { RichBlock, RichPiece } from '@meydan/shared/documents/rich-text/read'
import { type Language, languages } from '@meydan/shared/languages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { minutesWith, paragraph } from '../support/minutes.ts'
import { planWith } from '../support/plans.ts'
import { ensureServices, findPoppler } from '../support/services.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { type Api, refusal, startApi } from './api.ts'

let api: Api
let story: Story
let elsewhere: Story
const folder = mkdtempSync(path.join(tmpdir(), 'meydan-minutes-'))
ensureServices(['poppler'])
const hasPoppler = findPoppler() !== null
const formats: MinutesFormat[] = ['markdown', 'docx', 'pdf']

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000', TIME_ZONE: 'Europe/Istanbul' })
  story = await consultationRoom(api.db)
  elsewhere = await consultationRoom(api.db)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

const line = (...pieces: RichPiece[]): RichBlock => ({ type: 'paragraph', pieces })
const cell = (text: string, isHeader = false) => ({ isHeader, colspan: 1, rowspan: 1, blocks: [paragraph(text)] })
const theMinutes = async (blocks: readonly RichBlock[], title = 'Tutanak') => ({
  roomId: story.roomId,
  documentId: await minutesWith(api.db, story.roomId, blocks, { title }),
})

type At = { roomId: string; documentId: string }
function ask(params: At, format: MinutesFormat, who: Actor = story.observer, language: Language = 'tr') {
  return api.send(exportMinutes, { params, body: { format, language } }, who)
}
async function markdownOf(params: At, language: Language = 'tr'): Promise<string> {
  const response = await ask(params, 'markdown', story.observer, language)
  expect(response.statusCode).toBe(200)
  return response.rawPayload.toString('utf8')
}

/** A file inside of a DOCX. */
function partOf(docx: Buffer, name: string): string {
  const entry = zipEntries(docx)!.find((each) => each.name === name)!
  const from = entry.at + 30 + docx.readUInt16LE(entry.at + 26) + docx.readUInt16LE(entry.at + 28)
  const bytes = docx.subarray(from, from + entry.packed)
  return (entry.method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8')
}

/** Elements that are closed in the order in which they were opened, and nothing that XML forbids. */
function expectWellFormed(xml: string): void {
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
  expect(xml.isWellFormed()).toBe(true)
  const open: string[] = []
  for (const [, isEnd, name, isEmpty] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (isEnd) expect(open.pop()).toBe(name)
    else if (!isEmpty) open.push(name!)
  }
  expect(open).toEqual([])
  expect(xml.replace(/<\??[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/)
}
const wordsOf = (xml: string) => [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words]) => words).join('')

function textOf(pdf: Buffer): string {
  const file = path.join(folder, `${crypto.randomUUID()}.pdf`)
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', [file, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e]/g, '')
    .replace(/\s+/g, ' ')
}

describe('minutes as a file', () => {
  test('come in three formats, named by their title, to whoever may read', async () => {
    const params = await theMinutes([paragraph('Su kesintisi sürüyor.')], 'Işıklı tutanak')
    const heads = { markdown: '# Işıklı', docx: 'PK', pdf: '%PDF-' }
    const names = { markdown: 'md', docx: 'docx', pdf: 'pdf' }
    for (const format of formats) {
      const response = await ask(params, format)
      expect(response.statusCode, format).toBe(200)
      expect(response.rawPayload.toString('utf8').startsWith(heads[format]), format).toBe(true)
      const end = `UTF-8''I%C5%9F%C4%B1kl%C4%B1%20tutanak.${names[format]}`
      expect(response.headers['content-disposition']).toContain(end)
      expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
      expect(String(response.headers['content-type'])).not.toMatch(/html/)
    }
  })

  test('are refused to outsiders, to who was removed, and for what is no minutes of the room', async () => {
    const params = await theMinutes([paragraph('söz')])
    expect(refusal(await ask(params, 'docx', elsewhere.civil))).toEqual([404, 'not_found'])
    const through = { ...params, roomId: elsewhere.roomId }
    expect(refusal(await ask(through, 'docx', elsewhere.civil))).toEqual([404, 'not_found'])
    const documentId = await boardWith(api.db, story.roomId, () => {})
    expect(refusal(await ask({ ...params, documentId }, 'pdf'))).toEqual([404, 'not_found'])
    const other = await consultationRoom(api.db)
    const theirs = { roomId: other.roomId, documentId: await minutesWith(api.db, other.roomId, [paragraph('x')]) }
    const seats = api.db.updateTable('seat').where('id', '=', other.civil.seatId)
    await seats.set({ removedAt: new Date() }).execute()
    expect(refusal(await ask(theirs, 'markdown', other.civil))).toEqual([403, 'seat_revoked'])
    const rooms = api.db.updateTable('room').where('id', '=', other.roomId)
    await rooms.set({ archivedAt: new Date() }).execute()
    expect((await ask(theirs, 'markdown', other.public)).statusCode, 'archived rooms stay readable').toBe(200)
    const documents = api.db.updateTable('document').where('id', '=', theirs.documentId)
    await documents.set({ quarantinedAt: new Date() }).execute()
    expect(refusal(await ask(theirs, 'markdown', other.public))).toEqual([503, 'unavailable'])
  })

  test('in an unknown format or language there is none', async () => {
    const params = await theMinutes([])
    expect((await ask(params, 'html' as MinutesFormat)).statusCode).toBe(400)
    expect((await ask(params, 'pdf', story.observer, 'xx' as Language)).statusCode).toBe(400)
    for (const format of formats) expect((await ask(params, format)).statusCode, format).toBe(200)
  })

  test('what they name is called as it is now; of what is hidden nothing is said', async () => {
    const { decision } = await api.call(
      recordDecision,
      {
        params: { roomId: story.roomId },
        body: { title: 'İki tercüman', state: 'agreed', decidedAt: new Date().toISOString() },
      },
      story.facilitator,
    )
    const boardId = await boardWith(api.db, story.roomId, (board) => {
      const author = { seat: null, side: 'civil' as const }
      board.addNotes(
        [
          { at: { x: 0, y: 0 }, text: 'Yeni söz' },
          { at: { x: 9, y: 9 }, text: 'Hakaret' },
        ],
        author,
      )
    })
    const publicId = (
      await api.db
        .selectFrom('seat')
        .select('organisationId')
        .where('id', '=', story.public.seatId)
        .executeTakeFirstOrThrow()
    ).organisationId
    let actionId = ''
    const planId = await planWith(api.db, story.roomId, (plan) => {
      const given = { title: 'Yol', responsible: publicId, due: '2027-03-31' }
      actionId = plan.addActions([given], { seat: null, side: 'civil' })[0]!
    })
    await rebuildRows(api.db)
    const notes = await api.db
      .selectFrom('boardRecord')
      .select(['recordId', 'words'])
      .where('documentId', '=', boardId)
      .execute()
    const idOf = (words: string) => notes.find((note) => note.words === words)!.recordId
    const hiddenId = idOf('Hakaret')
    await api.db
      .insertInto('hiddenObject')
      .values({
        roomId: story.roomId,
        documentId: boardId,
        kind: 'note',
        label: 'x',
        recordIds: [hiddenId],
        records: Buffer.alloc(1),
      })
      .execute()
    const clause = crypto.randomUUID()
    const chip = (record: string): RichPiece => ({
      chip: { kind: 'note', document: boardId, record, label: 'Eski söz' },
    })
    const params = await theMinutes([
      line(chip(idOf('Yeni söz')), { text: ' ve ' }, chip(hiddenId), { text: ' ve ' }, chip('gone')),
      line({ mention: { kind: 'organisation', target: publicId, label: 'Eski ad' } }),
      { type: 'decision', entry: decision.id, blocks: [paragraph('Karar sözleri')] },
      { type: 'clause', id: clause, blocks: [paragraph('Madde sözleri')] },
      {
        type: 'taskList',
        tasks: [{ checked: true, action: { plan: planId, action: actionId }, blocks: [paragraph('Yolu yap')] }],
      },
    ])
    await rebuildRows(api.db)
    await api.db
      .insertInto('clauseStance')
      .values(
        (['object', 'agree'] as const).map((kind, position) => ({
          ...{ documentId: params.documentId, clauseId: clause, organisationId: publicId, side: 'public' },
          ...{ kind, position, reason: 'gizli neden', words: 'Madde sözleri' },
        })),
      )
      .execute()
    const { name } = await api.db
      .selectFrom('organisation')
      .select('name')
      .where('id', '=', publicId)
      .executeTakeFirstOrThrow()
    const text = await markdownOf(params)
    expect(text).toContain('Yeni söz ve kolaylaştırıcı tarafından gizlendi ve Eski söz')
    expect(text).toContain(`@${name}`)
    expect(text).toMatch(/> \*\*Karar\*\*\\\n> Kabul edildi · /)
    expect(text).toMatch(/> \*\*§ 1\*\*\\\n> Kamu kurumları – Kabul: 1\n/)
    expect(text).toContain(`- [x] Yolu yap\n\n  *(Sorumlu: ${name} · Son gün: 31 Mar 2027)*`)
    expect(text).not.toMatch(/Hakaret|gizli neden|İtiraz/)
  })
})

const nasty = [
  '<script>alert(1)</script>',
  '[x](javascript:alert(1))',
  '# başlık değil',
  '---',
  '1. liste değil',
  'a | b `c` *d* _e_ ~~f~~',
  '=HYPERLINK("http://x")',
  '#import "x.typ"; $ x $ @ref <label> \\u{0}',
]

describe('whatever somebody wrote is words', () => {
  const blocks = () => [
    ...nasty.map(paragraph),
    { type: 'table' as const, rows: [[cell('a | b', true)], [cell('| --- |')]] },
  ]

  test('in Markdown', async () => {
    const text = await markdownOf(await theMinutes(blocks(), '<b>\r\n# x'))
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(text).toContain('\\[x\\](javascript:alert(1))')
    for (const start of ['\\# başlık', '\\---', '1\\. liste', '\\=HYPER']) expect(text).toContain(`\n${start}`)
    expect(text).toContain('a \\| b \\`c\\` \\*d\\* \\_e\\_ \\~\\~f\\~\\~')
    expect(text).toContain('| a \\| b |\n| --- |\n| \\| --- \\| |')
    expect(text).not.toMatch(/<(?!https?:)/)
    expect(text.split('\n')[0]).toBe('# &lt;b&gt; \\# x')
  })

  test('in DOCX, with letters that XML forbids, in Turkish and Arabic', async () => {
    const odd = paragraph('a\u0000b\u0001c\ud800d\ufffee\u202ef')
    const arabic = paragraph('نحتاج إلى مترجمين الآن')
    const link = line({ text: 'bağ', link: 'https://a.example/?a=1&b="2"' })
    for (const language of ['tr', 'ar'] as const) {
      const params = await theMinutes([...blocks(), odd, arabic, link])
      const docx = (await ask(params, 'docx', story.observer, language)).rawPayload
      for (const { name } of zipEntries(docx)!.filter((entry) => /\.(?:xml|rels)$/.test(entry.name))) {
        expectWellFormed(partOf(docx, name))
      }
      const xml = partOf(docx, 'word/document.xml')
      expect(wordsOf(xml)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      expect(wordsOf(xml)).toContain('abc\ufffddef')
      expect(xml).toMatch(
        /<w:bidi\/><\/w:pPr><w:r><w:rPr>(?:(?!<\/w:rPr>).)*<w:rtl\/>(?:(?!<\/w:rPr>).)*<\/w:rPr><w:t[^>]*>نحتاج/,
      )
      expect(xml).toContain('<w:tblHeader/>')
      expect(xml).toContain('<w:hyperlink')
      expect(partOf(docx, 'word/_rels/document.xml.rels')).toContain('TargetMode="External"')
      const about = partOf(docx, 'docProps/core.xml')
      expect(about).toContain('<dc:creator>Meydan</dc:creator>')
      expect(about).toContain('<dc:title>Tutanak</dc:title>')
    }
  })

  test.runIf(hasPoppler)('in PDF, which is tagged and says its pages', async () => {
    const params = await theMinutes([...blocks(), paragraph('نحتاج إلى مترجمين')])
    const pdf = (await ask(params, 'pdf')).rawPayload
    const text = textOf(pdf)
    for (const words of nasty.filter((each) => each !== '---')) expect(text).toContain(words.replace(/\s+/g, ' '))
    expect(text).toContain('مترجمين')
    expect(text).toContain('Sayfa 1 / 1')
    const raw = pdf.toString('latin1')
    expect(raw).toMatch(/\/Lang\s*\(tr\)/)
    expect(raw).toMatch(/\/Marked\s+true/)
  })
})

test('lists, headings and tasks of a DOCX are the word processor’s own', async () => {
  const params = await theMinutes([
    { type: 'heading', level: 2, pieces: [{ text: 'Gündem' }] },
    { type: 'orderedList', start: 4, items: [[paragraph('dört'), { type: 'bulletList', items: [[paragraph('iç')]] }]] },
    {
      type: 'taskList',
      tasks: [
        { checked: true, action: null, blocks: [paragraph('bitti')] },
        { checked: false, action: null, blocks: [] },
      ],
    },
    { type: 'clause', id: crypto.randomUUID(), blocks: [paragraph('Madde')] },
  ])
  const docx = (await ask(params, 'docx')).rawPayload
  const xml = partOf(docx, 'word/document.xml')
  expect(xml).toContain('<w:pStyle w:val="Heading2"/>')
  expect(xml).toContain('<w:pStyle w:val="Title"/>')
  expect(xml.match(/<w:numPr>/g)).toHaveLength(2)
  expect(partOf(docx, 'word/numbering.xml')).toContain('<w:start w:val="4"/>')
  expect(wordsOf(xml)).toContain('☑\u00a0bitti☐')
  expect(xml).toMatch(/<w:shd [^>]*w:fill="F4F1EA"/)
  expect(wordsOf(xml)).toContain('§ 1')
})

test('tables with odd spans come out whole in every format', async () => {
  const odd = (text: string, colspan: number, rowspan: number) => ({ ...cell(text, true), colspan, rowspan })
  const rows = [[odd('bir', 20, 20), odd('iki', 3, 1)], [], [odd('üç', 1, 20), cell('dört'), cell('beş')]]
  const params = await theMinutes([
    { type: 'table', rows },
    { type: 'table', rows: [] },
    { type: 'table', rows: [[]] },
  ])
  for (const format of formats) expect((await ask(params, format)).statusCode, format).toBe(200)
  const docx = (await ask(params, 'docx')).rawPayload
  for (const words of ['bir', 'iki', 'üç', 'dört', 'beş'])
    expect(wordsOf(partOf(docx, 'word/document.xml'))).toContain(words)
})

test('text as deep as any is still text', async () => {
  const deep = (depth: number): RichBlock[] =>
    depth === 0
      ? [paragraph('en dip')]
      : [{ type: 'blockquote', blocks: [{ type: 'bulletList', items: [deep(depth - 1)] }] }]
  const params = await theMinutes(deep(7))
  for (const format of formats) expect((await ask(params, format)).statusCode, format).toBe(200)
  expect(await markdownOf(params)).toContain('en dip')
})

test('long minutes with a long table come in every format', async () => {
  const rows = Array.from({ length: 200 }, (_, at) => [
    cell(`satır ${at}`, at === 0),
    cell('söz söz', at === 0),
    cell('x', at === 0),
  ])
  const params = await theMinutes([
    { type: 'table', rows },
    ...Array.from({ length: 1_500 }, (_, at) => paragraph(`${at} ${'uzun söz '.repeat(18)}`)),
  ])
  for (const format of formats) {
    const response = await ask(params, format)
    expect(response.statusCode, format).toBe(200)
    expect(response.rawPayload.length).toBeGreaterThan(10_000)
  }
})

test.each(languages)('its own words are those of the language: %s', async (language) => {
  const params = await theMinutes([])
  const heads = {
    tr: 'tarihindeki durum',
    en: 'As of',
    ar: 'الحالة في',
    de: 'Stand vom',
    da: 'Status den',
    eu: 'Egoera:',
  }
  expect(await markdownOf(params, language)).toContain(heads[language])
})

test('of a vote that is only prepared nothing is said', async () => {
  const { id } = await api.db
    .insertInto('vote')
    .values({ roomId: story.roomId, title: 'Hazırlanan oylama', kind: 'dots', state: 'draft' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const at = await theMinutes([line({ chip: { kind: 'vote', document: null, record: id, label: '' } })])
  expect(await markdownOf(at)).not.toContain('Hazırlanan')
})
