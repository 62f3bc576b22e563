import { eraseRowsOf, eraseRowsOn } from '@meydan/server/projection/erase'
import { projectDocument } from '@meydan/server/projection/projector'
import { folding } from '@meydan/server/sync/folding/worker'
import { eraseInDocument } from '@meydan/server/sync/history/erase'
import { editMinutesAtRandom } from '@meydan/shared/documents/minutes/any-edit'
import { Minutes } from '@meydan/shared/documents/minutes/minutes'
import { clausesOf, namedIn, sectionsOf } from '@meydan/shared/documents/minutes/passages'
import type { RichBlock, RichPiece } from '@meydan/shared/documents/rich-text/read'
import { appendRich } from '@meydan/shared/documents/rich-text/write'
import { undoOrRedo } from '@meydan/shared/documents/undo-step'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { minutesOf, minutesWith, paragraph } from '../support/minutes.ts'
import { isBehind, loggedDocument } from '../support/projection.ts'
import { seededRandom } from '../support/seed.ts'
import { consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase
let story: Story

beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
})
afterAll(async () => {
  await folding.close()
  await fresh?.drop()
})

const project = (documentId: string) => projectDocument(fresh.db, documentId)
const [FIRST, SECOND] = ['0190aaaa-0000-7000-8000-00000000000a', '0190aaaa-0000-7000-8000-00000000000b'] as const
const heading = (text: string): RichBlock => ({ type: 'heading', level: 2, pieces: [{ text }] })
const line = (...pieces: RichPiece[]): RichBlock => ({ type: 'paragraph', pieces })
const clause = (id: string, text: string): RichBlock => ({ type: 'clause', id, blocks: [paragraph(text)] })

/** What the rows of minutes say. */
async function rowsSay(documentId: string) {
  const of = (table: string, columns: string) =>
    fresh.pool
      .query(`select ${columns} from ${table} where document_id = $1 order by position`, [documentId])
      .then(({ rows }) => rows)
  return {
    sections: await of('minutes_section', 'heading, words'),
    clauses: await of('minutes_clause', 'clause_id as id, words'),
    named: await of('minutes_mark', 'kind, target, target_document_id as document'),
  }
}

/** The same as the model reads it, without the projection's own code. */
function minutesSay(blocks: readonly RichBlock[]) {
  return { sections: sectionsOf(blocks), clauses: clausesOf(blocks), named: namedIn(blocks) }
}

/** Minutes of the room with a page open, which writes to the log when it is told to. */
async function open(blocks: readonly RichBlock[]) {
  const documentId = await minutesWith(fresh.db, story.roomId, blocks)
  const page = await loggedDocument(fresh.db, documentId)
  const minutes = new Minutes(page.doc)
  return { ...page, documentId, minutes, text: minutes.body! }
}

test('whatever is done to minutes, their rows say what they say, and the same when made anew', async () => {
  const random = seededRandom()
  const { doc, commit, documentId, minutes, text } = await open([heading('Gündem'), paragraph('Açılış')])
  const undo = new Y.UndoManager(minutes.undoScope, { captureTimeout: 0 })
  for (let round = 0; round < 12; round++) {
    for (let act = 0; act < 10; act++) {
      if (random.below(8) === 0) undoOrRedo(undo, random.pick(['undo', 'redo']))
      doc.transact(() => editMinutesAtRandom(text, random))
    }
    await commit()
    // A few edits by chance can come to nothing.
    expect(['written', 'current']).toContain(await project(documentId))
    expect(await rowsSay(documentId), `seed ${random.seed}`).toEqual(minutesSay(minutes.blocks()))
  }
  const stepByStep = await rowsSay(documentId)
  const tables = ['projection', 'minutes_section', 'minutes_clause', 'minutes_mark']
  for (const table of tables) await fresh.pool.query(`delete from ${table} where document_id = $1`, [documentId])
  expect(await project(documentId)).toBe('written')
  expect(await rowsSay(documentId), `seed ${random.seed}`).toEqual(stepByStep)
})

