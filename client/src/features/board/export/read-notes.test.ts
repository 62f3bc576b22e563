import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Board } from '@meydan/shared/documents/board/board'
import { cluster } from '@meydan/shared/documents/board/themes'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { MessageKey } from '../../../i18n/index.ts'
import { writeCsv } from '../../../exchange/csv.ts'
import { decodeText } from '../../../exchange/decode-text.ts'
import { keyOfColumn, noteTable } from './note-table.ts'
import { IMPORT_NOTES_MAX, notesOfTable, readTable, wordiestColumn } from './read-notes.ts'
import type { Voted } from './board-votes.ts'
import { languageOf } from './table-language.ts'

const folder = path.join(import.meta.dirname, '../../../i18n')
const catalogues = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name.slice(0, 2), JSON.parse(readFileSync(path.join(folder, name), 'utf8'))] as const)
const language = languageOf(catalogues.map(([, words]) => words))
const author = { seat: 'seat-1', side: 'civil' as const }

function wordsIn(tongue: string, voted: Record<string, Voted[]> = {}) {
  const words = catalogues.find(([name]) => name === tongue)![1]
  const t = (key: MessageKey) => key.split('.').reduce((at, part) => at[part], words) as unknown as string
  return {
    column: (column: Parameters<typeof keyOfColumn>[0]) => t(keyOfColumn(column)),
    kind: (kind: string) => t(`board.kind.${kind}` as MessageKey),
    field: (field: string) => t(`field.${field}` as MessageKey),
    side: (side: string) => t(`side.${side}` as MessageKey),
    stamp: (sign: string) => t(`board.stamp.${sign}` as MessageKey),
    position: (position: string) => t(`votes.position.${position}` as MessageKey),
    votesOn: (record: string) => voted[record] ?? [],
    seatOf: () => ({ organisation: '=Dernek', side: 'public' as const }),
  }
}

function read(text: string, column?: number) {
  const table = readTable(text, language)
  if ('problem' in table) return { notes: [], problems: [table] }
  return notesOfTable(table, column ?? wordiestColumn(table), language)
}

describe('our own table of notes', () => {
  it.each(catalogues.map(([tongue]) => tongue))('in %s brings every field of a note back', (tongue) => {
    const board = new Board(new Y.Doc())
    const ids = board.addNotes(
      [
        {
          at: { x: 0, y: 0 },
          text: '=HYPERLINK("x")\nİkinci, satır',
          kind: 'need',
          affected: '-anneler',
          fields: ['legal', 'gender_justice'],
          locality: 'Şehitkamil',
          severity: 4,
          evidence: 'https://example.org/?a=1&b=2',
        },
        { at: { x: 300, y: 0 }, text: 'نحتاج إلى "ترجمة"؛ قريبًا' },
      ],
      author,
    )
    const theme = cluster(board, [ids[1]!], ids[0]!, author)!
    board.themes.edit(theme, { title: '@Dil' })
    board.stamps.create({ id: 's', item: ids[0]!, sign: 'heart', seat: 'x', side: 'civil', createdAt: 1 })
    const none = { civil: 0, public: 0, neutral: 0 }
    const result = { optionId: 'o', dots: none, agree: none, object: none, abstain: none, byProxy: 0 }
    const words = wordsIn(tongue, {
      [ids[0]!]: [
        { id: 'v', title: '=Öncelik', kind: 'dots', result: { ...result, dots: { ...none, civil: 4, public: 3 } } },
      ],
      [theme]: [{ id: 'w', title: 'Ortak', kind: 'positions', result: { ...result, agree: { ...none, civil: 2 } } }],
    })
    const rows = noteTable(board, ids, words)
    const [civil, both] = [words.side('civil'), words.side('public')]
    expect(rows[1]!.at(-3)).toMatch(/: 1$/)
    expect(rows[1]!.at(-2)).toBe(`=Öncelik: 7 (${civil} 4, ${both} 3)`)
    expect(rows[1]!.at(-1)).toBe(
      `Ortak: ${words.position('agree')} 2 (${civil} 2), ${words.position('object')} 0, ${words.position('abstain')} 0`,
    )
    expect(rows[1]).toContain('=Dernek')
    const { notes, problems } = read(writeCsv(rows))
    expect(problems).toEqual([])
    expect(notes).toEqual([
      {
        text: board.textOf(ids[0]!),
        theme: '@Dil',
        fields: {
          kind: 'need',
          affected: '-anneler',
          fields: ['legal', 'gender_justice'],
          locality: 'Şehitkamil',
          severity: 4,
          evidence: 'https://example.org/?a=1&b=2',
        },
      },
      expect.objectContaining({ text: 'نحتاج إلى "ترجمة"؛ قريبًا', theme: '@Dil' }),
    ])
  })
})

describe('somebody else’s table or list', () => {
  it('is a list where rows have no columns in common: commas in sentences stay', () => {
    const { notes } = read('- We need shelter, food and water\n2) Legal help, soon\n\nمأوى، ماء')
    expect(notes.map(({ text }) => text)).toEqual(['We need shelter, food and water', 'Legal help, soon', 'مأوى، ماء'])
  })

  it('is a table where they have; the wordiest column holds the notes', () => {
    const { notes, problems } = read('12;Uzun bir ihtiyaç metni;x\n13;"Başka; bir";y\n14;;z')
    expect(problems).toEqual([])
    expect(notes.map(({ text }) => text)).toEqual(['Uzun bir ihtiyaç metni', 'Başka; bir'])
  })

  it('may have our heads in capitals, Turkish ones too', () => {
    expect(read('METİN;AĞIRLIK\nx;3').notes).toMatchObject([{ text: 'x', fields: { severity: 3 } }])
  })

  it('is refused with each bad row named, and nothing is made', () => {
    const head = 'Text,Severity,Evidence,Kind,Fields of work'
    const bad = `${head}\nfine,3,,Need,\nbad,9,javascript:alert(1),Wish,Magic\n"a\u202eb",,java\u200bscript:x,,\n${'x'.repeat(4001)},,,,\n\u0007,,,,`
    expect(read(bad).problems.map(({ line, problem }) => [line, problem])).toEqual([
      [3, 'severity'],
      [3, 'script'],
      [3, 'kind'],
      [3, 'field'],
      [4, 'turning'],
      [4, 'script'],
      [5, 'too_long'],
      [6, 'control'],
    ])
    expect(read(`${head}\n,,,,`).problems).toMatchObject([{ line: 0, problem: 'nothing' }])
    expect(read('').problems).toMatchObject([{ problem: 'nothing' }])
    expect(read('a\n"b').problems).toMatchObject([{ line: 2, problem: 'quote_open' }])
    const many = Array.from({ length: IMPORT_NOTES_MAX + 1 }, (_, index) => `line ${index}`).join('\n')
    expect(read(many).problems).toMatchObject([{ line: 0, problem: 'too_many', count: IMPORT_NOTES_MAX + 1 }])
  })
})

describe('the bytes of a file', () => {
  it('are read as UTF-8, as spreadsheets mark UTF-16, or in the old code page of the language', () => {
    expect(decodeText(new TextEncoder().encode('Şişli ملاحظة'), 'tr')).toBe('Şişli ملاحظة')
    expect(decodeText(new Uint8Array([0xff, 0xfe, 0x5e, 0x01]), 'tr')).toBe('Ş')
    expect(decodeText(new Uint8Array([0xde, 0x69]), 'tr')).toBe('Şi')
    expect(decodeText(new Uint8Array([0xe3, 0xe4]), 'ar')).toBe('من')
    expect(decodeText(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'en')).toBeNull()
  })
})
