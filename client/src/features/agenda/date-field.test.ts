import { expect, test } from 'vitest'
import { fieldOfIso, isoOfField } from './date-field.ts'

test('a date survives its field, to the minute', () => {
  for (const iso of ['2026-11-22T10:05:00.000Z', '2027-01-01T23:59:00.000Z', '2026-03-29T02:30:00.000Z'])
    expect(isoOfField(fieldOfIso(iso))).toBe(iso)
  expect(fieldOfIso(null)).toBe('')
  expect(isoOfField('')).toBeNull()
})
