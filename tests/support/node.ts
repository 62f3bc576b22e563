import { readConfig } from '@meydan/server/config'
import { readSecret } from '@meydan/server/access/secret'
import { openDatabase } from '@meydan/server/database/connection'
import { startNode } from '@meydan/server/node'
import { Resources } from '@meydan/server/resources'

export type TestNode = { url: string; port: number; close: () => Promise<void> }

/** A node inside the test's process, on a port of its own; the test closes it. For kills, use startServer. */
export async function testNode(databaseUrl: string, environment: Record<string, string> = {}): Promise<TestNode> {
  const config = readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...environment }, '/')
  const resources = new Resources((name, error) => console.error(name, error))
  const database = openDatabase(databaseUrl)
  resources.add('database', () => database.close())
  const secret = await readSecret(database.db, config)
  const { port } = await startNode({ config, database, secret, resources })
  return { url: `http://127.0.0.1:${port}`, port, close: () => resources.close() }
}
