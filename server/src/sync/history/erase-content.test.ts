import { removeItems } from '@meydan/shared/documents/board/moving'
import { Board } from '@meydan/shared/documents/board/board'
import { toggleStamp } from '@meydan/shared/documents/board/arrange'
import { clipOf, pasteClip } from '@meydan/shared/documents/board/clip'
import { cluster } from '@meydan/shared/documents/board/themes'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { eraseFrom } from './erase-content.ts'
import { KnownWords } from './erase-copies.ts'

const CANARY = 'Kanarya 0555'

/** Two pages of one board: what either writes, the other has after `meet`. */
function twoPages() {
  const [ahmad, ben] = [1, 2].map((clientID) => {
    const doc = new Y.Doc()
    doc.clientID = clientID
    return doc
  }) as [Y.Doc, Y.Doc]
  const log: Uint8Array[] = []
  for (const doc of [ahmad, ben]) {
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (!local) return
      log.push(update)
      Y.applyUpdate(doc === ahmad ? ben : ahmad, update)
    })
  }
  return { ahmad: new Board(ahmad), ben: new Board(ben), log }
}

const write = (board: Board, text: string, seat: string | null = null) =>
  board.addNotes([{ at: { x: 1, y: 2 }, text }], { seat, side: 'civil' })[0]!

/** Erases what client 1 wrote. */
function eraseAhmad(log: readonly Uint8Array[], seats: string[] = []) {
  const clients = new Set([1])
  const words = new KnownWords()
  words.add(log, clients)
  const bytes = eraseFrom('board', log, { clients, seats: new Set(seats), words })
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  return { bytes: Buffer.from(bytes), doc, board: parseBoard(doc) }
}

test('a note that was his goes with its words; others’ notes stay', () => {
  const { ahmad, ben, log } = twoPages()
  write(ahmad, CANARY)
  write(ben, 'stays')
  const { bytes, board } = eraseAhmad(log)
  expect(board.notes.map(({ text }) => text)).toEqual(['stays'])
  expect(bytes.includes('Kanarya')).toBe(false)
})

test('of a text that several wrote, his pieces go and theirs stay', () => {
  const { ahmad, ben, log } = twoPages()
  const id = write(ben, 'Su yok.')
  ahmad.write(id, `Su ${CANARY} yok.`)
  ben.write(id, `Su ${CANARY} hiç yok.`)
  const { bytes, board } = eraseAhmad(log)
  expect(board.notes.map(({ text }) => text)).toEqual(['Su hiç yok.'])
  expect(bytes.includes('0555')).toBe(false)
})

test('words that he or others had deleted already are not in the bytes either', () => {
  const { ahmad, ben, log } = twoPages()
  const id = write(ahmad, CANARY)
  removeItems(ben, [id])
  const other = write(ben, 'a')
  ahmad.write(other, `a${CANARY}`)
  ahmad.write(other, 'a')
  expect(eraseAhmad(log).bytes.includes('Kanarya')).toBe(false)
})

test('a title he gave goes; the frame stays while it holds notes, and goes with him when it holds nothing', () => {
  const { ahmad, ben, log } = twoPages()
  const size = { width: 900, height: 900 }
  const full = ahmad.addFrame({ at: { x: 0, y: 0 }, size, title: CANARY })
  ahmad.addFrame({ at: { x: 5000, y: 0 }, size, title: CANARY })
  const theirs = ben.addFrame({ at: { x: 9000, y: 0 }, size, title: 'Needs' })
  ahmad.edit([theirs], { title: CANARY })
  ben.addNotes([{ at: { x: 1, y: 1 }, frame: full, text: 'inside' }], { seat: null, side: 'civil' })
  const { bytes, board } = eraseAhmad(log)
  expect(board.frames.map(({ id, title }) => [id, title])).toEqual([
    [full, ''],
    [theirs, ''],
  ])
  expect(bytes.includes('Kanarya')).toBe(false)
})

