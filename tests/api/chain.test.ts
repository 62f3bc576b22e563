import { execFile } from 'node:child_process'
import path from 'node:path'
import { ensureDemo } from '@meydan/server/demo/ensure'
import { rebuildRows } from '@meydan/server/projection/rebuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../support/app.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  await ensureDemo({ db: fresh.db, origin: 'http://meydan.test', secret: 'a secret of this test, 32 letters' })
  await rebuildRows(fresh.db)
})
afterAll(() => fresh?.drop())

/** As the operator runs it. */
function chain(): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const environment = { PATH: process.env.PATH, DATABASE_URL: fresh.url }
    execFile(
      process.execPath,
      [path.join(root, 'server/src/documents.ts'), 'chain'],
      { cwd: root, env: environment },
      (error, out) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out }),
    )
  })
}

test('in the seeded workshop no link is broken; one that is makes the check fail', async () => {
  const { code, out } = await chain()
  const [counts, orphans] = out.split('\n') as [string, string]
  expect(counts).toMatch(/^[1-9]\d* actions, [1-9]\d* links to what they came from: 0 broken\.$/)
  expect(orphans).toBe('0 actions came from nothing.')
  expect(code).toBe(0)

  const link = await fresh.db
    .selectFrom('evidenceLink')
    .select(['sourceId', 'sourceRecord', 'sourceDocumentId'])
    .where('kind', 'in', ['note', 'theme'])
    .executeTakeFirstOrThrow()
  await fresh.db.deleteFrom('boardRecord').where('recordId', '=', link.sourceRecord).execute()
  const broken = await chain()
  expect(broken.code).toBe(1)
  expect(broken.out).toContain(link.sourceRecord)
  expect(broken.out).toContain('gone without a trace')
})
