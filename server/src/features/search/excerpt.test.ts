import { expect, test } from 'vitest'
import { excerpt } from './excerpt.ts'

test('what is short is there whole, on one line, without the ids of those named in it', () => {
  expect(excerpt('Çeşme\n  tamiri', ['cesme'])).toBe('Çeşme tamiri')
  expect(excerpt('@[seat:0190aaaa-0000-7000-8000-000000000000] bakar mı?', ['bakar'])).toBe('@… bakar mı?')
})

test('of what is long there is what stands around the word', () => {
  const long = `${'ağaç dikildi ve '.repeat(40)}çeşme onarıldı ${'sonra '.repeat(60)}`
  const shown = excerpt(long, ['cesme'])
  expect(shown).toMatch(/^….*çeşme onarıldı.*…$/)
  expect(shown.length).toBeLessThanOrEqual(242)
  expect(excerpt(`${'كلمة '.repeat(80)}والبلدية ${'كلمة '.repeat(80)}`, ['بلديه'])).toContain('والبلدية')
})

test('where the word is in what is left out of it, its beginning stands for it', () => {
  expect(excerpt('x'.repeat(500), ['yok'])).toBe(`${'x'.repeat(240)}…`)
})
