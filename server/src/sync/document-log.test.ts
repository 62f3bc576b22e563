import { expect, test } from 'vitest'
import { FOLD_AFTER_ROWS, isLongTail } from './document-log.ts'

const KIB = 1024

test('a small document is folded after its rows or bytes, a large one after as many as it is large', () => {
  expect(isLongTail({ rows: FOLD_AFTER_ROWS - 1, bytes: 255 * KIB }, 10 * KIB)).toBe(false)
  expect(isLongTail({ rows: FOLD_AFTER_ROWS, bytes: 0 }, 10 * KIB)).toBe(true)
  expect(isLongTail({ rows: 1, bytes: 256 * KIB }, 10 * KIB)).toBe(true)
  expect(isLongTail({ rows: FOLD_AFTER_ROWS, bytes: 300 * KIB }, 1024 * KIB)).toBe(false)
  expect(isLongTail({ rows: 2_048, bytes: 0 }, 1024 * KIB)).toBe(true)
  expect(isLongTail({ rows: 1, bytes: 512 * KIB }, 1024 * KIB)).toBe(true)
})
