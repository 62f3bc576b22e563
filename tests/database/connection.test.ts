import { once } from 'node:events'
import { openDatabase } from '@meydan/server/database/connection'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

test('bigint is a number, and one that does not fit is an error rather than another number', async () => {
  const { db } = await freshDatabase()
  const { rows } = await sql`select 9007199254740991::bigint as largest, date '2026-03-29' as day`.execute(db)
  expect(rows).toEqual([{ largest: Number.MAX_SAFE_INTEGER, day: '2026-03-29' }])
  await expect(sql`select 9007199254740993::bigint as n`.execute(db)).rejects.toThrow('9007199254740993')
})

test('keys inside jsonb stay as they were written', async () => {
  const { db } = await freshDatabase()
  await db
    .insertInto('setting')
    .values({ name: 'a', value: JSON.stringify({ snake_case: 1 }) })
    .execute()
  expect(await db.selectFrom('setting').selectAll().executeTakeFirst()).toEqual({ name: 'a', value: { snake_case: 1 } })
})

test('a statement that takes longer than allowed is ended', async () => {
  const { url } = await freshDatabase()
  const { db, close } = openDatabase({ connectionString: url, statement_timeout: 50 })
  await expect(sql`select pg_sleep(10)`.execute(db)).rejects.toThrow('statement timeout')
  await close()
})

test('connections that Postgres ends while they are idle end no process, and are made anew', async () => {
  const { pool } = await freshDatabase()
  const [client, other] = await Promise.all([pool.connect(), pool.connect()])
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  client.release()
  const ended = once(pool, 'error')
  await other.query('select pg_terminate_backend($1)', [rows[0]!.pid])
  other.release()
  await ended
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a connection that Postgres ends in the middle of a transaction ends the transaction, and no process', async () => {
  const { db, pool } = await freshDatabase()
  const cut = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
    await sql`select 1`.execute(trx)
  })
  await expect(cut).rejects.toThrow()
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('a query that Postgres never answers is given up, and its connection with it', async () => {
  const { url } = await freshDatabase()
  const { db, pool, close } = openDatabase({ connectionString: url, max: 1, query_timeout: 300, idleTimeoutMillis: 0 })
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  process.kill(rows[0]!.pid, 'SIGSTOP')
  onTestFinished(() => void process.kill(rows[0]!.pid, 'SIGCONT'))
  await expect(sql`select 2`.execute(db)).rejects.toThrow('timeout')
  await until(() => pool.totalCount === 0, { what: 'the silent connection has left the pool' })
  expect((await sql<{ n: number }>`select 3 as n`.execute(db)).rows).toEqual([{ n: 3 }])
  await close()
})
