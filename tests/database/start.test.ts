import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startServer, type Server } from '../support/app.ts'
import { removeFolder, temporaryFolder } from '../support/processes.ts'
import { until } from '../support/until.ts'

function linksIn(server: Server): string[] {
  return [...server.output().matchAll(/https?:\/\/\S+#\S+/g)].map(([link]) => link)
}

async function preview(server: Server, link: string): Promise<{ status: number; reply: { roomName?: string } }> {
  const token = new URL(link).hash.slice(1)
  const answer = await fetch(`${server.url}/api/invitations/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-meydan': '1', origin: server.url },
    body: JSON.stringify({ token }),
  })
  return { status: answer.status, reply: (await answer.json()) as { roomName?: string } }
}

test('a first start says where to go and who gets in how; Ctrl+C ends it cleanly; a second start keeps everything', async () => {
  const dataDir = await temporaryFolder('start')
  onTestFinished(() => removeFolder(dataDir))
  const environment = { DATA_DIR: dataDir, DEMO: '1', TEST_FAILPOINTS: '0' }

  const first = await startServer(environment)
  await until(() => first.output().includes('Ctrl+C'))
  const links = linksIn(first)
  expect(links.filter((link) => link.includes('/set-up#'))).toHaveLength(1)
  expect(links.filter((link) => link.includes('/join#')).length).toBeGreaterThanOrEqual(5)
  const join = links.find((link) => link.includes('/join#'))!
  expect(await preview(first, join)).toMatchObject({ status: 200 })
  expect(first.output()).not.toContain('Failpoints')

  first.process.kill('SIGINT')
  await until(() => first.process.exitCode !== null)
  expect(first.process.exitCode).toBe(0)
  expect(existsSync(path.join(dataDir, 'postgres.connection.json')), 'its Postgres is gone').toBe(false)

  const second = await startServer({ ...environment, PORT: String(first.port) })
  await until(() => second.output().includes('Ctrl+C'))
  expect(linksIn(second)).toEqual(links)
  const again = await preview(second, join)
  expect(again.reply.roomName).toBe((await preview(second, join)).reply.roomName)
  expect(await second.stop()).toBe(0)
})

test.each([
  ['NODE_ID', 'two words'],
  ['PUBLIC_URL', 'meydan.example.org'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['SECRET', 'short'],
  ['LIMIT_SCALE', '0'],
])('a wrong %s stops the start with one clear line', async (name, value) => {
  const ended = startServer({ [name]: value })
  await expect(ended).rejects.toThrow(new RegExp(`printed:\\n${name} is wrong: .+\\n$`))
})
