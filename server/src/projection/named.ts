import type { NamedRef, NamedThing } from '@meydan/shared/contracts/named'
import { isUuid } from '@meydan/shared/documents/rich-text/minutes-attributes'
import type { ActionStatus } from '@meydan/shared/documents/plan/records'
import type { Executor } from '../database/schema.ts'
import { isHidden } from '../sync/history/hidden-records.ts'

type OfKind = (db: Executor, roomId: string, refs: readonly NamedRef[]) => Promise<NamedThing[]>

/** One of these from `namedIn`'s answer; a note that became a theme is found as what it was asked for. */
export function namedKey({ kind, document, record }: NamedRef): string {
  return `${kind === 'theme' ? 'note' : kind} ${document ?? ''} ${record}`
}

/**
 * What these things of a room are called now. Those that it doesn't have are left out, of what is hidden the words are;
 * the order is nobody's.
 */
export async function namedIn(db: Executor, roomId: string, wanted: readonly NamedRef[]): Promise<NamedThing[]> {
  const of = (...kinds: NamedRef['kind'][]) => wanted.filter(({ kind }) => kinds.includes(kind))
  const answers: NamedThing[] = []
  // One after the other: a transaction speaks with the database by one line.
  for (const [read, refs] of [
    [boardThings, of('note', 'theme')],
    [actions, of('action')],
    [decisions, of('decision')],
    [votes, of('vote')],
  ] as const satisfies [OfKind, NamedRef[]][]) {
    if (refs.length > 0) answers.push(...(await read(db, roomId, refs)))
  }
  const asked = new Set(wanted.map(namedKey))
  return answers.filter((one) => asked.has(namedKey(one)))
}

const nothingMore = { action: null, decision: null }

const documentsOf = (refs: readonly NamedRef[]) => [...new Set(refs.flatMap(({ document }) => document ?? []))]
const recordsOf = (refs: readonly NamedRef[]) => [...new Set(refs.map(({ record }) => record))]
const idsOf = (refs: readonly NamedRef[]) => recordsOf(refs).filter(isUuid)

const boardThings: OfKind = async (db, roomId, refs) => {
  const documents = documentsOf(refs)
  if (documents.length === 0) return []
  const rows = await db
    .selectFrom('boardRecord')
    .innerJoin('document', 'document.id', 'boardRecord.documentId')
    .select(['boardRecord.documentId', 'boardRecord.recordId', 'boardRecord.kind', 'boardRecord.words'])
    .select('boardRecord.goneAt')
    .select(isHidden({ documentId: 'boardRecord.documentId', recordId: 'boardRecord.recordId' }).as('isHidden'))
    .where('document.roomId', '=', roomId)
    .where('boardRecord.kind', 'in', ['note', 'theme'])
    .where('boardRecord.documentId', 'in', documents)
    .where('boardRecord.recordId', 'in', recordsOf(refs))
    .execute()
  return rows.map((row) => ({
    ...{ kind: row.kind as 'note' | 'theme', document: row.documentId, record: row.recordId },
    words: row.isHidden ? '' : row.words,
    state: row.isHidden ? 'hidden' : row.goneAt ? 'gone' : 'here',
    ...nothingMore,
  }))
}

const actions: OfKind = async (db, roomId, refs) => {
  const documents = documentsOf(refs)
  if (documents.length === 0) return []
  const records = recordsOf(refs)
  const here = await db
    .selectFrom('planAction')
    .innerJoin('document', 'document.id', 'planAction.documentId')
    .leftJoin('organisation', 'organisation.id', 'planAction.responsibleId')
    .select(['planAction.documentId', 'planAction.actionId', 'planAction.title', 'planAction.status', 'planAction.due'])
    .select('organisation.name as responsible')
    .where('document.roomId', '=', roomId)
    .where('planAction.documentId', 'in', documents)
    .where('planAction.actionId', 'in', records)
    .execute()
  const gone = await db
    .selectFrom('goneAction')
    .innerJoin('document', 'document.id', 'goneAction.documentId')
    .select(['goneAction.documentId', 'goneAction.actionId', 'goneAction.title'])
    .where('document.roomId', '=', roomId)
    .where('goneAction.documentId', 'in', documents)
    .where('goneAction.actionId', 'in', records)
    .execute()
  // One that came back is where it is, whatever is left of its absence.
  const known = new Set(here.map(({ documentId, actionId }) => `${documentId} ${actionId}`))
  return [
    ...here.map(({ documentId, actionId, title, status, due, responsible }) => ({
      ...{ kind: 'action' as const, document: documentId, record: actionId, words: title, state: 'here' as const },
      ...{ action: { status: status as ActionStatus, due, responsible }, decision: null },
    })),
    ...gone
      .filter(({ documentId, actionId }) => !known.has(`${documentId} ${actionId}`))
      .map(({ documentId, actionId, title }) => ({
        ...{ kind: 'action' as const, document: documentId, record: actionId, words: title, state: 'gone' as const },
        ...nothingMore,
      })),
  ]
}

const decisions: OfKind = async (db, roomId, refs) => {
  const ids = idsOf(refs)
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('decision')
    .select(['id', 'title', 'state'])
    .where('roomId', '=', roomId)
    .where('id', 'in', ids)
    .execute()
  return rows.map(({ id, title, state }) => ({
    ...{ kind: 'decision', document: null, record: id, words: title, state: 'here', action: null },
    decision: state as NamedThing['decision'],
  }))
}

/** Of a vote that is only prepared nobody is told. */
const votes: OfKind = async (db, roomId, refs) => {
  const ids = idsOf(refs)
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('vote')
    .select(['id', 'title'])
    .where('roomId', '=', roomId)
    .where('state', '!=', 'draft')
    .where('id', 'in', ids)
    .execute()
  return rows.map(({ id, title }) => ({
    ...{ kind: 'vote', document: null, record: id, words: title, state: 'here' },
    ...nothingMore,
  }))
}
