import { expect, it } from 'vitest'
import { safeLink } from './evidence.ts'

it('offers web addresses as links', () => {
  expect(safeLink('https://example.org/report.pdf')).toEqual({
    href: 'https://example.org/report.pdf',
    shown: 'https://example.org/report.pdf',
  })
  expect(safeLink('  HTTP://Example.org ')?.href).toBe('http://example.org/')
  expect(safeLink('https://example.org/%D8%AA%D9%82%D8%B1%D9%8A%D8%B1')?.shown).toBe('https://example.org/تقرير')
})

const hostile = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0000javascript:alert(1)',
  '\u200bjavascript:alert(1)',
  'javascript://example.org/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.org/1',
  'mailto:someone@example.org',
  '//example.org',
  'https:example.org',
  'https:///example.org',
  'https:\\\\example.org',
  'https://',
  'https://bank.example@evil.example/',
  'https://bank.example:443@evil.example/',
  'https://exa mple.org',
  'see https://example.org',
  'https://example.org\njavascript:alert(1)',
  '',
]

it.each(hostile)('keeps %j a text', (text) => {
  expect(safeLink(text)).toBeNull()
})

it('shows where a link really leads', () => {
  expect(safeLink('https://exa\u200bmple.org/')?.shown).toBe('https://example.org/')
  expect(safeLink('https://аpple.com/')?.shown).toMatch(/^https:\/\/xn--/)
  expect(safeLink('https://evil.example/\u202egro.elpmaxe//:sptth')?.shown).toContain('%E2%80%AE')
  expect(safeLink('https://evil.example\u2215bank.example/')?.shown ?? 'https://evil').not.toMatch(/evil.example\u2215/)
  expect(safeLink('https://example.org/a%20b%00')?.shown).toBe('https://example.org/a%20b%00')
})
