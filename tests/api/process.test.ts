import { spawn } from 'node:child_process'
import { createConnection, createServer } from 'node:net'
import path from 'node:path'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { root, type Server, startServer } from '../support/app.ts'
import { syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { exitOf } from '../support/processes.ts'
import { consultationRoom } from '../support/stories.ts'
import { until } from '../support/until.ts'

let fresh: FreshDatabase
let server: Server

beforeAll(async () => {
  fresh = await freshDatabase()
  server = await startServer({ DATABASE_URL: fresh.url, LOG_LEVEL: 'debug' })
})
afterAll(async () => {
  await server?.stop()
  await fresh?.drop()
})

async function start(environment: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], {
    cwd: root,
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...environment },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (text) => (output += text))
  child.stderr.on('data', (text) => (output += text))
  const { code } = await exitOf(child)
  return { code, lines: output.trim().split('\n') }
}

test.each([
  ['PORT', { PORT: 'many' }, /^PORT is wrong/],
  ['a proxy', { TRUSTED_PROXY: 'everyone' }, /^TRUSTED_PROXY is wrong/],
  ['a short secret', { SECRET: 'short' }, /^SECRET is wrong/],
  [
    'a database that is away',
    { DATABASE_URL: 'postgres://u:s3cret@127.0.0.1:9/x' },
    /^The database at 127\.0\.0\.1:9 /,
  ],
])('%s stops the start with one line and code 1', async (_what, environment, line) => {
  const { code, lines } = await start(environment)
  expect(code).toBe(1)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(line)
  expect(lines[0]).not.toContain('s3cret')
})

test('a port in use and a database that does not exist are said in one line', async () => {
  const taken = createServer()
  onTestFinished(() => void taken.close())
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const inUse = await start({ DATABASE_URL: fresh.url, PORT: String(port) })
  expect(inUse).toEqual({ code: 1, lines: [expect.stringContaining(`127.0.0.1:${port} is in use`)] })
  const elsewhere = new URL(fresh.url)
  elsewhere.pathname = '/no_such_database'
  const missing = await start({ DATABASE_URL: elsewhere.href })
  expect(missing).toEqual({ code: 1, lines: [expect.stringContaining('does not exist')] })
})

test('Ctrl+C while it starts ends it cleanly', async () => {
  const connections = async () => {
    const counted = await fresh.pool.query<{ count: number }>(
      'select count(*)::int from pg_stat_activity where datname = current_database()',
    )
    return counted.rows[0]!.count
  }
  const before = await connections()
  const child = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], {
    cwd: root,
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', DATABASE_URL: fresh.url },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await until(async () => (await connections()) > before, { what: 'it has begun to open things' })
  child.kill('SIGTERM')
  expect(await exitOf(child)).toEqual({ code: 0, signal: null })
})

const upgrade = (target: string) =>
  `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n'

test.each([
  '//[',
  '//:99999/',
  'http://[/sync/',
  '/sync/%zz',
  '/sync/',
  '*',
  `/sync/${'a'.repeat(5_000)}`,
  '/socket.io/?EIO=9',
])('an upgrade to %s is answered or dropped and never ends the process', async (target) => {
  const socket = createConnection({ port: server.port, host: '127.0.0.1' }, () => socket.write(upgrade(target)))
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.once('close', () => resolve()).once('data', () => socket.destroy()))
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  expect(server.process.exitCode).toBeNull()
})

test('measurements are for this machine: not through a proxy, not under another name', async () => {
  const from = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const lines = Object.entries({ host: `127.0.0.1:${server.port}`, ...headers }).map(
        ([name, value]) => `${name}: ${value}`,
      )
      const socket = createConnection({ port: server.port, host: '127.0.0.1' }, () =>
        socket.write(`GET /metrics HTTP/1.1\r\n${lines.join('\r\n')}\r\nconnection: close\r\n\r\n`),
      )
      socket.once('error', reject)
      socket.once('data', (data) => {
        resolve(Number(data.toString().split(' ')[1]))
        socket.destroy()
      })
    })
  expect(await from({})).toBe(200)
  for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via', 'x-forwarded-host']) {
    expect(await from({ [name]: '127.0.0.1' })).toBe(404)
  }
  expect(await from({ host: 'rebound.example:80' })).toBe(404)
})

test('nothing of what people say, or who they are, is printed at the most talkative level', async () => {
  const story = await consultationRoom(fresh.db)
  const canary = (what: string) => `canary-${what}-${crypto.randomUUID().slice(0, 8)}`
  const said = { password: canary('password'), token: canary('token'), note: canary('note'), name: canary('name') }
  const email = `${canary('mail')}@example.org`
  const post = (url: string, body: object, cookie = '') =>
    fetch(server.url + url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, 'x-meydan': '1', cookie },
      body: JSON.stringify(body),
    })
  await post('/api/session', { email, password: said.password })
  await post(`/api/invitations/preview?token=${said.token}`, { token: said.token })
  await post('/api/invitations/redeem', {
    token: said.token,
    name: said.name,
    language: 'en',
    organisation: { id: 'x' },
  })
  await fetch(`${server.url}/join?${said.token}`, {
    headers: { cookie: said.token, 'x-forwarded-for': '203.0.113.77' },
  })
  const client = syncClient(server, story.boardId, story.civil.cookie)
  await client.synced()
  client.doc.getMap('texts').set('x', said.note)
  client.doc.getMap('nowhere').set('x', said.note)
  await until(() => client.closes.length > 0)
  client.destroy()
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/${said.token}`, {
    headers: { origin: server.url },
  })
  socket.on('error', () => {})
  await new Promise((resolve) => socket.on('close', resolve))
  const names = [story.civil, story.public, story.facilitator].map(({ cookie }) => cookie.split('=')[1]!)
  for (const secret of [...Object.values(said), email, '203.0.113.77', ...names])
    expect(server.output()).not.toContain(secret)
  expect(server.output(), 'the refused frame is named, without its content').toContain('frame refused')
})
