import { hide, showAgain } from '@meydan/server/features/stage/hidden'
import { eraseRowsOf, eraseRowsOn } from '@meydan/server/projection/erase'
import { projectDocument } from '@meydan/server/projection/projector'
import { type RowsQuestion, rowsAnswer } from '@meydan/server/projection/read-rows'
import { sweepTombstones } from '@meydan/server/projection/write-rows'
import { folding } from '@meydan/server/sync/folding/worker'
import { eraseInDocument } from '@meydan/server/sync/history/erase'
import { actAtRandom } from '@meydan/shared/documents/board/any-act'
import { Board } from '@meydan/shared/documents/board/board'
import { removeItems } from '@meydan/shared/documents/board/moving'
import { actOnPlanAtRandom } from '@meydan/shared/documents/plan/any-act'
import { mergeActions } from '@meydan/shared/documents/plan/lineage'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { undoOrRedo } from '@meydan/shared/documents/undo-step'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { boardWith } from '../support/canvas.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { boardSays, isBehind, loggedDocument, noteAndAction, planSays, rowOf, rowsSay } from '../support/projection.ts'
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
const as = (who: 'civil' | 'public') => ({ seat: story[who].seatId, side: who })

test('whatever is done to a board and a plan, their rows say what they say, and the same when made anew', async () => {
  const random = seededRandom()
  const boardId = await boardWith(fresh.db, story.roomId, () => {})
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const [onBoard, onPlan] = [await loggedDocument(fresh.db, boardId), await loggedDocument(fresh.db, planId)]
  const [board, plan] = [new Board(onBoard.doc), new Plan(onPlan.doc)]
  const undos = [board, plan].map((model) => new Y.UndoManager(model.undoScope, { captureTimeout: 0 }))
  for (let round = 0; round < 15; round++) {
    for (let act = 0; act < 8; act++) {
      if (random.below(8) === 0) undoOrRedo(random.pick(undos), random.pick(['undo', 'redo']))
      actAtRandom(board, { chance: random, author: as(random.pick(['civil', 'public'])) })
      actOnPlanAtRandom(plan, random, as(random.pick(['civil', 'public'])))
    }
    await onBoard.commit()
    await onPlan.commit()
    // A few acts by chance can come to nothing.
    for (const id of [boardId, planId]) expect(['written', 'current']).toContain(await project(id))
    expect(await rowsSay(fresh.db, boardId), `seed ${random.seed}`).toEqual(boardSays(board.doc))
    expect(await rowsSay(fresh.db, planId), `seed ${random.seed}`).toEqual(planSays(plan.doc))
  }
  const all = async () => {
    const tables = ['board_record where gone_at is null', 'plan_action', 'evidence_link']
    return Promise.all(
      tables.map((from) => fresh.pool.query(`select * from ${from} order by 1, 2, 3`).then(({ rows }) => rows)),
    )
  }
  const stepByStep = await all()
  expect(stepByStep.every((rows) => rows.length > 0)).toBe(true)
  await fresh.pool.query('delete from projection; delete from board_record; delete from plan_action')
  for (const id of [boardId, planId]) await project(id)
  expect(await all(), `seed ${random.seed}`).toEqual(stepByStep)
})

test('only what differs is written', async () => {
  const { board, boardId, commit, noteId } = await noteAndAction(fresh.db, story)
  const [other] = board.addNotes([{ at: { x: 900, y: 0 }, text: 'stays' }], as('civil'))
  await commit()
  await project(boardId)
  const versions = async () => {
    const { rows } = await fresh.pool.query('select record_id, xmin::text from board_record where document_id = $1', [
      boardId,
    ])
    return new Map(rows.map((row) => [row.record_id, row.xmin]))
  }
  const before = await versions()
  board.write(noteId, 'No interpreters at all')
  await commit()
  expect(await project(boardId)).toBe('written')
  expect(await project(boardId)).toBe('current')
  const after = await versions()
  expect(after.get(other!)).toBe(before.get(other!))
  expect(after.get(noteId)).not.toBe(before.get(noteId))
})

test('what an action came of keeps its last words when it is gone, and comes back; the rest is forgotten', async () => {
  const { board, boardId, commit, noteId } = await noteAndAction(fresh.db, story)
  const [unnamed] = board.addNotes([{ at: { x: 900, y: 0 }, text: 'nothing came of it' }], as('civil'))
  await commit()
  await project(boardId)
  const undo = new Y.UndoManager(board.undoScope, { captureTimeout: 0, trackedOrigins: new Set([null, 'own']) })
  board.doc.transact(() => removeItems(board, [noteId, unnamed!]), 'own')
  await commit()
  await project(boardId)
  const last = { words: 'No interpreters', seatId: story.civil.seatId, isGone: true }
  expect(await rowOf(fresh.db, noteId)).toEqual(last)
  expect(await rowOf(fresh.db, unnamed!), 'its action may come in a moment').toMatchObject({ isGone: true })
  await fresh.pool.query(`update board_record set gone_at = gone_at - interval '2 hours' where gone_at is not null`)
  await fresh.db.transaction().execute(sweepTombstones)
  expect(await rowOf(fresh.db, noteId)).toEqual(last)
  expect(await rowOf(fresh.db, unnamed!)).toBeUndefined()
  undo.undo()
  await commit()
  await project(boardId)
  expect(await rowOf(fresh.db, noteId)).toEqual({ ...last, isGone: false })
  expect(await rowOf(fresh.db, unnamed!)).toMatchObject({ words: 'nothing came of it', isGone: false })
})

