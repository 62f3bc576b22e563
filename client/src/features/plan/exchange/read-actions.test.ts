import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { bringIn, copyOf, PlanCopy } from '@meydan/shared/documents/plan/copy'
import { parsePlan } from '@meydan/shared/documents/plan/parse'
import { type Author, type NewAction, Plan } from '@meydan/shared/documents/plan/plan'
import { progressOf } from '@meydan/shared/documents/plan/promise'
import { actionStatuses, priorities } from '@meydan/shared/documents/plan/records'
import { type Language, languages } from '@meydan/shared/languages'
import { foldName } from '@meydan/shared/names'
import { fieldsOfWork } from '@meydan/shared/words'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { writeCsv } from '../../../exchange/csv.ts'
import type { Sheet, SheetCell, SheetRow } from '../../../exchange/xlsx/sheet.ts'
import { writeXlsx } from '../../../exchange/xlsx/write-xlsx.ts'
import type { MessageKey } from '../../../i18n/index.ts'
import { applyImport } from './apply-import.ts'
import { textOf } from './cell-values.ts'
import { keyOfColumn, planColumns } from './columns.ts'
import { plainCell } from './export-plan.ts'
import { type ActionToWrite, type PlanWords, rowOf } from './plan-table.ts'
import { comparable, readActions, type ReadRow } from './read-actions.ts'
import { readFile } from './read-file.ts'
import { readPlanFile } from './read-plan-file.ts'
import { decimalOf, headOf, languageOf } from './table-language.ts'

const folder = path.join(import.meta.dirname, '../../../i18n')
const catalogues = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name.slice(0, 2) as Language, JSON.parse(readFileSync(path.join(folder, name), 'utf8'))] as const),
)
const meanings = languageOf(languages.map((one) => catalogues.get(one)))
const organisations = new Map([
  ['o1', 'İzmir Büyükşehir Belediyesi'],
  ['o2', 'جمعية الأمل؛ فرع إزمير'],
  ['o3', 'Mülteci Derneği, Konak'],
])
const people = new Map([['p1', 'Ayşe Yılmaz']])
const names = {
  organisations: new Map([...organisations].map(([id, name]) => [foldName(name), id])),
  people: new Map<string, string | null>([
    ...[...people].map(([id, name]) => [foldName(name), id] as const),
    ['ali', null],
  ]),
}
const author: Author = { seat: 'p1', side: 'civil' }

const said = (language: Language, key: MessageKey): string =>
  key.split('.').reduce((at, part) => at[part], catalogues.get(language))

function wordsIn(language: Language, plan: Plan): PlanWords {
  return {
    status: (status) => said(language, `plan.status.${status}`),
    priority: (priority) => said(language, `plan.priority.${priority}`),
    field: (field) => said(language, `field.${field}`),
    organisation: (id) => organisations.get(id),
    person: (seat) => people.get(seat),
    goal: (goal) => plan.goals.get(goal)?.title,
  }
}

function viewsOf(plan: Plan): ActionToWrite[] {
  return parsePlan(plan.doc).actions.map((action) => ({ ...action, action, progress: progressOf(plan, action) }))
}

/** Reads rows as they come from a file, into a plan. */
function read(sheet: Sheet, plan: Plan, language: Language = 'en', days: 'dayFirst' | 'monthFirst' = 'dayFirst') {
  const head = headOf(
    sheet.rows.map(({ cells }) => cells.map(textOf)),
    meanings,
  )
  const reading = { language: meanings, names, days, decimal: decimalOf(head.language ?? language) }
  const views = new Map(viewsOf(plan).map((view) => [view.action.id, view]))
  const given = { actions: views, words: wordsIn(language, plan) }
  return { head, rows: readActions(sheet.rows.slice(head.at + 1), head.columns, reading, given) }
}

function sheetIn(bytes: Uint8Array, name: string): Sheet {
  const found = readFile(bytes, name, 'en')
  if (!('kind' in found) || found.kind !== 'table') throw new Error(JSON.stringify(found).slice(0, 200))
  return found.sheet
}

const table = (...rows: SheetCell[][]): Sheet => ({
  rows: rows.map((cells, index): SheetRow => ({ line: index + 1, cells, isHidden: false, merged: [] })),
  names: [],
  index: 0,
})
const about = (row: ReadRow | undefined) => row?.remarks.map(({ about: what, column }) => `${column}: ${what}`)

function randomFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, of: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]! }
}

const texts = ['=1+1', '+90 555', '-', '@here', 'İğneli “fıçı”', 'نص عربي', 'x_x0041_', "it's", '"quoted", with comma']

