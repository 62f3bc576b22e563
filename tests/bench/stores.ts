import { openDatabase } from '@meydan/server/database/connection'
import { startEmbedded } from '@meydan/server/database/embedded'
import { migrateToLatest } from '@meydan/migrations/run'
import { urlOf } from '../support/postgres.ts'
import { removeFolder, temporaryFolder, tieToThisProcess } from '../support/processes.ts'
import type { Stores } from './subjects.ts'

/** The Postgres that Meydan brings along, with its fsync on, and a folder for LevelDB. Postgres isn't pinned. */
export async function openStores(): Promise<Stores & { close(): Promise<void> }> {
  const folder = await temporaryFolder('bench')
  const tie = tieToThisProcess({ pid: undefined, signal: 'QUIT', folder })
  const embedded = await startEmbedded({ dataDir: folder, log: () => {} })
  const databaseUrl = urlOf(embedded.connection)
  const { db, close } = openDatabase(databaseUrl)
  await migrateToLatest(db)
  await close()
  return {
    databaseUrl,
    folder,
    close: async () => {
      await embedded.stop()
      tie.cut()
      await removeFolder(folder)
    },
  }
}
