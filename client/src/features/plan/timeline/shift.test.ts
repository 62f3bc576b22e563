import { describe, expect, it } from 'vitest'
import { type BarKey, shiftByKey, shifted } from './shift.ts'

const bar = { start: '2027-03-01', due: '2027-03-10' }

describe('carrying a bar', () => {
  it('takes both its days along, over ends of months and years', () => {
    expect(shifted(bar, 'whole', 31)).toEqual({ start: '2027-04-01', due: '2027-04-10' })
    expect(shifted({ start: null, due: '2027-01-01' }, 'whole', -1)).toEqual({ start: null, due: '2026-12-31' })
    expect(shifted({ start: '2027-03-27', due: null }, 'whole', 2)).toEqual({ start: '2027-03-29', due: null })
  })

  it('by one end leaves the other, and never carries it past', () => {
    expect(shifted(bar, 'due', 5)).toEqual({ start: '2027-03-01', due: '2027-03-15' })
    expect(shifted(bar, 'due', -50)).toEqual({ start: '2027-03-01', due: '2027-03-01' })
    expect(shifted(bar, 'start', 50)).toEqual({ start: '2027-03-10', due: '2027-03-10' })
    expect(shifted(bar, 'start', -1)).toEqual({ start: '2027-02-28', due: '2027-03-10' })
  })

  it('gives an end to what has none, and lets what ends before it begins be put right', () => {
    expect(shifted({ start: '2027-03-01', due: null }, 'due', 3)).toEqual({ start: '2027-03-01', due: '2027-03-04' })
    expect(shifted({ start: '2027-03-10', due: '2027-03-01' }, 'due', 1).due).toBe('2027-03-02')
  })
})

describe('keys', () => {
  const key = (name: string, held: Partial<BarKey> = {}): BarKey => ({
    key: name,
    shiftKey: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    ...held,
  })

  it('move by a day, a week, or the end alone', () => {
    expect(shiftByKey(key('ArrowRight'), false)).toEqual({ grip: 'whole', by: 1 })
    expect(shiftByKey(key('ArrowLeft', { shiftKey: true }), false)).toEqual({ grip: 'whole', by: -7 })
    expect(shiftByKey(key('ArrowRight', { altKey: true }), false)).toEqual({ grip: 'due', by: 1 })
  })

  it('follow time: from right to left, the left arrow goes on', () => {
    expect(shiftByKey(key('ArrowLeft'), true)).toEqual({ grip: 'whole', by: 1 })
    expect(shiftByKey(key('ArrowRight', { altKey: true, shiftKey: true }), true)).toEqual({ grip: 'due', by: -7 })
  })

  it('mean nothing else', () => {
    expect(shiftByKey(key('ArrowDown'), false)).toBeNull()
    expect(shiftByKey(key('ArrowLeft', { ctrlKey: true }), false)).toBeNull()
  })
})
