import { expect, test } from 'vitest'
import { likenessOf, mixesAlphabets } from './names.ts'

test.each([
  ['a Cyrillic е', 'Zеynep Kaya'],
  ['a Greek Ζ', 'Ζeynep Kaya'],
  ['a Cyrillic К', 'Zeynep Каya'],
  ['an Armenian օ', 'Օrhan'],
  ['letters with nothing in between that is seen', 'Z\u200cе\u200cynep'],
])('a word with %s among Latin letters is of two alphabets', (_, name) => {
  expect(mixesAlphabets(name)).toBe(true)
})

test.each([
  'Zeynep Kaya',
  'Zeynep К.',
  'Зейнеп Кая',
  'Ζωή Παπά',
  'زينب كايا',
  'Ägir Þór',
  'Ayşe (Каʼ)',
  'Nguyễn 2',
  'A1 Б2',
])('%s is of one alphabet, word by word', (name) => expect(mixesAlphabets(name)).toBe(false))

test.each([
  'ZEYNEP KAYA',
  'Zéynep  Kaya',
  'Zeynep Кауа',
  'ΖΕΥΝΕΡ Kaya',
  'Zeynep Kaya (facilitator)',
  'Zeynep Kaya – Kolaylaştırıcı',
  'Facilitator: Zeynep Kaya',
  '(ميسّرة) Zeynep Kaya',
  'Zey\u200cnep Kaya',
  'Zeynep Kaya\u3164',
])('%s looks like Zeynep Kaya', (name) => {
  expect(likenessOf(name)).toBe(likenessOf('Zeynep Kaya'))
})

test.each(['Zeynep K.', 'Zeynep Kaya (KADEM)', 'Zeynep Kaya 2', 'Zehra Kaya', 'Зейнеп Кая', 'Facilitator'])(
  '%s does not',
  (name) => expect(likenessOf(name)).not.toBe(likenessOf('Zeynep Kaya')),
)

test('names of other alphabets stay different from each other, and a role alone is a name', () => {
  const names = ['Анна', 'Инна', 'Нина', 'Мария', 'Μαρία', 'Μάριος', 'سارة', 'سارا', 'Facilitator', 'Moderator']
  expect(new Set(names.map(likenessOf)).size).toBe(names.length)
  expect(likenessOf('…!')).toBe('')
})
