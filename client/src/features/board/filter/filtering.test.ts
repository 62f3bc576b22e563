import { describe, expect, it } from 'vitest'
import { isWanted, type Looked, matches, wantsAnything } from './filtering.ts'

const note: Looked = {
  kind: 'need',
  fields: ['health', 'legal'],
  severity: 4,
  colour: 'sky',
  side: 'civil',
  organisation: 'dernek',
  seat: 'ada',
  words: 'İhtiyaç: tercüman',
}

describe('what is looked for', () => {
  it('is nothing at first, and not blanks', () => {
    expect(isWanted(wantsAnything)).toBe(false)
    expect(isWanted({ ...wantsAnything, words: '  ' })).toBe(false)
    expect(isWanted({ ...wantsAnything, severity: 1 })).toBe(true)
    expect(isWanted({ ...wantsAnything, mine: true })).toBe(true)
  })

  it.each([
    [{ kind: 'need' as const }, { kind: 'problem' as const }],
    [{ field: 'legal' as const }, { field: 'shelter' as const }],
    [{ severity: 4 }, { severity: 5 }],
    [{ colour: 'sky' as const }, { colour: 'sun' as const }],
    [{ side: 'civil' as const }, { side: 'public' as const }],
    [{ organisation: 'dernek' }, { organisation: 'belediye' }],
    [{ words: 'ihtiyac' }, { words: 'barınma' }],
  ])('finds by %j and not by %j', (some, other) => {
    expect(matches({ ...wantsAnything, ...some }, note, 'ada')).toBe(true)
    expect(matches({ ...wantsAnything, ...other }, note, 'ada')).toBe(false)
    expect(matches({ ...wantsAnything, ...some, mine: true }, note, 'mehmet')).toBe(false)
  })

  it('finds nothing by a field an object hasn’t', () => {
    const picture: Looked = { side: 'civil', organisation: null, seat: 'ada', words: '' }
    expect(matches({ ...wantsAnything, severity: 1 }, picture, 'ada')).toBe(false)
    expect(matches({ ...wantsAnything, mine: true }, picture, 'ada')).toBe(true)
  })
})
