import { readFileSync } from 'node:fs'
import path from 'node:path'
import { hashToken } from '@meydan/server/access/tokens'
import type { Database } from '@meydan/server/database/schema'
import { createGuest } from '@meydan/server/access/people'
import { adoptProgrammes, organisedProgrammes } from '@meydan/server/features/programmes/store'
import { ensureDemo } from '@meydan/server/demo/ensure'
import { createFindLink } from '@meydan/server/features/invites/open-link'
import { createPreviews } from '@meydan/server/features/invites/preview'
import { Board } from '@meydan/shared/documents/board/board'
import { overlaps } from '@meydan/shared/documents/board/geometry'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { isOverdue } from '@meydan/shared/documents/plan/promise'
import { Name, Prose } from '@meydan/shared/names'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { freshDatabase } from '../support/database.ts'
import { planOf } from '../support/plans.ts'

const secret = 'a secret of more than thirty-two characters'
const origin = 'http://localhost:4300'
const tables = [
  'programme',
  'organisation',
  'person',
  'room',
  'seat',
  'invitation',
  'document',
  'documentUpdate',
] as const

async function rowCounts(db: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const row = await db.selectFrom(table).select(sql<number>`count(*)::int`.as('n')).executeTakeFirstOrThrow()
    counts[table] = row.n
  }
  return counts
}

async function boardsOf(db: Database) {
  const rows = await db
    .selectFrom('document')
    .innerJoin('documentUpdate', 'documentUpdate.documentId', 'document.id')
    .select(['document.roomId', 'documentUpdate.bytes'])
    .where('kind', '=', 'board')
    .execute()
  return rows.map(({ roomId, bytes }) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    return { roomId, board: new Board(doc), ...parseBoard(doc) }
  })
}

function tokenOf(url: string): string {
  return url.slice(url.indexOf('#') + 1)
}

test('is made once, by whichever of two nodes comes first, and stays as it is at later starts', async () => {
  const { db } = await freshDatabase()
  const [first, second] = await Promise.all([ensureDemo({ db, origin, secret }), ensureDemo({ db, origin, secret })])
  const made = await rowCounts(db)
  expect(second).toEqual(first)
  expect(made).toEqual({
    programme: 1,
    organisation: 11,
    person: 13,
    room: 3,
    seat: 27,
    invitation: 5,
    document: 6,
    documentUpdate: 6,
  })
  expect(await ensureDemo({ db, origin, secret })).toEqual(first)
  expect(await rowCounts(db)).toEqual(made)
})

test('every link leads to its room', async () => {
  const { db } = await freshDatabase()
  const links = (await ensureDemo({ db, origin, secret }))!
  const preview = createPreviews(db, createFindLink(db))
  const leads = await Promise.all(links.map(({ url }) => preview(tokenOf(url), null)))
  expect(links.every(({ url }) => url.startsWith(`${origin}/join#`))).toBe(true)
  expect(leads.map(({ audience, role }) => `${audience} ${role}`)).toEqual([
    'joint facilitator',
    'joint participant',
    'joint observer',
    'civil participant',
    'public participant',
  ])
  const daysLeft = leads.map(({ expiresAt }) => Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000))
  expect(daysLeft).toEqual([365, 365, 365, 365, 365])
  expect(leads[3]!.organisations.some(({ side }) => side === 'public')).toBe(false)
})

test('expired and used-up links are renewed, links of another secret replaced, revoked ones stay closed', async () => {
  const { db } = await freshDatabase()
  const before = (await ensureDemo({ db, origin, secret }))!
  const change = (index: number, set: object) =>
    db
      .updateTable('invitation')
      .set(set)
      .where('tokenHash', '=', hashToken(tokenOf(before[index]!.url)))
      .execute()
  await change(0, { expiresAt: new Date(0) })
  await change(1, { uses: 500 })
  await change(2, { revokedAt: new Date() })
  const after = (await ensureDemo({ db, origin, secret }))!
  expect(after).toEqual(before.filter((_, index) => index !== 2))
  const preview = createPreviews(db, createFindLink(db))
  for (const { url } of after) await preview(tokenOf(url), null)

  const changed = (await ensureDemo({ db, origin, secret: `another ${secret}` }))!
  expect(changed.map(({ url }) => url)).not.toEqual(after.map(({ url }) => url))
  for (const { url } of changed) await preview(tokenOf(url), null)
})

test('once deleted it does not come back', async () => {
  const { db } = await freshDatabase()
  await ensureDemo({ db, origin, secret })
  await db.deleteFrom('room').execute()
  await db.deleteFrom('programme').execute()
  expect(await ensureDemo({ db, origin, secret })).toBeNull()
  expect(await rowCounts(db)).toMatchObject({ programme: 0, room: 0, document: 0 })
})

