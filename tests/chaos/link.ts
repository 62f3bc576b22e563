import { createConnection, createServer, type Server, type Socket } from 'node:net'

export type Link = {
  port: number
  /** Both ends go on believing; nothing arrives any more, no end either, and nobody new gets through: no network. */
  halfOpen(): void
  /** Newcomers get through again. Who was cut off in silence stays so, as behind a router that forgot them. */
  heal(): void
  /** Ends what was cut off in silence, as a phone does that notices its network is another one. */
  reset(): void
  /** Every connection ends, and new ones end at once, until `heal`. */
  cut(): void
  /** From now on every chunk comes this much later and at no more than so many bytes a second. */
  slow(given: { delayMs?: number; bytesPerSecond?: number }): void
  close(): Promise<void>
}

type Pair = { near: Socket; far: Socket; isLost: boolean }

/** A TCP link that can be made worse while it is in use, from a port of its own to `target` on this machine. */
export async function startLink(target: number): Promise<Link> {
  const pairs = new Set<Pair>()
  let state: 'up' | 'cut' | 'lost' = 'up'
  let pace = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY }
  const server = createServer((near) => {
    near.on('error', () => near.destroy())
    if (state !== 'up') return void near.destroy()
    const far = createConnection({ port: target, host: '127.0.0.1' })
    const pair: Pair = { near, far, isLost: false }
    pairs.add(pair)
    forward(pair, near, far, () => pace)
    forward(pair, far, near, () => pace)
    const end = () => {
      if (pair.isLost) return
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
  })
  const end = (which: (pair: Pair) => boolean) => {
    for (const pair of [...pairs].filter(which)) {
      pairs.delete(pair)
      pair.near.destroy()
      pair.far.destroy()
    }
  }
  const port = await listen(server)
  return {
    port,
    halfOpen() {
      state = 'lost'
      for (const pair of pairs) pair.isLost = true
    },
    heal() {
      state = 'up'
    },
    reset: () => end((pair) => pair.isLost),
    cut() {
      state = 'cut'
      end(() => true)
    },
    slow({ delayMs = 0, bytesPerSecond = Number.POSITIVE_INFINITY }) {
      pace = { delayMs, bytesPerSecond }
    },
    close: () =>
      new Promise((resolve) => {
        end(() => true)
        server.close(() => resolve())
      }),
  }
}

/** Order is kept: a chunk never comes before one that was sent earlier, also when the pace changes in between. */
function forward(pair: Pair, from: Socket, to: Socket, pace: () => { delayMs: number; bytesPerSecond: number }): void {
  let freeAt = 0
  from.on('data', (chunk) => {
    if (pair.isLost) return
    const { delayMs, bytesPerSecond } = pace()
    const now = performance.now()
    const due = Math.max(now + delayMs, freeAt) + (chunk.length / bytesPerSecond) * 1_000
    freeAt = due
    if (due <= now) return void to.write(chunk)
    setTimeout(() => pair.isLost || to.write(chunk), due - now)
  })
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
