import { readFile } from 'node:fs/promises'
import type { Plan } from '@meydan/shared/documents/plan/plan'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import writeXlsxFile, { type SheetData } from 'write-excel-file/node'
import { type Server, startServer } from '../support/app.ts'
import { expectAccessible, expectWellBehaved, keepPicture, phone, visitor } from '../support/browser.ts'
import { launchChromium } from '../support/chromium.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planOf, planWith } from '../support/plans.ts'
import { consultationRoom, type Story } from '../support/stories.ts'
import { until } from '../support/until.ts'
import { signInAs, untilSaved } from '../support/workshop.ts'

const MUNICIPALITY = 'Şahinbey Belediyesi'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

let fresh: FreshDatabase
let server: Server
let browser: Browser
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await fresh?.drop()
})
beforeEach(async () => {
  story = await consultationRoom(fresh.db)
})

async function opened(planId: string, options: BrowserContextOptions = {}): Promise<Page> {
  const one = await visitor(browser, server.url, options)
  onTestFinished(async () => {
    expectWellBehaved([one])
    await one.close()
  })
  await signInAs(one.page, server.url, story.facilitator)
  await one.page.goto(`${server.url}/rooms/${story.roomId}/plans/${planId}`)
  await one.page.locator('[data-plan][data-complete]').waitFor({ state: 'attached' })
  await untilSaved(one.page)
  return one.page
}

async function openDialog(page: Page, name: 'import' | 'export', label: string): Promise<void> {
  await page.locator('[data-act=plan-menu]').click()
  await page.getByRole('menuitem', { name: label, exact: true }).click()
  await page.locator(`[data-plan-${name}]`).waitFor()
}