test('its notes lie apart from each other inside their frames, in three languages, by people seated in the room', async () => {
  const { db } = await freshDatabase()
  await ensureDemo({ db, origin, secret })
  const boards = await boardsOf(db)
  expect(boards.map(({ notes }) => notes.length).sort((a, b) => a - b)).toEqual([9, 10, 48])
  for (const { roomId, board, notes, themes, connectors, stamps, problems } of boards) {
    expect(problems).toEqual([])
    const seated = await db.selectFrom('seat').select('id').where('roomId', '=', roomId).execute()
    const seats = new Set(seated.map(({ id }) => id))
    const boxes = [...notes, ...themes].map((item) => {
      const box = board.rectOf(item.id)!
      const frame = board.frameOf(item)!
      expect(seats.has(item.seat!)).toBe(true)
      expect(box.x).toBeGreaterThanOrEqual(frame.at.x + 20)
      expect(box.y).toBeGreaterThanOrEqual(frame.at.y + 20)
      expect(box.x + box.width).toBeLessThanOrEqual(frame.at.x + frame.size.width - 20)
      expect(box.y + box.height).toBeLessThanOrEqual(frame.at.y + frame.size.height - 10)
      return { ...box, isLoose: !('theme' in item && item.theme) }
    })
    const loose = boxes.filter(({ isLoose }) => isLoose)
    const overlapping = loose.filter((box, index) => loose.slice(index + 1).some((other) => overlaps(box, other)))
    expect(overlapping).toEqual([])
    for (const { id } of themes) expect(board.notesOf(id).length).toBeGreaterThan(1)
    for (const { from, to } of connectors)
      expect([from.item, to.item].every((end) => end === null || board.typeOf(end))).toBe(true)
    expect(stamps.every(({ item, seat }) => board.typeOf(item) && seats.has(seat!))).toBe(true)
  }
  const joint = boards.find(({ notes }) => notes.length === 48)!
  expect(joint).toMatchObject({ themes: { length: 4 }, connectors: { length: 1 } })
  expect(joint.stamps.length).toBeGreaterThan(8)
  expect(new Set(joint.notes.map(({ side }) => side))).toEqual(new Set(['civil', 'public', 'neutral']))
  expect(joint.notes.filter(({ text }) => /\p{Script=Arabic}/u.test(text)).length).toBeGreaterThan(8)
  expect(joint.notes.filter(({ text }) => /\b(the|and|of|for)\b/i.test(text)).length).toBeGreaterThan(3)
})

test('its plan keeps where every action came from, by organisations of the programme, one of them late', async () => {
  const { db } = await freshDatabase()
  await ensureDemo({ db, origin, secret })
  const { id, roomId } = await db
    .selectFrom('document')
    .select(['id', 'roomId'])
    .where('kind', '=', 'plan')
    .executeTakeFirstOrThrow()
  const { goals, actions, problems } = await planOf(db, id)
  expect(problems).toEqual([])
  expect([goals.length, actions.length]).toEqual([3, 8])
  const board = (await boardsOf(db)).find((each) => each.roomId === roomId)!
  const organisations = new Set((await db.selectFrom('organisation').select('id').execute()).map((row) => row.id))
  for (const { responsible, supporting, sources, goal } of actions) {
    expect([responsible!, ...supporting].every((each) => organisations.has(each))).toBe(true)
    expect(goals.some((each) => each.id === goal)).toBe(true)
    expect(sources.length).toBeGreaterThan(0)
    expect(sources.map(({ kind, record }) => board.board.typeOf(record) === kind)).not.toContain(false)
  }
  const today = new Date().toISOString().slice(0, 10)
  expect(actions.filter((action) => isOverdue(action, today))).toHaveLength(1)
  expect(actions.filter(({ agreedDue }) => agreedDue !== null).length).toBeGreaterThan(3)
})

test('it has no organiser until the first administrator arrives, who then finds it at home', async () => {
  const { db } = await freshDatabase()
  await ensureDemo({ db, origin, secret })
  const personId = await db.transaction().execute(async (trx) => {
    const id = await createGuest(trx, { name: 'Zeynep', language: 'tr' })
    await adoptProgrammes(trx, id)
    await adoptProgrammes(trx, id)
    return id
  })
  expect(await organisedProgrammes(db, personId)).toHaveLength(1)
  const seats = await db.selectFrom('seat').select('role').where('personId', '=', personId).execute()
  expect(seats.map(({ role }) => role)).toEqual(['facilitator', 'facilitator', 'facilitator'])
})

test('its names would have been accepted from a person', async () => {
  const { db } = await freshDatabase()
  await ensureDemo({ db, origin, secret })
  for (const table of ['programme', 'organisation', 'person', 'room'] as const) {
    for (const { name } of await db.selectFrom(table).select('name').execute()) expect(Name().parse(name)).toBe(name)
  }
  for (const { title } of await db.selectFrom('document').select('title').execute()) {
    expect(Name().parse(title)).toBe(title)
  }
  const { description } = await db.selectFrom('programme').select('description').executeTakeFirstOrThrow()
  expect(Prose(2000).parse(description)).toBe(description)
})

test('deploy/.env.example lists exactly what the server and compose.yaml read', () => {
  const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8')
  const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name!)
  const schema = read('server/src/config.ts').match(/z\.object\(\{([\s\S]*?)\n\}\)/)![1]!
  const byServer = namesIn(schema, /^ {2}([A-Z][A-Z_]*):/gm)
  const byCompose = namesIn(read('deploy/compose.yaml'), /\$\{([A-Z_]+)/g)
  const listed = namesIn(read('deploy/.env.example'), /^([A-Z][A-Z_]*)=/gm)
  expect(byServer.length).toBeGreaterThan(10)
  expect(listed.toSorted()).toEqual([...new Set([...byServer, ...byCompose])].toSorted())
  expect(new Set(listed).size).toBe(listed.length)
})
