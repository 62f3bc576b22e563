import { expect, test, vi } from 'vitest'
import { pathWithin } from './path-within.ts'

vi.stubGlobal('location', { origin: 'https://meydan.example' })

test.each([
  ['/rooms/1?x=2', '/rooms/1?x=2'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/\t/evil.example', '/'],
  ['https://evil.example/', '/'],
  [['/a', '/b'], '/'],
  [undefined, '/'],
])('%j leads to %s', (wanted, path) => {
  expect(pathWithin(wanted)).toBe(path)
})
