import { describe, expect, it, test } from 'vitest'
import * as Y from 'yjs'
import { lengthOf, plainTextOf, type RichBlock, readRich } from './read.ts'
import { checkRichText, safeHref } from './schema.ts'
import { fromPlain, fromRich, RichText, writePlain } from './write.ts'

function textOf(given: string | RichBlock[]): Y.XmlFragment {
  const doc = new Y.Doc()
  return doc.getMap<Y.XmlFragment>('texts').set('x', typeof given === 'string' ? fromPlain(given) : fromRich(given))
}
const line = (text: string): RichBlock => ({ type: 'paragraph', pieces: text ? [{ text }] : [] })

/** One of everything. */
const everything: RichBlock[] = [
  { type: 'heading', level: 2, pieces: [{ text: 'Yol' }] },
  {
    type: 'paragraph',
    pieces: [
      { text: 'bold', bold: true },
      { text: ' and ' },
      { text: 'both', italic: true, strike: true },
      { break: true },
      { text: 'مرحبا' },
    ],
  },
  {
    type: 'bulletList',
    items: [[line('one'), { type: 'orderedList', start: 4, items: [[line('four')], [line('five')]] }], [line('two')]],
  },
  {
    type: 'blockquote',
    blocks: [{ type: 'heading', level: 3, pieces: [{ text: 'said', link: 'https://example.org/' }] }],
  },
]

describe('a rich text', () => {
  it('says all of it as data, and is made of that again', () => {
    const text = textOf(everything)
    expect(readRich(text)).toEqual(everything)
    expect(checkRichText(text)).toEqual([])
    expect(RichText.parse(JSON.parse(JSON.stringify(everything)))).toEqual(everything)
  })

  it('as plain words has a line for each block, and signs for lists', () => {
    expect(plainTextOf(textOf(everything))).toBe('Yol\nbold and both\nمرحبا\n- one\n  4. four\n  5. five\n- two\nsaid')
  })

  test.each(['', 'a', 'a\nb', '\n', 'a\n\n\nb', '\na\n', '😀\n- x\n  1. y'])(
    'holds plain words as they are: %j',
    (words) => {
      expect(plainTextOf(textOf(words))).toBe(words)
      expect(lengthOf(textOf(words))).toBe(words === '' ? 0 : words.length + 1)
    },
  )

  it('of a file leaves out links that may not be, and nothing that is nested without end', () => {
    const piece = (link: string) => [{ type: 'paragraph', pieces: [{ text: 'x', link }] }]
    expect(RichText.parse(piece('javascript:alert(1)'))).toEqual([{ type: 'paragraph', pieces: [{ text: 'x' }] }])
    expect(RichText.parse(piece('https://a.example/'))).toEqual(piece('https://a.example/'))
    let deep: unknown[] = [line('x')]
    for (let depth = 0; depth < 20; depth++) deep = [{ type: 'blockquote', blocks: deep }]
    expect(RichText.safeParse(deep).success).toBe(false)
    expect(RichText.safeParse([{ type: 'script', pieces: [] }]).success).toBe(false)
  })

  it('is read by what is sound in it', () => {
    const text = textOf('good')
    const odd = new Y.XmlElement('script')
    text.push([odd])
    odd.insert(0, [new Y.XmlText('payload')])
    const words = (text.get(0) as Y.XmlElement).get(0) as Y.XmlText
    words.format(0, 2, { link: { href: 'javascript:alert(1)' }, bold: {}, shout: {} })
    expect(readRich(text)).toEqual([{ type: 'paragraph', pieces: [{ text: 'go', bold: true }, { text: 'od' }] }])
    expect(checkRichText(text)).not.toEqual([])
  })
})

describe('plain words written over it', () => {
  test.each([
    ['a\nb\nc', 'a\nB\nc'],
    ['a\nb\nc', 'a\nc'],
    ['a\nb\nc', 'x\na\nb\nc\ny'],
    ['a', ''],
    ['', 'a\nb'],
    ['a\na\na', 'a\na'],
    ['a\n\nb', '\n\n'],
  ])('%j becomes %j', (before, after) => {
    const text = textOf(before)
    writePlain(text, after)
    expect(plainTextOf(text)).toBe(after)
  })

  it('leave marks, lists and headings where the words stay', () => {
    const text = textOf(everything)
    writePlain(text, plainTextOf(text).replace('said', 'said again'))
    expect(readRich(text).slice(0, 3)).toEqual(everything.slice(0, 3))
    writePlain(text, 'Yollar\nx')
    expect(readRich(text)).toEqual([{ type: 'heading', level: 2, pieces: [{ text: 'Yollar' }] }, line('x')])
  })
})

test.each([
  'https://example.org',
  'HTTPS://example.org/Yol?a=b#c',
  'http://localhost:3000/x',
  'https://şehir.example/yol',
  'mailto:a@example.org?subject=x',
])('%s may be followed', (href) => {
  expect(safeHref(href)).toBe(href)
})

test.each([
  'javascript:alert(1)',
  'JAVASCRIPT:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  ' javascript:alert(1)',
  '\u0000javascript:alert(1)',
  '\u200bhttps://example.org',
  'https://example.org/\u202egpj',
  'https://example.org/a b',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://example.org',
  '//example.org',
  '/path',
  'https:example.org',
  'https:///example.org',
  'https:\\\\example.org',
  'https://',
  'https://user:pass@example.org/',
  'https://bank.example@else.example',
  'mailto:',
  'mailto:nobody',
  `https://example.org/${'x'.repeat(2000)}`,
  7,
  null,
  { href: 'https://example.org' },
])('%j may not', (href) => {
  expect(safeHref(href)).toBeNull()
})
