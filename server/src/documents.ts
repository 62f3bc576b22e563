/**
 * For the operator: `npm run documents -- list` shows the documents in quarantine, `npm run documents -- release <id>`
 * looks at one again and lets it be written to where it loads, `npm run documents -- project` makes the rows of all
 * documents anew (lists, reminders, search), and `npm run documents -- chain` looks along every link from an action to
 * what it came from, and fails where one leads nowhere. In the database of DATABASE_URL, or the embedded one that the
 * server runs on DATA_DIR.
 */
import path from 'node:path'
import { readConfig } from './config.ts'
import { openDatabase } from './database/connection.ts'
import { findEmbedded } from './database/embedded.ts'
import type { Database } from './database/schema.ts'
import { chainReport, readChain } from './features/evidence/chain.ts'
import { rebuildRows } from './projection/rebuild.ts'
import { operatorLine, printable } from './start-failure.ts'
import { folding } from './sync/folding/worker.ts'
import { quarantined, release } from './sync/quarantine.ts'

const USAGE = 'documents -- list | release <id> | project | chain'
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** A document of any size may take longer than a request may. */
const PATIENCE_MS = 60_000

/** Returns what to tell; `failed` where what was asked for didn't come about. */
async function carryOut(db: Database, [command, id, ...rest]: string[]): Promise<{ told: string; failed?: true }> {
  if (command === 'list' && id === undefined) {
    const rows = await quarantined(db)
    const lines = rows.map(
      ({ quarantinedAt, reason, ...row }) => `${row.id}  ${quarantinedAt.toISOString()}  room ${row.roomId}  ${reason}`,
    )
    return { told: lines.length > 0 ? lines.join('\n') : 'No document is in quarantine.' }
  }
  if (command === 'project' && id === undefined) return project(db)
  if (command === 'chain' && id === undefined) {
    const chain = await readChain(db)
    return { told: chainReport(chain), ...(chain.broken.length > 0 && { failed: true }) }
  }
  if (command !== 'release' || !id || !ID.test(id) || rest.length > 0) return { told: `Usage: ${USAGE}`, failed: true }
  const wrong = await release(db, id)
  return wrong === null
    ? { told: `${id} loads again and can be written to.` }
    : { told: `${id} stays as it is: ${wrong}.`, failed: true }
}

async function project(db: Database): Promise<{ told: string; failed?: true }> {
  const { projected, unreadable } = await rebuildRows(db)
  const told = `The rows of ${projected} ${projected === 1 ? 'document' : 'documents'} are made anew.`
  if (unreadable.length === 0) return { told }
  return { told: `${told} These could not be read and keep theirs: ${unreadable.join(', ')}.`, failed: true }
}

async function main(): Promise<void> {
  const config = readConfig(process.env, path.resolve(import.meta.dirname, '../..'))
  const target = config.databaseUrl ?? (await findEmbedded(config.dataDir))
  if (!target) throw Object.assign(new Error(`No server runs on ${config.dataDir}.`), { operator: true })
  const given = typeof target === 'string' ? { connectionString: target } : target
  const { db, close } = openDatabase({ ...given, statement_timeout: PATIENCE_MS })
  try {
    const { told, failed } = await carryOut(db, process.argv.slice(2))
    console.log(told)
    if (failed) process.exitCode = 1
  } finally {
    await folding.close()
    await close()
  }
}

try {
  await main()
} catch (error) {
  console.error(operatorLine(error) ?? printable(error))
  process.exitCode = 1
}
