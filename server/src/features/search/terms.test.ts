import { expect, test } from 'vitest'
import { queryOf } from './terms.ts'

test('every word is looked for, as the beginning of one', () => {
  expect(queryOf('Çeşme  TAMİRİ')).toBe('(cesme:*) & (tamiri:*)')
  expect(queryOf('İzmir ışık')).toBe('(izmir:*) & (isik:*)')
})

test('Arabic words are looked for with their article and without', () => {
  expect(queryOf('البلديّة')).toBe('(البلديه:* | بلديه:*)')
  expect(queryOf('والمدارس أطفال')).toBe('(والمدارس:* | مدارس:*) & (اطفال:*)')
  // What is left would be no word.
  expect(queryOf('الم')).toBe('(الم:*)')
})

test('signs are no operators, and nothing but signs is no question', () => {
  expect(queryOf(`a' | b:* & !(c) \\ <-> "d"`)).toBe('(a:*) & (b:*) & (c:*) & (d:*)')
  expect(queryOf(' … !?')).toBeNull()
  expect(queryOf('1 2 3 4 5 6 7 8 9 10')?.split('&')).toHaveLength(8)
})
