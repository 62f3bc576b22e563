import { expect, test } from 'vitest'
import { sentences } from './step-words.ts'

test('what is read aloud has one stop after each text, its own where it has one', () => {
  expect(sentences('Write on your own', 'Nobody can read your notes.')).toBe(
    'Write on your own. Nobody can read your notes.',
  )
  expect(sentences('اكتبوا', 'هل أنتم مستعدّون؟')).toBe('اكتبوا. هل أنتم مستعدّون؟')
  expect(sentences('Break ', '')).toBe('Break.')
})
