import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import path from 'node:path'

const peers = path.join(import.meta.dirname, 'peers')

/** Installs the servers we are measured beside, where their lock file is newer than what is there. */
export function installPeers(): void {
  const installed = statSync(path.join(peers, 'node_modules/.package-lock.json'), { throwIfNoEntry: false })
  if (installed && installed.mtimeMs >= statSync(path.join(peers, 'package-lock.json')).mtimeMs) return
  // Without scripts: LevelDB comes built for Linux, macOS and Windows on x64, and for Linux on arm64.
  execFileSync('npm', ['ci', '--ignore-scripts', '--silent'], { cwd: peers, stdio: 'inherit' })
}
