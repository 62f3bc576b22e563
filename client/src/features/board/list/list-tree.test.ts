import type { Item } from '@meydan/shared/documents/board/records'
import { describe, expect, it } from 'vitest'
import {
  ancestorsOf,
  buildTree,
  holders,
  LOOSE,
  neighbourOf,
  pruned,
  siblingsOf,
  typedAhead,
  visible,
} from './list-tree.ts'

const holder: Record<string, string | null> = {
  needs: null,
  housing: 'needs',
  rent: 'housing',
  damp: 'housing',
  school: 'needs',
  ideas: null,
  stray: LOOSE,
  arrow: 'needs',
}
const order = ['needs', 'arrow', 'housing', 'rent', 'damp', 'school', 'stray', 'ideas']
const tree = buildTree(
  order,
  (id) => holder[id]!,
  (id) => id === 'arrow',
)

describe('the tree', () => {
  it('goes from frame to theme to note, loose things last, connectors after what they connect', () => {
    expect(visible(tree, new Set())).toEqual([
      'needs',
      'housing',
      'rent',
      'damp',
      'school',
      'arrow',
      'ideas',
      LOOSE,
      'stray',
    ])
    expect(tree.nodes.get('damp')).toMatchObject({ level: 3, parent: 'housing' })
    expect(ancestorsOf(tree, 'damp')).toEqual(['housing', 'needs'])
    expect(siblingsOf(tree, 'ideas')).toEqual(['needs', 'ideas', LOOSE])
  })

  it('hides what is in closed entries', () => {
    expect(visible(tree, new Set(['housing', LOOSE]))).toEqual(['needs', 'housing', 'school', 'arrow', 'ideas', LOOSE])
  })

  it('keeps what holds a match, and drops the rest', () => {
    const found = pruned(tree, (id) => id === 'damp')
    expect(visible(found, new Set())).toEqual(['needs', 'housing', 'damp'])
    expect(found.nodes.get('housing')!.children).toEqual(['damp'])
  })

  it('without anything loose has no entry for it', () => {
    expect(
      buildTree(
        ['needs'],
        () => null,
        () => false,
      ).roots,
    ).toEqual(['needs'])
  })
})

describe('holders', () => {
  const items: Record<string, Partial<Item>> = {
    frame: { type: 'frame' },
    note: { type: 'note' },
    other: { type: 'note' },
    loose: { type: 'shape' },
    within: {
      type: 'connector',
      from: { item: 'note', at: { x: 0, y: 0 } },
      to: { item: 'other', at: { x: 0, y: 0 } },
    },
    across: {
      type: 'connector',
      from: { item: 'note', at: { x: 0, y: 0 } },
      to: { item: 'loose', at: { x: 0, y: 0 } },
    },
  }
  for (const [id, item] of Object.entries(items)) item.id = id
  const of = holders(
    (id) => items[id] as Item | undefined,
    () => null,
    (id) => (id === 'note' || id === 'other' ? 'frame' : null),
  )

  it('put a connector where both its ends are', () => {
    expect([of('within'), of('across'), of('loose'), of('frame')]).toEqual(['frame', LOOSE, LOOSE, null])
  })
})

describe('finding the way', () => {
  it('goes on to the next one when an entry leaves, at the end to the one before', () => {
    const there = (id: string) => id !== 'b' && id !== 'c'
    expect(neighbourOf(['a', 'b', 'c', 'd'], 'b', there)).toBe('d')
    expect(neighbourOf(['a', 'b', 'c'], 'c', there)).toBe('a')
    expect(neighbourOf(['b'], 'b', there)).toBeNull()
  })

  it('finds names by their first letters, and with the same letter the next one', () => {
    const names = ['apple', 'beer', 'bread', 'basil']
    const type = (from: string, typed: string) => typedAhead(names, from, typed, (id) => id)
    expect(type('apple', 'b')).toBe('beer')
    expect(type('beer', 'b')).toBe('bread')
    expect(type('beer', 'bb')).toBe('bread')
    expect(type('beer', 'be')).toBe('beer')
    expect(type('basil', 'br')).toBe('bread')
    expect(type('basil', 'x')).toBeNull()
  })
})
