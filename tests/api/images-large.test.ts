import { randomBytes } from 'node:crypto'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Api, refusal, startApi, startApiForTest } from './api.ts'
import { picture, type Pictures, picturesIn } from './pictures.ts'
import { until } from '../support/until.ts'
import type { Person } from './stories.ts'

const MB = 1024 * 1024

let api: Api
let room: Pictures
let people: Pictures['people']

beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '1000' })
  room = await picturesIn(api)
  people = room.people
})
afterAll(() => api.close())

/** How long a piece of work took, and how much more memory it needed at its height. */
async function cost(work: () => Promise<unknown>): Promise<{ ms: number; megabytes: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5)
  const started = performance.now()
  await work()
  clearInterval(watch)
  most = Math.max(most, process.memoryUsage.rss())
  return { ms: performance.now() - started, megabytes: (most - before) / MB }
}

test('a photo of sixty megapixels fits, in time and memory', async () => {
  const photo = await picture(10_000, 6_000).png({ compressionLevel: 1 }).toBuffer()
  const { ms, megabytes } = await cost(async () => {
    expect(await room.keep(photo)).toMatchObject({ width: 2400, height: 1440 })
  })
  expect(ms).toBeLessThan(10_000)
  expect(megabytes).toBeLessThan(120)
})

test('a bomb is refused before it is unpacked', async () => {
  const bomb = pngSaying(60_000, 60_000)
  const { ms, megabytes } = await cost(async () => {
    expect(refusal(await room.send(bomb, people.participant))).toEqual([413, 'picture_too_large'])
  })
  expect(ms).toBeLessThan(1000)
  expect(megabytes).toBeLessThan(40)
})

test('a file that has to be decoded whole is refused earlier', async () => {
  const avif = await picture(6000, 5000).avif({ effort: 0 }).toBuffer()
  expect(refusal(await room.send(avif, people.participant))).toEqual([413, 'picture_too_large'])
  expect(await room.keep(await picture(6000, 5000).png().toBuffer())).toMatchObject({ width: 2400 })
})

test('a file that has to be unpacked to be turned is refused earlier too', async () => {
  const saying = (orientation: number) => pngSaying(60_000, 1_000, { depth: 16, colours: 6, orientation })
  expect(refusal(await room.send(saying(6), people.participant))).toEqual([413, 'picture_too_large'])
  expect(refusal(await room.send(saying(1), people.participant)), 'begun, and broken').toEqual([
    415,
    'picture_unreadable',
  ])
})

test('more than twelve megabytes are refused', async () => {
  expect(refusal(await room.send(Buffer.alloc(12 * MB + 1), people.participant))).toEqual([413, 'too_large'])
  expect(refusal(await room.send(Buffer.alloc(12 * MB), people.participant))).toEqual([415, 'picture_unreadable'])
})

test('too many at once are told to come again, and afterwards there is room', async () => {
  const bytes = await picture(1200, 1200).png().toBuffer()
  const all = await Promise.all(Array.from({ length: 40 }, () => room.send(bytes, people.participant)))
  const answers = all.map((response) => (response.statusCode === 200 ? 'kept' : refusal(response).join(' ')))
  expect(new Set(answers)).toEqual(new Set(['kept', '503 busy']))
  expect(await room.keep(bytes)).toMatchObject({ width: 1200 })
})

test('what is being received together has an end too, and nothing stays reserved', async () => {
  const large = Buffer.alloc(12 * MB)
  const senders = [people.participant, people.facilitator, people.organiser, people.participant, people.facilitator]
  const codes = async (times: number) => {
    const all = await Promise.all(
      Array.from({ length: times }, (_, index) => room.send(large, senders[index] ?? people.organiser)),
    )
    return all.map((response) => refusal(response)[1]).sort()
  }
  const five = Array(5).fill('picture_unreadable')
  expect(await codes(8)).toEqual(['busy', 'busy', 'busy', ...five])
  expect(await codes(5)).toEqual(five)
})

