import { expect, test } from 'vitest'
import { linkedPieces } from './text-links.ts'

const shape = (text: string) => linkedPieces(text).map((piece) => (piece.href ? `<${piece.href}>` : piece.text))

test('addresses of the web and of mail are links, and nothing around them', () => {
  expect(shape('See https://example.org/a, or write to ida@example.org.')).toEqual([
    'See ',
    '<https://example.org/a>',
    ', or write to ',
    '<mailto:ida@example.org>',
    '.',
  ])
})

test('nothing else is a link', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x', 'ida@', '@ida']) {
    expect(shape(text)).toEqual([text])
  }
  expect(shape('')).toEqual([])
})
