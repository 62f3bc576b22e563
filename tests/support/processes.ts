import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A port on loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A new folder that other users may enter (Postgres runs as one of them when the tests run as root). */
export async function temporaryFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `meydan-${name}-`))
  await chmod(folder, 0o755)
  return folder
}

export type Tie = { cut(): void }

// Its standard input ends when this process is gone, however it went. A server that was killed leaves its embedded
// Postgres behind, so that is stopped by its pid file before the folder goes.
const WATCHER = `
cat >/dev/null
[ -n "$1" ] && kill -s "$2" "$1" 2>/dev/null
if [ -n "$3" ]; then
  for n in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2>/dev/null && sleep 0.2; done
  [ -f "$3/postgres/postmaster.pid" ] && kill -s QUIT "$(head -n 1 "$3/postgres/postmaster.pid")" && sleep 0.5
  rm -rf "$3"
fi
exit 0`

/**
 * Ends a child when this process ends, also by Ctrl+C or kill -9, and removes its folder then. A child of its own
 * would otherwise stay: Vitest ends its workers without asking them.
 */
export function tieToThisProcess(child: {
  pid: number | undefined
  signal: 'TERM' | 'QUIT' | 'KILL'
  folder?: string
}): Tie {
  const watcher = spawn(
    '/bin/sh',
    ['-c', WATCHER, 'watcher', String(child.pid ?? ''), child.signal, child.folder ?? ''],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  watcher.unref()
  const input = watcher.stdin as NodeJS.WritableStream & { unref?(): void }
  input.on('error', () => {})
  input.unref?.()
  return { cut: () => void watcher.kill('SIGKILL') }
}

/** Waits for a child to end; answers with how. */
export function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode })
  }
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 })
}
