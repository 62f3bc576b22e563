import { projectDocument } from '@meydan/server/projection/projector'
import { GONE } from '@meydan/server/projection/write-readings'
import { folding } from '@meydan/server/sync/folding/worker'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { planWith } from '../support/plans.ts'
import { loggedDocument } from '../support/projection.ts'
import { consultationRoom, type Story } from '../support/stories.ts'

let fresh: FreshDatabase
let story: Story
let organisationId: string

beforeAll(async () => {
  fresh = await freshDatabase()
  story = await consultationRoom(fresh.db)
  const seat = fresh.db.selectFrom('seat').select('organisationId').where('id', '=', story.public.seatId)
  organisationId = (await seat.executeTakeFirstOrThrow()).organisationId
})
afterAll(async () => {
  await folding.close()
  await fresh?.drop()
})

async function aReadPlan(write: (plan: Plan) => void) {
  const planId = await planWith(fresh.db, story.roomId, () => {})
  const { doc, commit } = await loggedDocument(fresh.db, planId)
  const plan = new Plan(doc)
  const change = async (what: (plan: Plan) => void) => {
    what(plan)
    await commit()
    await projectDocument(fresh.db, planId)
  }
  const readings = () =>
    fresh.db
      .selectFrom('actionReading')
      .select(['actionId', 'status', 'progress', 'due', 'responsibleId', 'indicatorCurrent'])
      .where('documentId', '=', planId)
      .orderBy('at')
      .orderBy('actionId')
      .execute()
  await change(write)
  return { planId, plan, change, readings }
}

const author = () => ({ seat: story.public.seatId, side: 'public' as const })

test('each change of how far an action is becomes a reading; its words do not', async () => {
  let id = ''
  const { plan, change, readings } = await aReadPlan((made) => {
    id = made.addActions([{ title: 'Crèche', responsible: organisationId }], author())[0]!
  })
  const first = { actionId: id, status: 'proposed', progress: null, due: null, indicatorCurrent: null }
  const known = [{ ...first, responsibleId: organisationId }]
  expect(await readings()).toEqual(known)
  await change(() => plan.edit(id, { title: 'A crèche in every quarter', priority: 'high', indicatorTarget: 40 }))
  expect(await readings(), 'words, priority, target: nothing that is read').toEqual(known)
  const changes: [() => void, object][] = [
    [() => setStatus(plan, [id], 'agreed'), { status: 'agreed' }],
    [() => plan.edit(id, { progress: 30 }), { progress: 30 }],
    [() => plan.edit(id, { due: '2027-03-31' }), { due: '2027-03-31' }],
    [() => plan.edit(id, { responsible: null }), { responsibleId: null }],
    [() => plan.edit(id, { indicatorCurrent: 12 }), { indicatorCurrent: 12 }],
    [() => plan.edit(id, { indicatorCurrent: null }), { indicatorCurrent: null }],
  ]
  for (const [what, expected] of changes) {
    await change(what)
    known.push({ ...known.at(-1)!, ...expected })
    expect(await readings()).toEqual(known)
  }
  await change(() => plan.removeActions([id]))
  expect((await readings()).map(({ status }) => status).slice(known.length)).toEqual([GONE])
  await change(() => plan.addGoal('nothing of actions'))
  expect(await readings(), 'gone once').toHaveLength(known.length + 1)
})

test('rows that are made anew add no reading, and one document’s end takes its readings', async () => {
  const { planId, readings } = await aReadPlan((plan) => {
    plan.addActions([{ title: 'a' }, { title: 'b', due: '2027-01-01' }], author())
  })
  const before = await readings()
  expect(before).toHaveLength(2)
  expect(await projectDocument(fresh.db, planId, { anew: true })).toBe('written')
  await fresh.pool.query('delete from projection; delete from plan_action')
  expect(await projectDocument(fresh.db, planId)).toBe('written')
  expect(await readings()).toEqual(before)
  await fresh.db.deleteFrom('document').where('id', '=', planId).execute()
  expect(await readings()).toEqual([])
})
