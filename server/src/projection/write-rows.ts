import { sql } from 'kysely'
import type { Trx } from '../database/schema.ts'
import { hiddenRecordsOf } from '../sync/history/hidden-records.ts'
import { writePassages } from './passages.ts'
import type { EncodedRows } from './read-rows.ts'
import { writeMinutes } from './write-minutes.ts'
import { writeReadings } from './write-readings.ts'

const RECORD = ['kind', 'words', 'seatId', 'side', 'themeId', 'tableId', 'noteKind', 'severity', 'fields', 'cameOf']
const ACTION = [
  ...['goalTitle', 'position', 'title', 'description', 'status', 'responsibleId', 'supportingIds', 'personSeatId'],
  ...['start', 'due', 'agreedStart', 'agreedDue', 'progress', 'priority', 'indicatorName', 'indicatorUnit'],
  ...['indicatorBaseline', 'indicatorTarget', 'indicatorCurrent', 'fields', 'locality', 'seatId', 'side'],
]
const LINK = ['actionId', 'kind', 'sourceDocumentId', 'sourceRecord']

/**
 * Makes the rows of a document what they are given as, and touches only those that differ. What is gone from it keeps
 * its last words as a tombstone, see `sweepTombstones`; of what is hidden there are none.
 */
export async function writeRows(trx: Trx, documentId: string, rows: EncodedRows): Promise<void> {
  await writeRecords(trx, documentId, rows.records)
  await writeReadings(trx, documentId, rows.actions)
  await writeActions(trx, documentId, rows.actions)
  await writeLinks(trx, documentId, rows.links)
  await writeMinutes(trx, documentId, rows)
  await writePassages(trx, documentId, rows.passages)
}

async function writeRecords(trx: Trx, documentId: string, records: string): Promise<void> {
  const hidden = sql`${[...(await hiddenRecordsOf(trx, documentId))]}::text[]`
  await sql`
    with given as (
      select * from json_populate_recordset(null::board_record, ${records}::json) where record_id <> all(${hidden})
    ), written as (
      insert into board_record (document_id, record_id, ${list(RECORD)})
      select ${documentId}::uuid, record_id, ${list(RECORD)} from given
      on conflict (document_id, record_id) do update set ${assigned(RECORD)}, gone_at = null
      where (${list(RECORD, 'boardRecord')}, board_record.gone_at) is distinct from (${list(RECORD, 'excluded')}, excluded.gone_at)
    )
    update board_record as was set
      gone_at = coalesce(was.gone_at, now()),
      words = case when was.record_id = any(${hidden}) then '' else was.words end
    where was.document_id = ${documentId}
      and (was.gone_at is null or (was.words <> '' and was.record_id = any(${hidden})))
      and not exists (select 1 from given where given.record_id = was.record_id)`.execute(trx)
}

async function writeActions(trx: Trx, documentId: string, actions: string): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::plan_action, ${actions}::json)
    ), written as (
      insert into plan_action (document_id, action_id, ${list(ACTION)})
      select ${documentId}::uuid, action_id, ${list(ACTION)} from given
      on conflict (document_id, action_id) do update set ${assigned(ACTION)}
      where (${list(ACTION, 'planAction')}) is distinct from (${list(ACTION, 'excluded')})
    ), back as (
      delete from gone_action where document_id = ${documentId} and action_id in (select action_id from given)
    ), removed as (
      delete from plan_action where document_id = ${documentId} and action_id not in (select action_id from given)
      returning action_id, title, seat_id, side
    )
    insert into gone_action (document_id, action_id, title, seat_id, side, gone_at)
    select ${documentId}::uuid, action_id, title, seat_id, side, now() from removed`.execute(trx)
}

/** After the actions, to which they belong: those of an action that is gone have gone with it. */
async function writeLinks(trx: Trx, documentId: string, links: string): Promise<void> {
  await sql`
    with given as (
      select * from json_populate_recordset(null::evidence_link, ${links}::json)
    ), written as (
      insert into evidence_link (document_id, source_id, ${list(LINK)})
      select ${documentId}::uuid, source_id, ${list(LINK)} from given
      on conflict (document_id, source_id) do update set ${assigned(LINK)}
      where (${list(LINK, 'evidenceLink')}) is distinct from (${list(LINK, 'excluded')})
    )
    delete from evidence_link where document_id = ${documentId} and source_id not in (select source_id from given)
    `.execute(trx)
}

/** How long a tombstone waits for an action that came of it: its plan may be projected later than the board. */
const UNNAMED_FOR = sql`interval '1 hour'`

/** Deletes what is gone, of which no action came and about which nobody said anything. */
export async function sweepTombstones(trx: Trx): Promise<void> {
  await sql`
    delete from board_record where (document_id, record_id) in (
      select document_id, record_id from board_record as gone
      where gone_at < now() - ${UNNAMED_FOR} and not exists (
        select 1 from evidence_link
        where source_record = gone.record_id and source_document_id = gone.document_id
      ) and not exists (
        select 1 from thread where thread.record_id = gone.record_id and thread.document_id = gone.document_id
      ) for update skip locked)`.execute(trx)
  await sql`
    delete from gone_action where (document_id, action_id) in (
      select document_id, action_id from gone_action as gone
      where gone_at < now() - ${UNNAMED_FOR} and not exists (
        select 1 from evidence_link
        where source_record = gone.action_id and source_document_id = gone.document_id
      ) and not exists (
        select 1 from thread where thread.record_id = gone.action_id and thread.document_id = gone.document_id
      ) for update skip locked)`.execute(trx)
}

function list(columns: readonly string[], table?: string) {
  return sql.join(columns.map((column) => sql.ref(table ? `${table}.${column}` : column)))
}

function assigned(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))
}
