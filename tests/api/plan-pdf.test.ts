import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import { type PlanPaper, type PlanPart, planParts, printPlan } from '@meydan/shared/contracts/plan-pdf'
import { hideObjects } from '@meydan/shared/contracts/stage'
import type { Plan } from '@meydan/shared/documents/plan/plan'
import { setDays } from '@meydan/shared/documents/plan/promise'
import { type Language, languages } from '@meydan/shared/languages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardWith } from '../support/canvas.ts'
import { planWith } from '../support/plans.ts'
import { ensureServices, findPoppler } from '../support/services.ts'
import { type Actor, consultationRoom, type Story } from '../support/stories.ts'
import { type Api, refusal, startApi } from './api.ts'

let api: Api
let story: Story
let elsewhere: Story
const folder = mkdtempSync(path.join(tmpdir(), 'meydan-plan-pdf-'))
ensureServices(['poppler'])
const hasPoppler = findPoppler() !== null
const author = { seat: null, side: 'neutral' as const }

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  story = await consultationRoom(api.db)
  elsewhere = await consultationRoom(api.db)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await api.close()
})

const aPlan = async (write: (plan: Plan) => void) => ({
  roomId: story.roomId,
  documentId: await planWith(api.db, story.roomId, write),
})

type Asked = { actions?: string[]; parts?: PlanPart[]; paper?: PlanPaper; language?: Language }

function ask(params: { roomId: string; documentId: string }, asked: Asked = {}, who: Actor = story.observer) {
  return api.send(printPlan, { params, body: { language: 'tr', ...asked } }, who)
}

function kept(pdf: Buffer): string {
  const file = path.join(folder, `${crypto.randomUUID()}.pdf`)
  writeFileSync(file, pdf)
  return file
}

