import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { Plan } from '@meydan/shared/documents/plan/plan'
import { setStatus } from '@meydan/shared/documents/plan/promise'
import * as Y from 'yjs'

const titles = ['Evening language courses', 'Arapça kontrol listesi', 'نقطة استقبال أولى للنساء']

/** A plan with one goal and three actions, one of them with a responsible organisation, as one V1 update. */
export function seedPlan(responsible: string): Uint8Array {
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  doc.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.plan.version)
    const goal = plan.addGoal('Services people can reach')
    const [first] = plan.addActions(
      titles.map((title) => ({ title, goal })),
      { seat: null, side: 'neutral' },
    )
    plan.edit(first!, { responsible, due: '2027-03-31' })
    setStatus(plan, [first!], 'agreed')
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
