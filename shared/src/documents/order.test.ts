import { describe, expect, it } from 'vitest'
import { byOrder, isOrderKey, keysBetween } from './order.ts'

describe('keysBetween', () => {
  it('gives keys in order between neighbours', () => {
    const keys = keysBetween('a0', 'a1', 3)
    expect([...keys].sort()).toEqual(keys)
    expect(keys[0]! > 'a0' && keys[2]! < 'a1').toBe(true)
  })

  it('survives keys that another hand made up', () => {
    for (const key of ['', 'zzzz', '!', '😀', 'a00', '__proto__']) {
      expect(keysBetween(key, null, 2)).toHaveLength(2)
      expect(keysBetween(null, key, 2)).toHaveLength(2)
    }
    expect(isOrderKey('a0')).toBe(true)
    expect(isOrderKey('zzzz')).toBe(false)
  })

  it('gives keys also where the neighbours stand the wrong way round', () => {
    expect(keysBetween('a5', 'a1', 1)[0]! > 'a5').toBe(true)
  })
})

it('byOrder breaks ties by id', () => {
  const records = [
    { order: 'a1', id: 'b' },
    { order: 'a1', id: 'a' },
    { order: 'a0', id: 'c' },
  ]
  expect(records.sort(byOrder).map((record) => record.id)).toEqual(['c', 'a', 'b'])
})
