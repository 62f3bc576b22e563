import { getSchema } from '@tiptap/core'
import { checkRichText, isSound } from '@meydan/shared/documents/rich-text/schema'
import { lengthOf, readRich } from '@meydan/shared/documents/rich-text/read'
import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { addressOf } from './address.ts'
import { mayBecome, measured, richTextSchema } from './editor-schema.ts'
import { linksIn } from './links-in.ts'
import { withoutStyles } from './pasted.ts'

const schema = getSchema(richTextSchema())
const paragraph = (text: string, ...marks: object[]) => ({
  type: 'paragraph',
  content: [{ type: 'text', text, marks }],
})
const everything = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 3 }, content: [{ type: 'text', text: 'Why' }] },
    paragraph(
      'all of it',
      { type: 'bold' },
      { type: 'italic' },
      { type: 'strike' },
      { type: 'link', attrs: { href: 'https://a.example/' } },
    ),
    {
      type: 'bulletList',
      content: [
        {
          type: 'listItem',
          content: [
            paragraph('one'),
            { type: 'orderedList', attrs: { start: 2 }, content: [{ type: 'listItem', content: [paragraph('two')] }] },
          ],
        },
      ],
    },
    {
      type: 'blockquote',
      content: [
        {
          type: 'paragraph',
          content: [{ type: 'text', text: 'a' }, { type: 'hardBreak' }, { type: 'text', text: 'b' }],
        },
      ],
    },
  ],
}

function written(json: object): Y.XmlFragment {
  const text = new Y.Doc().getXmlFragment('x')
  prosemirrorJSONToYXmlFragment(schema, json, text)
  return text
}

test('the editor’s schema and the server’s are one: whatever it writes is sound, and is read', () => {
  const text = written(everything)
  // A root of its own stands in no map, as the fragment of a plan does; its parts are the same.
  expect(checkRichText(text)).toEqual([])
  expect(text._start && isSound(text._start, 'brief')).toBe(true)
  expect(readRich(text).map(({ type }) => type)).toEqual(['heading', 'paragraph', 'bulletList', 'blockquote'])
  expect(Object.keys(schema.nodes).sort()).toEqual(
    ['doc', 'text', 'paragraph', 'heading', 'bulletList', 'orderedList', 'listItem', 'blockquote', 'hardBreak'].sort(),
  )
  expect(Object.keys(schema.marks).sort()).toEqual(['bold', 'italic', 'link', 'strike'])
})

test('the editor counts as the document does, and refuses only what grows beyond it', () => {
  const node = yXmlFragmentToProseMirrorRootNode(written(everything), schema)
  expect(measured(node)).toEqual({ length: lengthOf(written(everything)), depth: 5 })
  const long = (length: number) => schema.nodeFromJSON({ type: 'doc', content: [paragraph('x'.repeat(length))] })
  expect(mayBecome(long(5), long(9), 10)).toBe('fine')
  expect(mayBecome(long(5), long(10), 10)).toBe('tooLong')
  expect(mayBecome(long(30), long(20), 10)).toBe('fine')
  const deep = (depth: number): object =>
    depth === 0 ? paragraph('x') : { type: 'blockquote', content: [deep(depth - 1)] }
  const nested = (depth: number) => schema.nodeFromJSON({ type: 'doc', content: [deep(depth)] })
  expect(mayBecome(nested(11), nested(12), 99)).toBe('tooDeep')
  expect(mayBecome(nested(14), nested(13), 99)).toBe('fine')
})

test.each([
  ['https://example.org/a', 'https://example.org/a'],
  [' example.org/halls ', 'https://example.org/halls'],
  ['a@example.org', 'mailto:a@example.org'],
  ['localhost:3000', null],
  ['javascript:alert(1)', null],
  ['JAVASCRIPT:alert(1)', null],
  ['hello', null],
  ['', null],
])('%j is the address %j', (typed, address) => {
  expect(addressOf(typed)).toBe(address)
})

test('links are offered once each, and none that leads elsewhere than it may', () => {
  const pieces = [
    { text: 'x', link: 'https://a.example/' },
    { text: ' https://a.example/ and https://b.example' },
    { text: 'm', link: 'mailto:a@b.example' },
    { text: 'y', link: 'javascript:1' },
  ]
  expect(linksIn([{ type: 'blockquote', blocks: [{ type: 'paragraph', pieces }] }]).map(({ shown }) => shown)).toEqual([
    'https://a.example/',
    'https://b.example/',
    'a@b.example',
  ])
})

test('pasted markup comes without styles and handlers', () => {
  expect(withoutStyles('<p class="a" STYLE=\'x\' onclick=go>1 style="2"</p><style>p{}</style><b>2</b>')).toBe(
    '<p class="a">1 style="2"</p><b>2</b>',
  )
})
