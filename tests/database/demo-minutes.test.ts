import type { Database } from '@meydan/server/database/schema'
import { ensureDemo } from '@meydan/server/demo/ensure'
import { DocumentLog } from '@meydan/server/sync/document-log'
import { parseBoard } from '@meydan/shared/documents/board/parse'
import { clausesOf, namedIn } from '@meydan/shared/documents/minutes/passages'
import { checkRichText } from '@meydan/shared/documents/rich-text/schema'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesOf } from '../support/minutes.ts'
import { planOf } from '../support/plans.ts'

let fresh: FreshDatabase
let db: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  db = fresh.db
  await ensureDemo({ db, origin: 'http://localhost:4300', secret: 'a secret of more than thirty-two characters' })
})
afterAll(() => fresh?.drop())

async function minutesCalled(title: string) {
  const { id } = await db.selectFrom('document').select('id').where('title', '=', title).executeTakeFirstOrThrow()
  const minutes = await minutesOf(db, id)
  expect(checkRichText(minutes.body!, 'minutes')).toEqual([])
  return minutes
}

/** Ids of all that can be named, and of the documents it is on. */
async function everything(): Promise<Set<string>> {
  const known = new Set<string>()
  for (const table of ['seat', 'organisation', 'decision'] as const) {
    for (const { id } of await db.selectFrom(table).select('id').execute()) known.add(id)
  }
  for (const { id, kind } of await db.selectFrom('document').select(['id', 'kind']).execute()) {
    known.add(id)
    if (kind === 'plan') for (const action of (await planOf(db, id)).actions) known.add(action.id)
    if (kind !== 'board') continue
    const doc = new Y.Doc()
    for (const part of (await new DocumentLog(db).read(id))!.parts) Y.applyUpdate(doc, part)
    const { notes, themes } = parseBoard(doc)
    for (const record of [...notes, ...themes]) known.add(record.id)
  }
  return known
}

test('its minutes name whom and what there is, and a task of theirs became an action', async () => {
  const blocks = (await minutesCalled('İlk toplantının tutanağı')).blocks()
  const kinds = ['table', 'heading', 'paragraph', 'bulletList', 'decision', 'taskList']
  expect(new Set(blocks.map(({ type }) => type))).toEqual(new Set(kinds))
  const named = namedIn(blocks)
  const chips = ['seat', 'organisation', 'theme', 'note', 'decision', 'action']
  expect(new Set(named.map(({ kind }) => kind))).toEqual(new Set(chips))
  const known = await everything()
  for (const { target, document } of named) expect(known.has(target) && known.has(document ?? target)).toBe(true)
  const tasks = blocks.flatMap((block) => (block.type === 'taskList' ? block.tasks : []))
  expect(tasks.map(({ checked, action }) => [checked, action !== null])).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ])
})

test('its charter has four clauses, to which organisations agree and one objects, as they read', async () => {
  const clauses = new Map(
    clausesOf((await minutesCalled('Çalışma ilkelerimiz')).blocks()).map(({ id, words }) => [id, words]),
  )
  expect(clauses.size).toBe(4)
  const stances = await db.selectFrom('clauseStance').selectAll().execute()
  expect(stances.filter(({ kind }) => kind === 'object')).toMatchObject([{ reason: expect.stringMatching(/./) }])
  expect(stances.length).toBeGreaterThan(8)
  for (const { clauseId, words } of stances) expect(words).toBe(clauses.get(clauseId))
})
