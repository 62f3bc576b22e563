import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { z } from 'zod'
import { Collection, type RecordRoot } from './collection.ts'

const Thing = z.object({ id: z.string(), name: z.string(), size: z.number().catch(1) })

function things() {
  const doc = new Y.Doc()
  return { doc, things: new Collection(doc.getMap('things') as RecordRoot, Thing) }
}

describe('Collection', () => {
  it('writes only fields that differ', () => {
    const { doc, things: collection } = things()
    collection.create({ id: 'a', name: 'one', size: 2 })
    let updates = 0
    doc.on('update', () => updates++)
    collection.edit('a', { name: 'one', size: 2 })
    collection.edit('unknown', { name: 'x' })
    expect(updates).toBe(0)
    collection.edit('a', { size: 3 })
    expect(collection.get('a')).toEqual({ id: 'a', name: 'one', size: 3 })
  })

  it('tells listeners once per transaction, with the transaction', () => {
    const { doc, things: collection } = things()
    const told: [string[], boolean][] = []
    const stop = collection.observe((ids, transaction) => told.push([[...ids], transaction.local]))
    doc.transact(() => {
      collection.create({ id: 'a', name: 'one', size: 1 })
      collection.create({ id: 'b', name: 'two', size: 1 })
    })
    stop()
    collection.remove('a')
    expect(told).toEqual([[['a', 'b'], true]])
  })

  it('reads its own writes inside a transaction', () => {
    const { doc, things: collection } = things()
    collection.create({ id: 'a', name: 'one', size: 1 })
    doc.transact(() => {
      collection.edit('a', { name: 'two' })
      expect(collection.get('a')?.name).toBe('two')
      collection.remove('a')
      expect(collection.has('a')).toBe(false)
    })
  })

  it('skips and reports what does not parse', () => {
    const { doc, things: collection } = things()
    doc.getMap('things').set('bad', new Y.Map([['name', 7]]))
    doc.getMap('things').set('worse', 'text')
    expect(collection.all()).toEqual([])
    expect(collection.problems().sort()).toEqual(['bad', 'worse'])
  })
})
