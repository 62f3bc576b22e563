import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { exitOf, freePort, tieToThisProcess } from '../support/processes.ts'
import { cpuSeconds, pinned, residentBytes } from './cores.ts'
import { Inspector } from './inspector.ts'
import type { Room } from './rooms.ts'

/** Ours, the peers with the store their documentation offers, and the physical floor. */
export const subjectNames = ['relay', 'y-websocket', 'y-leveldb', 'y-socket.io', 'hocuspocus', 'meydan'] as const
export type SubjectName = (typeof subjectNames)[number]

/** Where the subjects keep what they keep: one Postgres, and a folder for LevelDB. */
export type Stores = { databaseUrl: string; folder: string }

/** What a client needs to connect. */
export type Place = { url: string; headers: Record<string, string>; document: string }

/** A server under measurement, in a process of its own on the first core. */
export type Subject = {
  name: SubjectName
  pid: number
  place(room: Room): Place
  /** CPU seconds its process has used so far, all threads. */
  cpu(): number
  /** Resident bytes. */
  memory(): number
  inspect(): Promise<Inspector>
  /** As an operator stops it; answers when the process has ended. */
  stop(): Promise<void>
  /** SIGKILL: nothing it holds in memory is written any more. */
  kill(): Promise<void>
}

const root = path.join(import.meta.dirname, '../..')
const PATIENCE_MS = 15_000

const scripts: Record<SubjectName, string> = {
  meydan: 'server/src/main.ts',
  hocuspocus: 'tests/bench/peers/hocuspocus.mjs',
  'y-websocket': 'tests/bench/peers/y-websocket.mjs',
  'y-leveldb': 'tests/bench/peers/y-websocket.mjs',
  'y-socket.io': 'tests/bench/peers/y-socket.io.mjs',
  relay: 'tests/bench/peers/relay.mjs',
}

export async function startSubject(name: SubjectName, stores: Stores): Promise<Subject> {
  const [port, inspectPort] = [await freePort(), await freePort()]
  const command = [process.execPath, `--inspect-port=127.0.0.1:${inspectPort}`, path.join(root, scripts[name])] as const
  const child = spawn(...pinned(0, [...command]), {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment(name, stores), PORT: String(port) },
  })
  child.stderr!.on('data', (text: Buffer) => process.stderr.write(withoutInspector(text.toString())))
  const tie = tieToThisProcess({ pid: child.pid, signal: 'KILL' })
  await printed(child, name === 'meydan' ? 'Ctrl+C' : 'ready')
  const pid = child.pid!
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    await exitOf(child)
    clearTimeout(late)
    tie.cut()
  }
  return {
    name,
    pid,
    place: (room) => placeOf(name, port, room),
    cpu: () => cpuSeconds(pid),
    memory: () => residentBytes(pid),
    inspect: () => Inspector.open(pid, inspectPort),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

function environment(name: SubjectName, { databaseUrl, folder }: Stores): Record<string, string> {
  if (name === 'y-leveldb' || name === 'y-socket.io') return { YPERSISTENCE: path.join(folder, name) }
  // Every limit stays on: the load of a hundred people comes from one person's hundred sockets, so they are scaled.
  return {
    DATABASE_URL: databaseUrl,
    TEST_FAILPOINTS: '1',
    LIMIT_SCALE: '10000',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  }
}

function placeOf(name: SubjectName, port: number, { document, cookie }: Room): Place {
  if (name === 'meydan') {
    const headers = { cookie, origin: `http://127.0.0.1:${port}` }
    // With acknowledgements, as our own client asks for them.
    return { url: `ws://127.0.0.1:${port}/sync/${document}?ack=1`, headers, document }
  }
  const at = name === 'y-socket.io' ? 'socket.io/?EIO=4&transport=websocket' : document
  return { url: `ws://127.0.0.1:${port}/${at}`, headers: {}, document }
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

/** Node says at length that its inspector is open. */
function withoutInspector(text: string): string {
  return text.replaceAll(/^(?:Debugger (?:listening|attached|ending)|For help, see: https:\/\/nodejs).*\n/gm, '')
}
