import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '@meydan/server/database/connection'
import { serveClient } from '@meydan/server/http/static'
import { createHttpServer } from '@meydan/server/http/server'
import { readConfig } from '@meydan/server/config'
import { previewInvitation, redeemInvitation } from '@meydan/shared/contracts/invites'
import { addOrganisation, createProgramme, readHome } from '@meydan/shared/contracts/programmes'
import { createRoom, readRoom } from '@meydan/shared/contracts/rooms'
import { editMe, readSession, signIn } from '@meydan/shared/contracts/session'
import { ErrorReply } from '@meydan/shared/errors'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Api, apiOn, HOST, refusal, startApi, startApiForTest } from './api.ts'
import { countRows } from './rows.ts'
import { anAdministrator, arrival, aWorkshop, ngo } from './stories.ts'

let api: Api
let workshop: Awaited<ReturnType<typeof aWorkshop>>
beforeAll(async () => {
  api = await startApi({ LIMIT_SCALE: '100' })
  workshop = await aWorkshop(api)
})
afterAll(() => api.close())

const own = { host: HOST, origin: `http://${HOST}`, 'x-meydan': '1' }

describe('a state-changing request', () => {
  test.each([
    ['no origin', { origin: undefined }],
    ['origin null', { origin: 'null' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['our name inside a foreign one', { origin: `http://${HOST}.evil.example` }],
    ['another port', { origin: `http://${HOST}:8080` }],
    ['another scheme', { origin: `https://${HOST}` }],
    ['no header of ours', { 'x-meydan': undefined }],
    ['another value of it', { 'x-meydan': 'yes' }],
    ['word that it is cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['word that it is from a sibling site', { 'sec-fetch-site': 'same-site' }],
  ])('with %s is refused', async (_, headers) => {
    const response = await api.send(editMe, { body: { name: 'Forged' } }, { ...workshop.organiser, headers })
    expect(refusal(response)).toEqual([403, 'foreign_origin'])
  })

  test('of our own page passes, also where the browser says same-origin', async () => {
    const headers = { 'sec-fetch-site': 'same-origin' }
    expect((await api.send(editMe, { body: {} }, { ...workshop.organiser, headers })).statusCode).toBe(200)
  })

  test.each([
    ['https://meydan.example.org', 200],
    ['http://meydan.example.org', 403],
    [`http://${HOST}`, 403],
    ['https://meydan.example.org.evil.com', 403],
    ['https://meydan.example.org:444', 403],
    ['', 403],
  ])('behind a public address is judged by that address alone: %s', async (origin, status) => {
    const behind = await startApiForTest({ PUBLIC_URL: 'https://meydan.example.org' })
    const administrator = await anAdministrator(behind)
    const response = await behind.send(editMe, { body: {} }, { ...administrator, headers: { origin } })
    expect(response.statusCode).toBe(status)
  })

  test('is never a GET', async () => {
    const before = await countRows(api)
    await api.send(readHome, {}, { ...workshop.organiser, headers: { origin: 'https://evil.example' } })
    expect(await countRows(api)).toEqual(before)
  })
})

describe('a body', () => {
  const post = (payload: string, type = 'application/json') =>
    api.app.inject({
      method: 'POST',
      url: '/api/programmes',
      headers: { ...own, cookie: workshop.organiser.cookie, 'content-type': type },
      payload,
    })

  test.each([
    ['cut off', '{"name": "A"', 400, 'malformed'],
    ['no JSON', 'name=A', 400, 'malformed'],
    ['empty', '', 400, 'malformed'],
    ['with __proto__', '{"name":"A","__proto__":{"isAdministrator":true}}', 400, 'malformed'],
    ['with __proto__ deep inside', '{"name":"A","host":{"x":{"__proto__":1}}}', 400, 'malformed'],
    ['with __proto__ written otherwise', '{"\\u005f_proto__":{"a":1}}', 400, 'malformed'],
    ['with constructor.prototype', '{"constructor":{"prototype":{"a":1}}}', 400, 'malformed'],
    ['of 300 KB', JSON.stringify({ name: 'x'.repeat(300 * 1024) }), 413, 'too_large'],
    ['nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 400, 'invalid'],
    ['an array', '[]', 400, 'invalid'],
    ['null', 'null', 400, 'invalid'],
    ['a number of a million digits', `{"name":${'1'.repeat(200_000)}}`, 400, 'invalid'],
  ])('%s is refused quickly', async (_, payload, status, code) => {
    const start = performance.now()
    const response = await post(payload)
    expect(refusal(response).slice(0, 2)).toEqual([status, code])
    expect(ErrorReply.safeParse(response.json()).success).toBe(true)
    expect(performance.now() - start).toBeLessThan(500)
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json\t;x',
    'text/json',
    ' ',
  ])('of type %s is refused', async (type) => {
    const response = await post(JSON.stringify({ name: 'A', host: ngo('A') }), type)
    expect(response.statusCode, response.body).toBe(type.startsWith('application/json') ? response.statusCode : 415)
    if (response.statusCode === 200) throw new Error(`${type} was read as JSON`)
  })

  test('is refused field by field, in words of ours', async () => {
    const body = { name: 7, cities: 'Adana', host: { ...ngo('A'), side: 'left', fields: ['chess'] }, owner: 'me' }
    const response = await post(JSON.stringify(body))
    const [status, code, fields] = refusal(response)
    expect([status, code]).toEqual([400, 'invalid'])
    expect(fields).toEqual(
      expect.arrayContaining([
        { path: 'name', problem: 'wrong_type' },
        { path: 'cities', problem: 'wrong_type' },
        { path: 'host.side', problem: 'not_offered' },
        { path: 'host.fields.0', problem: 'not_offered' },
        { path: 'owner', problem: 'unknown_field' },
      ]),
    )
    const missing = await post('{}')
    expect(refusal(missing)[2]).toEqual([
      { path: 'name', problem: 'required' },
      { path: 'host', problem: 'required' },
    ])
  })

  test('names the fault in the shape it came closest to', async () => {
    const organisation = { add: { ...ngo('A'), side: 'left' } }
    const payload = { ...arrival('x', 'Name', { id: workshop.host.id }).body, organisation }
    const response = await api.app.inject({ method: 'POST', url: '/api/invitations/redeem', headers: own, payload })
    expect(refusal(response)[2]).toEqual([{ path: 'organisation.add.side', problem: 'not_offered' }])
  })

  test('cannot give more than it is asked for', async () => {
    const params = { programmeId: workshop.programme.id }
    for (const extra of [{ isHost: true }, { programmeId: crypto.randomUUID() }, { id: crypto.randomUUID() }]) {
      const body = { ...ngo(`Extra ${Object.keys(extra)[0]}`), ...extra }
      const response = await api.send(addOrganisation, { params, body }, workshop.organiser)
      expect(refusal(response).slice(0, 2)).toEqual([400, 'invalid'])
    }
    const body = { ...arrival(workshop.link.token, 'Me', workshop.host).body, role: 'facilitator' }
    expect(refusal(await api.send(redeemInvitation, { body }))[2]).toEqual([{ path: 'role', problem: 'unknown_field' }])
  })

  test('with text too long or with control characters is refused', async () => {
    const input = (purpose: string) => ({
      params: { programmeId: workshop.programme.id },
      body: { name: 'Oda', purpose, language: 'tr' as const, boardTitle: 'B', template: 'empty' as const },
    })
    const long = await api.send(createRoom, input('x'.repeat(2001)), workshop.organiser)
    expect(refusal(long)[2]).toEqual([{ path: 'purpose', problem: 'text_too_long' }])
    const bell = await api.send(createRoom, input('a\u0007'), workshop.organiser)
    expect(refusal(bell)[2]).toEqual([{ path: 'purpose', problem: 'text_control_characters' }])
  })
})

describe('an address', () => {
  test('that is no id is the sender’s fault, after who they are', async () => {
    const input = { params: { roomId: 'not-an-id' } }
    expect(refusal(await api.send(readRoom, input))).toEqual([401, 'signed_out'])
    expect(refusal(await api.send(readRoom, input, workshop.organiser))).toEqual([
      400,
      'invalid',
      [{ path: 'roomId', problem: 'wrong_form' }],
    ])
  })

  test('of an unknown room is not found', async () => {
    const input = { params: { roomId: crypto.randomUUID() } }
    expect(refusal(await api.send(readRoom, input, workshop.organiser))).toEqual([404, 'not_found'])
  })

  test.each([
    '/api/nothing',
    '/api/rooms',
    '/api/rooms/x/y/z',
    '/api',
    '/nothing',
    '/%',
    '/api/rooms/%E0%A4%A',
    '/assets/x.js',
  ])('%s answers in the form of all errors', async (url) => {
    const response = await api.app.inject({ url, headers: { host: HOST } })
    expect([400, 404]).toContain(response.statusCode)
    expect(ErrorReply.safeParse(response.json()).success).toBe(true)
  })

  test('that is too long, or of another method, is not found', async () => {
    const long = await api.app.inject({ url: `/api/rooms/${'x'.repeat(5000)}`, headers: { host: HOST } })
    expect(refusal(long)).toEqual([400, 'malformed'])
    const put = await api.app.inject({ method: 'PUT', url: '/api/session', headers: own })
    expect(refusal(put)).toEqual([404, 'not_found'])
  })
})

describe('headers', () => {
  test('of every answer forbid what we don’t use', async () => {
    const { headers } = await api.send(readSession, {})
    expect(headers['content-security-policy']).toBe(
      "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data: blob:;font-src 'self';" +
        `connect-src 'self' ws://${HOST};object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self';` +
        "worker-src 'self';manifest-src 'self'",
    )
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers['permissions-policy']).toMatch(/camera=\(\).*geolocation=\(\).*microphone=\(\)/)
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).not.toHaveProperty('access-control-allow-origin')
    expect(headers).not.toHaveProperty('x-powered-by')
  })

  test('over https ask for https, for a year', async () => {
    const behind = await startApiForTest({ PUBLIC_URL: 'https://meydan.example.org' })
    const { headers } = await behind.send(readSession, {})
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    expect(headers['content-security-policy']).toContain("connect-src 'self' wss://meydan.example.org;")
    expect(headers['content-security-policy']).toMatch(/;upgrade-insecure-requests$/)
  })

  test('cannot be written by a host header', async () => {
    const host = "x; script-src 'unsafe-inline'"
    const { headers } = await api.app.inject({ url: '/api/session', headers: { host } })
    expect(headers['content-security-policy']).not.toContain('unsafe')
  })

  test('stand on refusals too', async () => {
    const { headers } = await api.app.inject({ url: '/api/nothing', headers: { host: HOST } })
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })
})

describe('limits', () => {
  const guess = (limited: Api, email: string) =>
    limited.send(signIn, { body: { email, password: 'wrong password' } }, { headers: { 'x-forwarded-for': '9.9.9.9' } })

  test('slow many guesses at one account, in whatever spelling', async () => {
    const limited = await startApiForTest()
    const spellings = ['ada@example.org', 'ADA@example.org', ' ada@example.org']
    const codes: string[] = []
    for (let index = 0; index < 13; index += 1) codes.push((await guess(limited, spellings[index % 3]!)).json().code)
    expect(codes).toEqual([...Array(10).fill('wrong_credentials'), ...Array(3).fill('slow_down')])
    expect(refusal(await guess(limited, 'ada@example.org'))).toEqual([429, 'slow_down'])
    expect((await guess(limited, 'other@example.org')).json().code).toBe('wrong_credentials')
  })

  test('slow one guess each at many accounts', async () => {
    const limited = await startApiForTest()
    const codes: string[] = []
    for (let index = 0; index < 45; index += 1) codes.push((await guess(limited, `a${index}@example.org`)).json().code)
    expect(codes.filter((code) => code === 'slow_down')).toHaveLength(5)
  })

  test('let a workshop of sixty behind one address in within a minute', async () => {
    const limited = await startApiForTest()
    const { link, host } = await aWorkshop(limited)
    await limited.db.updateTable('invitation').set({ maxUses: 100 }).execute()
    for (let index = 0; index < 60; index += 1) {
      await limited.call(previewInvitation, { body: { token: link.token } })
      await limited.call(redeemInvitation, arrival(link.token, `Person ${index}`, host))
    }
    const codes: string[] = []
    for (let index = 0; index < 300; index += 1) {
      codes.push((await limited.send(previewInvitation, { body: { token: 'guess' } })).json().code)
    }
    expect(new Set(codes)).toEqual(new Set(['invitation_unknown', 'slow_down']))
    expect(codes.at(-1)).toBe('slow_down')
  })

  test('count an IPv6 network as one, and each link by itself', async () => {
    const limited = await startApiForTest({ TRUSTED_PROXY: 'loopback' })
    const preview = async (address: string, token: string) => {
      const headers = { 'x-forwarded-for': address }
      return (await limited.send(previewInvitation, { body: { token } }, { headers })).json().code
    }
    for (let index = 0; index < 400; index += 1) await preview(`2001:db8:1:2::${index.toString(16)}`, `t${index}`)
    expect(await preview('2001:db8:1:2:ffff::1', 'fresh')).toBe('slow_down')
    expect(await preview('2001:db8:1:3::1', 'fresh')).toBe('invitation_unknown')
    for (let index = 0; index < 400; index += 1) await preview(`10.0.${index % 200}.1`, 'shared')
    expect(await preview('10.1.0.1', 'shared')).toBe('slow_down')
    expect(await preview('10.1.0.1', 'another')).toBe('invitation_unknown')
  })
})

describe('forwarded addresses', () => {
  const ask = async (trusted?: string) => {
    const app = createHttpServer(readConfig({ LOG_LEVEL: 'silent', ...(trusted && { TRUSTED_PROXY: trusted }) }, '/'))
    app.get('/ip', async (request) => ({ ip: request.ip }))
    onTestFinished(() => app.close())
    return (await app.inject({ url: '/ip', headers: { 'x-forwarded-for': '6.6.6.6, 10.0.0.9' } })).json().ip
  }

  test('are believed from the configured proxy only', async () => {
    expect(await ask()).toBe('127.0.0.1')
    expect(await ask('10.0.0.0/8')).toBe('127.0.0.1')
    expect(await ask('127.0.0.1')).toBe('10.0.0.9')
    expect(await ask('loopback, 10.0.0.0/8')).toBe('6.6.6.6')
    expect(await ask('1')).toBe('10.0.0.9')
  })
})

describe('health', () => {
  test('is said without anyone signed in', async () => {
    for (const url of ['/healthz', '/readyz']) {
      const response = await api.app.inject({ url, headers: { host: HOST } })
      expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok' }])
    }
  })

  test('is not ready without the newest migration', async () => {
    const behind = await startApiForTest()
    await behind.database.pool.query(
      'delete from kysely_migration where name = (select max(name) from kysely_migration)',
    )
    const response = await behind.app.inject({ url: '/readyz', headers: { host: HOST } })
    expect([response.statusCode, response.json()]).toEqual([503, { status: 'migrations_missing' }])
  })

  test('a database that is away is said so, and nothing of why', async () => {
    const { db, pool, close } = openDatabase('postgres://nobody@127.0.0.1:9/nowhere')
    const database = { url: '', db, pool, drop: close }
    const lone = await apiOn(database, { SECRET: 'x'.repeat(32) })
    onTestFinished(() => lone.close())
    const ready = await lone.app.inject({ url: '/readyz', headers: { host: HOST } })
    expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'database_away' }])
    expect((await lone.app.inject({ url: '/healthz', headers: { host: HOST } })).statusCode).toBe(200)
    const cookie = lone.cookie.write('token', new Date(Date.now() + 60_000)).split(';')[0]
    const response = await lone.send(readHome, {}, { cookie })
    expect(refusal(response)).toEqual([503, 'unavailable'])
    expect(Object.keys(response.json())).toEqual(['code', 'requestId'])
    const body = { email: 'ada@example.org', password: 'whatever it was' }
    expect(refusal(await lone.send(signIn, { body }))).toEqual([503, 'unavailable'])
  })
})

