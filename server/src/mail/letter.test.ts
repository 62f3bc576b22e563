import { expect, test } from 'vitest'
import { writeLetter } from './letter.ts'

test('a letter says the same as text and as HTML, in its direction', () => {
  const letter = writeLetter('ar', 'ملخص الاجتماع', [
    { heading: 'القرارات' },
    { paragraph: 'شكراً لكم' },
    { list: ['أولاً', 'ثانياً'] },
    { link: { label: 'افتحوا الملخص', url: 'https://meydan.example.org/rooms/1?a=1&b=2' } },
  ])
  expect(letter.html).toContain('<html lang="ar" dir="rtl">')
  expect(letter.html).toContain('href="https://meydan.example.org/rooms/1?a=1&amp;b=2"')
  for (const words of ['القرارات', 'شكراً لكم', 'ثانياً']) {
    expect(letter.text).toContain(words)
    expect(letter.html).toContain(words)
  }
  expect(letter.text).toContain('https://meydan.example.org/rooms/1?a=1&b=2')
})

test('nothing in it becomes markup or another header', () => {
  const letter = writeLetter('en', 'Summary\r\nBcc: all@example.org', [
    { paragraph: '<img src=x onerror=alert(1)> & "more"' },
    { list: ['</ul><script>alert(1)</script>'] },
  ])
  expect(letter.subject).toBe('Summary Bcc: all@example.org')
  expect(letter.html).not.toMatch(/<img|<script/)
  expect(letter.html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;')
})
