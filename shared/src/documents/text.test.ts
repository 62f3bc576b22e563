import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { caretAfter, editBetween, mergeEdits, writeText } from './text.ts'

describe('writeText', () => {
  it('makes one edit that leaves equal ends alone', () => {
    const text = new Y.Doc().getText()
    text.insert(0, 'Barınma desteği')
    const deltas: unknown[] = []
    text.observe((event) => deltas.push(event.delta))
    writeText(text, 'Barınma ve gıda desteği')
    expect(text.toString()).toBe('Barınma ve gıda desteği')
    expect(deltas).toHaveLength(1)
    expect(JSON.stringify(deltas[0])).toContain('gıda')
    expect(JSON.stringify(deltas[0])).not.toContain('Barınma')
  })

  it('never cuts a surrogate pair', () => {
    const edit = editBetween('a😀b', 'a😁b')
    expect(edit).toEqual({ start: 1, removed: 2, inserted: '😁' })
  })

  it('finds the way between any two texts', () => {
    const texts = ['', 'a', 'aa', 'aba', 'abab', 'مرحبا', '😀😀', '😀', 'x😀y', 'xy']
    for (const before of texts) {
      for (const after of texts) {
        const { start, removed, inserted } = editBetween(before, after)
        expect(before.slice(0, start) + inserted + before.slice(start + removed)).toBe(after)
      }
    }
  })
})

describe('caretAfter', () => {
  it.each([
    [2, { start: 5, removed: 0, inserted: 'xx' }, 2],
    [5, { start: 2, removed: 0, inserted: 'xx' }, 7],
    [5, { start: 2, removed: 2, inserted: '' }, 3],
    [3, { start: 2, removed: 3, inserted: 'x' }, 3],
    [5, { start: 5, removed: 0, inserted: 'xx' }, 5],
  ])('from %i by %o to %i', (caret, edit, after) => {
    expect(caretAfter(caret, edit)).toBe(after)
  })
})

describe('mergeEdits', () => {
  it.each([
    ['one two', 'one big two', 'one two three', 'one big two three'],
    ['one two', 'one two three', 'zero one two', 'zero one two three'],
    ['one two', 'one', 'one two three', 'one three'],
    ['one big fish', 'one fish', 'one BIG fish', 'one BIGfish'],
    ['', 'mine', 'theirs', 'theirsmine'],
    ['same', 'same', 'other', 'other'],
    ['same', 'mine', 'same', 'mine'],
  ])('%s: mine %s, theirs %s', (base, mine, theirs, merged) => {
    expect(mergeEdits(base, mine, theirs)).toBe(merged)
  })
})
