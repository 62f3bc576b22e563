import { MINUTES_HARD_MAX } from '@meydan/shared/documents/minutes/records'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { Plan } from '@meydan/shared/documents/plan/plan'
import {
  lengthOf,
  plainTextOf,
  type RichBlock,
  type RichPiece,
  readRich,
} from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { appendRich, elementOf } from '@meydan/shared/documents/rich-text/write'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Contributed, LiveDocument } from '../live-document.ts'

const ID = '0190aaaa-0000-7000-8000-00000000000a'
const line = (...pieces: RichPiece[]): RichBlock => ({ type: 'paragraph', pieces })
const words = (text: string) => line({ text })
const cell = (...blocks: RichBlock[]) => ({ isHeader: false, colspan: 1, rowspan: 1, blocks })
const table = (...blocks: RichBlock[]): RichBlock => ({ type: 'table', rows: [[cell(...blocks)]] })

/** What the minutes say to begin with: one of everything that words can stand in. */
const good: RichBlock[] = [
  words('Good words'),
  table(words('in a cell')),
  { type: 'decision', entry: ID, blocks: [words('decided')] },
  { type: 'clause', id: ID, blocks: [words('agreed')] },
  { type: 'taskList', tasks: [{ checked: false, action: null, blocks: [words('to do')] }] },
]
const GOOD = 'Good words\nin a cell\ndecided\nagreed\n[ ] to do'

/** Minutes as the server made them, and a hand that writes beside the model. */
function scene() {
  const made = new Y.Doc()
  new Minutes(made).begin(good)
  const stored = [Y.encodeStateAsUpdate(made)]
  const live = new LiveDocument('minutes', stored, new Map())
  const [author, listener] = [new Y.Doc(), new Y.Doc()]
  for (const doc of [author, listener]) Y.applyUpdate(doc, stored[0]!)
  const frames: Uint8Array[] = []
  author.on('update', (bytes: Uint8Array) => frames.push(bytes))
  const send = (): Contributed => {
    const batch = frames
      .splice(0)
      .map((bytes) => ({ bytes, personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }))
    const result = live.contribute(batch)
    batch.forEach(({ bytes }, index) => result.judgements[index]!.accepted && stored.push(bytes))
    if (result.repair) stored.push(result.repair)
    if (result.merged) Y.applyUpdate(listener, result.merged)
    return result
  }
  /** What everyone has: in memory here, told to others, and loaded anew from what was stored. */
  const everywhere = () =>
    [live.doc, listener, new LiveDocument('minutes', stored, new Map()).doc].map((doc) => new Minutes(doc).body!)
  return { author, text: new Minutes(author).body!, send, everywhere }
}

/** The first element of a name in it, wherever that stands. */
function first(text: Y.XmlFragment, name: string): Y.XmlElement {
  return text.querySelector(name) as Y.XmlElement
}

const element = (name: string, ...children: (Y.XmlElement | Y.XmlText)[]) => {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  return made
}
/** Attributes hold more than strings, whatever Yjs's types say. */
const set = (target: Y.XmlElement, name: string, value: unknown) => target.setAttribute(name, value as string)
const nested = (depth: number): RichBlock =>
  depth === 0 ? words('payload') : { type: 'blockquote', blocks: [nested(depth - 1)] }
const named = (name: 'chip' | 'mention', attributes: object): Y.XmlElement => {
  const made = new Y.XmlElement(name)
  for (const [key, value] of Object.entries(attributes)) set(made, key, value)
  return made
}
const chip = { kind: 'note', document: ID, record: ID, label: 'x' }

