import type { SourceKind } from '@meydan/shared/documents/plan/records'
import { sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'

export type ActionAt = { documentId: string; actionId: string }
/** A link of the chain, and what of its other end there is: a tombstone counts, its words are all that is left. */
export type ChainLink = ActionAt & {
  sourceId: string
  kind: SourceKind
  sourceDocumentId: string | null
  sourceRecord: string
  hasDocument: boolean
  hasRecord: boolean
}
export type BrokenLink = ChainLink & { why: 'document' | 'record' }
export type Chain = {
  actions: number
  links: number
  /** Actions that came from nothing: nobody can say why they are there, but nothing is broken. */
  orphans: ActionAt[]
  broken: BrokenLink[]
}

/** Looks along every link: whether its document is there, and in it the record or what is left of it. */
export function checkChain({ actions, links }: { actions: readonly ActionAt[]; links: readonly ChainLink[] }): Chain {
  const keyOf = ({ documentId, actionId }: ActionAt) => `${documentId} ${actionId}`
  const sourced = new Set(links.map(keyOf))
  return {
    actions: actions.length,
    links: links.length,
    orphans: actions.filter((action) => !sourced.has(keyOf(action))),
    broken: links.flatMap((link): BrokenLink[] => {
      if (!link.hasDocument) return [{ ...link, why: 'document' }]
      return link.hasRecord ? [] : [{ ...link, why: 'record' }]
    }),
  }
}

/** The whole store's chain, as it was projected last; `pending`: documents that have changed since. */
export async function readChain(db: Executor): Promise<Chain & { pending: number }> {
  const actions = await db
    .selectFrom('planAction')
    .select(['documentId', 'actionId'])
    .orderBy('documentId')
    .orderBy('position')
    .execute()
  const { rows: links } = await sql<ChainLink>`
    select document_id, action_id, source_id, kind, source_document_id, source_record,
      kind = 'vote' or exists (select from document where id = coalesce(source_document_id, document_id)
        and (source_document_id is not null or kind = 'action')) as has_document,
      case kind
        when 'vote' then exists (select from vote_option where id::text = source_record)
          or exists (select from vote where id::text = source_record)
        else exists (select from board_record as r
            where r.document_id = coalesce(source_document_id, evidence_link.document_id) and r.kind in ('note', 'theme')
              and (record_id = source_record or source_record = any(came_of)))
          or exists (select from plan_action as a
            where a.document_id = coalesce(source_document_id, evidence_link.document_id) and a.action_id = source_record)
          or exists (select from gone_action as g
            where g.document_id = coalesce(source_document_id, evidence_link.document_id) and g.action_id = source_record)
      end as has_record
    from evidence_link order by document_id, action_id, source_id`.execute(db)
  const { pending } = await db
    .selectFrom('document')
    .leftJoin('projection', 'projection.documentId', 'document.id')
    .select(({ fn }) => fn.countAll<number>().as('pending'))
    .where('kind', 'in', ['board', 'plan'])
    .where('quarantinedAt', 'is', null)
    .where(({ or, eb, ref }) =>
      or([
        eb('projection.documentId', 'is', null),
        eb('projection.head', '!=', ref('document.head')),
        eb('projection.epoch', '!=', ref('document.epoch')),
      ]),
    )
    .executeTakeFirstOrThrow()
  return { ...checkChain({ actions, links }), pending: Number(pending) }
}

/** What the operator reads: counts first, then what is broken and what came from nothing, a line each. */
export function chainReport({ actions, links, orphans, broken, pending }: Chain & { pending: number }): string {
  const lost = { document: 'its document is gone', record: 'its record is gone without a trace' }
  return [
    `${actions} actions, ${links} links to what they came from: ${broken.length} broken.`,
    `${orphans.length} actions came from nothing.`,
    ...(pending > 0 ? [`${pending} documents have changed since they were read: documents -- project`] : []),
    ...broken.map(
      ({ documentId, actionId, kind, sourceDocumentId, sourceRecord, why }) =>
        `broken  ${documentId} ${actionId}  ${kind} ${sourceDocumentId ?? '-'} ${sourceRecord}  ${lost[why]}`,
    ),
    ...orphans.map(({ documentId, actionId }) => `from nothing  ${documentId} ${actionId}`),
  ].join('\n')
}
