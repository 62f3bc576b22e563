import { createConnection, createServer, type Socket } from 'node:net'

export type Proxy = {
  port: number
  /** Bytes stay where they are, both ways, and nobody is told: a dead radio link. */
  stall(): void
  flow(): void
  /** Every connection ends, and new ones end at once, until `flow`. */
  cut(): void
  close(): Promise<void>
}

/** A TCP link that can be made to misbehave, from a port of its own to `target` on this machine. */
export async function startProxy(target: number): Promise<Proxy> {
  const pairs = new Set<[Socket, Socket]>()
  let stalled = false
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = createConnection({ port: target, host: '127.0.0.1' })
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    const end = () => {
      pairs.delete(pair)
      for (const socket of pair) socket.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    near.pipe(far)
    far.pipe(near)
    if (stalled) for (const socket of pair) socket.pause()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const all = (act: (socket: Socket) => void) => {
    for (const pair of pairs) pair.forEach(act)
  }
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stall() {
      stalled = true
      all((socket) => socket.pause())
    },
    flow() {
      stalled = isCut = false
      all((socket) => socket.resume())
    },
    cut() {
      isCut = true
      all((socket) => socket.destroy())
    },
    close: () =>
      new Promise((resolve) => {
        all((socket) => socket.destroy())
        server.close(() => resolve())
      }),
  }
}
