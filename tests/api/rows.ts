import type { Api } from './api.ts'

/** Rows of any table that hold a text anywhere, also inside JSON or bytes. */
export async function rowsHolding(given: Api, text: string): Promise<string[]> {
  const { rows: tables } = await given.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await given.database.pool.query(
      `select 1 from "${name}" as row where row::text like $1 or row::text like $2`,
      [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`],
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

export async function countRows(given: Api): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of ['person', 'session', 'account', 'seat', 'organisation', 'invitation', 'room'] as const) {
    const row = await given.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    counts[table] = Number(row.n)
  }
  return counts
}
