import { sql } from 'kysely'
import { PROJECTION_VERSION } from '../../projection/project.ts'
import { isHidden } from '../../sync/history/hidden-records.ts'
import type { Reader } from './reader.ts'

/** Whether what a thread is about is hidden on its board now. */
export const isAboutHidden = isHidden({ documentId: 'thread.documentId', recordId: 'thread.recordId' })

/**
 * What threads are about, beside `thread` in a query: `object.state` and `object.words`, which say of what is hidden
 * nothing but to those who hide, and `object.folded` where the words are kept so. What has no row: its document's rows are behind, or it was gone before there were any.
 */
export function joinedObject({ saysHidden }: Pick<Reader, 'saysHidden'>) {
  return sql`
    left join board_record record
      on record.document_id = thread.document_id and record.record_id = thread.record_id
    left join plan_action action
      on action.document_id = thread.document_id and action.action_id = thread.record_id
    left join minutes_passage passage on passage.thread_id = thread.id
    left join gone_action gone
      on gone.document_id = thread.document_id and gone.action_id = thread.record_id
    cross join lateral (
      select coalesce(action.title, record.words, gone.title, nullif(passage.words, ''), thread.quote) as words,
        -- Of a record it is kept: a room's threads are thousands.
        case when action.action_id is null then record.folded end as folded
    ) known
    cross join lateral (select ${isAboutHidden} as is_hidden) board
    cross join lateral (
      select
        case
          when board.is_hidden then 'hidden'
          when thread.document_id is null or action.action_id is not null then 'here'
          when thread.anchor = 'passage' then case when passage.is_gone then 'gone' else 'here' end
          when record.record_id is not null then case when record.gone_at is null then 'here' else 'gone' end
          when gone.action_id is not null or ${isProjected} then 'gone'
          else 'here'
        end as state,
        case
          when not board.is_hidden then known.words
          when ${saysHidden} then coalesce(nullif(known.words, ''), thread.quote)
          else ''
        end as words,
        case when not board.is_hidden then known.folded end as folded
    ) object`
}

const isProjected = sql`exists (
  select 1 from document join projection on projection.document_id = document.id
  where document.id = thread.document_id and projection.version >= ${PROJECTION_VERSION}
    and (projection.epoch, projection.head) = (document.epoch, document.head))`
