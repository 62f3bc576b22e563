import { Board } from '@meydan/shared/documents/board/board'
import { redeemInvitation } from '@meydan/shared/contracts/invites'
import { signIn } from '@meydan/shared/contracts/session'
import * as decoding from 'lib0/decoding'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Server, startServer } from '../support/app.ts'
import { type SyncClient, syncClient } from '../support/client.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
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

type Line = { msg: string; documentId?: string; seq?: number; trace?: string; traces?: string[]; reason?: string }

function lines(): Line[] {
  return server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
}

type Traced = SyncClient & { connection: () => string; refused: () => number[] }

async function traced(documentId: string, cookie: string): Promise<Traced> {
  const client = syncClient(server, documentId, cookie, { ack: true })
  onTestFinished(() => client.destroy())
  let connection = ''
  const refused: number[] = []
  client.provider.messageHandlers[66] = (_encoder, decoder) => {
    connection = JSON.parse(decoding.readVarString(decoder)).connection
  }
  client.provider.messageHandlers[65] = (_encoder, decoder) => {
    refused.push(decoding.readVarUint(decoder))
  }
  await client.synced()
  return { ...client, connection: () => connection, refused: () => refused }
}

function write(client: SyncClient, text: string): void {
  new Board(client.doc).addNotes([{ at: { x: 1, y: 1 }, text }], { seat: null, side: 'civil' })
}

/** Under somebody else's client id, which the gate refuses. */
function writeAs(client: SyncClient, other: SyncClient, text: string): void {
  const own = client.doc.clientID
  client.doc.clientID = other.doc.clientID
  write(client, text)
  client.doc.clientID = own
}

test('one edit is followed from its sender over the log to its row', async () => {
  const story = await consultationRoom(fresh.db)
  const ahmad = await traced(story.boardId, story.civil.cookie)
  write(ahmad, 'izlenen')
  await until(() => ahmad.frames.sent > 0 && ahmad.frames.acked === ahmad.frames.sent)
  const trace = `${ahmad.connection()}/${ahmad.frames.sent}`
  const line = await until(() => lines().find(({ traces }) => traces?.includes(trace)))
  expect(line).toMatchObject({ msg: 'frames committed', documentId: story.boardId })
  const row = await fresh.db
    .selectFrom('documentUpdate')
    .select(['seq', 'seatId'])
    .where('connectionId', '=', ahmad.connection())
    .where('frameNo', '=', ahmad.frames.sent)
    .executeTakeFirstOrThrow()
  expect(row.seatId).toBe(story.civil.seatId)
  expect(row.seq).toBeLessThanOrEqual(line.seq!)
  expect(row.seq).toBeGreaterThan(line.seq! - line.traces!.length)
})

test('a refused frame is found by its trace too, with the reason', async () => {
  const story = await consultationRoom(fresh.db)
  const victim = await traced(story.boardId, story.public.cookie)
  write(victim, 'benim')
  const forger = await traced(story.boardId, story.civil.cookie)
  writeAs(forger, victim, 'onun adına')
  const frameNo = await until(() => forger.refused()[0])
  const trace = `${forger.connection()}/${frameNo}`
  const line = await until(() => lines().find((each) => each.trace === trace))
  const row = await until(() =>
    fresh.db
      .selectFrom('refusedFrame')
      .select(['reason', 'seatId'])
      .where('connectionId', '=', forger.connection())
      .where('frameNo', '=', frameNo)
      .executeTakeFirst(),
  )
  expect(row).toEqual({ reason: line.reason, seatId: story.civil.seatId })
})

test('no word, name, address, cookie or token of anybody is in the log, at its most talkative', async () => {
  const canary = (what: string) => `kanarya-${what}-${crypto.randomUUID().slice(0, 8)}`
  const words = Object.fromEntries(
    ['note', 'refused', 'name', 'email', 'password', 'token', 'query', 'cursor', 'organisation', 'cookie', 'body'].map(
      (what) => [what, canary(what)],
    ),
  ) as Record<string, string>
  const story = await consultationRoom(fresh.db)
  await fresh.db.updateTable('person').set({ name: words.name! }).where('id', '=', story.civil.personId).execute()
  const victim = await traced(story.boardId, story.public.cookie)
  const ahmad = await traced(story.boardId, story.civil.cookie)
  write(ahmad, words.note!)
  ahmad.awareness.setLocalState({ cursor: { x: 1, y: 1 }, word: words.cursor })
  write(victim, 'kendi')
  await until(() => ahmad.frames.sent > 0 && ahmad.frames.acked === ahmad.frames.sent)
  writeAs(ahmad, victim, words.refused!)
  await until(() => ahmad.refused().length > 0)

  const post = (path: string, body: unknown) =>
    fetch(server.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: server.url,
        'x-meydan': '1',
        cookie: `meydan=${words.cookie}`,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  await post(signIn.path, { email: `${words.email}@example.org`, password: words.password })
  await post(redeemInvitation.path, {
    token: words.token,
    name: words.name,
    language: 'tr',
    organisation: {
      add: { name: words.organisation, kind: 'association', side: 'civil', city: null, fields: [], languages: [] },
    },
  })
  await post(`${signIn.path}?q=${words.query}`, `{"${words.body}`)
  // Errors with a cause are logged as well: the database refuses what these carry.
  await post(signIn.path, { email: `${words.email}\u0000@example.org`, password: `${words.password}\u0000` })
  await fetch(`${server.url}/api/rooms/%00${words.query}`, { headers: { cookie: story.civil.cookie } })
  await until(() => lines().some(({ msg }) => msg === 'frame refused'))

  const said = server.output()
  const hits = [...Object.values(words), story.civil.cookie, '@example.org', '127.0.0.1:5'].filter((word) =>
    said.includes(word),
  )
  expect(hits).toEqual([])
  expect(said.length, 'something is logged at all').toBeGreaterThan(500)
})
