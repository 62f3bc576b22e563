import { Board } from '@meydan/shared/documents/board/board'
import { clipOf, pasteClip } from '@meydan/shared/documents/board/clip'
import { writePoints } from '@meydan/shared/documents/board/ink'
import { cluster } from '@meydan/shared/documents/board/themes'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { IMPORT_RECORDS_MAX, readClip } from './read-clip.ts'

const author = { seat: 'seat-1', side: 'civil' as const }

function exampleBoard() {
  const board = new Board(new Y.Doc())
  const frame = board.addFrame({
    at: { x: 10, y: 20 },
    size: { width: 900, height: 700 },
    title: 'İhtiyaç',
    kind: 'lane',
  })
  const [a, b, c] = board.addNotes(
    [
      { at: { x: 20, y: 20 }, frame, text: 'bir "iki"\nüç', kind: 'need', severity: 4, fields: ['legal'] },
      { at: { x: 20, y: 200 }, frame, text: 'احتياج' },
      { at: { x: 2000, y: 5 }, text: '', colour: 'mint', evidence: 'https://example.org' },
    ],
    author,
  )
  const theme = cluster(board, [b!], a!, author)!
  board.themes.edit(theme, { title: 'Dil' })
  const shape = board.add('shape', { at: { x: 1200, y: 0 }, form: 'diamond', colour: 'rose' }, author)
  board.write(shape, 'karar?')
  board.add(
    'stroke',
    {
      at: { x: 1500, y: 0 },
      points: writePoints([
        { x: 0, y: 0, pressure: 1 },
        { x: 9, y: 9, pressure: 0 },
      ]),
    },
    author,
  )
  board.add('picture', { at: { x: 1500, y: 300 }, file: 'f1', alt: 'ev' }, author)
  board.addConnector(
    { from: { item: shape, at: { x: 0, y: 0 } }, to: { item: null, at: { x: 5, y: 6 } }, label: 'so' },
    author,
  )
  board.stamps.create({ id: 's', item: a!, sign: 'heart', seat: 'seat-2', side: 'public', createdAt: 7 })
  board.setLocked([c!], true)
  return board
}

/** What a board says, whatever its ids are: each is its rank in the pile of its kind. */
function canonical(board: Board): unknown {
  const lists = Object.entries(clipOf(board, null, null)).flatMap(([list, records]) =>
    Array.isArray(records) ? [{ list, records: records as { id: string }[] }] : [],
  )
  const ranks = new Map<string, string>()
  for (const { list, records } of lists) records.forEach(({ id }, rank) => ranks.set(id, `${list} ${rank}`))
  return JSON.parse(
    JSON.stringify(lists, (key, value: unknown) =>
      key === 'order' ? undefined : typeof value === 'string' ? (ranks.get(value) ?? value) : value,
    ),
  )
}

type Exported = Record<'frames' | 'themes' | 'notes' | 'stamps', (Record<string, unknown> | null)[]>

const edited = (change: (clip: Exported) => void) => {
  const clip = JSON.parse(JSON.stringify(clipOf(exampleBoard(), null, 'd')))
  change(clip)
  return readClip(JSON.stringify(clip))
}

describe('a board exported as JSON', () => {
  it('comes back the same', () => {
    const board = exampleBoard()
    const read = readClip(JSON.stringify(clipOf(board, null, 'd'), null, 2))
    if (!('clip' in read)) throw new Error(read.problem)
    const again = new Board(new Y.Doc())
    pasteClip(again, read.clip, { by: { x: 0, y: 0 }, author: { seat: 'other', side: 'public' }, restore: true })
    expect(canonical(again)).toEqual(canonical(board))
  })
})

describe('a hostile file', () => {
  it.each([
    ['not JSON', '{"format":', 'not_json'],
    ['a list', '[1,2]', 'not_a_board'],
    ['another program’s', '{"format":"miro","version":1}', 'not_a_board'],
    ['a newer version’s', '{"format":"meydan.board","version":2,"notes":"new"}', 'newer'],
    ['without anything in it', '{"format":"meydan.board","version":1}', 'nothing'],
    ['with a version that is none', '{"format":"meydan.board","version":"x","notes":[{"id":"a"}]}', 'damaged'],
    ['with a text for a list', '{"format":"meydan.board","version":1,"notes":"x"}', 'damaged'],
    ['of deep brackets', '['.repeat(100_000), 'not_json'],
  ])('%s is refused', (_, text, problem) => {
    expect(readClip(text)).toMatchObject({ problem })
  })

  it.each<[string, (clip: Exported) => void, string]>([
    [
      'a title of a million letters',
      (clip) => {
        clip.frames[0]!['title'] = 'x'.repeat(1_000_000)
      },
      'frames[1].title',
    ],
    [
      'a coordinate out of the world',
      (clip) => {
        clip.notes[1]!['at'] = { x: 1e308, y: 0 }
      },
      'notes[2].at',
    ],
    [
      'a text where a number should be',
      (clip) => {
        clip.notes[0]!['severity'] = 'five'
      },
      'notes[1].severity',
    ],
    [
      'a script as evidence',
      (clip) => {
        clip.notes[0]!['evidence'] = ' java\u0000script:alert(1)'
      },
      'notes[1].evidence',
    ],
    [
      'letters turned round',
      (clip) => {
        clip.themes[0]!['title'] = 'a\u202egnp.exe'
      },
      'themes[1].title',
    ],
    [
      'an id twice',
      (clip) => {
        clip.notes[1]!['id'] = clip.notes[0]!['id']
      },
      'notes[2].id',
    ],
    [
      'an id that another kind of object has',
      (clip) => {
        clip.themes[0]!['id'] = clip.frames[0]!['id']
      },
      'themes[1].id',
    ],
    [
      'no id',
      (clip) => {
        delete clip.notes[1]!['id']
      },
      'notes[2].id',
    ],
    [
      'a note of a hundred thousand letters',
      (clip) => {
        clip.notes[0]!['text'] = 'x'.repeat(100_000)
      },
      'notes[1].text',
    ],
    [
      'null for a record',
      (clip) => {
        clip.stamps[0] = null
      },
      'stamps[1]',
    ],
  ])('with %s is refused and the place named', (_, change, where) => {
    expect(edited(change)).toEqual({ problem: 'damaged', where })
  })

  it('with too many objects is refused', () => {
    const notes = Array.from({ length: IMPORT_RECORDS_MAX + 1 }, (_, index) => ({ id: `n${index}` }))
    expect(readClip(JSON.stringify({ format: 'meydan.board', version: 1, notes }))).toMatchObject({
      problem: 'too_many',
    })
  })

  it('reaches for no prototype', () => {
    const text =
      '{"format":"meydan.board","version":1,"__proto__":{"polluted":1},"notes":[{"id":"__proto__","__proto__":{"locked":true},"constructor":{"prototype":{"polluted":1}}}]}'
    const read = readClip(text)
    if (!('clip' in read)) throw new Error(read.problem)
    const board = new Board(new Y.Doc())
    pasteClip(board, read.clip, { by: { x: 0, y: 0 }, author, restore: true })
    expect(board.notes.all()).toMatchObject([{ locked: false }])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
