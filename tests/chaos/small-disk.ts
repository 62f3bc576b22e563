import { execFileSync } from 'node:child_process'
import { chmod, chown, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/processes.ts'
import { type OwnDatabase, ownDatabase } from './own-postgres.ts'

/** A database that has no more room, and gets it back. */
export type SmallDisk = OwnDatabase & { fill(): Promise<void>; free(): Promise<void>; how: string }

const SIZE_MB = 48
const NOBODY = 65534

/**
 * As root, the tables lie in a tablespace on a small tmpfs that is filled to its last byte (the log of Postgres stays
 * elsewhere: a full log ends Postgres itself, which is R-5). Where mounting isn't permitted, a trigger says 53100.
 */
export async function databaseOnSmallDisk(): Promise<SmallDisk> {
  const folder = await temporaryFolder('small-disk')
  const refused = mount(folder)
  if (refused) {
    await removeFolder(folder)
    console.warn(`R-15: left out the disk that is really full (${refused}); Postgres says disk_full by a trigger`)
    return byTrigger(await ownDatabase())
  }
  onTestFinished(async () => {
    execFileSync('umount', ['--lazy', folder])
    await removeFolder(folder)
  })
  await chmod(folder, 0o700)
  await chown(folder, NOBODY, NOBODY)
  const database = await ownDatabase({ tablespace: folder })
  const filler = path.join(folder, 'filler')
  return {
    ...database,
    how: `a tmpfs of ${SIZE_MB} MB`,
    // In small pieces to the end: one big write would leave the rest of the disk free.
    fill: async () => {
      for (const piece of [1 << 20, 1 << 13, 1 << 9]) await fillUp(filler, piece)
    },
    free: () => rm(filler),
  }
}

async function fillUp(file: string, piece: number): Promise<void> {
  const bytes = Buffer.alloc(piece, 1)
  try {
    for (let n = 0; n < (SIZE_MB << 20) / piece; n++) await writeFile(file, bytes, { flag: 'a' })
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error
    await stat(file)
  }
}

/** Why it can't be mounted; null when it is. */
function mount(folder: string): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'meydan-tests', folder], { stdio: 'pipe' })
    return null
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim()
  }
}

function byTrigger(database: OwnDatabase): SmallDisk {
  const { pool } = database
  return {
    ...database,
    how: 'a trigger that says disk_full',
    fill: async () => {
      await pool.query(`create or replace function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'no room' using errcode = '53100'; end $$`)
      await pool.query(
        'create trigger no_room before insert on document_update for each row execute function no_room()',
      )
    },
    free: async () => {
      await pool.query('drop trigger no_room on document_update')
    },
  }
}
