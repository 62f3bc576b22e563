import { expect, it } from 'vitest'
import { readable } from './scene.ts'
import { withoutOverrides } from './text-direction.ts'

it('no note turns its words against their own direction; isolates and marks stay', () => {
  const mirrored = 'pay \u202e001\u202c or \u202dabc\u202c, \u202aone\u202c \u202btwo\u202c'
  expect(withoutOverrides(mirrored)).toBe('pay 001 or abc, one two')
  const harmless = '\u2068أهلا\u2069 \u200fمرحبا\u200e \u2066x\u2069'
  expect(withoutOverrides(harmless)).toBe(harmless)
  expect(readable(mirrored)).toBe('pay 001 or abc, one two')
})
