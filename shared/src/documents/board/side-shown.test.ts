import { expect, test } from 'vitest'
import { sideShown } from './side-shown.ts'

test.each([
  [{ seat: 'a', side: 'civil' }, 'public', 'public'],
  [{ seat: 'a', side: 'neutral' }, undefined, 'neutral'],
  [{ seat: null, side: 'civil' }, undefined, 'civil'],
  [{ seat: null, side: 'neutral' }, undefined, null],
] as const)('%o by somebody of %s is shown as of %s', (record, ofAuthor, shown) => {
  expect(sideShown(record, ofAuthor)).toBe(shown)
})
