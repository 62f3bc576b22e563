import { Id } from '@meydan/shared/contracts/ids'
import type { SourceKind } from '@meydan/shared/documents/plan/records'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { PROJECTION_VERSION } from '../../projection/project.ts'
import { readRows } from '../../projection/read-rows.ts'
import { DocumentLog } from '../../sync/document-log.ts'
import { folding } from '../../sync/folding/worker.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

export type Subject = { kind: SourceKind; documentId: string | null; recordId: string }

/** What can be asked about, as it is kept: its words now, and where it is; a line of a vote is in no document. */
export type FoundSubject = Subject & { words: string }

/** Null where the room has no such action, theme or note (what is hidden is in no document), or no such closed vote. */
export async function findSubject(db: Executor, roomId: string, subject: Subject): Promise<FoundSubject | null> {
  const { kind, documentId, recordId } = subject
  if (kind === 'vote') return votedLine(db, roomId, recordId)
  if (documentId === null) return null
  const document = await db
    .selectFrom('document')
    .leftJoin('projection', 'projection.documentId', 'document.id')
    .select('kind')
    .select(
      sql<boolean>`coalesce((projection.epoch, projection.head) = (document.epoch, document.head)
        and projection.version = ${PROJECTION_VERSION}, false)`.as('isProjected'),
    )
    .where('document.id', '=', documentId)
    .where('document.roomId', '=', roomId)
    .executeTakeFirst()
  if (document?.kind !== (kind === 'action' ? 'plan' : 'board')) return null
  const words = document.isProjected
    ? await projectedWords(db, kind, { documentId, recordId })
    : (await storedWords(db, documentId)).get(`${kind} ${recordId}`)
  return words === undefined ? null : { kind, documentId, recordId, words: words.trim() }
}

async function projectedWords(
  db: Executor,
  kind: SourceKind,
  { documentId, recordId }: { documentId: string; recordId: string },
): Promise<string | undefined> {
  if (kind === 'action') {
    const action = db.selectFrom('planAction').select('title').where('documentId', '=', documentId)
    return (await action.where('actionId', '=', recordId).executeTakeFirst())?.title
  }
  const record = db.selectFrom('boardRecord').select('words').where('documentId', '=', documentId)
  const here = record.where('recordId', '=', recordId).where('kind', '=', kind).where('goneAt', 'is', null)
  return (await here.executeTakeFirst())?.words
}

type EncodedRecord = { kind: string; record_id: string; words: string }
type EncodedAction = { action_id: string; title: string }

/** The words of all that is in a document as it is committed, by `${kind} ${id}`: its rows may be a moment behind. */
export async function storedWords(db: Executor, documentId: string): Promise<ReadonlyMap<string, string>> {
  const stored = await new DocumentLog(db).read(documentId)
  if (!stored) return new Map()
  const rows = await readRows({ documentId, kind: stored.kind, parts: stored.parts }, folding)
  const records = (JSON.parse(rows.records) as EncodedRecord[]).map(
    ({ kind, record_id: id, words }) => [`${kind} ${id}`, words] as const,
  )
  const actions = (JSON.parse(rows.actions) as EncodedAction[]).map(
    ({ action_id: id, title }) => [`action ${id}`, title] as const,
  )
  return new Map([...records, ...actions])
}

/** One line of a closed vote, or a closed vote as a whole. */
async function votedLine(db: Executor, roomId: string, recordId: string): Promise<FoundSubject | null> {
  if (!Id.safeParse(recordId).success) return null
  const closed = db.selectFrom('vote').where('vote.roomId', '=', roomId).where('vote.state', '=', 'closed')
  const line = await closed
    .innerJoin('voteOption', 'voteOption.voteId', 'vote.id')
    .select('label as words')
    .where('voteOption.id', '=', recordId)
    .where('voteOption.hidden', '=', false)
    .where(({ not }) => not(isHidden({ documentId: 'vote.documentId', recordId: 'voteOption.recordId' })))
    .executeTakeFirst()
  const found = line ?? (await closed.select('title as words').where('vote.id', '=', recordId).executeTakeFirst())
  return found ? { kind: 'vote', documentId: null, recordId: recordId.toLowerCase(), words: found.words.trim() } : null
}
