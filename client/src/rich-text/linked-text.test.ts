import { expect, test } from 'vitest'
import { linkedText } from './linked-text.ts'

const shape = (text: string) =>
  linkedText(text).map(({ text: words, link }) => (link ? `<${words}|${link.href}>` : words))

test('addresses of the web become links, and nothing after them', () => {
  expect(shape('See https://example.org/a?b=1. And (http://example.com), too')).toEqual([
    'See ',
    '<https://example.org/a?b=1|https://example.org/a?b=1>',
    '. And (',
    '<http://example.com|http://example.com/>',
    '), too',
  ])
  expect(shape('انظر https://example.org/تقرير، ثم')).toEqual([
    'انظر ',
    '<https://example.org/تقرير|https://example.org/%D8%AA%D9%82%D8%B1%D9%8A%D8%B1>',
    '، ثم',
  ])
})

test('no other address is a link, and none that hides where it leads', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'https://bank.example@evil.example/', 'example.org']) {
    expect(shape(text)).toEqual([text])
  }
  expect(shape('')).toEqual([])
})
