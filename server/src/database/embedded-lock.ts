import { readFileSync, unlinkSync } from 'node:fs'
import { link, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises'
import path from 'node:path'

type Holder = { pid: number; since: string }

export type Lock = {
  release(): Promise<void>
  /** For the `exit` event, where nothing may wait. */
  releaseNow(): void
}

/** The folder is in use by another running server; `message` is one line for the operator. */
export class FolderInUse extends Error {
  readonly operator = true
}

/** Claims a data folder for this process; throws FolderInUse while another one that is alive has it. */
export async function lockFolder(folder: string): Promise<Lock> {
  const file = path.join(folder, 'meydan.lock')
  const claim = `${file}.${process.pid}-${crypto.randomUUID()}`
  await writeFile(claim, JSON.stringify({ pid: process.pid, since: startOf(process.pid) }), { mode: 0o600 })
  try {
    for (;;) {
      try {
        // A link appears whole or not at all: nobody ever reads a half-written lock.
        await link(claim, file)
        break
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        await removeIfStale(file, folder)
      }
    }
  } finally {
    await rm(claim, { force: true })
  }
  return {
    release: () => rm(file, { force: true }),
    releaseNow: () => {
      try {
        unlinkSync(file)
      } catch {}
    },
  }
}

async function removeIfStale(file: string, folder: string): Promise<void> {
  const held = await readFile(file, 'utf8').catch(() => null)
  if (held === null) return
  const holder = parseHolder(held)
  if (holder && isAlive(holder)) {
    throw new FolderInUse(`Another Meydan server (process ${holder.pid}) already runs on ${folder}. Stop it first.`)
  }
  const aside = `${file}.stale-${process.pid}`
  await rename(file, aside).catch(ignoreAbsence)
  // Between reading and renaming, another start may have put its own lock there: give that back.
  const taken = await readFile(aside, 'utf8').catch(() => held)
  if (taken !== held) await link(aside, file).catch(() => {})
  await unlink(aside).catch(ignoreAbsence)
}

function ignoreAbsence(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, since } = JSON.parse(text) as Holder
    return Number.isInteger(pid) ? { pid, since } : null
  } catch {
    return null
  }
}

function isAlive({ pid, since }: Holder): boolean {
  if (pid === process.pid && since === startOf(pid)) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return since === startOf(pid)
}

/**
 * Tells one process from a later one with the same number: in a container the server is process 1 after every restart.
 * Empty where the system doesn't say.
 */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The name in the second field may hold blanks and brackets; field 22 is the start in ticks since boot.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return `${boot} ${fields[19]}`
  } catch {
    return ''
  }
}
