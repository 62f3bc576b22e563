import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '@meydan/server/database/connection'
import { exitOf, freePort } from '../support/processes.ts'
import { consultationRoom } from '../support/stories.ts'

export type SubjectName = 'meydan' | 'hocuspocus' | 'relay'

/** A server under measurement, in a process of its own on the first core. */
export type Subject = {
  name: SubjectName
  /** Opens a room nobody has used; every client of it connects with these. */
  room(): Promise<{ url: string; headers: Record<string, string>; document: string }>
  /** CPU seconds its process has used so far, all threads. */
  cpu(): number
  /** Resident bytes. */
  memory(): number
  stop(): Promise<void>
}

const root = path.join(import.meta.dirname, '../..')

export async function startSubject(name: SubjectName, databaseUrl: string): Promise<Subject> {
  const port = await freePort()
  const script = name === 'meydan' ? 'server/src/main.ts' : `tests/bench/peers/${name}.mjs`
  const child = spawn(...pinned(0, [process.execPath, path.join(root, script)]), {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      TEST_FAILPOINTS: '1',
      LIMIT_SCALE: '10000',
      LOG_LEVEL: 'error',
    },
  })
  await printed(child, name === 'meydan' ? 'Ctrl+C' : 'ready')
  const origin = `http://localhost:${port}`
  const room = async () => {
    if (name !== 'meydan') {
      const document = crypto.randomUUID()
      return { url: `ws://127.0.0.1:${port}/${document}`, headers: {}, document }
    }
    const { db, close } = openDatabase(databaseUrl)
    const { boardId, civil } = await consultationRoom(db)
    await close()
    const headers = { cookie: civil.cookie, origin }
    return { url: `ws://localhost:${port}/sync/${boardId}`, headers, document: boardId }
  }
  return {
    name,
    room,
    cpu: () => cpuSeconds(child.pid!),
    memory: () => residentBytes(child.pid!),
    stop: async () => {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await exitOf(child)
      clearTimeout(late)
    },
  }
}

/** With util-linux' taskset servers and generator don't share a core; elsewhere the scheduler decides. */
export function pinned(core: number, [command, ...rest]: [string, ...string[]]): [string, string[]] {
  return existsSync('/usr/bin/taskset') ? ['taskset', ['-c', String(core), command, ...rest]] : [command, rest]
}

export function pinThisProcess(core: number): void {
  // A thread that ends while they are being listed is no failure.
  if (existsSync('/usr/bin/taskset')) spawnSync('taskset', ['-a', '-cp', String(core), String(process.pid)])
}

/**
 * Seconds on a core, all threads, by the scheduler's own nanoseconds. `stat` counts in ticks of 10 ms: a server that
 * works in short bursts beside a timer is counted several times too high or not at all.
 */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0])
  }
  return nanoseconds / 1e9
}

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024
}

function printed(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout!.on('data', (text) => {
      output += text
      if (output.includes(words)) resolve()
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)))
  })
}