const oddities: [string, (text: Y.XmlFragment) => void][] = [
  ['a table in a cell', (text) => first(text, 'tableCell').push([elementOf(table(words('payload')))])],
  [
    'a decision in a decision',
    (text) => first(text, 'decision').push([elementOf({ type: 'decision', entry: null, blocks: [words('payload')] })]),
  ],
  [
    'a clause in a decision',
    (text) => first(text, 'decision').push([elementOf({ type: 'clause', id: ID, blocks: [words('payload')] })]),
  ],
  ['a decision in a list', (text) => text.push([element('bulletList', element('listItem', element('decision')))])],
  ['a cell outside of a row', (text) => first(text, 'table').push([element('tableCell', elementOf(words('payload')))])],
  ['a row outside of a table', (text) => text.push([element('tableRow')])],
  ['a task outside of its list', (text) => text.push([element('taskItem', elementOf(words('payload')))])],
  ['a chip outside of a line', (text) => text.push([named('chip', chip)])],
  ['words in a chip', (text) => first(text, 'paragraph').push([element('chip', new Y.XmlText('payload'))])],
  ['an attribute nobody knows', (text) => set(first(text, 'decision'), 'onclick', 'payload')],
  ['a colour of a cell', (text) => set(first(text, 'tableCell'), 'style', 'background:url(payload)')],
  ['a cell as wide as the world', (text) => set(first(text, 'tableCell'), 'colspan', 1000)],
  ['a cell of no width', (text) => set(first(text, 'tableCell'), 'rowspan', 0)],
  ['a tick that is a word', (text) => set(first(text, 'taskItem'), 'checked', 'payload')],
  ['an entry that is no id', (text) => set(first(text, 'decision'), 'entry', 'payload')],
  ['a clause whose id is no id', (text) => set(first(text, 'clause'), 'id', 'payload')],
  ['an attribute of another node', (text) => set(first(text, 'clause'), 'entry', ID)],
  ['a label that is an object', (text) => first(text, 'paragraph').push([named('chip', { label: { payload: 1 } })])],
  ['a label without end', (text) => first(text, 'paragraph').push([named('chip', { label: 'payload'.repeat(100) })])],
  ['a chip of what there is not', (text) => first(text, 'paragraph').push([named('chip', { kind: 'payload' })])],
  ['a name that is an object', (text) => first(text, 'paragraph').push([named('mention', { label: { payload: 1 } })])],
  ['a mention of no id', (text) => first(text, 'paragraph').push([named('mention', { target: 'payload' })])],
  [
    'a link to a script, in a cell',
    (text) => {
      const said = first(first(text, 'tableCell'), 'paragraph').get(0) as Y.XmlText
      said.format(0, 4, { link: { href: 'javascript:alert(1)' } })
    },
  ],
  ['nesting beyond all lists', (text) => text.push([elementOf(nested(30))])],
  ['the same in a cell', (text) => first(text, 'tableCell').push([elementOf(nested(22))])],
]

describe('what the schema doesn’t know is taken out again, everywhere, and the words stay', () => {
  test.each(oddities)('%s', (_name, act) => {
    const { author, text, send, everywhere } = scene()
    author.transact(() => act(text))
    const { judgements, repair } = send()
    expect(judgements).toEqual([{ accepted: true, adds: true, repaired: true }])
    expect(repair).not.toBeNull()
    for (const has of everywhere()) {
      expect(checkRichText(has, 'minutes')).toEqual([])
      expect(plainTextOf(has).replace(/\s*$/, '').replaceAll(/\n+/g, '\n')).toBe(GOOD)
      expect(has.toString()).not.toMatch(/payload|javascript/i)
      expect(readRich(has).slice(1, good.length)).toMatchObject(good.slice(1).map(({ type }) => ({ type })))
    }
  })

  test('what only minutes have, in a plan’s description', () => {
    const [made, doc] = [new Y.Doc(), new Y.Doc()]
    const author = { seat: 's', side: 'civil' as const }
    const [id] = new Plan(made).addActions([{ title: 'a', description: 'Good words' }], author)
    const stored = Y.encodeStateAsUpdate(made)
    const live = new LiveDocument('plan', [stored], new Map())
    Y.applyUpdate(doc, stored)
    const plan = new Plan(doc)
    const frames: Uint8Array[] = []
    doc.on('update', (bytes: Uint8Array) => frames.push(bytes))
    const text = plan.richDescriptionOf(id!)!
    doc.transact(() => {
      first(text, 'paragraph').push([named('chip', chip)])
      appendRich(text, good.slice(1))
    })
    const batch = frames.map((bytes) => ({ bytes, personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }))
    expect(live.contribute(batch).judgements).toMatchObject([{ repaired: true }])
    expect(readRich(new Plan(live.doc).richDescriptionOf(id!)!)).toEqual([words('Good words')])
  })
})

