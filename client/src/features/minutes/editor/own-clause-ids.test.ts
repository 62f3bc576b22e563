import { isMinutesAttribute } from '@meydan/shared/documents/rich-text/minutes-attributes'
import { getSchema } from '@tiptap/core'
import { liftEmptyBlock } from '@tiptap/pm/commands'
import type { Node } from '@tiptap/pm/model'
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import { ownClauseIds } from './own-clause-ids.ts'
import { minutesSchema } from './schema.ts'

const schema = getSchema(minutesSchema())
const ID = '0b9f6f0e-7a3c-4c36-9a43-0d5b3a7e9f10'
const words = (text: string) => ({ type: 'paragraph', ...(text ? { content: [{ type: 'text', text }] } : {}) })
const clause = (id: string | null, ...lines: string[]) =>
  schema.nodeFromJSON({ type: 'clause', attrs: { id }, content: lines.map(words) })

function written(...nodes: Node[]): EditorState {
  return EditorState.create({ doc: schema.node('doc', null, nodes), plugins: [ownClauseIds()] })
}

const clauses = (state: EditorState) =>
  state.doc.children
    .filter(({ type }) => type.name === 'clause')
    .map((node) => ({ id: node.attrs['id'] as string | null, words: node.textContent }))

function expectOwnIds(state: EditorState): void {
  const ids = clauses(state).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(isMinutesAttribute('clause', 'id', id)).toBe(true)
}

test('a clause that is pasted beside itself gets an id of its own; the one that was there keeps what was said to it', () => {
  const state = written(clause(ID, 'Eski.'))
  for (const at of [0, state.doc.content.size]) {
    const next = state.apply(state.tr.insert(at, [clause(ID, 'Kopya.'), clause(ID, 'Kopya iki.')]))
    expectOwnIds(next)
    expect(clauses(next).find(({ id }) => id === ID)?.words).toBe('Eski.')
  }
})

test('a clause that an empty line parts in two: the first half stays the clause', () => {
  const state = written(clause(ID, 'Bir.', '', 'Üç.'))
  const onEmptyLine = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 1 + 5 + 2)))
  let next = onEmptyLine
  const done = liftEmptyBlock(onEmptyLine, (transaction: Transaction) => {
    next = onEmptyLine.apply(transaction)
  })
  expect(done).toBe(true)
  expect(clauses(next)).toHaveLength(2)
  expectOwnIds(next)
  expect(clauses(next)[0]).toEqual({ id: ID, words: 'Bir.' })
})

test('a clause that comes without an id gets one; one that is moved, or cut and pasted, keeps its own', () => {
  const state = written(clause(ID, 'Madde.'), schema.nodeFromJSON(words('Son.')))
  expectOwnIds(state.apply(state.tr.insert(0, clause(null, 'Yabancı.'))))
  const moved = state.tr.delete(0, state.doc.child(0).nodeSize)
  moved.insert(moved.doc.content.size, clause(ID, 'Madde.'))
  expect(clauses(state.apply(moved))).toEqual([{ id: ID, words: 'Madde.' }])
})

test('what others wrote is left as it is: each of them mends only their own writing', () => {
  const state = written(clause(ID, 'Bir.'))
  const theirs = state.tr.insert(0, clause(ID, 'İki.')).setMeta(ySyncPluginKey, { isChangeOrigin: true })
  expect(clauses(state.apply(theirs)).map(({ id }) => id)).toEqual([ID, ID])
})
