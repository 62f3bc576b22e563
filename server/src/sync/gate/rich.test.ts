import { Plan } from '@meydan/shared/documents/plan/plan'
import { lengthOf, plainTextOf, readRich, textsIn } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { elementOf } from '@meydan/shared/documents/rich-text/write'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type Contributed, LiveDocument } from '../live-document.ts'
import { TEXT_HARD_MAX } from '@meydan/shared/documents/catalogue'

/** A plan with one action that says something, and a hand that writes beside the model. */
function scene() {
  const live = new LiveDocument('plan', [], new Map())
  const author = new Y.Doc()
  const plan = new Plan(author)
  const frames: Uint8Array[] = []
  author.on('update', (bytes: Uint8Array, origin: unknown) => {
    if (origin !== 'server') frames.push(bytes)
  })
  const listener = new Y.Doc()
  const stored: Uint8Array[] = []
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
  const [id] = plan.addActions([{ title: 'a', description: 'Good words\nthat stay' }], { seat: 's', side: 'civil' })
  send()
  const text = plan.richDescriptionOf(id!)!
  const textIn = (doc: Y.Doc) => doc.getMap('texts').get(id!) as Y.XmlFragment
  /** What everyone has: in memory here, told to others, and loaded anew from what was stored. */
  const everywhere = () => [live.doc, listener, new LiveDocument('plan', stored, new Map()).doc].map(textIn)
  return {
    live,
    author,
    plan,
    id: id!,
    text,
    words: textsIn(text)[0]!,
    first: text.get(0) as Y.XmlElement,
    send,
    everywhere,
  }
}
type Scene = ReturnType<typeof scene>

const element = (name: string, ...children: (Y.XmlElement | Y.XmlText)[]) => {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  return made
}
const nested = (depth: number): Y.XmlElement =>
  depth === 0
    ? elementOf({ type: 'paragraph', pieces: [{ text: 'payload' }] })
    : element('blockquote', nested(depth - 1))
const link = (href: unknown, more: object = {}) => ({ link: { href, ...more } })

const oddities: [string, (scene: Scene) => void][] = [
  ['an element no text has', ({ text }) => text.push([element('script', new Y.XmlText('payload'))])],
  ['a picture', ({ text }) => text.push([element('image')])],
  ['words outside of a line', ({ text }) => text.push([new Y.XmlText('payload')])],
  ['a list without items', ({ text }) => text.push([element('bulletList', element('paragraph'))])],
  ['an item outside of a list', ({ text }) => text.push([element('listItem')])],
  ['something within a line', ({ first }) => first.push([element('paragraph')])],
  ['an attribute nobody knows', ({ first }) => first.setAttribute('onclick', 'payload')],
  ['a style', ({ first }) => first.setAttribute('style', 'payload')],
  [
    'a level that is none',
    ({ text }) => {
      const heading = elementOf({ type: 'heading', level: 2, pieces: [] })
      heading.setAttribute('level', '7')
      text.push([heading])
    },
  ],
  ['a mark nobody knows', ({ words }) => words.format(0, 4, { colour: { value: 'payload' } })],
  ['a mark in disguise', ({ words }) => words.format(0, 4, { 'bold--Zm9vYmFy': {} })],
  ['a mark with more in it', ({ words }) => words.format(0, 4, { bold: { style: 'payload' } })],
  ['words with such a mark', ({ words }) => words.insert(0, 'Very ', { script: {} })],
  ['a link to a script', ({ words }) => words.format(0, 4, link('javascript:alert(1)'))],
  ['one in other letters', ({ words }) => words.format(0, 4, link('JavaScript:alert(1)'))],
  ['one with a break in it', ({ words }) => words.format(0, 4, link('java\nscript:alert(1)'))],
  ['one behind a control sign', ({ words }) => words.format(0, 4, link('\u0001javascript:alert(1)'))],
  ['one behind a space', ({ words }) => words.format(0, 4, link(' https://example.org'))],
  ['data', ({ words }) => words.format(0, 4, link('data:text/html,payload'))],
  ['a link that says who follows', ({ words }) => words.format(0, 4, link('https://bank.example@else.example/'))],
  ['a link that is no address', ({ words }) => words.format(0, 4, link({ toString: 'payload' }))],
  ['a link with a target', ({ words }) => words.format(0, 4, link('https://example.org', { target: '_blank' }))],
  ['nesting beyond all lists', ({ text }) => text.push([nested(30)])],
]

