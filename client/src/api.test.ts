// @vitest-environment node
import { expect, test, vi } from 'vitest'

vi.mock('./i18n/index.ts', () => ({ useT: () => (key: string) => key }))

const { addressOf, ApiError, call, onSignedOut } = await import('./api.ts')
const { readSession } = await import('@meydan/shared/contracts/session')

test('addresses are filled and escaped', () => {
  expect(addressOf('/api/rooms/:roomId/seats/:seatId', { roomId: 'a b', seatId: '1' })).toBe('/api/rooms/a%20b/seats/1')
  expect(addressOf('/api/rooms', {}, { q: 'ş&', none: undefined })).toBe('/api/rooms?q=%C5%9F%26')
})

test('a refused connection is offline, a foreign answer is unavailable, signed_out is announced', async () => {
  const ended = vi.fn()
  onSignedOut(ended)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('refused')))
  await expect(call(readSession)).rejects.toEqual(new ApiError('offline'))
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('<h1>Bad gateway</h1>', { status: 502 })))
  await expect(call(readSession)).rejects.toMatchObject({ code: 'unavailable' })
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'signed_out' }, { status: 401 })))
  await expect(call(readSession)).rejects.toMatchObject({ code: 'signed_out' })
  expect(ended).toHaveBeenCalledOnce()
  vi.unstubAllGlobals()
})
