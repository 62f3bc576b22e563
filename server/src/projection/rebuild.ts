import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../database/schema.ts'
import { projectDocument, UnprojectableDocument } from './projector.ts'

const AGAIN_MS = 200

/** How many documents were projected; ids of those that can't be read, and keep the rows they have. */
export type Rebuilt = { projected: number; unreadable: string[] }

/** Makes the rows of every document anew, beside nodes that run. Of what is gone from documents, the last words stay. */
export async function rebuildRows(db: Database): Promise<Rebuilt> {
  const documents = await db.selectFrom('document').select('id').orderBy('id').execute()
  const rebuilt: Rebuilt = { projected: 0, unreadable: [] }
  for (const { id } of documents) {
    try {
      if (await rebuild(db, id)) rebuilt.projected += 1
      else if (await exists(db, id)) rebuilt.unreadable.push(id)
    } catch (error) {
      if (!(error instanceof UnprojectableDocument)) throw error
      rebuilt.unreadable.push(id)
    }
  }
  return rebuilt
}

/** False where it is gone, or in quarantine. */
async function rebuild(db: Database, documentId: string): Promise<boolean> {
  for (;;) {
    const outcome = await projectDocument(db, documentId, { anew: true })
    if (outcome === 'written') return true
    if (outcome === 'kept') return false
    await wait(AGAIN_MS)
  }
}

async function exists(db: Database, documentId: string): Promise<boolean> {
  return (await db.selectFrom('document').select('id').where('id', '=', documentId).executeTakeFirst()) !== undefined
}