test('what he placed, coloured and ordered stays; his seat is nobody’s', () => {
  const { ahmad, ben, log } = twoPages()
  const seat = crypto.randomUUID()
  const id = write(ahmad, CANARY, seat)
  ben.write(id, `${CANARY} ve su`)
  ahmad.edit([id], { colour: 'mint' })
  const { board } = eraseAhmad(log, [seat])
  expect(board.notes).toMatchObject([{ id, text: ' ve su', colour: 'mint', at: { x: 1, y: 2 }, seat: null }])
  expect(board.notes[0]!.order).toBe(ahmad.notes.get(id)!.order)
})

test('what nobody sees goes too: fields no model knows, words under no note, lists in fields', () => {
  const { ahmad, ben, log } = twoPages()
  const id = write(ben, 'stays')
  ahmad.doc.transact(() => {
    const note = ahmad.doc.getMap<Y.Map<unknown>>('notes').get(id)!
    note.set('hidden', { deep: [CANARY] })
    note.set('colour', CANARY)
    note.set('list', Y.Array.from([CANARY]))
    ahmad.doc.getMap('texts').set('nobody', new Y.Text(CANARY))
    ahmad.doc.getMap('meta').set('note', CANARY)
  })
  const { bytes, board } = eraseAhmad(log)
  expect(bytes.includes('Kanarya')).toBe(false)
  expect(board.notes.map(({ text }) => text)).toEqual(['stays'])
})

test('words that came back when somebody undid a delete are found under their id', () => {
  const { ahmad, ben, log } = twoPages()
  const id = write(ahmad, `${CANARY}, evde`)
  const undo = new Y.UndoManager(ben.undoScope, { captureTimeout: 0, trackedOrigins: new Set(['by ben']) })
  ben.doc.transact(() => removeItems(ben, [id]), 'by ben')
  undo.undo()
  ben.write(id, `${CANARY}, evde yok`)
  expect(ben.textOf(id)).toBe(`${CANARY}, evde yok`)
  const { bytes, board } = eraseAhmad(log)
  expect(bytes.includes('Kanarya')).toBe(false)
  expect(board.notes.map(({ text }) => text)).toEqual([' yok'])
})

test('others keep words that he also wrote, while his own are still there to be erased', () => {
  const { ahmad, ben, log } = twoPages()
  const id = write(ahmad, 'Evet')
  ben.write(id, 'Evet Evet')
  expect(eraseAhmad(log).board.notes.map(({ text }) => text)).toEqual([' Evet'])
})

test('an old copy brings nothing back', () => {
  const { ahmad, log } = twoPages()
  write(ahmad, CANARY)
  const { doc } = eraseAhmad(log)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(ahmad.doc))
  expect(parseBoard(doc).notes).toEqual([])
  expect(Buffer.from(Y.encodeStateAsUpdate(doc)).includes('Kanarya')).toBe(false)
})

const FILE = '5b2d7c1e-0000-4000-8000-000000000000'

/** Every place where a person can say something, each with words of its own, so that what is left can be told. */
function sayEverything(board: Board, seat: string) {
  const author = { seat, side: 'civil' } as const
  const at = { x: 10_000, y: 10_000 }
  const said = (what: string) => `${CANARY} ${what}`
  const [note] = board.addNotes([{ at, text: said('note') }], author)
  board.edit([note!], { affected: said('affected'), locality: said('locality'), evidence: said('evidence') })
  const theme = board.add('theme', { at, title: said('theme'), affected: said('theme affected') }, author)
  const frame = board.addFrame({ at: { x: 50_000, y: 0 }, size: { width: 500, height: 500 }, title: said('frame') })
  const shape = board.add('shape', { at }, author)
  board.write(shape, said('shape'))
  const end = { item: null, at }
  const connector = board.addConnector({ from: end, to: end, label: said('label') }, author)
  const stroke = board.add('stroke', { at, points: '0 0 5 77 78 9 79 80 9' }, author)
  const picture = board.add('picture', { at, file: FILE, alt: said('alt') }, author)
  return { note: note!, theme, frame, shape, connector, stroke, picture }
}
const TRACES = /Kanarya|77 78 9|5b2d7c1e/

