import { expect, test } from 'vitest'
import { highlighted } from './highlight.ts'

const found = (text: string, looked: string) =>
  highlighted(text, looked)
    .filter(({ isFound }) => isFound)
    .map(({ text: word }) => word)

test('what was found is marked, whatever its capitals and marks, and nothing is lost', () => {
  expect(found('Çeşme TAMİRİ, çeşmeler', 'cesme tamir')).toEqual(['Çeşme', 'TAMİRİ', 'çeşmeler'])
  expect(found('والبلديّة في الحيّ', 'بلدية حي')).toEqual(['والبلديّة', 'الحيّ'])
  const text = 'Bir (iki), üç'
  expect(
    highlighted(text, 'iki')
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text)
})

test('nothing is marked where nothing is looked for', () => {
  expect(highlighted('Bir iki', ' ! ')).toEqual([{ text: 'Bir iki', isFound: false }])
  expect(highlighted('', 'a')).toEqual([])
})