test('a fault of our own says nothing but a number to quote', async () => {
  const broken = await startApiForTest()
  await broken.database.pool.query('alter table programme rename column description to something_else')
  const administrator = await anAdministrator(broken)
  const response = await broken.send(createProgramme, { body: { name: 'A', host: ngo('B') } }, administrator)
  expect(refusal(response)).toEqual([500, 'internal'])
  expect(Object.keys(response.json())).toEqual(['code', 'requestId'])
})

describe('the client', () => {
  async function served() {
    const folder = await mkdtemp(path.join(tmpdir(), 'client-'))
    await mkdir(path.join(folder, 'assets'))
    await writeFile(path.join(folder, 'index.html'), '<title>Meydan</title>')
    await writeFile(path.join(folder, 'assets/app-1a2b.js'), 'export {}')
    await writeFile(path.join(folder, 'assets/app-1a2b.js.map'), '{}')
    const app = createHttpServer(readConfig({ LOG_LEVEL: 'silent' }, '/'))
    await serveClient(app, folder)
    onTestFinished(async () => {
      await app.close()
      await rm(folder, { recursive: true })
    })
    return (url: string, accept = 'text/html') => app.inject({ url, headers: { accept } })
  }

  test('is one page for every address of its router, never cached; what it loads is cached for ever', async () => {
    const get = await served()
    for (const url of ['/', '/join', '/rooms/x/boards/y', '/programmes/z?tab=1']) {
      const page = await get(url)
      expect([page.statusCode, page.body, page.headers['cache-control']]).toEqual([
        200,
        '<title>Meydan</title>',
        'no-cache',
      ])
    }
    const script = await get('/assets/app-1a2b.js', '*/*')
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test.each([
    '/assets/app-1a2b.js.map',
    '/assets/gone.js',
    '/api/gone',
    '/sync/x',
    '/socket.io/x',
    '/favicon.gone.ico',
    '/.git/config',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/',
  ])('is not what %s answers with', async (url) => {
    const get = await served()
    const response = await get(url)
    expect(response.body).not.toContain('<title>')
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.json().code).toBeDefined()
  })
})
