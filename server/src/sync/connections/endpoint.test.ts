import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { expect, onTestFinished, test, vi } from 'vitest'
import { metrics } from '../../metrics.ts'
import type { Admission } from './endpoint.ts'
import { SyncEndpoint } from './endpoint.ts'
import type { Library } from '../library.ts'
import { buffers } from './limits.ts'
import type { Peer } from '../peer.ts'
import { toWebSocketFrame } from '../wire.ts'

const KB = 1024
/** The largest that doesn't count as a document on its way. */
const FRAME = toWebSocketFrame(new Uint8Array(buffers.bulkBytes - KB))
const FULL = Math.floor(buffers.mostBytes / FRAME.length)
const QUARTER = Math.floor(FULL / 4)

/** A socket under a websocket that takes everything and gets rid of nothing: its kernel's buffers are full. */
class FullSocket extends Duplex {
  readonly _handle = { bytesWritten: 0, writeQueueSize: 0 }
  bytesWritten = 0
  bytesRead = 0

  constructor() {
    super()
    Object.defineProperty(this, 'writableLength', { get: () => this.bytesWritten })
  }

  override _read(): void {}
  override _write(): void {}
  override write(chunk: unknown): boolean {
    this.bytesWritten += (chunk as Buffer).length
    return false
  }
  setTimeout(): void {}
  setNoDelay(): void {}
}

function request(link: string): IncomingMessage {
  const asked = new IncomingMessage(new Socket())
  asked.method = 'GET'
  asked.url = `/sync/${crypto.randomUUID()}`
  asked.headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    cookie: link,
  }
  return asked
}

function endpoint() {
  const joined: Peer[] = []
  const document = {
    epoch: 1,
    live: { isNewerThanThisServer: false },
    join: (peer: Peer) => joined.push(peer),
    leave: (peer: Peer) => joined.splice(joined.indexOf(peer), 1),
  }
  const who = { seatId: 'seat', role: 'participant', mayWrite: true, user: {} } as unknown as Peer
  const admit = async (_id: string, personId: string): Promise<Admission> => ({
    sessionId: personId,
    standing: '',
    epoch: 1,
    isGuest: true,
    link: null,
    peer: { ...who, personId },
  })
  const sync = new SyncEndpoint({
    library: { open: async () => document } as unknown as Library,
    isOwnOrigin: () => true,
    admit,
    watch: () => () => {},
    addressOf: () => '203.0.113.7',
    readToken: () => crypto.randomUUID(),
    limitScale: 1,
    log: { warn: () => {} },
  })
  onTestFinished(() => sync.close())
  const come = async (count: number): Promise<Peer[]> => {
    const before = joined.length
    for (let n = 0; n < count; n++) sync.upgrade(request(`${n}`), new FullSocket(), Buffer.alloc(0))
    await vi.waitFor(() => expect(joined.length).toBe(before + count))
    return joined.slice(before)
  }
  return { joined, come }
}

function fill(peers: readonly Peer[], frames: number): void {
  for (const peer of peers) for (let n = 0; n < frames; n++) peer.sendFramed(FRAME)
}

test('what waits for all slow readers of a node together is bounded; the fullest go first', async () => {
  const { joined, come } = endpoint()
  const most = buffers.nodeBytes
  const full = await come(Math.ceil(most / (FULL * FRAME.length)))
  const others = await come(8)
  fill(full, FULL)
  fill(others, QUARTER)
  expect(
    full.every((peer) => joined.includes(peer)),
    'none of them alone is too full',
  ).toBe(true)
  await vi.waitFor(() => expect(joined.length).toBeLessThan(full.length + others.length), { timeout: 3_000 })
  const gone = full.filter((peer) => !joined.includes(peer)).length
  const held = (full.length - gone) * FULL * FRAME.length + others.length * QUARTER * FRAME.length
  expect(held).toBeLessThanOrEqual(most)
  expect(held + FULL * FRAME.length, 'nobody is sent away beyond need').toBeGreaterThan(most)
  expect(
    others.every((peer) => joined.includes(peer)),
    'who reads a little slowly stays',
  ).toBe(true)
  expect((await metrics.closes.get()).values).toContainEqual(
    expect.objectContaining({ labels: { code: 1013 }, value: gone }),
  )
})

test('below the bound nobody is sent away', async () => {
  const { joined, come } = endpoint()
  metrics.bufferedBytes.set(0)
  const people = await come(8)
  fill(people, FULL)
  await vi.waitFor(async () => expect((await metrics.bufferedBytes.get()).values[0]!.value).toBeGreaterThan(0), {
    timeout: 3_000,
  })
  expect(joined.length).toBe(people.length)
})
