import { spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { inject } from 'vitest'
import { exitOf, freePort, removeFolder, temporaryFolder, tieToThisProcess } from './processes.ts'
import { findRedis, unpackedLibraries } from './services.ts'
import { until } from './until.ts'

export type RedisServer = {
  url: string
  port: number
  pid: number
  stop(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
}

/**
 * A Redis of one's own, empty and without persistence, for tests that kill or stop it; at `port` when it comes back.
 * With `cluster` it is one server of a cluster that is still to be made, see redis-cluster.ts.
 */
export async function startRedis({
  port: wanted,
  cluster = false,
}: {
  port?: number
  cluster?: boolean
} = {}): Promise<RedisServer> {
  const program = findRedis()
  if (!program) throw new Error('redis-server is not installed')
  const port = wanted ?? (await freePort())
  const folder = cluster ? await temporaryFolder('redis') : '/tmp'
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  // The second port, of the servers among each other, is 10,000 higher unless told; that may be more than there are.
  if (cluster) flags.push('--cluster-enabled', 'yes', '--cluster-port', String(await freePort()))
  const child = spawn(program, flags, {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, LD_LIBRARY_PATH: unpackedLibraries() },
  })
  child.unref()
  const tie = tieToThisProcess({ pid: child.pid, signal: 'KILL', ...(cluster && { folder }) })
  await until(() => pongs(port), { what: 'Redis answers' })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exitOf(child)
    tie.cut()
    if (cluster) await removeFolder(folder)
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/**
 * The run's own Redis, shared by all files: use keys of your own (a fresh NODE_ID, a fresh room). Null where Redis is
 * missing: `describe.skipIf(sharedRedis() === null)`.
 */
export function sharedRedis(): string | null {
  return inject('redisUrl')
}

function pongs(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write('PING\r\n'))
    socket.once('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString().startsWith('+PONG'))
    })
  })
}
