import { isGranted, type Permission } from '@meydan/shared/permissions'
import { seatRoles } from '@meydan/shared/words'
import { sql } from 'kysely'
import { grantsOf } from '../../access/seats.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'

/** The seats that may, as a list for a query. */
export function rolesThat(permission: Permission) {
  return sql`${seatRoles.filter((role) => isGranted(permission, grantsOf({ role })))}::text[]`
}

/**
 * What an ask is about, in a query that has `ask`: nothing where it is hidden on its board now, or is the line of a vote
 * that stands for such an object or was taken out.
 */
export const shownWords = sql<string>`case when ${isHidden({ documentId: 'ask.documentId', recordId: 'ask.recordId' })}
  or exists (
    select 1 from vote_option join vote on vote.id = vote_option.vote_id
    where ask.subject_kind = 'vote' and vote_option.id::text = ask.record_id and (
      vote_option.hidden or exists (
        select 1 from hidden_object
        where hidden_object.document_id = vote.document_id and vote_option.record_id = any(hidden_object.record_ids))))
  then '' else ask.words end`

/** An ask that nobody answered or withdrew. */
export const isAwaited = sql<boolean>`(ask.withdrawn_at is null
  and not exists (select 1 from answer where answer.ask_id = ask.id))`
