import { sql } from 'kysely'
import type { Trx } from '../database/schema.ts'

/** The status of the last reading of an action that is in its plan no more. */
export const GONE = 'gone'

/**
 * Appends what differs from each action's last reading; before the actions' own rows are written, which still say what
 * was there. Nothing is appended where nothing changed, also when rows are made anew.
 */
export async function writeReadings(trx: Trx, documentId: string, actions: string): Promise<void> {
  await sql`
    with given as (
      select action_id, status, progress, due, responsible_id, indicator_current
      from json_populate_recordset(null::plan_action, ${actions}::json)
    ), now_said as (
      select * from given
      union all
      select action_id, ${GONE}, progress, due, responsible_id, indicator_current from plan_action
      where document_id = ${documentId} and action_id not in (select action_id from given)
    )
    insert into action_reading
      (document_id, action_id, at, status, progress, due, responsible_id, indicator_current)
    select ${documentId}::uuid, said.action_id, statement_timestamp(), said.status, said.progress, said.due,
      said.responsible_id, said.indicator_current
    from now_said said
    left join lateral (
      select * from action_reading where document_id = ${documentId} and action_id = said.action_id
      order by at desc limit 1
    ) last on true
    where last.action_id is null
      or (said.status, said.progress, said.due, said.responsible_id, said.indicator_current) is distinct from
        (last.status, last.progress, last.due, last.responsible_id, last.indicator_current)
    on conflict do nothing`.execute(trx)
}