test('one person who sends slowly leaves room for others', async () => {
  const large = Buffer.alloc(12 * MB)
  const stop = await sendHalf([people.participant, people.participant])
  const code = async (person: Person) => refusal(await room.send(large, person))[1]
  await until(async () => (await code(people.participant)) === 'busy', { every: 100, what: 'they hold what one may' })
  expect(await code(people.facilitator)).toBe('picture_unreadable')
  stop()
  await until(async () => (await code(people.participant)) === 'picture_unreadable', { what: 'it is free again' })
})

test('who goes away half-way leaves nothing reserved', async () => {
  const stop = await sendHalf([
    people.participant,
    people.participant,
    people.facilitator,
    people.facilitator,
    people.organiser,
  ])
  const large = Buffer.alloc(12 * MB)
  const code = async () => refusal(await room.send(large, people.organiser))[1]
  await until(async () => (await code()) === 'busy', { every: 100, what: 'five that send hold all there is' })
  stop()
  await until(async () => (await code()) === 'picture_unreadable', { what: 'it is free again' })
})

/** Begins to send a picture of twelve megabytes for each of these, and never ends; answers with how to hang up. */
async function sendHalf(who: readonly Person[]): Promise<() => void> {
  if (!api.app.server.listening) await api.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = api.app.server.address() as AddressInfo
  const lines = (person: Person) => [
    `POST /api/rooms/${room.roomId}/images HTTP/1.1`,
    'host: meydan.test',
    'origin: http://meydan.test',
    'x-meydan: 1',
    `cookie: ${person.cookie}`,
    'content-type: image/png',
    `content-length: ${12 * MB}`,
  ]
  const sockets = new Set<Socket>()
  const begin = (person: Person) => {
    const socket = connect(port, '127.0.0.1')
    sockets.add(socket)
    socket.on('error', () => {})
    // An answer: whoever looks whether they are full had taken the place.
    socket.once('data', () => {
      if (!sockets.delete(socket)) return
      socket.destroy()
      begin(person)
    })
    socket.write(`${lines(person).join('\r\n')}\r\n\r\nsome`)
  }
  who.forEach(begin)
  const stop = () => {
    for (const socket of [...sockets]) {
      sockets.delete(socket)
      socket.destroy()
    }
  }
  onTestFinished(stop)
  return stop
}

test('a room is full when its megabytes are; another isn’t', async () => {
  const small = await startApiForTest({ PICTURES_PER_ROOM_MB: '1' })
  const there = await picturesIn(small)
  const raw = { width: 900, height: 900, channels: 3 } as const
  const bytes = await sharp(randomBytes(900 * 900 * 3), { raw })
    .jpeg()
    .toBuffer()
  const sent = await Promise.all([there.send(bytes, there.people.organiser), there.send(bytes, there.people.organiser)])
  expect(sent.map(({ statusCode }) => statusCode).sort(), 'two that come together').toEqual([200, 409])
  expect(refusal(await there.send(bytes, there.people.organiser))).toEqual([409, 'pictures_full'])
  await there.keep(bytes, there.people.organiser, { roomId: await there.otherRoom() })
})

test('thirty pictures a minute are enough for one person', async () => {
  const limited = await startApiForTest()
  const there = await picturesIn(limited)
  const none = Buffer.alloc(0)
  for (let time = 0; time < 30; time++) {
    expect(refusal(await there.send(none, there.people.participant))).toEqual([415, 'picture_unreadable'])
  }
  expect(refusal(await there.send(none, there.people.participant))).toEqual([429, 'slow_down'])
  expect(refusal(await there.send(none, there.people.facilitator))).toEqual([415, 'picture_unreadable'])
})

/** A PNG that says how large it is and how it lies, and has the beginning of it. */
function pngSaying(width: number, height: number, { depth = 1, colours = 0, orientation = 1 } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colours, 0, 0, 0], 8)
  const exif = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  exif.writeUInt16BE(orientation, 18)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = chunk('IDAT', deflateSync(Buffer.alloc(8_000_000)))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('eXIf', exif), data])
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const body = Buffer.concat([Buffer.from(name), data])
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
