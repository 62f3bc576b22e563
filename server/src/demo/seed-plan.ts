import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { keysBetween } from '@meydan/shared/documents/order'
import { Plan } from '@meydan/shared/documents/plan'
import * as Y from 'yjs'

const titles = ['Evening language courses', 'Arapça kontrol listesi', 'نقطة استقبال أولى للنساء']

/** A plan with one goal and three actions, one of them with a responsible organisation, as one V1 update. */
export function seedPlan(responsible: string): Uint8Array {
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  doc.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.plan.version)
    const goal = crypto.randomUUID()
    plan.goals.create({ id: goal, title: 'Services people can reach', order: keysBetween(null, null, 1)[0]! })
    const keys = keysBetween(null, null, titles.length)
    titles.forEach((title, index) => {
      const id = crypto.randomUUID()
      plan.actions.create({
        id,
        goal,
        title,
        status: index === 0 ? 'agreed' : 'proposed',
        responsible: index === 0 ? responsible : null,
        due: index === 0 ? '2027-03-31' : null,
        order: keys[index]!,
        sources: [],
      })
      plan.texts.set(id, new Y.Text())
    })
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