function anyPlan(seed: number): Plan {
  const { next, of } = randomFrom(seed)
  const plan = new Plan(new Y.Doc())
  const goals = ['Goal A', 'هدف', 'Hedef; iki'].map((title) => plan.addGoal(title))
  const maybe = <T>(value: T): T | undefined => (next() < 0.6 ? value : undefined)
  const number = () => Math.round(next() * 1e6) / of([1, 10, 100, 1000])
  const actions = Array.from({ length: 12 }, (_, index): NewAction => {
    const status = of(actionStatuses)
    const due = maybe(`2027-0${1 + Math.floor(next() * 9)}-15`) ?? null
    const isAgreed = status === 'agreed' || status === 'started'
    return {
      title: `${of(texts)} ${index}`,
      goal: maybe(of(goals)) ?? null,
      status,
      responsible: maybe(of([...organisations.keys()])) ?? null,
      supporting: next() < 0.5 ? ['o2', 'o3'] : [],
      person: maybe('p1') ?? null,
      start: null,
      due,
      agreedDue: isAgreed ? due : null,
      progress: status === 'done' ? null : (maybe(Math.floor(next() * 100)) ?? null),
      priority: maybe(of(priorities)) ?? null,
      indicatorName: maybe(of(texts)) ?? '',
      indicatorTarget: maybe(number()) ?? null,
      indicatorBaseline: maybe(-number()) ?? null,
      budget: maybe(number()) ?? null,
      currency: maybe('TRY') ?? null,
      fields: next() < 0.5 ? [of(fieldsOfWork)] : [],
      locality: maybe(of(texts)) ?? '',
      description: maybe(`${of(texts)}\n${of(texts)}`) ?? '',
      checks:
        next() < 0.4
          ? [
              { text: of(texts), done: false },
              { text: 'two', done: true },
            ]
          : [],
    }
  })
  plan.addActions(actions, author)
  return plan
}

/** What a plan says, without ids, times and authors. */
const saidBy = (plan: Plan) =>
  viewsOf(plan)
    .map((view) => comparable({ ...rowOf(view, wordsIn('en', plan)), id: null, sources: null }))
    .sort()

describe('a plan as a table', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 100_000)

  it.each(languages.flatMap((language) => [[language, 'xlsx'] as const, [language, 'csv'] as const]))(
    `in %s as %s comes back as it was, and changes nothing where it is (seed ${seed})`,
    (language, format) => {
      const plan = anyPlan(seed)
      const heads = planColumns.map((column) => ({ text: said(language, keyOfColumn(column)), width: 10 }))
      const rows = viewsOf(plan).map((view) => {
        const row = rowOf(view, wordsIn(language, plan))
        return planColumns.map((column) => row[column])
      })
      const cells = [heads.map(({ text }) => text), ...rows.map((row) => row.map((cell) => plainCell(cell, language)))]
      const bytes =
        format === 'xlsx'
          ? writeXlsx({ name: 'Plan', heads, rows, isRightToLeft: false })
          : new TextEncoder().encode(writeCsv(cells, decimalOf(language) === ',' ? ';' : ','))
      const sheet = sheetIn(bytes, `plan.${format}`)
      const same = read(sheet, plan, language)
      expect(same.rows.filter(({ outcome }) => outcome !== 'same')).toEqual([])
      expect(same.rows.length).toBe(12)

      const other = new Plan(new Y.Doc())
      const again = read(sheet, other, language)
      expect(again.rows.map(({ outcome }) => outcome)).toEqual(again.rows.map(() => 'new'))
      applyImport(other, { rows: again.rows, author, reason: '' })
      expect(saidBy(other)).toEqual(saidBy(plan))
    },
  )

  it('changes only what was changed in it, and needs a reason for a promised end', () => {
    const plan = new Plan(new Y.Doc())
    const goal = plan.addGoal('Goal')
    const [one, two] = plan.addActions(
      [
        { title: 'One', goal, status: 'agreed', due: '2027-03-31', agreedDue: '2027-03-31', checks: [{ text: 'a' }] },
        { title: 'Two', goal, responsible: 'o1' },
      ],
      author,
    ) as [string, string]
    const sheet = table(
      ['Action', 'ID', 'Due', 'Responsible', 'Checklist', 'Goal', 'Agreed due'],
      ['One', one, '30.06.2027', null, '[x] a\n[ ] b', 'Goal', '2027-12-31'],
      ['Two again', two, null, '', null, 'New goal', null],
      ['Two again', two, null, '', null, '', null],
    )
    const { rows } = read(sheet, plan)
    expect(rows.map(({ outcome, changes }) => [outcome, ...changes])).toEqual([
      ['change', 'due', 'checklist'],
      ['change', 'title', 'responsible', 'goal'],
      ['error'],
    ])
    expect(about(rows[0])).toEqual(['agreedDue: agreed_kept'])
    expect(about(rows[2])).toEqual(['id: twice'])
    expect(rows.map(({ isReplanned }) => isReplanned)).toEqual([true, false, false])
    applyImport(plan, { rows, author, reason: 'The law came later' })
    const [first, second] = parsePlan(plan.doc).actions
    expect(first).toMatchObject({ due: '2027-06-30', agreedDue: '2027-03-31' })
    expect(first!.replannings).toMatchObject([{ from: '2027-03-31', to: '2027-06-30', reason: 'The law came later' }])
    expect(first!.checks.map(({ text, done }) => [text, done])).toEqual([
      ['a', true],
      ['b', false],
    ])
    expect(second).toMatchObject({ title: 'Two again', responsible: null })
    expect(plan.goals.get(second!.goal!)?.title).toBe('New goal')
  })
})