test('sections, clauses and what is named follow the text; only what differs is written', async () => {
  const { doc, commit, documentId, text } = await open([
    heading('Bir'),
    paragraph('ilk'),
    heading('İki'),
    clause(FIRST, 'durur'),
    clause(SECOND, 'eski'),
    line({ chip: { kind: 'vote', document: null, record: FIRST, label: 'Oylama' } }),
  ])
  await project(documentId)
  const versions = async () => {
    const { rows } = await fresh.pool.query(
      `select clause_id::text as id, xmin::text from minutes_clause where document_id = $1
        union all select position::text, xmin::text from minutes_section where document_id = $1`,
      [documentId],
    )
    return new Map(rows.map(({ id, xmin }) => [id, xmin]))
  }
  const before = await versions()
  doc.transact(() => {
    text.delete(5, 1)
    text.delete(4, 1)
    appendRich(text, [line({ mention: { kind: 'organisation', target: SECOND, label: 'Belediye' } })])
  })
  await commit()
  expect(await project(documentId)).toBe('written')
  expect(await rowsSay(documentId)).toEqual({
    sections: [
      { heading: 'Bir', words: 'ilk' },
      { heading: 'İki', words: 'durur\nBelediye' },
    ],
    clauses: [{ id: FIRST, words: 'durur' }],
    named: [{ kind: 'organisation', target: SECOND, document: null }],
  })
  const after = await versions()
  for (const unchanged of ['0', FIRST]) expect(after.get(unchanged)).toBe(before.get(unchanged))
  expect(after.get('1')).not.toBe(before.get('1'))
})

test('what is erased is in no row, nor the name of whoever it was where others wrote it', async () => {
  const named = { mention: { kind: 'seat' as const, target: story.civil.seatId, label: 'Leylek Hanım' } }
  const { documentId } = await open([heading('Gündem'), paragraph('durur'), line(named)])
  const theirs = await loggedDocument(fresh.db, documentId)
  theirs.doc.transact(() =>
    appendRich(new Minutes(theirs.doc).body!, [heading('Kanarya'), clause(FIRST, 'Kanarya'), paragraph('Kanarya')]),
  )
  await theirs.commit(story.civil)
  await project(documentId)
  expect(JSON.stringify(await rowsSay(documentId))).toMatch(/Kanarya.*Kanarya/)
  expect(await eraseInDocument(fresh.db, documentId, story.civil.personId, [eraseRowsOn])).toBe(true)
  const rows = await rowsSay(documentId)
  expect(JSON.stringify(rows)).not.toMatch(/Kanarya|Leylek/)
  expect(rows.sections[0]).toEqual({ heading: 'Gündem', words: 'durur' })
  expect(rows.named).toEqual([{ kind: 'seat', target: story.civil.seatId, document: null }])
  const minutes = await minutesOf(fresh.db, documentId)
  expect(minutes.plainText()).not.toMatch(/Kanarya|Leylek/)
  expect(minutes.meeting).toBeNull()
  expect(minutes.body).not.toBeNull()
  await project(documentId)
  expect(await rowsSay(documentId)).toEqual(minutesSay(minutes.blocks()))
})

test('the name of who never wrote there goes too', async () => {
  const { documentId } = await open([
    line({ mention: { kind: 'seat', target: story.public.seatId, label: 'Leylek Bey' } }, { text: ' bakar' }),
  ])
  await project(documentId)
  expect(await eraseInDocument(fresh.db, documentId, story.public.personId, [eraseRowsOn])).toBe(true)
  expect((await minutesOf(fresh.db, documentId)).plainText()).toBe(' bakar')
  expect(JSON.stringify(await rowsSay(documentId))).not.toContain('Leylek')
})

test('rows of minutes that cannot be read are emptied all the same, of those they wrote in alone', async () => {
  const other = await open([paragraph('başkasının')])
  const { documentId } = await open([paragraph('ortak')])
  const theirs = await loggedDocument(fresh.db, documentId)
  theirs.doc.transact(() => appendRich(new Minutes(theirs.doc).body!, [clause(FIRST, 'Kanarya')]))
  await theirs.commit(story.civil)
  for (const id of [documentId, other.documentId]) await project(id)
  expect(await eraseRowsOf(fresh.db, { roomId: story.roomId, personId: story.civil.personId })).toBeGreaterThan(0)
  expect(JSON.stringify(await rowsSay(documentId))).not.toMatch(/Kanarya|ortak/)
  expect(await isBehind(fresh.db, documentId), 'what can be read says it itself again').toBe(true)
  expect((await rowsSay(other.documentId)).sections).toEqual([{ heading: '', words: 'başkasının' }])
})
