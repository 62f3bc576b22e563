import type { TestProject } from 'vitest/node'
import { makeTemplate, type PostgresServer, startDebianPostgres, startEmbeddedPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { ensureServices } from './services.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's URL of this project's Postgres. */
    postgresUrl: string | null
    redisUrl: string | null
    /** Why this whole project can't run here; null when it can. */
    leftOut: string | null
  }
}

/** Starts what a test project needs, once per run, and tells the tests where it is. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const onDebian = project.name === 'pg15' || project.name === 'chaos'
  const missing = ensureServices(
    project.name === 'e2e' ? ['redis', 'chromium'] : onDebian ? ['postgres', 'redis'] : ['redis'],
  )
  const [postgres, redis] = await Promise.all([
    missing.postgres ? null : startPostgres(onDebian),
    missing.redis ? null : startRedis(),
  ])
  project.provide('leftOut', missing.postgres ?? null)
  project.provide('postgresUrl', postgres?.url ?? null)
  project.provide('redisUrl', redis?.url ?? null)
  return async () => {
    await Promise.all([postgres?.stop(), redis?.stop()])
  }
}

async function startPostgres(onDebian: boolean): Promise<PostgresServer> {
  const postgres = await (onDebian ? startDebianPostgres() : startEmbeddedPostgres())
  await makeTemplate(postgres.url)
  return postgres
}
