import { clientEvents } from '@meydan/shared/contracts/events'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { crowd } from '../support/crowd.ts'
import { frameHeader, rawConnection, upgradeRequest } from '../support/raw-upgrade.ts'
import { until } from '../support/until.ts'
import { isAlive, MB, startTarget, type Target } from './target.ts'

let target: Target
let pid: number

beforeAll(async () => {
  target = await startTarget()
  pid = target.process.pid!
})
afterAll(() => target?.end())

const garbage: [string, Buffer][] = [
  ['an unmasked frame', Buffer.from([0x82, 0x01, 0x00])],
  ['opcode 3', Buffer.concat([frameHeader(0x83, 1), Buffer.from([0])])],
  ['a reserved bit', Buffer.concat([frameHeader(0xc2, 1), Buffer.from([0])])],
  ['bad UTF-8', Buffer.concat([frameHeader(0x81, 2), Buffer.from([0xc3, 0x28])])],
  ['a header that announces 200 MB', frameHeader(0x82, 200 * MB)],
  ['2,000 fragments', Buffer.concat([frameHeader(0x02, 0), ...Array.from({ length: 2_000 }, () => frameHeader(0, 0))])],
]

test('H-1 garbage on the wire, from anybody and at both doors, ends itself and leaves nothing behind', async () => {
  const cookies = await crowd(target.fresh.db, target.story, garbage.length * 4)
  const doors = [`/sync/${target.story.boardId}`, '/socket.io/?EIO=4&transport=websocket']
  const send = async (door: string, bytes: Buffer, cookie: string | undefined) => {
    const { socket, received, ended } = await rawConnection(target.port)
    const host = new URL(target.url).host
    socket.write(upgradeRequest(door, { host, origin: target.url, ...(cookie && { cookie }) }))
    await until(() => received().includes(' 101 '))
    const begun = performance.now()
    socket.write(bytes)
    await ended
    return performance.now() - begun
  }
  const round = async () => {
    const all = doors.flatMap((door) =>
      garbage.flatMap(([, bytes]) => [send(door, bytes, cookies.pop()), send(door, bytes, '')]),
    )
    return Promise.all(all)
  }
  // What the first of each kind makes Node load is no attacker's.
  await round()
  const before = await target.settled()
  const took = await round()
  const halves = await Promise.all(doors.map(() => rawConnection(target.port)))
  halves.forEach(({ socket }, n) => socket.write(upgradeRequest(doors[n]!, {}).slice(0, -4)))
  expect(await isAlive(target, pid)).toBe(true)
  // The bar is 1 s on a machine of one's own.
  expect(Math.max(...took)).toBeLessThan(4_000)
  expect((await target.settled()) - before).toBeLessThan(10 * MB)
  for (const { socket } of halves) socket.destroy()
})

describe('H-10 at Socket.IO', () => {
  let deep: unknown = {}
  for (let level = 0; level < 100; level++) deep = { deep }
  const rubbish: [string, unknown][] = [
    ['null', null],
    ['a number', 7],
    ['a list', [[]]],
    ['a text', 'text'],
    ['bytes', Buffer.from([1, 2, 3])],
    ['something 100 deep', deep],
    ['__proto__', JSON.parse('{"__proto__":{"roomId":"x"}}')],
    ['constructor', { roomId: { constructor: { prototype: 1 } } }],
    ['a field too many', { roomId: crypto.randomUUID(), role: 'facilitator' }],
  ]
  const events = [...Object.keys(clientEvents), 'no such event', '__proto__', 'constructor']

  async function open(cookie: string, transport: 'websocket' | 'polling' = 'websocket'): Promise<Socket> {
    const extraHeaders = { cookie, origin: target.url }
    const socket = io(target.url, { transports: [transport], forceNew: true, reconnection: false, extraHeaders })
    onTestFinished(() => void socket.disconnect())
    await until(() => socket.connected)
    return socket
  }

  test.each(['websocket', 'polling'] as const)('every event with everything, by %s', async (transport) => {
    const cookies = await crowd(target.fresh.db, target.story, events.length)
    const slowest = { ms: 0, what: '' }
    for (const event of events) {
      const isKnown = Object.hasOwn(clientEvents, event)
      const socket = await open(cookies.pop()!, transport)
      const answers: unknown[] = []
      for (const [what, body] of rubbish) {
        socket.emit(event, body)
        const begun = performance.now()
        const answered = socket
          .timeout(3_000)
          .emitWithAck(event, body)
          .catch(() => 'dropped')
        if (!isKnown) continue
        answers.push(await answered)
        const ms = performance.now() - begun
        if (ms > slowest.ms) Object.assign(slowest, { ms, what: `${event} with ${what}` })
      }
      expect(answers).toEqual(answers.map(() => ({ ok: false, code: 'invalid' })))
      socket.emit(event)
      socket.emit(event, () => {})
      socket.emit(event, { roomId: target.story.roomId }, null)
      socket.emit(event, { roomId: target.story.roomId }, { not: 'a callback' })
      socket.emit(event, ...Array.from({ length: 50 }, () => null))
      expect(await isAlive(target, pid), event).toBe(true)
      socket.emit(event, { roomId: 'x'.repeat(300_000) })
      await until(() => !socket.connected, { what: '300 KB end the connection' })
    }
    expect(await isAlive(target, pid)).toBe(true)
    // The bar is 100 ms on a machine of one's own.
    expect(slowest.ms, slowest.what).toBeLessThan(400)
  })

  test('100,000 tiny packets by polling: nobody else waits', async () => {
    const [attacker, neighbour] = await crowd(target.fresh.db, target.story, 2)
    const near = await open(neighbour!)
    const session = await polling(attacker!)
    const before = await target.settled()
    const packets = Array.from({ length: 6_000 }, () => '42["x"]').join('\x1e')
    let slowest = 0
    const statuses: number[] = []
    for (let sent = 0; sent < 100_000; sent += 6_000) {
      const post = session.post(packets)
      const begun = performance.now()
      await near.timeout(5_000).emitWithAck('room:leave', { roomId: crypto.randomUUID() })
      slowest = Math.max(slowest, performance.now() - begun)
      statuses.push(await post)
    }
    expect(await isAlive(target, pid)).toBe(true)
    expect(statuses.filter((status) => status === 200).length, 'they were taken').toBeGreaterThan(10)
    expect(slowest, 'the bar is 100 ms').toBeLessThan(400)
    expect((await target.settled()) - before).toBeLessThan(30 * MB)
  })

  async function polling(cookie: string) {
    const address = `${target.url}/socket.io/?EIO=4&transport=polling`
    const headers = { cookie, origin: target.url, 'content-type': 'text/plain;charset=UTF-8' }
    const opened = await (await fetch(address, { headers })).text()
    const { sid } = JSON.parse(opened.slice(1)) as { sid: string }
    const post = async (body: string) =>
      (await fetch(`${address}&sid=${sid}`, { method: 'POST', headers, body })).status
    expect(await post('40')).toBe(200)
    return { post }
  }
})