async function exported(page: Page, format: 'pdf' | 'xlsx' | 'csv' | 'json'): Promise<Buffer> {
  await openDialog(page, 'export', 'Export')
  await page.locator(`[data-plan-export] input[value=${format}]`).check({ force: true })
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-plan-export-save]').click()])
  await page.locator('[data-plan-export]').waitFor({ state: 'detached' })
  expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`))
  return readFile(await download.path())
}

async function choose(page: Page, name: string, buffer: Buffer, mimeType = XLSX): Promise<void> {
  await page.locator('[data-plan-import] input[type=file]').setInputFiles({ name, mimeType, buffer })
}

const spreadsheet = (rows: SheetData): Promise<Buffer> => writeXlsxFile(rows).toBuffer()
const problemOf = (page: Page) => page.locator('[data-import-problem]').textContent()
const said = (page: Page, line: number) => page.locator(`[data-import-rows] tr[data-line="${line}"]`)

async function organisationId(name: string): Promise<string> {
  const found = await fresh.db
    .selectFrom('organisation')
    .innerJoin('seat', 'seat.organisationId', 'organisation.id')
    .select('organisation.id')
    .where('seat.roomId', '=', story.roomId)
    .where('organisation.name', '=', name)
    .executeTakeFirstOrThrow()
  return found.id
}

function fill(plan: Plan): void {
  const goal = plan.addGoal('Language')
  plan.addActions(
    [
      {
        goal,
        title: '=HYPERLINK("http://x";"y")',
        status: 'agreed',
        start: '2027-01-15',
        due: '2027-12-31',
        agreedDue: '2027-06-30',
        budget: 1500.5,
        currency: 'TRY',
        fields: ['health'],
        description: '+two\nlines',
        checks: [{ text: 'Ask', done: true }, { text: 'Answer' }],
      },
      { goal, title: 'نحتاج إلى ترجمة', priority: 'high', progress: 40 },
    ],
    { seat: null, side: 'civil' },
  )
}

describe('export', () => {
  test('as a PDF to print comes from the server; without it the dialog says so and keeps the choice', async () => {
    const planId = await planWith(fresh.db, story.roomId, fill)
    const page = await opened(planId)
    const pdf = await exported(page, 'pdf')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await openDialog(page, 'export', 'Export')
    await page.locator('[data-plan-export] input[value=portrait]').check({ force: true })
    await expectAccessible(page, 'export as a PDF')
    await keepPicture(page, 'plan-export-pdf')
    const asked = '**/plans/*/pdf'
    await page.route(asked, (route) =>
      route.fulfill({ status: 503, json: { code: 'busy', fields: [], requestId: 'x' } }),
    )
    await page.locator('[data-plan-export-save]').click()
    await page.locator('[data-plan-export] [role=alert], [data-plan-export] .notice').first().waitFor()
    expect(await page.locator('[data-plan-export] input[value=portrait]').isChecked()).toBe(true)
    await page.unroute(asked)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-plan-export-save]').click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.pdf$/)
  })

  test('as a spreadsheet has real days and numbers, as CSV nothing that is calculated, as JSON everything', async () => {
    const planId = await planWith(fresh.db, story.roomId, fill)
    const page = await opened(planId)
    await openDialog(page, 'export', 'Export')
    await expectAccessible(page, 'export')
    await keepPicture(page, 'plan-export')
    await page.keyboard.press('Escape')

    const [heads, first, second] = (await readSheet(await exported(page, 'xlsx'))) as unknown[][]
    const column = (name: string) => heads!.indexOf(name)
    expect(heads!.slice(0, 4)).toEqual(['Goal', 'Action', 'Status', 'Responsible'])
    expect(first![column('Action')]).toBe('=HYPERLINK("http://x";"y")')
    expect(first![column('Due')]).toEqual(new Date('2027-12-31'))
    expect(first![column('Agreed due')]).toEqual(new Date('2027-06-30'))
    expect(first![column('Budget')]).toBe(1500.5)
    expect(first![column('Checklist')]).toBe('[x] Ask\n[ ] Answer')
    expect(first![column('Progress')]).toBe(50)
    expect(second![column('Action')]).toBe('نحتاج إلى ترجمة')
    expect(second![column('Progress')]).toBe(40)

    const csv = (await exported(page, 'csv')).toString('utf8')
    expect(csv.startsWith('\ufeffGoal,Action,')).toBe(true)
    expect(csv).toContain(`"'=HYPERLINK(""http://x"";""y"")"`)
    expect(csv).toContain("'+two")
    const json = JSON.parse((await exported(page, 'json')).toString('utf8'))
    expect(json).toMatchObject({ format: 'meydan.plan', version: 1 })
    const stored = await planOf(fresh.db, planId)
    expect(json.actions.map(({ id }: { id: string }) => id)).toEqual(stored.actions.map(({ id }) => id))
  })
})

describe('import', () => {
  test('of a Turkish table with Arabic digits, a stranger and a day that is none: shown, then one step', async () => {
    const planId = await planWith(fresh.db, story.roomId, () => {})
    const page = await opened(planId)
    await openDialog(page, 'import', 'Import actions')
    await expectAccessible(page, 'import, empty')
    const sheet = await spreadsheet([
      ['Hedef', 'Faaliyet', 'Sorumlu kurum', 'Başlangıç tarihi', 'Bitiş tarihi', 'Durumu', 'İlerleme (%)', 'Bütçe'],
      ['Dil', 'Tercüman bul', 'SAHINBEY BELEDIYESI', '01.03.2027', '٣١/١٢/٢٠٢٧', 'Devam ediyor', '%٤٠', '1.500,50'],
      ['Dil', 'Kurs aç', 'Uzay Ajansı', null, { value: new Date('2027-06-30'), format: 'dd.mm.yyyy' }, null, 10, 200],
      ['Konut', 'Bozuk satır', null, null, '31.02.2027', null, null, null],
      ['Konut', 'Ters', MUNICIPALITY, '01.06.2027', '01.05.2027', null, null, null],
    ])
    await choose(page, 'plan.xlsx', sheet)
    await page.locator('[data-import-rows]').waitFor()
    expect(await said(page, 2).getAttribute('data-outcome')).toBe('new')
    expect(await said(page, 3).textContent()).toContain('“Uzay Ajansı” is not in the programme')
    expect(await said(page, 4).getAttribute('data-outcome')).toBe('error')
    expect(await said(page, 4).textContent()).toContain('Due: “31.02.2027” is no day')
    expect(await said(page, 5).textContent()).toContain('it ends before it begins')
    await expectAccessible(page, 'import, shown')
    await keepPicture(page, 'plan-import')
    expect((await planOf(fresh.db, planId)).actions).toEqual([])

    await page.getByRole('button', { name: 'Import 3 actions' }).click()
    await page.locator('[data-plan-import]').waitFor({ state: 'detached' })
    await untilSaved(page)
    const municipality = await organisationId(MUNICIPALITY)
    const imported = async () => (await planOf(fresh.db, planId)).actions
    await until(async () => (await imported()).length === 3, { what: 'three actions are stored' })
    const [first, second] = await imported()
    expect(first).toMatchObject({
      title: 'Tercüman bul',
      responsible: municipality,
      start: '2027-03-01',
      due: '2027-12-31',
      agreedDue: '2027-12-31',
      status: 'started',
      progress: 40,
      budget: 1500.5,
    })
    expect(second).toMatchObject({ title: 'Kurs aç', responsible: null, due: '2027-06-30', status: 'proposed' })
    expect((await planOf(fresh.db, planId)).goals.map(({ title }) => title)).toEqual(['Dil', 'Konut'])

    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click()
    await until(async () => (await planOf(fresh.db, planId)).actions.length === 0, { what: 'all is taken back' })
    expect((await planOf(fresh.db, planId)).goals).toEqual([])
  })

  test('of our own table that was changed elsewhere: only what differs, an agreed end with a reason', async () => {
    const planId = await planWith(fresh.db, story.roomId, fill)
    const page = await opened(planId)
    const rows = (await readSheet(await exported(page, 'xlsx'))) as (string | number | Date | null)[][]
    const column = (name: string) => rows[0]!.indexOf(name)
    rows[1]![column('Due')] = '30.09.2027'
    rows[1]![column('Description')] = '+two\nlines'
    await openDialog(page, 'import', 'Import actions')
    const changed = rows.map((row) =>
      rows[0]!.map((_, at) => (row[at] instanceof Date ? { value: row[at], format: 'yyyy-mm-dd' } : row[at])),
    )
    await choose(page, 'plan.xlsx', await spreadsheet(changed as SheetData))
    await page.locator('[data-import-rows]').waitFor()
    expect(await said(page, 2).textContent()).toContain('Changes: Due')
    expect(await said(page, 3).getAttribute('data-outcome')).toBe('same')
    const go = page.locator('[data-plan-import-go]')
    await go.click()
    await page.getByText('agreed days move only with a reason').waitFor()
    await page.getByLabel('Why do agreed days move?').fill('The law came later')
    await go.click()
    await page.locator('[data-plan-import]').waitFor({ state: 'detached' })
    await until(async () => (await planOf(fresh.db, planId)).actions[0]?.due === '2027-09-30', { what: 'it is moved' })
    const [action] = (await planOf(fresh.db, planId)).actions
    expect(action).toMatchObject({ agreedDue: '2027-06-30', status: 'agreed' })
    expect(action!.replannings).toMatchObject([{ from: '2027-12-31', to: '2027-09-30', reason: 'The law came later' }])
  })

  test('of fifty thousand rows, a locked file and a picture called a table is refused with what to do; nothing comes in', async () => {
    const planId = await planWith(fresh.db, story.roomId, () => {})
    const page = await opened(planId)
    await openDialog(page, 'import', 'Import actions')
    const many = await spreadsheet([['Action', 'Due'], ...Array.from({ length: 50_000 }, (_, at) => [`Row ${at}`, at])])
    const started = Date.now()
    await choose(page, 'many.xlsx', many)
    await page.locator('[data-import-problem]').waitFor()
    expect(await problemOf(page)).toContain('50,001 rows; a plan holds 5,000 actions')
    expect(Date.now() - started).toBeLessThan(3000)

    const locked = Buffer.concat([Buffer.from('d0cf11e0', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')])
    const refused: [string, Buffer, RegExp][] = [
      ['locked.xlsx', locked, /locked with a password/],
      ['picture.xlsx', Buffer.from('89504e470d0a1a0a0000', 'hex'), /damaged|no table/],
      ['half.xlsx', many.subarray(0, 5000), /damaged/],
      ['plan.json', Buffer.from('{"format":"meydan.board"}'), /no plan of Meydan/],
    ]
    for (const [name, bytes, words] of refused) {
      await choose(page, name, bytes)
      await page.locator('[data-import-problem]').filter({ hasText: words }).waitFor()
      expect(await page.locator('[data-plan-import-go]').isDisabled()).toBe(true)
    }
    expect((await planOf(fresh.db, planId)).actions).toEqual([])
  })

  test('of a thousand actions is taken by the server whole', async () => {
    const planId = await planWith(fresh.db, story.roomId, () => {})
    const page = await opened(planId)
    await openDialog(page, 'import', 'Import actions')
    const words = 'Belediye ile birlikte çalışılacak. '.repeat(20)
    const rows = Array.from({ length: 1000 }, (_, at) => [`Eylem ${at}`, MUNICIPALITY, '31.12.2027', words])
    await choose(page, 'plan.xlsx', await spreadsheet([['Eylem', 'Sorumlu', 'Bitiş', 'Açıklama'], ...rows]))
    await page.getByRole('button', { name: 'Import 1,000 actions' }).click()
    await page.locator('[data-plan-import]').waitFor({ state: 'detached' })
    await until(async () => (await planOf(fresh.db, planId)).actions.length === 1000, {
      what: 'a thousand actions are stored',
      timeout: 30_000,
    })
    await untilSaved(page)
    expect((await planOf(fresh.db, planId)).actions.every(({ description }) => description === words.trim())).toBe(true)
  })

  test('of a plan’s file restores it, on an Arabic phone', async () => {
    const planId = await planWith(fresh.db, story.roomId, fill)
    const emptyId = await planWith(fresh.db, story.roomId, () => {})
    const lead = await opened(planId)
    const file = await exported(lead, 'json')
    await fresh.db.updateTable('person').set({ language: 'ar' }).where('id', '=', story.facilitator.personId).execute()
    const page = await opened(emptyId, { ...phone, locale: 'ar' })
    await openDialog(page, 'import', 'استيراد إجراءات')
    await choose(page, 'plan.json', file, 'application/json')
    await page.locator('[data-import-plan]').waitFor()
    await expectAccessible(page, 'import of a plan in Arabic')
    await keepPicture(page, 'plan-import-json-phone-ar')
    await page.locator('[data-plan-import-go]').click()
    await page.locator('[data-plan-import]').waitFor({ state: 'detached' })
    await until(async () => (await planOf(fresh.db, emptyId)).actions.length === 2, { what: 'it is restored' })
    expect(await planOf(fresh.db, emptyId)).toEqual(await planOf(fresh.db, planId))

    await openDialog(page, 'import', 'استيراد إجراءات')
    await choose(
      page,
      'plan.xlsx',
      await spreadsheet([
        ['الإجراء', 'الموعد'],
        ['دورة لغة', '٣١ كانون الأول ٢٠٢٧'],
        ['x', 'y'],
      ]),
    )
    await page.locator('[data-import-rows]').waitFor()
    await expectAccessible(page, 'import of a table in Arabic')
    await keepPicture(page, 'plan-import-phone-ar')
  })
})
