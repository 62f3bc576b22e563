import type { DecisionView, StanceKind } from '@meydan/shared/contracts/decisions'
import type { Side } from '@meydan/shared/words'
import { sql } from 'kysely'
import { dayIn } from '../../clock.ts'
import type { Executor } from '../../database/schema.ts'
import type { ClauseCount, NamedAction, NamedDecision, Names } from './message.ts'

type At = { roomId: string; documentId: string; timeZone: string }

const keyOf = (documentId: string, recordId: string) => `${documentId} ${recordId}`

/** The room's decisions, each with how many organisations said what last. */
export async function decisionsOf(
  db: Executor,
  { roomId, timeZone }: At,
): Promise<[id: string, decision: NamedDecision][]> {
  const decisions = await db
    .selectFrom('decision')
    .select(['id', 'title', 'state', 'decidedAt', 'createdAt'])
    .where('roomId', '=', roomId)
    .execute()
  const { rows: counts } = await sql<{ decisionId: string; kind: StanceKind; count: number }>`
    select decision_id, kind, count(*)::int as count from (
      select distinct on (stance.decision_id, stance.organisation_id) stance.decision_id, stance.kind
      from stance join decision on decision.id = stance.decision_id
      where decision.room_id = ${roomId}
      order by stance.decision_id, stance.organisation_id, stance.position desc
    ) as last group by decision_id, kind`.execute(db)
  const ofDecision = Map.groupBy(counts, ({ decisionId }) => decisionId)
  return decisions.map(({ id, title, state, decidedAt, createdAt }) => [
    id,
    {
      title,
      state: state as DecisionView['state'],
      day: dayIn(timeZone, decidedAt ?? createdAt),
      counts: (ofDecision.get(id) ?? []).map(({ kind, count }) => [kind, count]),
    },
  ])
}

/** How many organisations of each side agree to a clause or object, by their last word. */
export async function clauseCounts(db: Executor, documentId: string): Promise<ClauseCount[]> {
  const { rows } = await sql<ClauseCount & { side: Side }>`
    select clause_id as clause, side, kind, count(*)::int as count from (
      select distinct on (clause_id, organisation_id) clause_id, side, kind from clause_stance
      where document_id = ${documentId}
      order by clause_id, organisation_id, position desc
    ) as last where kind in ('agree', 'object') group by clause_id, side, kind`.execute(db)
  return rows
}

type Row = { kind: 'action' | 'object'; documentId: string; recordId: string; words: string; responsible: string }

/**
 * Notes, themes and actions that the text names, in documents of this room only, and everything that is hidden there.
 * Which those are is known from the rows that are made of the text a moment after it was written.
 */
export async function namedObjects(
  db: Executor,
  { roomId, documentId }: At,
): Promise<Pick<Names, 'actions' | 'objects' | 'hidden'>> {
  const { rows } = await sql<Row & { due: string | null }>`
    with mark as (
      select distinct minutes_mark.kind, target_document_id as document_id, target from minutes_mark
      join document on document.id = minutes_mark.target_document_id and document.room_id = ${roomId}
      where minutes_mark.document_id = ${documentId}
    )
    select 'object' as kind, record.document_id, record.record_id, record.words, '' as responsible, null as due
    from mark join board_record record on record.document_id = mark.document_id and record.record_id = mark.target
    where mark.kind in ('note', 'theme')
    union all
    select 'action', action.document_id, action.action_id, action.title, coalesce(organisation.name, ''), action.due::text
    from mark join plan_action action on action.document_id = mark.document_id and action.action_id = mark.target
    left join organisation on organisation.id = action.responsible_id
    where mark.kind = 'action'
    union all
    select 'action', gone.document_id, gone.action_id, gone.title, '', null
    from mark join gone_action gone on gone.document_id = mark.document_id and gone.action_id = mark.target
    where mark.kind = 'action' and not exists (
      select 1 from plan_action still where still.document_id = gone.document_id and still.action_id = gone.action_id
    )`.execute(db)
  const hidden = await db
    .selectFrom('hiddenObject')
    .select(['documentId', 'recordIds'])
    .where('roomId', '=', roomId)
    .execute()
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind)
  return {
    actions: of('action').map(({ words: title, responsible, due, ...row }): [string, NamedAction] => [
      keyOf(row.documentId, row.recordId),
      { title, responsible, due },
    ]),
    objects: of('object').map(({ words, ...row }) => [keyOf(row.documentId, row.recordId), words]),
    hidden: hidden.flatMap(({ documentId: board, recordIds }) => recordIds.map((id) => keyOf(board, id))),
  }
}
