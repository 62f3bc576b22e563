import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { chanceFrom } from '../board/any-act.ts'
import { canonicalJson } from '../canonical-json.ts'
import { linesOf, type RichBlock, type RichPiece } from '../rich-text/read.ts'
import { editMinutesAtRandom } from './any-edit.ts'
import { FrozenMinutes, frozenMinutes, redactedMinutes, saysSomething } from './frozen.ts'
import { MINUTES_EDIT, Minutes } from './minutes.ts'

const SEEDS = Array.from({ length: Number(process.env.MINUTES_SEEDS ?? 30) }, (_, index) => index + 1)
const names = { document: 'd', title: 'Tutanak' }
const frozen = (blocks: readonly RichBlock[]) => frozenMinutes(blocks, names)
const line = (text: string): RichBlock => ({ type: 'paragraph', pieces: text === '' ? [] : [{ text }] })
const ENTRY = '0190aaaa-0000-7000-8000-00000000000a'

test.each(SEEDS)('the same text is the same bytes wherever it was merged, and reads back: seed %i', (seed) => {
  const chance = chanceFrom(seed)
  const first = new Minutes(new Y.Doc())
  first.begin([line('Açılış')])
  const peers = [first, new Minutes(new Y.Doc()), new Minutes(new Y.Doc())]
  const share = () => {
    for (const to of peers) for (const from of peers) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc))
  }
  share()
  for (let step = 0; step < 60; step++) {
    const { doc, body } = chance.pick(peers)
    doc.transact(() => editMinutesAtRandom(body!, chance), MINUTES_EDIT)
    if (chance.below(10) === 0) share()
  }
  share()
  const [bytes, ...others] = peers.map((minutes) => canonicalJson(frozen(minutes.blocks())))
  for (const other of others) expect(other).toBe(bytes)
  const read = FrozenMinutes.parse(JSON.parse(bytes!))
  expect(canonicalJson(read)).toBe(bytes)
  expect(canonicalJson(frozen(read.blocks))).toBe(bytes)
  expect(redactedMinutes(read, frozen(first.blocks()))).toBeNull()
})

test('what became of a task or a decision is no other text, and neither is an empty line', () => {
  const text = (isLater: boolean): RichBlock[] => [
    line('Açılış'),
    ...(isLater ? [line('')] : []),
    {
      type: 'taskList',
      tasks: [{ checked: isLater, action: isLater ? { plan: ENTRY, action: 'a1' } : null, blocks: [line('Rapor')] }],
    },
    { type: 'decision', entry: isLater ? ENTRY : null, blocks: [line('Kabul')] },
    { type: 'clause', id: isLater ? ENTRY : '', blocks: [line('Madde')] },
  ]
  expect(canonicalJson(frozen(text(true)))).toBe(canonicalJson(frozen(text(false))))
  expect(canonicalJson(frozen([...text(true), line('Son')]))).not.toBe(canonicalJson(frozen(text(false))))
  const bold: RichBlock = { type: 'paragraph', pieces: [{ text: 'Açılış', bold: true }] }
  expect(canonicalJson(frozen([bold]))).not.toBe(canonicalJson(frozen([line('Açılış')])))
})

test('where nothing is written there is nothing to be signed', () => {
  const cell = (text: string) => ({ isHeader: false, colspan: 1, rowspan: 1, blocks: [line(text)] })
  expect(saysSomething(frozen([]))).toBe(false)
  expect(saysSomething(frozen([line(''), line('  '), { type: 'orderedList', start: 1, items: [[line('')]] }]))).toBe(
    false,
  )
  expect(saysSomething(frozen([{ type: 'table', rows: [[cell(''), cell('x')]] }]))).toBe(true)
})

test('lines that the document no longer has go, wherever they stand; the others stay', () => {
  const cell = (text: string) => ({ isHeader: false, colspan: 1, rowspan: 1, blocks: [line(text)] })
  const named: RichPiece = { mention: { kind: 'seat', target: ENTRY, label: 'Ayşe' } }
  const before = frozen([
    line('Kalan'),
    line('Telefonum 555'),
    { type: 'table', rows: [[cell('Kalan'), cell('adresim')]] },
    { type: 'taskList', tasks: [{ checked: false, action: null, blocks: [line('beni arayın')] }] },
    { type: 'paragraph', pieces: [{ text: 'Soran: ' }, named] },
  ])
  const redacted = redactedMinutes(
    before,
    frozen([line('Kalan'), { type: 'paragraph', pieces: [{ text: 'Soran: ' }, named] }]),
  )
  expect(linesOf(redacted!.blocks)).toEqual(['Kalan', 'Kalan | ', 'Soran: Ayşe'])
  expect(redacted!.blocks).toHaveLength(4)
  expect(redactedMinutes(redacted!, frozen(redacted!.blocks))).toBeNull()
})

test('half characters don’t keep it from being frozen', () => {
  const broken = '\ud83d'
  const read = frozen([
    line(`a${broken}`),
    { type: 'paragraph', pieces: [{ chip: { kind: 'note', document: ENTRY, record: `r${broken}`, label: broken } }] },
  ])
  expect(canonicalJson(read)).toContain('a\ufffd')
})
