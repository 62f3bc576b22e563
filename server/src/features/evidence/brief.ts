import type { Origin } from '@meydan/shared/contracts/plans'
import type { SourceKind } from '@meydan/shared/documents/plan/records'
import type { Executor } from '../../database/schema.ts'
import { nothingOf, originsOf, type Reader } from './origins.ts'
import { votedLines } from './voted-lines.ts'

/**
 * What each action of a plan came from, one step back, by the action's id: for lists of many actions. As the plan was
 * projected last. Throws nothing: a plan that isn't of the reader's room has come from nothing.
 */
export async function sourcesInBrief(
  db: Executor,
  reader: Reader,
  documentId: string,
): Promise<[action: string, sources: Origin[]][]> {
  const links = await db
    .selectFrom('evidenceLink')
    .innerJoin('document', 'document.id', 'evidenceLink.documentId')
    .select(['actionId', 'evidenceLink.kind', 'sourceDocumentId', 'sourceRecord'])
    .where('evidenceLink.documentId', '=', documentId)
    .where('document.roomId', '=', reader.roomId)
    .orderBy('sourceId')
    .execute()
  const documentOf = (link: (typeof links)[number]) =>
    link.kind === 'action' ? (link.sourceDocumentId ?? documentId) : link.sourceDocumentId
  const records = links.flatMap((link) => {
    const of = documentOf(link)
    return link.kind === 'vote' || of === null ? [] : [{ documentId: of, recordId: link.sourceRecord }]
  })
  const origins = await originsOf(db, reader, records)
  const votes = links.filter(({ kind }) => kind === 'vote').map(({ sourceRecord }) => sourceRecord)
  const lines = votes.length > 0 ? await votedLines(db, reader, { records: [], ids: votes }) : []
  const voteOf = (id: string): Origin => {
    const line = lines.find(({ vote }) => vote.optionId === id)
    const words = line?.vote.label ?? lines.find(({ vote }) => vote.voteId === id)?.vote.title
    return { ...nothingOf('vote', id, 'unknown'), ...(words !== undefined && { words, state: 'here' as const }) }
  }
  const found = links.map((link): [string, Origin] => [
    link.actionId,
    link.kind === 'vote'
      ? voteOf(link.sourceRecord)
      : origins.of(link.kind as SourceKind, documentOf(link), link.sourceRecord),
  ])
  const byAction = Map.groupBy(found, ([action]) => action)
  return [...byAction].map(([action, some]) => [action, some.map(([, origin]) => origin)])
}
