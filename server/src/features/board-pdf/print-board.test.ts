import { Board } from '@meydan/shared/documents/board/board'
import { languages } from '@meydan/shared/languages'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { PrintPictures } from '../../print/message.ts'
import type { PrintArea, PrintQuestion } from './message.ts'
import { ITEMS_MAX } from './page-data.ts'
import { makePdf } from './print-board.ts'
import { formatOf } from '../../print/typeset.ts'

const author = { seat: 's', side: 'civil' as const }
const none = async (): Promise<PrintPictures> => ({ pictures: [] })

function questionFor(edit: (board: Board) => void, given: Partial<PrintQuestion> = {}): PrintQuestion {
  const board = new Board(new Y.Doc())
  edit(board)
  const seats: PrintQuestion['seats'] = [['s', { organisation: 'Derya Derneği', side: 'civil' }]]
  const asked = { area: 'board' as PrintArea, seats, title: 'Pano', room: 'Oda', language: 'tr' as const, printedAt: 0 }
  return { ...asked, parts: [Y.encodeStateAsUpdate(board.doc)], ...given }
}

async function pdfOf(edit: (board: Board) => void, given: Partial<PrintQuestion> = {}): Promise<string> {
  const answer = await makePdf(questionFor(edit, given), none)
  if ('failed' in answer) throw new Error(`${answer.failed}: ${answer.why}`)
  return Buffer.from(answer.pdf).toString('latin1')
}

/** The record as somebody else's page could have written it. */
function forge(board: Board, root: string, id: string, fields: Record<string, unknown>): void {
  board.doc.getMap(root).set(id, new Y.Map(Object.entries({ id, ...fields })))
}

const hostile: [string, string][] = [
  ['markup', '#panic() $ * _ ` @a <b> \\ // /* */ [ ] { } ~ -- --- ... = - + / 1. "x" \'y\''],
  ['a million characters', 'x'.repeat(1_000_000)],
  ['a million Arabic characters', 'ب'.repeat(1_000_000)],
  ['a million lines', '\n'.repeat(1_000_000)],
  ['bidi controls', '\u202eabc\u202d\u2066\u2067\u2068\u2069\u200f\u200e\u061c'.repeat(50)],
  ['marks without width', '\u200b\u200c\u200d\ufeff\u2060\u00ad'.repeat(100)],
  ['control characters', Array.from({ length: 160 }, (_, code) => String.fromCharCode(code)).join('')],
  ['half letters', '\ud800 a \udfff b \ud83d'],
  ['unassigned and private characters', '\ue000\u0378\u{10ffff}\ufffe\uffff'],
  ['scripts and signs without a font', '👨‍👩‍👧‍👦🏳️‍🌈🇹🇷 漢字 ሀ ไทย देवनागरी ქართული 𓀀'],
  ['piled marks', `a${'\u0301'.repeat(4000)} ب${'\u064b'.repeat(500)}`],
  ['vocalised Arabic', 'بِسْمِ اللَّهِ أُجِّلَتْ لِلْأَطْفَالِ ﷺ ﷲ'],
  ['one long word', `${'kelime'.repeat(40)} ${'كلمة'.repeat(40)}`],
]

describe('texts that mean harm', () => {
  test.each(hostile)('%s', async (_, text) => {
    const pdf = await pdfOf(
      (board) => {
        const [note] = board.addNotes([{ at: { x: 0, y: 0 }, text }], author)
        const shape = board.add('shape', { at: { x: 300, y: 0 }, form: 'ellipse' }, author)
        board.write(shape, text)
        const fields = { at: { x: 0, y: 600 }, size: { width: 300, height: 300 }, title: text, order: 'a' }
        forge(board, 'frames', 'f', fields)
        forge(board, 'themes', 't', { ...fields, seat: null, side: 'civil' })
        const ends = { from: { item: note!, at: { x: 0, y: 0 } }, to: { item: shape, at: { x: 0, y: 0 } } }
        forge(board, 'connectors', 'c', { ...ends, label: text })
        forge(board, 'pictures', 'p', { ...fields, file: text.slice(0, 60), alt: text })
      },
      { title: text, room: text, seats: [['s', { organisation: text, side: 'civil' }]] },
    )
    expect(pdf.startsWith('%PDF-')).toBe(true)
    expect(pdf.length).toBeLessThan(1_000_000)
  })

  test('numbers that are none, and places out of this world', async () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, 1e308, -1e308, '7', null]
    const pdf = await pdfOf((board) => {
      odd.forEach((value, index) => {
        forge(board, 'notes', `n${index}`, { at: { x: value, y: value }, colour: value })
        forge(board, 'shapes', `s${index}`, { at: { x: 0, y: 0 }, size: { width: value, height: value } })
        forge(board, 'strokes', `i${index}`, { at: { x: 0, y: 0 }, width: value, points: '0 0 9 9e99 1 1 5 5 5' })
        const end = { item: null, at: { x: value, y: value } }
        forge(board, 'connectors', `c${index}`, { from: end, to: end, arrow: 'both' })
      })
      board.addNotes(
        [-1e6, 1e6].map((at) => ({ at: { x: at, y: at }, text: 'uzak' })),
        author,
      )
    })
    expect(pdf.startsWith('%PDF-')).toBe(true)
  })
})

describe('how much is printed', () => {
  test('more than the most is refused before it is laid out', async () => {
    const many = questionFor((board) =>
      board.addNotes(
        Array.from({ length: ITEMS_MAX + 1 }, () => ({ at: { x: 0, y: 0 }, text: 'x' })),
        author,
      ),
    )
    expect(await makePdf(many, none)).toMatchObject({ failed: 'tooLarge' })
  })

  test('bytes that make no board are named, not thrown', async () => {
    const question = questionFor(() => {}, { parts: [new Uint8Array([1, 2, 3, 250])] })
    expect(await makePdf(question, none)).toMatchObject({ failed: 'broken' })
  })
})

describe('a picture', () => {
  test.each([
    ['\x89PNG\r\n\x1a\n', 'png'],
    ['\xff\xd8\xff\xe0', 'jpg'],
    ['RIFF\x00\x00\x00\x00WEBPVP8 ', 'webp'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', undefined],
    ['GIF89a', undefined],
    ['%PDF-1.7', undefined],
    ['', undefined],
  ])('that begins with %j is %s', (start, format) => {
    expect(formatOf(Buffer.from(start, 'latin1'))).toBe(format)
  })
})

describe('pages', () => {
  const edit = (board: Board) => board.addNotes([{ at: { x: 0, y: 0 }, text: 'su' }], author)

  test.each(languages)('say that they are %s', async (language) => {
    expect(await pdfOf(edit, { language })).toMatch(new RegExp(`/Lang\\s*\\(${language}\\)`))
  })

  test('know each picture once, and do without one that is broken', async () => {
    const asked: string[][] = []
    const question = questionFor((board) => {
      for (const file of ['a', 'a', 'b']) board.add('picture', { at: { x: 0, y: 0 }, file, alt: 'x' }, author)
    })
    const broken = Buffer.from('\x89PNG\r\n\x1a\nand nothing more', 'latin1')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    const answer = await makePdf(question, async (files) => {
      asked.push(files)
      return {
        pictures: [
          ['a', broken],
          ['b', svg],
        ],
      }
    })
    expect(asked).toEqual([['a', 'b']])
    expect('pdf' in answer && Buffer.from(answer.pdf).toString('latin1')).not.toContain('/Subtype /Image')
  })
})
