import { readFileSync } from 'node:fs'
import { languages } from '@meydan/shared/languages'
import { actionStatuses, priorities } from '@meydan/shared/documents/plan/records'
import { describe, expect, it } from 'vitest'
import { priorityWords, statusWords, wordMeant } from './known-words.ts'
import { pastingOf } from './pasting.ts'
import { readDay, readNumber } from './plain-values.ts'
import { type Lookup, readCell } from './read-cell.ts'
import { readTsv, writeTsv } from './tsv.ts'

const lookup: Lookup = {
  organisations: [
    { id: 'o1', name: 'Keçiören Belediyesi' },
    { id: 'o2', name: 'Dayanışma Derneği, Ankara' },
  ],
  seats: [{ id: 's1', name: 'Ayşe Kılıç' }],
  goals: [{ id: 'g1', name: 'İstihdam' }],
  fields: [{ id: 'education', name: 'Education' }],
  thousands: '.',
}

describe('rows from a spreadsheet', () => {
  it('are told apart by tabs and lines, quotation marks or not', () => {
    expect(readTsv('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(readTsv('"two\nlines, ""quoted"""\tb\n\nlast')).toEqual([['two\nlines, "quoted"', 'b'], [''], ['last']])
    expect(readTsv('say "hi"\t"open')).toEqual([['say "hi"', '"open']])
    expect(readTsv('one, two; three')).toEqual([['one, two; three']])
  })

  it('come back as they were', () => {
    const rows = [
      ['a "b"', 'two\nlines', ''],
      ['tab\there', 'ض', 'x'],
    ]
    expect(readTsv(writeTsv(rows))).toEqual(rows)
  })
})

describe('days as people write them', () => {
  it.each([
    ['31.12.2027', '2027-12-31'],
    ['1/4/27', '2027-04-01'],
    ['٣١/١٢/٢٠٢٧', '2027-12-31'],
    ['\u200f٢٠٢٧-٠٣-٠٥\u200f', '2027-03-05'],
    ['2027-03-05 00:00:00', '2027-03-05'],
    ['12/31/2027', '2027-12-31'],
    ['31 Aralık 2027', '2027-12-31'],
    ['5. März 2027', '2027-03-05'],
    ['5 مارس 2027', '2027-03-05'],
    ['March 5, 2027', '2027-03-05'],
    ['5. maj 2027', '2027-05-05'],
    ['31.02.2027', null],
    ['2027', null],
    ['soon', null],
  ])('%s', (text, day) => {
    expect(readDay(text)).toBe(day)
  })
})

describe('numbers as people write them', () => {
  it.each([
    ['٤٠٪', ',', 40],
    ['12,5', '.', 12.5],
    ['1.234', '.', 1234],
    ['1.234', ',', 1.234],
    ['1,234.5', ',', 1234.5],
    ['1.234.567,8', '.', 1_234_567.8],
    ['0.125', '.', 0.125],
    ['−3', ',', -3],
    ['%40', '.', 40],
    ['١٬٢٣٤٫٥', ',', 1234.5],
    ['a lot', ',', null],
    ['1,2,3', ',', null],
  ] as const)('%s', (text, thousands, value) => {
    expect(readNumber(text, thousands)).toBe(value)
  })
})

describe('words of the six languages', () => {
  it('are those of the catalogues', () => {
    for (const [index, language] of languages.entries()) {
      const file = new URL(`../../../i18n/${language}.json`, import.meta.url)
      const { plan } = JSON.parse(readFileSync(file, 'utf8')) as {
        plan: { status: Record<string, string>; priority: Record<string, string> }
      }
      // The lists stand in the order in which they were written, English before Turkish.
      const place = [1, 0, 2, 3, 4, 5][index]!
      for (const status of actionStatuses) expect(statusWords[status][place]).toBe(plan.status[status])
      for (const priority of priorities) expect(priorityWords[priority][place]).toBe(plan.priority[priority])
    }
  })

  it('mean the same whatever their case and signs', () => {
    expect(['BAŞLADI', 'basladi', 'Begonnen', 'i gang', 'started'].map((word) => wordMeant(statusWords, word))).toEqual(
      Array(5).fill('started'),
    )
    expect(wordMeant(statusWords, 'مقترح')).toBe('proposed')
    expect(wordMeant(statusWords, 'nearly')).toBeNull()
  })
})

describe('a cell', () => {
  it('knows names, several of them, and emptiness', () => {
    expect(readCell('responsible', 'keçiören belediyesi', lookup)).toEqual({ responsible: 'o1' })
    expect(readCell('responsible', 'Unknown', lookup)).toBeNull()
    expect(readCell('supporting', 'Dayanışma Derneği, Ankara', lookup)).toEqual({ supporting: ['o2'] })
    expect(readCell('supporting', 'Keçiören Belediyesi; Dayanışma Derneği, Ankara', lookup)).toBeNull()
    expect(readCell('goal', 'istihdam', lookup)).toEqual({ goal: 'g1' })
    expect(readCell('due', '  ', lookup)).toEqual({ due: null })
    expect(readCell('title', ' ', lookup)).toBeNull()
    expect(readCell('progress', '140', lookup)).toBeNull()
    expect(readCell('indicator', '12 / 40', lookup)).toEqual({ indicatorCurrent: 12, indicatorTarget: 40 })
  })
})

describe('pasting', () => {
  const given = { columns: ['title', 'status', 'due'] as const, lookup, seed: { goal: 'g1' }, held: 2 }

  it('changes what is there, adds what is beyond, and counts what it did not understand', () => {
    const cells = readTsv('A\tBaşladı\t31.12.2027\nB\tperhaps\t\nC\tdone\tlater\textra\n\tdone')
    expect(pastingOf({ ...given, cells, ids: ['a1'] })).toEqual({
      changes: [{ id: 'a1', patch: { title: 'A', status: 'started', due: '2027-12-31' } }],
      added: [
        { goal: 'g1', title: 'B' },
        { goal: 'g1', title: 'C', status: 'done' },
      ],
      refused: 4,
      beyond: 0,
    })
  })

  it('adds no more than a plan holds', () => {
    const cells = Array.from({ length: 5 }, (_, index) => [`row ${index}`])
    expect(pastingOf({ ...given, held: 4998, cells, ids: [] })).toMatchObject({ beyond: 3, added: { length: 2 } })
  })
})
