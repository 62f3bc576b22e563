import type { Duplex } from 'node:stream'
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './schema.ts'
import type { DB } from './schema.generated.ts'

const POOL_SIZE = 10
const STATEMENT_TIMEOUT_MS = 5000
const CONNECTION_TIMEOUT_MS = 5000
/** A connection costs a process in Postgres, making one costs everybody who waits for it. */
const IDLE_TIMEOUT_MS = 60_000
/** Longer than any statement may take: only a Postgres or a link that hangs says nothing for this long. */
const ANSWER_TIMEOUT_MS = 8000

export type OpenDatabase = { db: Database; pool: pg.Pool; close(): Promise<void> }

/**
 * Opens a pool on a database, by URL or by pg's own settings (which win over the defaults here), and Kysely on it.
 * Connects at the first query. bigint arrives as number and DATE as 'YYYY-MM-DD'; everything else as pg reads it.
 */
export function openDatabase(target: string | pg.PoolConfig): OpenDatabase {
  const pool = new pg.Pool({
    max: POOL_SIZE,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    query_timeout: ANSWER_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'meydan',
    types: { getTypeParser } as pg.CustomTypesConfig,
    ...(typeof target === 'string' ? { connectionString: target } : target),
  })
  // A pool without a listener ends the process when Postgres goes away under an idle connection; the next query
  // meets the same fault and has someone to tell.
  pool.on('error', () => {})
  // The same for a connection that somebody holds: pg rejects the query under way, and says it once more as an event.
  pool.on('connect', (client) => client.on('error', () => {}))
  // After a query that got no answer pg would give the same dead line to the next one.
  pool.on('release', (_error, client) => dropIfSilent(client))
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, close: () => db.destroy() }
}

/** pg has these and doesn't say so in its types. */
type Line = { readyForQuery: boolean; _queryable: boolean; connection: { stream: Duplex } }

function dropIfSilent(client: pg.PoolClient): void {
  const line = client as pg.PoolClient & Line
  if (line.readyForQuery) return
  // The pool looks at this next, and gives it to nobody any more.
  line._queryable = false
  line.connection.stream.destroy()
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (format !== 'binary') {
    if (oid === pg.types.builtins.INT8) return safeInteger
    // A Date would be midnight in the server's time zone: another day for half of the world.
    if (oid === pg.types.builtins.DATE) return String
  }
  return pg.types.getTypeParser(oid, format)
}

/** schema.generated.ts calls bigint columns number: one that doesn't fit must fail rather than be rounded. */
function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit into a number`)
  return value
}