test('what is in the schema stays, every node and attribute of it, and nobody is told anything', () => {
  const { author, text, send, everywhere } = scene()
  const everything: RichBlock[] = [
    { type: 'heading', level: 3, pieces: [{ mention: { kind: 'organisation', target: ID, label: 'Belediye' } }] },
    {
      type: 'table',
      rows: [
        [
          { isHeader: true, colspan: 2, rowspan: 1, blocks: [words('head')] },
          { isHeader: true, colspan: 1, rowspan: 20, blocks: [words('head')] },
        ],
        [cell({ type: 'bulletList', items: [[words('in a list')]] }), cell({ type: 'taskList', tasks: [] })],
      ],
    },
    {
      type: 'taskList',
      tasks: [
        { checked: true, action: { plan: ID, action: ID }, blocks: [words('done'), { type: 'taskList', tasks: [] }] },
      ],
    },
    { type: 'decision', entry: null, blocks: [{ type: 'blockquote', blocks: [words('quoted')] }] },
    { type: 'clause', id: ID.replace('a', 'b'), blocks: [{ type: 'orderedList', start: 3, items: [[words('x')]] }] },
    line(
      { mention: { kind: 'seat', target: ID, label: 'ن' } },
      ...(['note', 'theme', 'action'] as const).map((kind): RichPiece => ({ chip: { ...chip, kind } })),
      ...(['decision', 'vote'] as const).map((kind): RichPiece => ({ chip: { ...chip, kind, document: null } })),
      { break: true },
      { text: 'see', link: 'https://example.org/', bold: true },
    ),
  ]
  author.transact(() => appendRich(text, everything))
  expect(send()).toMatchObject({ judgements: [{ accepted: true, adds: true }], repair: null })
  for (const has of everywhere()) expect(readRich(has)).toEqual([...good, ...everything])
})

test('beyond the hard limit what came last is cut, and what was there stays', () => {
  const { author, text, send, everywhere } = scene()
  const most = MINUTES_HARD_MAX - lengthOf(text)
  for (let done = 0; done + 10_001 < most; done += 10_001) {
    author.transact(() => appendRich(text, [words('x'.repeat(10_000))]))
    expect(send()).toMatchObject({ judgements: [{ accepted: true }], repair: null })
  }
  author.transact(() => appendRich(text, [words('y'.repeat(5_000)), words('z'.repeat(9_000))]))
  expect(send().judgements).toMatchObject([{ repaired: true }])
  for (const has of everywhere()) {
    expect(lengthOf(has)).toBeLessThanOrEqual(MINUTES_HARD_MAX)
    expect(plainTextOf(has)).toMatch(/^Good words\nin a cell\ndecided\nagreed\n\[ \] to do\nx+\n/)
  }
})

describe('a frame that takes most of the text away is preceded by a copy', () => {
  const long = Array.from({ length: 20 }, () => words('Sentences that somebody minuted. '.repeat(5)))

  test.each([
    ['emptied', (text: Y.XmlFragment) => text.delete(0, text.length)],
    ['replaced', (text: Y.XmlFragment) => void text.doc!.getMap('texts').set('body', new Y.XmlFragment())],
  ])('%s', (_name, act) => {
    const { author, text, send } = scene()
    author.transact(() => appendRich(text, long))
    expect(send().before ?? null).toBeNull()
    author.transact(() => act(text))
    const { before } = send()
    const kept = new Y.Doc()
    Y.applyUpdate(kept, before!.bytes)
    expect(new Minutes(kept).plainText()).toContain('Sentences that somebody minuted.')
  })

  test('a paragraph is no such frame', () => {
    const { author, text, send } = scene()
    author.transact(() => appendRich(text, long))
    send()
    author.transact(() => text.delete(text.length - 1, 1))
    expect(send().before ?? null).toBeNull()
  })
})