/** What a reader copies out of the PDF, in reading order; ligatures as letters. */
function textOf(pdf: Buffer): string {
  return execFileSync('pdftotext', [kept(pdf), '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e]/g, '')
    .replace(/\s+/g, ' ')
}

function informationOf(pdf: Buffer): string {
  return execFileSync('pdfinfo', [kept(pdf)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}

async function organisationOf(seatId: string): Promise<string> {
  const seat = api.db.selectFrom('seat').select('organisationId').where('id', '=', seatId)
  return (await seat.executeTakeFirstOrThrow()).organisationId
}

describe('a PDF of a plan', () => {
  test('comes as a tagged file with the title as its name to whoever may read', async () => {
    const params = await aPlan((plan) => void plan.addActions([{ title: 'Işıklı yol' }], author))
    const response = await ask(params)
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toBe('application/pdf')
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.headers['content-disposition']).toBe(
      `attachment; filename="Test plan.pdf"; filename*=UTF-8''Test%20plan.pdf`,
    )
    const raw = response.rawPayload.toString('latin1')
    expect(raw.startsWith('%PDF-')).toBe(true)
    expect(raw).toMatch(/\/Lang\s*\(tr\)/)
    expect(raw).toMatch(/\/Marked\s+true/)
  })

  test('is refused to outsiders, for what is no plan of the room, and while it is quarantined', async () => {
    const params = await aPlan(() => {})
    expect(refusal(await ask(params, {}, elsewhere.civil))).toEqual([404, 'not_found'])
    expect(refusal(await ask({ ...params, roomId: elsewhere.roomId }, {}, elsewhere.civil))).toEqual([404, 'not_found'])
    const boardId = await boardWith(api.db, story.roomId, () => {})
    expect(refusal(await ask({ ...params, documentId: boardId }))).toEqual([404, 'not_found'])
    await api.db
      .updateTable('document')
      .set({ quarantinedAt: new Date() })
      .where('id', '=', params.documentId)
      .execute()
    expect(refusal(await ask(params))).toEqual([503, 'unavailable'])
  })

  test('of nothing that is there is none; an empty plan is a page that says so', async () => {
    const params = await aPlan(() => {})
    expect(refusal(await ask(params, { actions: ['gone'] }))).toEqual([404, 'not_found'])
    expect((await ask(params, { actions: [] })).statusCode).toBe(400)
    expect((await ask(params, { parts: ['secrets' as PlanPart] })).statusCode).toBe(400)
    expect((await ask(params)).statusCode).toBe(200)
  })

  test('a third at once by one person has to wait, and is told so', async () => {
    // Long enough that the first isn't done before the last has come.
    const many = Array.from({ length: 200 }, (_, index) => ({ title: `Eylem ${index}` }))
    const params = await aPlan((plan) => void plan.addActions(many, author))
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(params)))
    const refused = answers.filter(({ statusCode }) => statusCode !== 200)
    expect(refused.length).toBeGreaterThan(0)
    for (const answer of refused) expect(refusal(answer)).toEqual([503, 'busy'])
  })
})

describe.runIf(hasPoppler)('what is in it', () => {
  test.each(languages)('words, names, days and promises, in %s and as they were written', async (language) => {
    const [civil, publics] = [await organisationOf(story.civil.seatId), await organisationOf(story.public.seatId)]
    const names = await api.db.selectFrom('organisation').select(['id', 'name']).execute()
    const nameOf = (id: string) => names.find((each) => each.id === id)!.name
    const params = await aPlan((plan) => {
      const goal = plan.addGoal('Herkes için sağlık')
      const [first] = plan.addActions(
        [
          {
            goal,
            title: 'İki tercüman: ĞÜŞÇÖ ığüşçö',
            responsible: publics,
            supporting: [civil],
            person: story.civil.seatId,
            status: 'agreed',
            due: '2027-03-31',
            agreedDue: '2027-03-31',
            indicatorName: 'Görüşme',
            indicatorBaseline: 12,
            indicatorCurrent: 48,
            indicatorTarget: 120,
            description: 'نحتاج إلى مترجمين الآن',
            checks: [{ text: 'İlan', done: true }, { text: 'معلمون' }],
          },
          { goal, title: 'Geciken', due: '2020-01-31', responsible: 'gone' },
        ],
        author,
      )
      setDays(plan, first!, { due: '2027-05-31' }, { reason: 'Bütçe onayı', author })
    })
    const { words, columns } = await labelsOf(language)
    const pdf = (await ask(params, { language, parts: [...planParts] })).rawPayload
    const text = textOf(pdf)
    const said = [
      nameOf(civil),
      nameOf(publics),
      'Herkes için sağlık',
      'İki tercüman:',
      'Bütçe onayı',
      'İlan',
      'Görüşme',
    ]
    for (const each of [...said, 'Ahmad']) expect(text).toContain(each)
    // A mark may come out before or after its letter's next; the letters come as they are read.
    for (const each of [...columns, ...words]) expect(withoutMarks(text)).toContain(withoutMarks(each))
    for (const each of ['نحتاج', 'إلى', 'مترجمين', 'الآن', 'معلمون']) expect(text).toContain(each)
    expect(informationOf(pdf)).toMatch(/Tagged:\s+yes[^]*Page size:\s+841.89 x 595/)
    const upright = (await ask(params, { language, paper: 'portrait' })).rawPayload
    expect(informationOf(upright)).toMatch(/Page size:\s+595.\d+ x 841.89/)
    // What wasn't asked for isn't there, least of all a person's name.
    for (const each of ['Ahmad', 'مترجمين', 'İlan']) expect(textOf(upright)).not.toContain(each)
  })

  test('what looks like code of the typesetter is text', async () => {
    const text = '#panic("x") $x^2$ *b* _i_ `c` @ref <label> \\u{41} #sys.version // [a] {b} #include "/etc/passwd"'
    const params = await aPlan((plan) => {
      const goal = plan.addGoal(text)
      const action = { goal, title: text, description: text, locality: text, resources: text, indicatorName: text }
      plan.addActions([{ ...action, indicatorUnit: text.slice(0, 60), checks: [{ text }] }], author)
    })
    for (const paper of ['landscape', 'portrait'] as const) {
      const printed = textOf((await ask(params, { parts: ['descriptions', 'checklists'], paper })).rawPayload)
      for (const word of text.split(' ')) {
        expect(printed.split(word.slice(0, 9)).length, word).toBeGreaterThan(5)
      }
    }
  })

  test('some actions stand under their goals, and keep their numbers in the whole', async () => {
    const ids: string[] = []
    const params = await aPlan((plan) => {
      for (const title of ['Bir hedef', 'Öteki hedef']) {
        ids.push(...plan.addActions([{ title: `${title} işi`, goal: plan.addGoal(title) }], author))
      }
    })
    const text = textOf((await ask(params, { actions: [ids[1]!, 'gone'] })).rawPayload)
    expect(text).toMatch(/Öteki hedef 2 .*Öteki hedef işi/)
    expect(text).not.toContain('Bir hedef')
    expect(text).toContain('Planın bir bölümü: 1 eylem')
  })

  test('sources say no more than their reader may know: hidden, deleted, of another room', async () => {
    const notes: string[] = []
    const boardId = await boardWith(api.db, story.roomId, (board) => {
      const texts = ['Kreş yok', 'Gizli kalan sözler']
      const some = texts.map((text, index) => ({ at: { x: index * 300, y: 0 }, text }))
      notes.push(...board.addNotes(some, { seat: story.civil.seatId, side: 'civil' }))
    })
    const other = await boardWith(api.db, elsewhere.roomId, (board) => {
      notes.push(...board.addNotes([{ at: { x: 0, y: 0 }, text: 'Başka odanın sırrı' }], author))
    })
    const params = await aPlan((plan) => {
      const sources = notes.map((record, index) => ({
        kind: 'note' as const,
        document: index < 2 ? boardId : other,
        record,
      }))
      plan.addActions([{ title: 'Kreş açmak', sources }], author)
    })
    await rebuildRows(api.db)
    const body = { documentId: boardId, recordIds: [notes[1]!] }
    await api.call(hideObjects, { params: { roomId: story.roomId }, body }, story.facilitator)
    await rebuildRows(api.db)
    const asked = { parts: ['sources' as const] }
    const text = textOf((await ask(params, asked)).rawPayload)
    expect(text).toContain('Kreş yok')
    expect(text).toContain('kolaylaştırıcı tarafından gizlendi')
    expect(text).toContain('başka bir odadan')
    for (const secret of ['Gizli kalan', 'sırrı']) expect(text).not.toContain(secret)
    expect(textOf((await ask(params)).rawPayload)).not.toContain('Kreş yok')
  })

  test('what institutions answered stands with the action', async () => {
    let action = ''
    const params = await aPlan((plan) => {
      action = plan.addActions([{ title: 'Otobüs hattı' }], author)[0]!
    })
    const organisationId = await organisationOf(story.public.seatId)
    const subject = { subjectKind: 'action', documentId: params.documentId, recordId: action, words: 'Otobüs hattı' }
    const asked = {
      roomId: story.roomId,
      organisationId,
      askedBy: story.civil.seatId,
      question: '',
      replyBy: '2027-01-31',
    }
    const { id: askId } = await api.db
      .insertInto('ask')
      .values({ ...subject, ...asked })
      .returning('id')
      .executeTakeFirstOrThrow()
    const parts: PlanPart[] = ['answers']
    expect(textOf((await ask(params, { parts })).rawPayload)).toContain('Yanıt bekleniyor, son gün 31 Oca 2027')
    await api.db
      .insertInto('answer')
      .values({ askId, kind: 'partly', reason: 'Yarısına kadar', byName: 'Mehmet', way: 'seat', position: 1 })
      .execute()
    const text = textOf((await ask(params, { parts })).rawPayload)
    expect(text).toMatch(/Kısmen kabul etti Yarısına kadar/)
    expect(text).not.toContain('Mehmet')
  })

  test('a thousand actions come with all their words, and heads on every page', async () => {
    const params = await aPlan((plan) => {
      const goal = plan.addGoal('Büyük hedef')
      const many = Array.from({ length: 1_000 }, (_, index) => ({
        goal,
        title: `Eylem numara ${index + 1}`,
        description: 'Mahallede kimin ne zaman geleceği konuşuldu. '.repeat(4),
      }))
      plan.addActions(many, author)
    })
    const response = await ask(params, { parts: ['descriptions'] })
    expect(response.statusCode).toBe(200)
    const text = textOf(response.rawPayload)
    expect(text).toContain('Eylem numara 1000')
    const pages = Number(/Pages:\s+(\d+)/.exec(informationOf(response.rawPayload))![1])
    expect(pages).toBeGreaterThan(20)
    expect(text.split('Ne zaman').length - 1).toBeGreaterThanOrEqual(pages)
    expect(text).toContain(`Sayfa ${pages} / ${pages}`)
  }, 120_000)
})

const withoutMarks = (text: string) => text.normalize('NFKC').replace(/[\u064b-\u0652]/g, '')

/** What the screen calls the columns, and some words that such a plan has to say. */
async function labelsOf(language: Language) {
  const { planPdfWords } = await import('@meydan/server/features/plan-pdf/words')
  const words = planPdfWords[language]
  const { action, responsible, status } = words.columns
  return { columns: [action, responsible, status], words: [words.left, words.overdue, words.statuses.agreed] }
}
