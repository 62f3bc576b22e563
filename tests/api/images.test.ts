import { randomBytes } from 'node:crypto'
import { uploadImage } from '@meydan/shared/contracts/images'
import { addBoard, editRoom } from '@meydan/shared/contracts/rooms'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, refusal, startApi } from './api.ts'
import { picture, type Pictures, picturesIn } from './pictures.ts'

let api: Api
let room: Pictures
let people: Pictures['people']

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await picturesIn(api)
  people = room.people
})
afterAll(() => api.close())

describe('a picture', () => {
  test('comes back as WebP, to be kept for ever by who asked, and to be nothing else', async () => {
    const { id, width, height } = await room.keep(await picture().png().toBuffer())
    expect([width, height]).toEqual([40, 20])
    const response = await room.read(id, people.observer)
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      vary: expect.stringContaining('cookie'),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
      etag: `"${id}"`,
    })
    const found = await sharp(response.rawPayload).metadata()
    expect([found.format, found.width, found.height]).toEqual(['webp', 40, 20])
  })

  test('that the browser has already is not sent again, to those who may see it', async () => {
    const { id } = await room.keep(await picture().png().toBuffer())
    const headers = { 'if-none-match': `"${id}"` }
    const again = await room.read(id, people.observer, { headers })
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
    expect(refusal(await room.read(id, people.outsider, { headers }))).toEqual([404, 'not_found'])
    const unknown = crypto.randomUUID()
    const gone = await room.read(unknown, people.observer, { headers: { 'if-none-match': `"${unknown}"` } })
    expect(refusal(gone)).toEqual([404, 'not_found'])
    expect(gone.headers['cache-control'], 'a refusal is not kept').toBe('no-store')
  })

  test('is for the room it was sent to', async () => {
    const { id } = await room.keep(await picture().png().toBuffer())
    const roomId = await room.otherRoom()
    expect((await room.read(id, people.organiser)).statusCode).toBe(200)
    expect(refusal(await room.read(id, people.organiser, { roomId }))).toEqual([404, 'not_found'])
    expect(refusal(await room.read(id, people.outsider))).toEqual([404, 'not_found'])
    const strangersRoom = await room.strangersRoom()
    expect(refusal(await room.read(id, people.outsider, { roomId: strangersRoom }))).toEqual([404, 'not_found'])
    expect(refusal(await room.read(id))).toEqual([401, 'signed_out'])
  })

  test('may be sent by who may write', async () => {
    const bytes = await picture().png().toBuffer()
    expect(refusal(await room.send(bytes, people.observer))).toEqual([403, 'forbidden'])
    expect(refusal(await room.send(bytes, people.outsider))).toEqual([404, 'not_found'])
    expect(refusal(await room.send(bytes, undefined))).toEqual([401, 'signed_out'])
    const roomId = await room.otherRoom()
    await api.call(editRoom, { params: { roomId }, body: { archived: true } }, people.organiser)
    expect(refusal(await room.send(bytes, people.organiser, { roomId }))).toEqual([409, 'room_archived'])
  })

  test('leaves place, camera and everything else of the file behind, and stands upright', async () => {
    const blue = { create: { width: 20, height: 20, channels: 3, background: { r: 0, g: 0, b: 220 } } } as const
    const sent = await picture()
      .composite([{ input: await sharp(blue).png().toBuffer(), left: 0, top: 0 }])
      .withExif({ IFD0: { Make: 'Leylek' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 4/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">Turna</x:xmpmeta>')
      .jpeg()
      .toBuffer()
    const before = await sharp(sent).metadata()
    expect([before.orientation, before.exif!.includes('Leylek'), sent.includes('Turna')]).toEqual([6, true, true])
    const { id, width, height } = await room.keep(sent, people.participant, { type: 'image/jpeg' })
    expect([width, height]).toEqual([20, 40])
    const { rawPayload } = await room.read(id, people.participant)
    const after = await sharp(rawPayload).metadata()
    expect([after.exif, after.xmp, after.icc, after.orientation]).toEqual([undefined, undefined, undefined, undefined])
    for (const word of ['Leylek', 'Turna', 'EXIF']) expect(rawPayload.includes(word), word).toBe(false)
    // Turned by a quarter to the right: the blue left half is on top, the red right one below.
    const pixels = await sharp(rawPayload).raw().toBuffer()
    expect([pixels[2]! > 180, pixels.at(-3)! > 150]).toEqual([true, true])
  })

  test('is made to fit, and never larger than it was', async () => {
    const large = await room.keep(await picture(4800, 1200).png().toBuffer())
    expect([large.width, large.height]).toEqual([2400, 600])
    const thin = await room.keep(await picture(1, 3000).png().toBuffer())
    expect([thin.width, thin.height]).toEqual([1, 2400])
  })

  test('of every kind we name is taken, whatever it calls itself; of an animation the first frame', async () => {
    const frame = await picture(8, 8).png().toBuffer()
    const animation = await sharp([frame, frame], { join: { animated: true } })
      .gif()
      .toBuffer()
    const files = [picture(8, 8).jpeg(), picture(8, 8).webp(), picture(8, 8).avif()].map((file) => file.toBuffer())
    for (const bytes of [...(await Promise.all(files)), animation]) {
      const view = await room.keep(bytes, people.participant, { type: 'image/anything' })
      expect(view).toMatchObject({ width: 8, height: 8 })
    }
  })
})

describe('what is no picture of ours', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
  const noise = () => sharp(randomBytes(200 * 200 * 3), { raw: { width: 200, height: 200, channels: 3 } })
  const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))
  const strangers: Record<string, () => Promise<Buffer> | Buffer> = {
    SVG: () => Buffer.from(svg),
    'SVG with a declaration': () => Buffer.from(`<?xml version="1.0"?>\n${svg}`),
    HTML: () => Buffer.from('<!doctype html><script>alert(1)</script>'),
    PDF: () => Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF'),
    TIFF: () => picture().tiff().toBuffer(),
    'bytes at random': () => randomBytes(5000),
    'a PNG’s beginning with HTML behind': async () =>
      Buffer.concat([(await picture().png().toBuffer()).subarray(0, 33), Buffer.from('<html></html>')]),
    'half a JPEG': async () => half(await noise().jpeg().toBuffer()),
    'half a PNG': async () => half(await noise().png().toBuffer()),
    'half a GIF': async () => half(await noise().gif({ effort: 1 }).toBuffer()),
    'half a WebP': async () => half(await noise().webp().toBuffer()),
    nothing: () => Buffer.alloc(0),
  }

  test.each(Object.entries(strangers))('is refused: %s', async (_name, bytes) => {
    for (const type of ['image/png', 'image/svg+xml']) {
      const response = await room.send(await bytes(), people.participant, { type })
      expect(refusal(response)).toEqual([415, 'picture_unreadable'])
    }
  })

  test('is refused as JSON and as a form, and by any route but this as a picture', async () => {
    const bytes = await picture().png().toBuffer()
    const types = ['application/json', 'multipart/form-data; boundary=x', 'text/plain', 'application/octet-stream']
    for (const type of types) {
      const response = await room.send(bytes, people.participant, { type })
      expect(refusal(response), type).toEqual([415, 'unsupported_media'])
    }
    const { roomId } = room
    const elsewhere = await api.app.inject({
      method: 'POST',
      url: addBoard.path.replace(':roomId', roomId),
      headers: {
        host: 'meydan.test',
        origin: 'http://meydan.test',
        'x-meydan': '1',
        cookie: people.organiser.cookie,
        'content-type': 'image/png',
      },
      payload: bytes,
    })
    expect(refusal(elsewhere)).toEqual([415, 'unsupported_media'])
  })

  test('of another site is not even looked at', async () => {
    const bytes = await picture().png().toBuffer()
    const headers = { 'content-type': 'image/png', origin: 'https://elsewhere.example' }
    const given = { params: { roomId: room.roomId }, body: bytes }
    const response = await api.send(uploadImage, given, { cookie: people.participant.cookie, headers })
    expect(refusal(response)).toEqual([403, 'foreign_origin'])
  })
})
