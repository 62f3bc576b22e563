import { describe, expect, it } from 'vitest'
import { countLines, linesOf, type Placed } from './dependency-lines.ts'

const places = new Map<string, Placed>([
  ['first', { start: 0, end: 100, middle: 20 }],
  ['second', { start: 140, end: 200, middle: 64 }],
  ['early', { start: 50, end: 90, middle: 108 }],
])
const placeOf = (id: string) => places.get(id)
const everywhere = () => true

describe('lines of what waits', () => {
  it('go from the end of the one to the beginning of the other, forwards', () => {
    const [line] = linesOf([{ id: 'second', after: ['first'] }], placeOf, everywhere)
    expect(line).toMatchObject({ from: 'first', to: 'second', isBroken: false })
    expect(line!.path).toBe('M100 20H132V64H135')
    expect(line!.head.startsWith('M140 64')).toBe(true)
  })

  it('go back between the rows where what waits begins too early, and are broken', () => {
    const [line] = linesOf([{ id: 'early', after: ['first'] }], placeOf, everywhere)
    expect(line).toMatchObject({ isBroken: true, path: 'M100 20H108V40H42V108H45' })
  })

  it('are none for what has no place, for itself, or out of sight', () => {
    expect(linesOf([{ id: 'second', after: ['gone', 'second'] }], placeOf, everywhere)).toEqual([])
    expect(linesOf([{ id: 'gone', after: ['first'] }], placeOf, everywhere)).toEqual([])
    const below = (_top: number, bottom: number) => bottom > 70
    const both = [
      { id: 'second', after: ['first'] },
      { id: 'early', after: ['first'] },
    ]
    expect(linesOf(both, placeOf, below).map(({ to }) => to)).toEqual(['early'])
  })

  it('are counted where both ends are shown', () => {
    const actions = [
      { id: 'a', after: ['b', 'c'] },
      { id: 'b', after: ['c'] },
      { id: 'c', after: [] },
    ]
    expect(countLines(actions, () => true)).toBe(3)
    expect(countLines(actions, (id) => id !== 'c')).toBe(1)
  })
})
