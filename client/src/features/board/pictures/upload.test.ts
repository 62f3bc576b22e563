// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

vi.mock('../../../i18n/index.ts', () => ({ useT: () => (key: string) => key }))

const { ApiError } = await import('../../../api.ts')
const { pictureUrl } = await import('./picture-url.ts')
const { preparePicture, uploadPicture } = await import('./upload.ts')

const blob = (size: number, type: string) => new Blob([new Uint8Array(size)], { type })

type Browser = { width: number; height: number; writes?: string[]; bytes?: (quality: number) => number }

/** A browser that reads a picture as so large, and writes these kinds. */
function browser({ width, height, writes = ['image/webp', 'image/jpeg'], bytes = () => 300_000 }: Browser) {
  const asked = { bitmap: vi.fn(), canvas: vi.fn(), filled: vi.fn(), closed: vi.fn() }
  vi.stubGlobal(
    'Image',
    class {
      naturalWidth = width
      naturalHeight = height
      onload = () => {}
      onerror = () => {}
      set src(_address: string) {
        queueMicrotask(() => (width > 0 ? this.onload() : this.onerror()))
      }
    },
  )
  vi.stubGlobal('createImageBitmap', async (_file: Blob, options: object) => {
    asked.bitmap(options)
    return { close: asked.closed }
  })
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      constructor(...edges: number[]) {
        asked.canvas(...edges)
      }
      getContext = () => ({ drawImage: () => {}, fillRect: asked.filled })
      convertToBlob = async ({ type, quality }: { type: string; quality: number }) =>
        writes.includes(type) ? blob(bytes(quality), type) : blob(9_000_000, 'image/png')
    },
  )
  return asked
}

beforeEach(() => {
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:picture')
  vi.spyOn(URL, 'revokeObjectURL').mockReturnValue()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('before it is sent', () => {
  test('a large photo is made to fit, and turns into some hundred kilobytes', async () => {
    const asked = browser({ width: 3000, height: 4000 })
    const made = await preparePicture(blob(5_000_000, 'image/jpeg'))
    expect([made.type, made.size]).toEqual(['image/webp', 300_000])
    expect(asked.canvas).toHaveBeenCalledWith(1800, 2400)
    expect(asked.bitmap).toHaveBeenCalledWith({ resizeWidth: 1800, resizeHeight: 2400, resizeQuality: 'high' })
    expect(asked.closed).toHaveBeenCalled()
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:picture')
  })

  test('a small one stays as it is, unless the server can’t read its kind', async () => {
    browser({ width: 800, height: 600 })
    const small = blob(200_000, 'image/png')
    expect(await preparePicture(small)).toBe(small)
    expect((await preparePicture(blob(200_000, 'image/heic'))).type).toBe('image/webp')
  })

  test('what would only grow stays as it is', async () => {
    browser({ width: 5000, height: 5000 })
    const flat = blob(90_000, 'image/png')
    expect(await preparePicture(flat)).toBe(flat)
  })

  test('quality goes down until it is small enough', async () => {
    browser({ width: 3000, height: 3000, bytes: (quality) => quality * 2_000_000 })
    expect((await preparePicture(blob(9_000_000, 'image/jpeg'))).size).toBe(1_000_000)
  })

  test('where no WebP is written it is a JPEG, on white', async () => {
    const asked = browser({ width: 3000, height: 3000, writes: ['image/jpeg'] })
    expect((await preparePicture(blob(9_500_000, 'image/jpeg'))).type).toBe('image/jpeg')
    expect(asked.filled).toHaveBeenCalled()
  })

  test('what can’t be read, or drawn, is sent as it is', async () => {
    const file = blob(5_000_000, 'image/jpeg')
    browser({ width: 0, height: 0 })
    expect(await preparePicture(file)).toBe(file)
    browser({ width: 3000, height: 3000 })
    vi.stubGlobal('OffscreenCanvas', undefined)
    expect(await preparePicture(file)).toBe(file)
  })
})

describe('sending', () => {
  const id = '5f0d3bb0-6e0c-4c55-8f5c-1f5c5e5f7a11'
  let requests: FakeRequest[]

  class FakeRequest {
    headers: Record<string, string> = {}
    upload: { onprogress?: (event: object) => void } = {}
    status = 0
    responseText = ''
    opened: string[] = []
    sent: Blob | undefined
    onload = () => {}
    onerror = () => {}
    ontimeout = () => {}
    onabort = () => {}
    constructor() {
      requests.push(this)
    }
    open = (...opened: string[]) => (this.opened = opened)
    setRequestHeader = (name: string, value: string) => (this.headers[name] = value)
    send = (body: Blob) => (this.sent = body)
    abort = () => this.onabort()
    answer(status: number, text: string): void {
      this.status = status
      this.responseText = text
      this.onload()
    }
  }

  beforeEach(() => {
    requests = []
    vi.stubGlobal('XMLHttpRequest', FakeRequest)
  })

  test('tells how far it is, and answers with what the board needs', async () => {
    const parts: number[] = []
    const sending = uploadPicture('room 1', blob(10, 'image/webp'), (part) => parts.push(part))
    const [request] = requests
    expect(request!.opened).toEqual(['POST', '/api/rooms/room%201/images'])
    expect(request!.headers).toEqual({ 'x-meydan': '1', 'content-type': 'image/webp' })
    request!.upload.onprogress!({ loaded: 5, total: 10 })
    request!.answer(200, JSON.stringify({ id, width: 4, height: 3 }))
    expect(await sending).toEqual({ id, width: 4, height: 3 })
    expect(parts).toEqual([0.5, 1])
  })

  test('a file that does not say what it is is sent as a picture all the same', () => {
    void uploadPicture('room', blob(10, ''))
    void uploadPicture('room', blob(10, 'application/pdf'))
    expect(requests.map(({ headers }) => headers['content-type'])).toEqual(['image/jpeg', 'image/jpeg'])
  })

  test('every failure is one the person can read', async () => {
    const refused = uploadPicture('room', blob(10, 'image/png'))
    requests[0]!.answer(409, JSON.stringify({ code: 'pictures_full' }))
    await expect(refused).rejects.toEqual(new ApiError('pictures_full'))
    const proxy = uploadPicture('room', blob(10, 'image/png'))
    requests[1]!.answer(502, '<h1>Bad gateway</h1>')
    await expect(proxy).rejects.toMatchObject({ code: 'unavailable' })
    const lost = uploadPicture('room', blob(10, 'image/png'))
    requests[2]!.onerror()
    await expect(lost).rejects.toMatchObject({ code: 'offline' })
    await expect(uploadPicture('room', blob(12 * 1024 * 1024 + 1, 'image/png'))).rejects.toMatchObject({
      code: 'picture_too_large',
    })
    expect(requests).toHaveLength(3)
  })

  test('can be stopped', async () => {
    const stopping = new AbortController()
    const sending = uploadPicture('room', blob(10, 'image/png'), () => {}, stopping.signal)
    stopping.abort()
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' })
    await expect(uploadPicture('room', blob(1, 'image/png'), () => {}, stopping.signal)).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})

test('the address of a picture stays among the room’s pictures, whatever a document says', () => {
  expect(pictureUrl('r', '5f0d-11')).toBe('/api/rooms/r/images/5f0d-11')
  expect(pictureUrl('r', '../../session?x=')).toBe('/api/rooms/r/images/sessionx')
  expect(pictureUrl('r', '')).toBe('/api/rooms/r/images/-')
})