describe('what the schema doesn’t know is taken out again, everywhere, and the words stay', () => {
  test.each(oddities)('%s', (_name, act) => {
    const given = scene()
    given.author.transact(() => act(given))
    const { judgements, repair } = given.send()
    expect(judgements).toEqual([{ accepted: true, adds: true, repaired: true }])
    expect(repair).not.toBeNull()
    for (const text of given.everywhere()) {
      expect(checkRichText(text)).toEqual([])
      expect(plainTextOf(text)).toMatch(/^(Very )?Good words\nthat stay/)
      expect(text.toString()).not.toMatch(/payload|javascript|script>/i)
    }
  })

  test('in a text that is new altogether, too', () => {
    const given = scene()
    const text = new Y.XmlFragment()
    const words = new Y.XmlText('New')
    text.insert(0, [element('paragraph', words), element('script')])
    given.author.transact(() => {
      given.plan.texts.set(given.id, text)
      words.format(0, 3, link('javascript:alert(1)'))
    })
    expect(given.send().judgements).toMatchObject([{ repaired: true }])
    for (const text of given.everywhere())
      expect(readRich(text)).toEqual([{ type: 'paragraph', pieces: [{ text: 'New' }] }])
  })

  test('a text that is only a part of one', () => {
    const given = scene()
    given.plan.texts.set(given.id, new Y.XmlElement('paragraph'))
    expect(given.send().judgements).toMatchObject([{ accepted: false, reason: 'content' }])
  })
})

test('what is in the schema stays, and nobody is told anything', () => {
  const given = scene()
  given.plan.describeFurther(given.id, [
    {
      type: 'heading',
      level: 3,
      pieces: [
        { text: 'Why', bold: true },
        { text: ' now', italic: true, strike: true },
      ],
    },
    {
      type: 'orderedList',
      start: 3,
      items: [
        [{ type: 'paragraph', pieces: [{ text: 'a' }, { break: true }] }],
        [
          {
            type: 'bulletList',
            items: [
              [
                {
                  type: 'blockquote',
                  blocks: [
                    {
                      type: 'paragraph',
                      pieces: [
                        { text: 'see', link: 'https://example.org/şehir?a=b#c' },
                        { text: 'ask', link: 'mailto:a@example.org' },
                      ],
                    },
                  ],
                },
              ],
            ],
          },
        ],
      ],
    },
  ])
  const said = readRich(given.text)
  expect(given.send()).toMatchObject({ judgements: [{ accepted: true, adds: true }], repair: null })
  for (const text of given.everywhere()) expect(readRich(text)).toEqual(said)
})

test('plain words that a page from before wrote offline are taken', () => {
  const given = scene()
  given.author.transact(() => given.plan.texts.set(given.id, new Y.Text('From before')))
  expect(given.send()).toMatchObject({ judgements: [{ accepted: true }], repair: null })
  expect(new Plan(given.live.doc).descriptionOf(given.id)).toBe('From before')
})

test('beyond the hard limit what came last is cut, and what was there stays', () => {
  const given = scene()
  given.author.transact(() =>
    given.text.push([elementOf({ type: 'paragraph', pieces: [{ text: 'x'.repeat(TEXT_HARD_MAX - 100) }] })]),
  )
  expect(given.send().repair).toBeNull()
  given.author.transact(() => {
    for (let index = 0; index < 60; index++)
      given.text.push([elementOf({ type: 'paragraph', pieces: [{ text: 'yy' }] })])
  })
  expect(given.send().judgements).toMatchObject([{ repaired: true }])
  for (const text of given.everywhere()) {
    expect(lengthOf(text)).toBeLessThanOrEqual(TEXT_HARD_MAX)
    expect(plainTextOf(text)).toMatch(/^Good words\nthat stay\nx{63900}\nyy\n/)
  }
})

describe('what nobody’s editor writes is refused, and nothing stays', () => {
  const refused: [string, (scene: Scene) => void][] = [
    ['something embedded', ({ words }) => words.insertEmbed(0, { image: 'x' })],
    ['a type in the words', ({ words }) => words.insertEmbed(0, new Y.XmlElement('paragraph'))],
    ['an attribute of words', ({ words }) => words.setAttribute('x', 'y')],
    ['a map in a text', ({ text }) => text.push([new Y.Map() as unknown as Y.XmlElement])],
    ['a hook', ({ text }) => text.push([new Y.XmlHook('x') as unknown as Y.XmlElement])],
    ['a document in an attribute', ({ first }) => first.setAttribute('x', new Y.Doc() as unknown as string)],
    [
      'rich text in a field',
      ({ author, id }) => author.getMap<Y.Map<unknown>>('actions').get(id)!.set('title', new Y.XmlFragment()),
    ],
    ['an endless name', ({ text }) => text.push([element('x'.repeat(65))])],
    ['elements 60 deep', ({ text }) => text.push([nested(60)])],
  ]
  test.each(refused)('%s', (_name, act) => {
    const given = scene()
    const before = given.live.encodeFor(new Uint8Array([0]))
    given.author.transact(() => act(given))
    expect(given.send()).toMatchObject({ judgements: [{ accepted: false }], merged: null, repair: null })
    expect(given.live.encodeFor(new Uint8Array([0]))).toEqual(before)
  })

  test('rich text on a board', () => {
    const live = new LiveDocument('board', [], new Map())
    const doc = new Y.Doc()
    doc.getMap('notes').set('a', new Y.Map())
    doc.getMap('texts').set('a', new Y.XmlFragment())
    const frame = { bytes: Y.encodeStateAsUpdate(doc), personId: 'p', seatId: 's', mayWrite: true, isAnswer: false }
    expect(live.contribute([frame]).judgements).toEqual([{ accepted: false, reason: 'content' }])
  })
})
