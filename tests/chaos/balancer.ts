import { createConnection, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

export type Balancer = {
  url: string
  /** When each connection was led to this node, by performance.now(). */
  ledTo(port: number): readonly number[]
}

const ASK_EVERY_MS = 100

/**
 * Leads every new connection to the first node that calls itself ready, as a proxy with a health check does: it asks
 * ten times a second and believes the last answer. Ends with the test.
 */
export async function startBalancer(nodes: readonly { url: string; port: number }[]): Promise<Balancer> {
  const ready = new Set(nodes.map(({ port }) => port))
  const led = new Map<number, number[]>(nodes.map(({ port }) => [port, []]))
  let ended = false
  const asking = nodes.map(async ({ url, port }) => {
    while (!ended) {
      const isReady = await fetch(`${url}/readyz`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(1_000),
      })
        .then((reply) => reply.ok)
        .catch(() => false)
      if (isReady) ready.add(port)
      else ready.delete(port)
      await wait(ASK_EVERY_MS)
    }
  })
  const server = createServer((near) => {
    near.on('error', () => near.destroy())
    const port = nodes.find((node) => ready.has(node.port))?.port
    if (port === undefined) return void near.destroy()
    led.get(port)!.push(performance.now())
    join(near, createConnection({ port, host: '127.0.0.1' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    ended = true
    server.close()
    await Promise.all(asking)
  })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, ledTo: (node) => led.get(node) ?? [] }
}

function join(near: Socket, far: Socket): void {
  far.on('error', () => near.destroy()).on('close', () => near.destroy())
  near.on('close', () => far.destroy())
  near.pipe(far)
  far.pipe(near)
}

/** The most of these moments that lie within any `window` ms, as a rate per second. */
export function peakRate(moments: readonly number[], window: number): number {
  const sorted = [...moments].sort((a, b) => a - b)
  let most = 0
  let first = 0
  for (const [index, at] of sorted.entries()) {
    while (at - sorted[first]! >= window) first += 1
    most = Math.max(most, index - first + 1)
  }
  return (most * 1_000) / window
}