test('of all he can say nothing is left, nor of what he drew, pictured and thought of others’ notes', () => {
  const { ahmad, ben, log } = twoPages()
  const seat = crypto.randomUUID()
  const theirs = write(ben, 'stays', 'ben')
  toggleStamp(ben, theirs, 'heart', { seat: 'ben', side: 'civil' })
  sayEverything(ahmad, seat)
  toggleStamp(ahmad, theirs, 'agree', { seat, side: 'civil' })
  const { bytes, doc, board } = eraseAhmad(log, [seat])
  expect(bytes.toString('latin1')).not.toMatch(TRACES)
  expect(bytes.includes(seat)).toBe(false)
  expect(new Board(doc).items().map(({ id }) => id)).toEqual([theirs])
  expect(board.stamps).toMatchObject([{ sign: 'heart', seat: 'ben' }])
})

test('what he said in others’ objects goes, and they stay; what he chose there stays too', () => {
  const { ahmad, ben, log } = twoPages()
  const author = { seat: 'ben', side: 'civil' } as const
  const at = { x: 0, y: 0 }
  const end = { item: null, at }
  const theme = ben.add('theme', { at }, author)
  const shape = ben.add('shape', { at }, author)
  const line = ben.addConnector({ from: end, to: end }, author)
  const picture = ben.add('picture', { at, file: 'bens' }, author)
  const note = write(ben, 'stays', 'ben')
  const said = { title: CANARY, label: CANARY, alt: CANARY, affected: CANARY, locality: CANARY, evidence: CANARY }
  const ids = [theme, shape, line, picture, note]
  ahmad.edit(ids, {
    ...said,
    kind: 'need',
    severity: 4,
    fields: ['legal'],
    form: 'diamond',
    ink: 'blue',
    arrow: 'both',
  })
  ahmad.write(shape, CANARY)
  const { bytes, doc } = eraseAhmad(log)
  expect(bytes.toString('latin1')).not.toMatch(TRACES)
  const left = new Board(doc)
  expect(
    left
      .items()
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...ids].sort())
  expect(left.notes.get(note)).toMatchObject({ kind: 'need', severity: 4, fields: ['legal'], affected: '' })
  expect(left.shapes.get(shape)).toMatchObject({ form: 'diamond', ink: 'blue' })
  expect(left.connectors.get(line)).toMatchObject({ arrow: 'both', label: '' })
})

test('what others pasted of it, and pasted again, goes with it; what they wrote into their copies stays', () => {
  const { ahmad, ben, log } = twoPages()
  const author = { seat: crypto.randomUUID(), side: 'civil' } as const
  sayEverything(ahmad, 'ahmad')
  const frame = ahmad.frames.all()[0]!.id
  const document = crypto.randomUUID()
  const paste = () =>
    pasteClip(
      ben,
      clipOf(
        ben,
        ben.items().map(({ id }) => id),
        document,
      ),
      { by: { x: 900, y: 0 }, author },
    )
  paste()
  paste()
  for (const { id } of ben.notes.all())
    if (ben.notes.get(id)!.seat === author.seat) ben.write(id, `${ben.textOf(id)}, diyor Ben`)
  const { bytes, doc, board } = eraseAhmad(log, ['ahmad'])
  expect(bytes.toString('latin1')).not.toMatch(TRACES)
  expect(board.notes.map(({ text }) => text)).toEqual([', diyor Ben', ', diyor Ben', ', diyor Ben'])
  expect(board.strokes).toEqual([])
  expect(board.pictures).toEqual([])
  expect(new Board(doc).typeOf(frame)).toBeUndefined()
})

test('his theme goes with its words, and stays without them while others’ notes are in it', () => {
  const { ahmad, ben, log } = twoPages()
  const author = { seat: null, side: 'civil' } as const
  const [full, empty] = [1, 2].map((y) => ahmad.add('theme', { at: { x: 0, y }, title: CANARY }, author)) as [
    string,
    string,
  ]
  const note = write(ben, 'stays')
  cluster(ben, [note], full, author)
  const connector = ben.addConnector(
    { from: { item: empty, at: { x: 0, y: 0 } }, to: { item: note, at: { x: 0, y: 0 } } },
    author,
  )
  toggleStamp(ben, empty, 'heart', author)
  const { board } = eraseAhmad(log)
  expect(board.themes.map(({ id, title }) => [id, title])).toEqual([[full, '']])
  expect(board.notes).toMatchObject([{ theme: full }])
  expect(board.connectors.map(({ id }) => id)).toEqual([connector])
})