describe('somebody else’s table', () => {
  const empty = () => new Plan(new Y.Doc())

  it('may stand below a title, in Turkish capitals, with words of its own', () => {
    const sheet = table(
      ['İZMİR EYLEM PLANI 2027'],
      [],
      ['SIRA', 'FAALİYET', 'SORUMLU KURUM', 'BİTİŞ TARİHİ', 'DURUMU', 'MALİYET'],
      [1, 'Tercüman', 'IZMIR BUYUKSEHIR BELEDIYESI', '٣١.١٢.٢٠٢٧', 'DEVAM EDİYOR', '1.500,50 TL'],
    )
    const { head, rows } = read(sheet, empty(), 'tr')
    expect(head.at).toBe(2)
    expect(head.columns).toEqual([null, 'title', 'responsible', 'due', 'status', 'budget'])
    expect(rows).toMatchObject([
      {
        outcome: 'new',
        remarks: [],
        values: { title: 'Tercüman', responsible: 'o1', due: '2027-12-31', status: 'started', budget: 1500.5 },
      },
    ])
  })

  it('names each bad row and cell, and takes the others', () => {
    const heads = ['title', 'due', 'start', 'status', 'progress', 'responsible', 'person', 'currency', 'fields']
    const sheet = table(
      heads,
      ['A', '31.02.2027', null, 'perhaps', '٢٠٠٪', null, null, 'lira', 'dancing'],
      ['', '31.12.2027'],
      ['C', '01.01.2027', '01.02.2027', null, '٥٠٪', 'Nobody', 'Ali', null, null],
      ['D', null, null, null, { percent: 40 }, 'O3', 'Ayse YILMAZ', '₺', 'Health; Gesundheit'],
      ['E', { problem: 'no_value', value: '' }, { problem: 'failed', value: '#REF!' }],
      ['D', null, null, null, null, 'o3'],
      ['\u202eF'],
      ['x'.repeat(301)],
      [null, null],
    )
    const { rows } = read(sheet, empty())
    expect(rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'error'],
      [3, 'error'],
      [4, 'new'],
      [5, 'new'],
      [6, 'error'],
      [7, 'new'],
      [8, 'error'],
      [9, 'error'],
    ])
    expect(about(rows[0])).toEqual([
      'due: day',
      'status: status',
      'progress: percent',
      'currency: currency',
      'fields: field',
    ])
    expect(about(rows[1])).toEqual(['title: title_missing'])
    expect(about(rows[2])).toEqual(['responsible: organisation', 'person: same_name', 'due: due_before_start'])
    expect(rows[2]!.values).toMatchObject({ progress: 50, responsible: undefined })
    expect(rows[3]!.values).toMatchObject({ progress: 40, person: 'p1', currency: 'TRY', fields: ['health'] })
    expect(about(rows[4])).toEqual(['due: no_value', 'start: failed'])
    expect(about(rows[5])).toEqual(['responsible: organisation', 'null: same_row'])
    expect(about(rows[6])).toEqual(['title: turning'])
    expect(about(rows[7])).toEqual(['title: too_long'])
  })

  it('says which title and which id it knows', () => {
    const plan = empty()
    plan.addActions([{ title: 'Tercüman' }], author)
    const { rows } = read(table(['title', 'id'], ['TERCUMAN', ''], ['New', 'gone']), plan)
    expect(rows.map(about)).toEqual([['title: already_there'], ['id: other_plan']])
  })

  it('is a table only where a column has the actions', () => {
    const { head, rows } = read(table(['Who', 'Bis'], ['x', '31.12.2027']), empty())
    expect(head.columns).toContain('due')
    expect(rows).toMatchObject([{ outcome: 'error' }])
    expect(headOf([['a', 'b'], ['c']], meanings)).toEqual({ at: -1, columns: [null, null], language: null })
  })

  it('of fifty thousand rows is refused in a moment, as CSV too', () => {
    const lines = Array.from({ length: 50_000 }, (_, at) => `Action ${at};Municipality;31.12.2027;more words about it`)
    const started = performance.now()
    const bytes = new TextEncoder().encode(`Action;Responsible;Due;Description\n${lines.join('\n')}`)
    expect(readFile(bytes, 'plan.csv', 'tr')).toEqual({ problem: 'too_many', count: 50_001 })
    expect(performance.now() - started).toBeLessThan(3000)
  })
})

