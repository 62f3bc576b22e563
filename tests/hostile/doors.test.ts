import { spawn } from 'node:child_process'
import { existsSync, globSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { root, type Server, startServer } from '../support/app.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { exitOf, freePort } from '../support/processes.ts'

let fresh: FreshDatabase
let server: Server
let adminPort: number

beforeAll(async () => {
  fresh = await freshDatabase()
  adminPort = await freePort()
  // As an operator starts it, with what a test would leave behind in the environment.
  server = await startServer({ DATABASE_URL: fresh.url, TEST_FAILPOINTS: '', ADMIN_PORT: String(adminPort) })
})
afterAll(async () => {
  await server?.stop()
  await fresh?.drop()
})

/** Asks with the path as it is written: `fetch` would tidy up dots before they leave. */
function ask(target: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = request({ port: server.port, host: '127.0.0.1', path: target, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode!, body }))
    })
    sent.on('error', reject).end()
  })
}

/** The ports on which a process listens, from what Linux says about its sockets. */
function listeningPorts(pid: number): number[] {
  const sockets = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1]
    return inode ? [inode] : []
  })
  const lines = ['tcp', 'tcp6'].flatMap((kind) => readFileSync(`/proc/${pid}/net/${kind}`, 'utf8').split('\n').slice(1))
  const listening = lines.map((line) => line.trim().split(/\s+/)).filter((parts) => parts[3] === '0A')
  return listening
    .filter((parts) => sockets.includes(parts[9]!))
    .map((parts) => Number.parseInt(parts[1]!.split(':')[1]!, 16))
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

describe('D-1 a server as an operator starts it', () => {
  test.runIf(existsSync('/proc/self/net/tcp'))('listens on its port and on no other', () => {
    expect(listeningPorts(server.process.pid!)).toEqual([server.port])
    expect(server.output()).not.toMatch(/failpoint/i)
  })

  test('has no door at the admin port, and no route that a test would use', async () => {
    await expect(fetch(`http://127.0.0.1:${adminPort}/failpoints`)).rejects.toThrow()
    const own = { origin: server.url, host: `127.0.0.1:${server.port}`, 'x-meydan': '1', accept: 'application/json' }
    const words = ['failpoints', 'seed', 'test', 'test/seed', 'debug', 'reset', 'admin', '__vite_ping', 'sign-in/email']
    for (const word of words.flatMap((one) => [`/${one}`, `/api/${one}`, `/api/auth/${one}`])) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const { status } = await ask(word, own, method)
        expect(status, `${method} ${word}`).toBe(404)
      }
    }
    expect(await fresh.db.selectFrom('programme').select('id').execute(), 'and nothing was sown').toEqual([])
  })

  // Forwarded headers: tests/api/process.test.ts.
  test.each(['app.example.org', 'localhost.evil.example', '127.0.0.1.evil.example:80', 'evil.example@127.0.0.1'])(
    'its measurements are not for outside: as %s',
    async (host) => {
      expect(await ask('/metrics', { host })).toMatchObject({ status: 404 })
      for (const authorization of ['Bearer undefined', 'Bearer ', 'Basic dW5kZWZpbmVk']) {
        expect(await ask('/metrics', { host, authorization })).toMatchObject({ status: 404 })
      }
      expect(await ask('/metrics')).toMatchObject({ status: 200 })
    },
  )

  test('serves nothing of its own making', async () => {
    const wanted = [
      '.git/HEAD',
      '.git/config',
      '.env',
      'deploy/.env',
      'package.json',
      'server/src/main.ts',
      'data/secret',
    ]
    const disguises = wanted.flatMap((file) => [
      `/${file}`,
      `/../../${file}`,
      `/assets/../../../${file}`,
      `/assets/..%2f..%2f..%2f${file}`,
      `/%2e%2e/%2e%2e/${file}`,
      `/assets/..%5c..%5c..%5c${file}`,
      `//${file}`,
    ])
    for (const target of disguises) {
      const { status, body } = await ask(target)
      // A page of the router's, or nothing: never the file.
      if (status === 200) expect(body, target).toMatch(/^<!doctype html>/i)
      else expect([400, 403, 404], target).toContain(status)
    }
    for (const target of ['/.git/HEAD', '/.git/config', '/.env']) expect((await ask(target)).status).toBe(404)
  })

  test('has no source maps, beside the bundles or in them', async () => {
    const bundles = globSync('client/dist/**/*.{js,css}', { cwd: root })
    expect(globSync('client/dist/**/*.map', { cwd: root })).toEqual([])
    for (const bundle of bundles) {
      const text = readFileSync(path.join(root, bundle), 'utf8')
      expect(/[#@] sourceMappingURL=/.test(text.slice(-500)), bundle).toBe(false)
    }
    const address = bundles[0] ? `/${path.posix.relative('client/dist', bundles[0])}` : '/assets/index.js'
    expect((await ask(`${address}.map`)).status).toBe(404)
    expect(readFileSync(path.join(root, 'client/vite.config.ts'), 'utf8')).not.toMatch(/sourcemap: (true|'inline')/)
  })

  test('does not start with budgets for load tests', async () => {
    const child = spawn(process.execPath, [path.join(root, 'server/src/main.ts')], {
      env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: fresh.url, LIMIT_SCALE: '100' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    let said = ''
    child.stderr.on('data', (text) => (said += text))
    expect((await exitOf(child)).code).toBe(1)
    expect(said).toMatch(/^LIMIT_SCALE is wrong/)
  })

  test('is not deployed with any of it', () => {
    const files = globSync('deploy/**/{*.yaml,*.yml,Dockerfile*,*.service}', { cwd: root })
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) {
      expect(readFileSync(path.join(root, file), 'utf8'), file).not.toMatch(/TEST_FAILPOINTS|LIMIT_SCALE|ADMIN_PORT/)
    }
  })
})
