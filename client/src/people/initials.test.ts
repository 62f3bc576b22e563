import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test.each([
  ['Ayşe Nur Yılmaz', 'AY'],
  ['ilker', 'İ'],
  ['فاطمة الزهراء', 'ف'],
  ['  (Dr.) Öz  ', 'DÖ'],
  ['Jo', 'J'],
  ['—', '?'],
])('%s becomes %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