describe('a plan as JSON', () => {
  const everybody = { organisation: (id: string) => id, seat: (id: string) => id }

  function fullPlan(): Plan {
    const plan = anyPlan(7)
    const [first, second] = plan.actions.all().map(({ id }) => id) as [string, string]
    plan.edit(second, { after: [first] })
    plan.addSources(second, [{ kind: 'action', document: null, record: first }], author)
    plan.addSources(first, [{ kind: 'note', document: 'd1', record: 'n1' }], author)
    plan.transact(() =>
      plan.replannings.create({
        ...author,
        id: 'r1',
        action: first,
        from: '2027-01-01',
        to: null,
        reason: 'Law',
        createdAt: 5,
      }),
    )
    return plan
  }

  it('restores the same plan into an empty one', () => {
    const plan = fullPlan()
    const found = readPlanFile(JSON.stringify(copyOf(plan, null, 'doc')))
    if (!('copy' in found)) throw new Error(JSON.stringify(found))
    const other = new Plan(new Y.Doc())
    bringIn(other, found.copy, everybody)
    expect(parsePlan(other.doc)).toEqual(parsePlan(plan.doc))
    expect(JSON.stringify(copyOf(other, null, 'doc'))).toBe(JSON.stringify(copyOf(plan, null, 'doc')))
  })

  it('is added to another one under new ids, with who waits for whom, behind what is there', () => {
    const plan = fullPlan()
    const before = parsePlan(plan.doc)
    bringIn(plan, PlanCopy.parse(copyOf(plan, null, 'doc')), everybody)
    const after = parsePlan(plan.doc)
    expect(after.problems).toEqual([])
    expect(after.actions.slice(0, before.actions.length)).toEqual(before.actions)
    const added = after.actions.slice(before.actions.length)
    expect(added.map(({ title }) => title)).toEqual(before.actions.map(({ title }) => title))
    const waiting = added.find(({ after: others }) => others.length > 0)!
    expect(added.some(({ id }) => id === waiting.after[0])).toBe(true)
    expect(waiting.sources).toMatchObject([{ record: waiting.after[0] }])
  })

  it('leaves out who is not here', () => {
    const other = new Plan(new Y.Doc())
    bringIn(other, copyOf(anyPlan(3), null, 'doc'), { organisation: () => null, seat: () => null })
    expect(other.actions.all().some(({ responsible, person, seat }) => responsible ?? person ?? seat)).toBe(false)
  })

  it.each([
    ['not JSON', '{"format":', 'not_json'],
    ['of another program', '{"format":"meydan.board"}', 'not_a_plan'],
    ['of a newer version', '{"format":"meydan.plan","version":2}', 'newer'],
    ['with nothing in it', '{"format":"meydan.plan","version":1}', 'nothing'],
    [
      'with a record twice',
      '{"format":"meydan.plan","version":1,"goals":[{"id":"a","title":"x"},{"id":"a"}]}',
      'damaged',
    ],
    [
      'with letters turned round',
      '{"format":"meydan.plan","version":1,"goals":[{"id":"a","title":"\u202ex"}]}',
      'damaged',
    ],
    [
      'with a day that is none',
      '{"format":"meydan.plan","version":1,"actions":[{"id":"a","due":"2027-02-31"}]}',
      'damaged',
    ],
    ['with a text for a list', '{"format":"meydan.plan","version":1,"actions":"x"}', 'damaged'],
  ])('%s is refused whole', (_, text, problem) => expect(readPlanFile(text)).toMatchObject({ problem }))
})
