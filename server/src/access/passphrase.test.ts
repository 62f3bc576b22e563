import { expect, test } from 'vitest'
import { hashPassphrase, isPassphrase } from './passphrase.ts'

test('a passphrase is known again however it is typed, and no other is', async () => {
  const kept = await hashPassphrase('Mavi kapı  yedi')
  expect(kept).not.toContain('mavi')
  expect(await isPassphrase('  mavi kapı yedi ', kept)).toBe(true)
  expect(await isPassphrase('mavi kapi yedi', kept)).toBe(false)
  expect(await isPassphrase('', kept)).toBe(false)
  expect(await isPassphrase('mavi kapı yedi', '')).toBe(false)
  expect(await hashPassphrase('Mavi kapı  yedi')).not.toBe(kept)
})
