import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Committed } from './committed.ts'

/** A document and the updates it was written by, one each. */
function written(times: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = 0; index < times; index++) doc.getMap('notes').set(`${index}`, 'words')
  return { doc, updates }
}

test.each([1, 63, 64, 200])('what the server sent in %i updates is committed, nothing else', (times) => {
  const { doc, updates } = written(times)
  const committed = new Committed()
  for (const update of updates.slice(0, -1)) committed.received(update)
  expect(committed.isBehind(doc)).toBe(true)
  committed.received(updates.at(-1)!)
  expect(committed.isBehind(doc)).toBe(false)
  expect(committed.encode()).toEqual(Y.encodeStateVector(doc))
  expect(committed.snapshot().sv).toEqual(new Map([[doc.clientID, times]]))
  doc.getText('more').insert(0, 'mine')
  expect(committed.isBehind(doc)).toBe(true)
})

test('an acknowledgement of everything counts further than what was received', () => {
  const { doc, updates } = written(3)
  const committed = new Committed(Y.encodeStateVector(new Y.Doc()))
  committed.received(updates[0]!)
  committed.everything(doc)
  expect(committed.encode()).toEqual(Y.encodeStateVector(doc))
})
