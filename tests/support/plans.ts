import type { Database } from '@meydan/server/database/schema'
import { createDocument, DocumentLog } from '@meydan/server/sync/document-log'
import { documentCatalogue } from '@meydan/shared/documents/catalogue'
import { type ParsedPlan, parsePlan } from '@meydan/shared/documents/plan/parse'
import { Plan } from '@meydan/shared/documents/plan/plan'
import * as Y from 'yjs'

/** A plan with what `write` puts in it, in a room. Answers with its id. */
export async function planWith(db: Database, roomId: string, write: (plan: Plan) => void): Promise<string> {
  const doc = new Y.Doc()
  const plan = new Plan(doc)
  plan.transact(() => {
    doc.getMap('meta').set('version', documentCatalogue.plan.version)
    write(plan)
  })
  const initial = Y.encodeStateAsUpdate(doc)
  const given = { roomId, kind: 'plan' as const, title: 'Test plan', createdBy: null, initial }
  return (await db.transaction().execute((trx) => createDocument(trx, given))).id
}

/** A plan as the database has it. */
export async function planOf(db: Database, documentId: string): Promise<ParsedPlan> {
  const { parts } = (await new DocumentLog(db).read(documentId))!
  const doc = new Y.Doc()
  for (const part of parts) Y.applyUpdate(doc, part)
  return parsePlan(doc)
}
