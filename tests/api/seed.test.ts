import { spawn } from 'node:child_process'
import path from 'node:path'
import type { SeededStore } from '@meydan/server/demo/test-store'
import type { ReplyOf } from '@meydan/shared/contracts/contract'
import type { readRoom } from '@meydan/shared/contracts/rooms'
import type { readSession } from '@meydan/shared/contracts/session'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root, type Server, startServer } from '../support/app.ts'
import { freshDatabase } from '../support/database.ts'

type Sown = SeededStore & { origin: string }
type Ended = { code: number | null; out: string; err: string }

function seed(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(root, 'server/src/seed-test.ts'), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, ...environment },
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (text) => (out += text))
  child.stderr.on('data', (text) => (err += text))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

async function sow(environment: Record<string, string>, number = 7): Promise<Sown> {
  const { code, out, err } = await seed(environment, '--seed', String(number), '--json')
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as Sown
}

let server: Server
let store: Record<string, string>
let sown: Sown

beforeAll(async () => {
  const database = await freshDatabase()
  server = await startServer({ DATABASE_URL: database.url })
  store = { DATABASE_URL: database.url, PORT: String(server.port) }
  sown = await sow(store)
})
afterAll(() => server?.stop())

async function get<T>(address: string, cookie: string): Promise<{ status: number; body: T }> {
  const reply = await fetch(server.url + address, { headers: { cookie } })
  return { status: reply.status, body: (await reply.json()) as T }
}

const sessionOf = (cookie: string) => get<ReplyOf<typeof readSession>>('/api/session', cookie)

test('prints one object: two programmes, four rooms, each with a board, a plan and two links', () => {
  expect(sown.origin).toBe(`http://localhost:${server.port}`)
  expect(sown.programmes).toHaveLength(2)
  expect(sown.rooms.map(({ audience }) => audience)).toEqual(['joint', 'civil', 'joint', 'public'])
  for (const { organisations } of sown.programmes) {
    expect(new Set(organisations.map(({ side }) => side))).toEqual(new Set(['neutral', 'civil', 'public']))
  }
})

test('every cookie is somebody', async () => {
  const everyone = [
    sown.administrator,
    sown.twoOrganisations,
    ...sown.programmes.map(({ organiser }) => organiser),
    ...sown.rooms.flatMap(({ people }) => Object.values(people)),
  ]
  for (const person of everyone) {
    const { body } = await sessionOf(person.cookie)
    expect(body.me).toMatchObject({ id: person.personId, name: person.name, email: person.email })
  }
  expect((await sessionOf(sown.administrator.cookie)).body.me).toMatchObject({ isAdministrator: true })
})

test('each role has its seat, the outsider none, and one person represents two organisations', async () => {
  for (const { id, boardId, planId, people } of sown.rooms) {
    for (const role of ['facilitator', 'expert', 'participant', 'observer'] as const) {
      const { body } = await get<ReplyOf<typeof readRoom>>(`/api/rooms/${id}`, people[role].cookie)
      expect(body.room).toMatchObject({ mySeat: { id: people[role].seatId, role } })
      expect(body.room.documents.map((document) => `${document.kind} ${document.id}`).sort()).toEqual([
        `board ${boardId}`,
        `plan ${planId}`,
      ])
    }
    expect((await get(`/api/rooms/${id}`, people.outsider.cookie)).status).toBe(404)
  }
  const { seats } = sown.twoOrganisations
  expect(new Set(seats.map(({ organisationId }) => organisationId)).size).toBe(2)
  expect(new Set(seats.map(({ roomId }) => roomId)).size).toBe(2)
})

test('the links open, and the administrator can sign in', async () => {
  const post = (address: string, body: object) =>
    fetch(server.url + address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, 'x-meydan': '1' },
      body: JSON.stringify(body),
    })
  for (const { invites } of sown.rooms) {
    for (const role of ['participant', 'observer'] as const) {
      const reply = await post('/api/invitations/preview', { token: invites[role] })
      expect(await reply.json()).toMatchObject({ role })
    }
  }
  const { email, password } = sown.administrator
  expect((await post('/api/session', { email, password })).status).toBe(200)
})

test('the same seed gives the same words under new ids', async () => {
  const again = await sow(store)
  const names = ({ rooms }: Sown) => rooms.map(({ name, people }) => [name, people.participant.name])
  expect(names(again)).toEqual(names(sown))
  expect(again.rooms[0]!.id).not.toBe(sown.rooms[0]!.id)
  expect(names(await sow(store, 8))).not.toEqual(names(sown))
})

test('a store that people use is left alone', { timeout: 90_000 }, async () => {
  const { url, db, drop } = await freshDatabase()
  await db.insertInto('person').values({ name: 'Someone', email: 'someone@example.org' }).execute()
  const refused = await seed({ DATABASE_URL: url }, '--json')
  expect(refused).toMatchObject({ code: 1, out: '' })
  expect(refused.err).toContain('accounts of its own')
  expect((await seed({ DATABASE_URL: url, TEST_FAILPOINTS: '1' }, '--json')).code).toBe(0)
  await drop()
})

test('without DATABASE_URL it fills the database of the server that runs on DATA_DIR', {
  timeout: 90_000,
}, async () => {
  const embedded = await startServer({ DATABASE_URL: '' })
  const { administrator, origin } = await sow({ DATA_DIR: embedded.dataDir, PORT: String(embedded.port) })
  expect(origin).toBe(`http://localhost:${embedded.port}`)
  const reply = await fetch(`${embedded.url}/api/session`, { headers: { cookie: administrator.cookie } })
  expect(await reply.json()).toMatchObject({ me: { id: administrator.personId } })
  await embedded.stop()
  expect((await seed({ DATA_DIR: embedded.dataDir }, '--json')).err).toContain('No server runs')
})