test('an action that became another keeps its last words; one that is undone comes back', async () => {
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const { doc, commit } = await loggedDocument(fresh.db, planId)
  const plan = new Plan(doc)
  const [into, gone, dropped] = plan.addActions([{ title: 'a' }, { title: 'b' }, { title: 'c' }], as('public'))
  await commit()
  await project(planId)
  const undo = new Y.UndoManager(plan.undoScope, { captureTimeout: 0, trackedOrigins: new Set(['own']) })
  doc.transact(() => {
    mergeActions(plan, [into!, gone!], into!, as('civil'))
    plan.removeActions([dropped!])
  }, 'own')
  await commit()
  await project(planId)
  const tombstones = () =>
    fresh.db.selectFrom('goneAction').select(['actionId', 'title', 'seatId']).where('documentId', '=', planId).execute()
  expect(await tombstones()).toHaveLength(2)
  await fresh.pool.query(`update gone_action set gone_at = gone_at - interval '2 hours'`)
  await fresh.db.transaction().execute(sweepTombstones)
  expect(await tombstones()).toEqual([{ actionId: gone, title: 'b', seatId: story.public.seatId }])
  const links = await fresh.db.selectFrom('evidenceLink').selectAll().where('documentId', '=', planId).execute()
  expect(links).toMatchObject([{ actionId: into, kind: 'action', sourceDocumentId: planId, sourceRecord: gone }])
  undo.undo()
  await commit()
  await project(planId)
  expect(await tombstones()).toEqual([])
  expect(await rowsSay(fresh.db, planId)).toEqual(planSays(doc))
})

test('what is erased is in no row: not in tombstones, not in what others wrote, not from what was read before', async () => {
  const { boardId, noteId, planId } = await noteAndAction(fresh.db, story, 'Kanarya')
  const mehmet = await loggedDocument(fresh.db, boardId)
  const [theirs, many] = new Board(mehmet.doc).addNotes(
    [
      { at: { x: 900, y: 0 }, text: 'Su yok.' },
      { at: { x: 0, y: 900 }, text: 'x'.repeat(4_000) },
    ],
    as('public'),
  )
  await mehmet.commit(story.public)
  const ahmad = await loggedDocument(fresh.db, boardId)
  new Board(ahmad.doc).write(theirs!, 'Su yok. Kanarya')
  await ahmad.commit(story.civil)
  await project(boardId)
  const late = await loggedDocument(fresh.db, boardId)
  removeItems(new Board(late.doc), [noteId])
  await late.commit()
  await project(boardId)
  expect(await rowOf(fresh.db, noteId)).toMatchObject({ words: 'Kanarya', isGone: true })
  const more = await loggedDocument(fresh.db, boardId)
  for (let n = 0; n < 10; n++) new Board(more.doc).write(many!, `${n}`.repeat(4_000))
  await more.commit()
  // Read before the erasure, written after it.
  const worker = {
    ask: async <Question, Answer>(question: Question) => {
      const answer = rowsAnswer(question as RowsQuestion)
      expect(JSON.stringify(answer)).toContain('Kanarya')
      await eraseInDocument(fresh.db, boardId, story.civil.personId, [eraseRowsOn])
      return answer as Answer
    },
  }
  expect(await projectDocument(fresh.db, boardId, { worker })).toBe('replaced')
  const said = await fresh.pool.query('select record_id, words, seat_id from board_record where document_id = $1', [
    boardId,
  ])
  expect(said.rows.filter(({ words }) => words.includes('Kanarya'))).toEqual([])
  expect(await rowOf(fresh.db, noteId)).toEqual({ words: '', seatId: null, isGone: true })
  expect((await rowOf(fresh.db, theirs!))!.words.trim()).toBe('Su yok.')
  expect(await isBehind(fresh.db, boardId)).toBe(true)
  expect(await project(boardId)).toBe('written')
  expect((await rowOf(fresh.db, theirs!))!.words.trim()).toBe('Su yok.')
  expect((await rowsSay(fresh.db, planId)).links, 'what others did with it stays').toHaveLength(1)
})

test('rows of a document that cannot be read are emptied all the same', async () => {
  const { boardId, noteId } = await noteAndAction(fresh.db, story, 'Leylek')
  expect(await eraseRowsOf(fresh.db, { roomId: story.roomId, personId: story.civil.personId })).toBeGreaterThan(0)
  expect(await rowOf(fresh.db, noteId)).toMatchObject({ words: '', seatId: null })
  expect(await isBehind(fresh.db, boardId), 'what can be read says it itself again').toBe(true)
})

test('the words of what is hidden are in no row until it is shown again', async () => {
  const { boardId, noteId } = await noteAndAction(fresh.db, story, 'seen by all')
  const { roomId, facilitator } = story
  const seatId = facilitator.seatId
  const hidden = await fresh.db
    .transaction()
    .execute((trx) => hide(trx, { roomId, documentId: boardId, seatId, ids: [noteId] }))
  await project(boardId)
  expect(await rowOf(fresh.db, noteId)).toMatchObject({ words: '', isGone: true })
  await fresh.db.transaction().execute((trx) => showAgain(trx, { roomId, hiddenId: hidden.id, seatId }))
  await project(boardId)
  expect(await rowOf(fresh.db, noteId)).toMatchObject({ words: 'seen by all', isGone: false })
})
