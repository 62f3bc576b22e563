import { expect, it } from 'vitest'
import { pastedLines } from './pasted-lines.ts'

it('takes a list apart without its bullets', () => {
  expect(pastedLines('- bir\r\n• iki\n\n3. üç\n  12) on iki\n2026 yılı\n– beş')).toEqual([
    'bir',
    'iki',
    'üç',
    'on iki',
    '2026 yılı',
    'beş',
  ])
  expect(pastedLines('• Dil kursu\r\n2) İş\n\n - بطالة  \n')).toEqual(['Dil kursu', 'İş', 'بطالة'])
  expect(pastedLines(' \n ')).toEqual([])
})
