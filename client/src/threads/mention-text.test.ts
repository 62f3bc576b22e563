import { expect, test } from 'vitest'
import { foundPeople, type Mentionable, mentionAt, partsOf, toKept, toShown, withMention } from './mention-text.ts'

const MEHMET = '11111111-1111-4111-8111-111111111111'
const MEHMET_ALI = '22222222-2222-4222-8222-222222222222'
const COUNCIL = '33333333-3333-4333-8333-333333333333'
const people: Mentionable[] = [
  { of: 'seat', id: MEHMET, name: 'Mehmet', side: 'public', organisation: 'Şahinbey Belediyesi' },
  { of: 'seat', id: MEHMET_ALI, name: 'Mehmet Ali', side: 'civil', organisation: 'Göçmen Dayanışma Derneği' },
  { of: 'organisation', id: COUNCIL, name: 'Şahinbey Belediyesi', side: 'public', organisation: '' },
]
const nameOf = (_: string, id: string) => people.find((one) => one.id === id)?.name ?? 'somebody who left'

test('a name behind an @ is kept as a mention, the longer of two that fit', () => {
  expect(toKept('@Mehmet Ali, ask @Mehmet’e and @Şahinbey Belediyesi.', people)).toBe(
    `@[seat:${MEHMET_ALI}], ask @[seat:${MEHMET}]’e and @[organisation:${COUNCIL}].`,
  )
})

test('half a name, a longer word, an address and a lone @ stay words', () => {
  for (const text of ['@Meh', '@Mehmetçik', 'a@Mehmet', '@', '@@Mehmet', 'mail a@example.org']) {
    expect(toKept(text, people)).toBe(text)
  }
})

test('what is kept is shown with the names of today, and kept again as it was', () => {
  const kept = `Dear @[seat:${MEHMET}]\nand @[organisation:${COUNCIL}]`
  const shown = toShown(kept, nameOf)
  expect(shown).toBe('Dear @Mehmet\nand @Şahinbey Belediyesi')
  expect(toKept(shown, people)).toBe(kept)
  expect(toShown('@[seat:99999999-9999-4999-8999-999999999999]', nameOf)).toBe('@somebody who left')
})

test('a text is words and mentions, and what only looks like one is words', () => {
  expect(partsOf(`a @[seat:${MEHMET}] b @[room:${MEHMET}] @[seat:x]`)).toEqual([
    { kind: 'words', text: 'a ' },
    { kind: 'mention', of: 'seat', id: MEHMET },
    { kind: 'words', text: ` b @[room:${MEHMET}] @[seat:x]` },
  ])
  expect(partsOf('')).toEqual([])
})

test('what is looked for stands between the @ and the caret', () => {
  expect(mentionAt('hello @şah', 10)).toEqual({ from: 6, words: 'şah' })
  expect(mentionAt('hello @şah', 7)).toEqual({ from: 6, words: '' })
  expect(mentionAt('(@Mehmet A', 10)).toEqual({ from: 1, words: 'Mehmet A' })
  for (const text of ['hello', 'a@b', '@first\nsecond', '@Mehmet?', '@Mehmet, ', `@${'x'.repeat(41)}`]) {
    expect(mentionAt(text, text.length)).toBeNull()
  }
})

test('who is chosen stands in the place of what was typed', () => {
  const typed = 'Ask @meh about it'
  const written = withMention(typed, mentionAt(typed, 8)!, 'Mehmet')
  expect(written).toEqual({ text: 'Ask @Mehmet about it', caret: 12 })
})

test('people are found by the beginnings of their names, then of their organisations', () => {
  const names = (words: string) => foundPeople(people, words).map(({ name }) => name)
  expect(names('SAHINBEY')).toEqual(['Şahinbey Belediyesi', 'Mehmet'])
  expect(names('ali')).toEqual(['Mehmet Ali'])
  expect(names('hmet')).toEqual([])
  expect(names('')).toHaveLength(3)
})
