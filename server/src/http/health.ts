import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Database } from '../database/schema.ts'

const State = z.object({ status: z.enum(['ok', 'starting', 'stopping', 'database_away', 'migrations_missing']) })

/**
 * `/healthz`: the process lives. `/readyz`: it may be sent people, that is the database answers and has the newest
 * migration; `isStopping` takes a node out before it closes its sockets.
 */
export function healthRoutes(app: FastifyInstance, deps: { db: Database; isStopping: () => boolean }): void {
  const summary = { health: 'The process lives', ready: 'The node may be sent people' }
  app.get('/healthz', { schema: { summary: summary.health, response: { 200: State } } }, async () => ({
    status: 'ok' as const,
  }))
  app.get(
    '/readyz',
    { schema: { summary: summary.ready, response: { 200: State, 503: State } } },
    async (_request, reply) => {
      const status = deps.isStopping() ? ('stopping' as const) : await readiness(deps.db)
      return reply.code(status === 'ok' ? 200 : 503).send({ status })
    },
  )
}

async function readiness(db: Database): Promise<z.infer<typeof State>['status']> {
  const newest = (await migrationNames()).at(-1)
  try {
    const { rows } = await sql<{ name: string }>`
      select name from kysely_migration order by name desc limit 1
    `.execute(db)
    return rows[0]?.name === newest ? 'ok' : 'migrations_missing'
  } catch (error) {
    const undefinedTable = '42P01'
    return (error as { code?: string }).code === undefinedTable ? 'migrations_missing' : 'database_away'
  }
}

let names: Promise<string[]> | undefined

function migrationNames(): Promise<string[]> {
  names ??= readdir(path.join(import.meta.dirname, '../../../migrations/versions')).then((files) =>
    files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.basename(file, '.ts'))
      .sort(),
  )
  return names
}
