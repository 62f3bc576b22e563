import { writeSync } from 'node:fs'
import { openDatabase } from '@meydan/server/database/connection'
import { startEmbedded } from '@meydan/server/database/embedded'

/**
 * A process with an embedded Postgres, for embedded.test.ts to kill: `node embedded-parent.ts <dataDir> <how it ends>`.
 * Prints its connection as one line of JSON.
 */
const [dataDir, ending] = process.argv.slice(2)
const embedded = await startEmbedded({ dataDir: dataDir!, log: (line) => console.error(line) })
writeSync(1, `${JSON.stringify(embedded.connection)}\n`)

if (ending === 'without stopping') process.exit(0)
const alive = setInterval(() => {}, 1000)
process.once('SIGTERM', () => void embedded.stop().then(() => clearInterval(alive)))
// What the server does after Ctrl+C: it still has something to write.
process.once('SIGINT', () => void writeLast().then(() => clearInterval(alive)))

async function writeLast(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300))
  const { pool, close } = openDatabase(embedded.connection)
  await pool.query("insert into kept values ('written after Ctrl+C')")
  await close()
  await embedded.stop()
}
