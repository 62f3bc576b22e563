import { createServer, type Server } from 'node:http'

/** Places where a test may make the server stumble. Nothing here does anything unless TEST_FAILPOINTS=1. */
export const failpointNames = [
  'before_commit',
  'after_commit_before_ack',
  'in_compaction_before_delete',
  'before_broadcast',
  'load_doc',
] as const
export type FailpointName = (typeof failpointNames)[number]

type Action = { kind: 'crash' } | { kind: 'error' } | { kind: 'delay'; ms: number }

const armed = new Map<FailpointName, { action: Action; times: number }>()

/** Does what a test armed for this place: exits at once, throws, or waits. */
export async function failpoint(name: FailpointName): Promise<void> {
  if (armed.size === 0) return
  const found = armed.get(name)
  if (!found) return
  found.times -= 1
  if (found.times <= 0) armed.delete(name)
  switch (found.action.kind) {
    case 'crash':
      process.kill(process.pid, 'SIGKILL')
      return
    case 'error':
      throw Object.assign(new Error(`failpoint ${name}`), { code: '57P01' })
    case 'delay': {
      const { ms } = found.action
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
  }
}

/**
 * Loopback door for tests: `POST /failpoints?name=before_commit&action=crash|error|delay&ms=500&times=1` arms,
 * `DELETE /failpoints` disarms all. Opened by process.ts under TEST_FAILPOINTS=1 only.
 */
export async function openFailpointDoor(port: number): Promise<{ port: number; close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (request.method === 'DELETE') armed.clear()
    else if (!arm(url.searchParams)) response.statusCode = 400
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function arm(given: URLSearchParams): boolean {
  const name = failpointNames.find((known) => known === given.get('name'))
  const kind = given.get('action')
  if (!name || (kind !== 'crash' && kind !== 'error' && kind !== 'delay')) return false
  const action: Action = kind === 'delay' ? { kind, ms: Number(given.get('ms') ?? 100) } : { kind }
  armed.set(name, { action, times: Number(given.get('times') ?? Number.POSITIVE_INFINITY) })
  return true
}
