import { clausesOf, namedIn } from '@meydan/shared/documents/minutes/passages'
import { readRich } from '@meydan/shared/documents/rich-text/read'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { getSchema } from '@tiptap/core'
import { prosemirrorJSONToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { kept, keptSpan } from './kept-attributes.ts'
import { minutesSchema } from './schema.ts'

const schema = getSchema(minutesSchema())
const ID = '0b9f6f0e-7a3c-4c36-9a43-0d5b3a7e9f10'
const words = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] })
const everything = {
  type: 'doc',
  content: [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Başlık' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'mention', attrs: { kind: 'organisation', target: ID, label: 'Baran' } },
        { type: 'chip', attrs: { kind: 'action', document: ID, record: 'a1', label: 'Kurs' } },
      ],
    },
    {
      type: 'table',
      content: [
        { type: 'tableRow', content: [{ type: 'tableHeader', content: [words('Ne')] }] },
        { type: 'tableRow', content: [{ type: 'tableCell', attrs: { colspan: 2 }, content: [words('Bir')] }] },
      ],
    },
    {
      type: 'taskList',
      content: [
        { type: 'taskItem', attrs: { checked: true, plan: ID, action: 'a1' }, content: [words('Görev')] },
        { type: 'taskItem', content: [words('Başka')] },
      ],
    },
    { type: 'decision', attrs: { entry: ID }, content: [words('Karar')] },
    { type: 'clause', attrs: { id: ID }, content: [words('Madde')] },
  ],
}

function written(json: object): Y.XmlFragment {
  const text = new Y.Doc().getXmlFragment('x')
  prosemirrorJSONToYXmlFragment(schema, json, text)
  return text
}

test('the editor’s schema and the server’s are one: whatever it writes is sound, and is read', () => {
  const text = written(everything)
  expect(checkRichText(text, 'minutes')).toEqual([])
  expect(checkRichText(text, 'brief')).not.toEqual([])
  const blocks = readRich(text)
  expect(blocks.map(({ type }) => type)).toEqual(['heading', 'paragraph', 'table', 'taskList', 'decision', 'clause'])
  expect(blocks[2]).toMatchObject({ rows: [[{ isHeader: true, colspan: 1 }], [{ isHeader: false, colspan: 2 }]] })
  expect(blocks[3]).toMatchObject({ tasks: [{ checked: true, action: { plan: ID, action: 'a1' } }, { action: null }] })
  expect(clausesOf(blocks)).toEqual([{ id: ID, words: 'Madde' }])
  expect(namedIn(blocks).map(({ kind }) => kind)).toEqual(['organisation', 'action', 'decision'])
  expect(yXmlFragmentToProseMirrorRootNode(text, schema).toJSON()).toMatchObject(everything)
})

test('tables, decisions and clauses stand in the text itself, and nowhere else', () => {
  const table = everything.content[2]!
  for (const inside of ['decision', 'clause', 'blockquote']) {
    expect(() => schema.nodeFromJSON({ type: inside, content: [table] }).check()).toThrow()
  }
  expect(() => schema.nodeFromJSON(everything).check()).not.toThrow()
})

test('what is pasted may claim anything: an attribute is taken only where the server would take it', () => {
  const element = (value: string) => ({ getAttribute: () => value }) as unknown as HTMLElement
  const { parseHTML } = kept('decision', 'entry')
  expect(parseHTML!(element(ID))).toBe(ID)
  for (const odd of ['javascript:alert(1)', `${ID} `, '']) expect(parseHTML!(element(odd))).toBeNull()
  expect(keptSpan('colspan').parseHTML!(element('3'))).toBe(3)
  for (const odd of ['900', '0', '-1', '1.5', 'x']) expect(keptSpan('colspan').parseHTML!(element(odd))).toBe(1)
})
