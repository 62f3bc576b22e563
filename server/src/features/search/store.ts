import {
  type Found,
  type FoundKind,
  foundKinds,
  type listSearchedRooms,
  type search,
  SEARCH_DEPTH,
  SEARCH_PAGE,
} from '@meydan/shared/contracts/search'
import type { InputOf, ReplyOf } from '@meydan/shared/contracts/contract'
import { type DocumentKind, pathOfDocument } from '@meydan/shared/documents/kinds'
import { type RawBuilder, sql } from 'kysely'
import type { Executor } from '../../database/schema.ts'
import { excerpt } from './excerpt.ts'
import { queryOf, wordsOf } from './terms.ts'

type Wanted = InputOf<typeof search>['query']
type Row = Omit<Found, 'path' | 'words' | 'at'> & {
  documentId: string | null
  documentKind: DocumentKind | null
  threadId: string | null
  text: string
  at: Date | null
}

/**
 * What says all of the words in the rooms in which a person has a seat now, archived ones too. Of each kind so many are
 * looked at as `SEARCH_DEPTH` says; those that say the words as they were typed come first, then the short before the long.
 */
export async function foundFor(db: Executor, personId: string, wanted: Wanted): Promise<ReplyOf<typeof search>> {
  const query = queryOf(wanted.q)
  if (query === null) return { found: [], counts: {}, hasMore: false }
  const kinds = wanted.kind ? [wanted.kind] : foundKinds
  const { rows } = await sql<{ counts: Partial<Record<FoundKind, number>>; page: Row[] }>`
    with mine as materialized (${rooms(personId, wanted)}),
    asked as materialized (
      select to_tsquery('simple', folded_words(${query})) as query, folded_words(${wordsOf(wanted.q).join(' ')}) as typed
    ), found as materialized (
      ${sql.join(
        foundKinds.map((kind) => sql`(${statements[kind]} limit ${SEARCH_DEPTH})`),
        sql` union all `,
      )}
    ), page as (
      select found.*, mine.room_name, mine.programme_name, mine.room_name as room
      from found join mine using (room_id), asked
      where found.kind = any(${[...kinds]}::text[])
      order by strpos(folded_words(text), typed) > 0 desc, array_position(${[...foundKinds]}::text[], found.kind),
        length(text), found.id
      offset ${wanted.skip} limit ${SEARCH_PAGE + 1}
    )
    select
      (select coalesce(json_object_agg(kind, count), '{}') from
        (select kind, count(*)::int from found group by kind) as counted) as counts,
      (select coalesce(json_agg(json_build_object('kind', kind, 'id', id, 'roomId', room_id, 'roomName', room_name,
        'programmeName', programme_name, 'documentTitle', document_title, 'documentId', document_id,
        'documentKind', document_kind, 'threadId', thread_id, 'text', text, 'side', side, 'at', at)), '[]')
        from page) as page`.execute(db)
  const { counts, page } = rows[0]!
  const terms = wordsOf(wanted.q)
  return {
    counts,
    hasMore: page.length > SEARCH_PAGE,
    found: page.slice(0, SEARCH_PAGE).map((row) => foundOf(row, terms)),
  }
}

function foundOf({ text, documentId, documentKind, threadId, at, ...row }: Row, terms: readonly string[]): Found {
  return {
    ...row,
    words: excerpt(text, terms),
    at: at === null ? null : new Date(at).toISOString(),
    path: pathOf({ ...row, documentId, documentKind, threadId }),
  }
}

function pathOf(row: Pick<Row, 'kind' | 'id' | 'roomId' | 'documentId' | 'documentKind' | 'threadId'>): string {
  const room = `/rooms/${row.roomId}`
  const id = encodeURIComponent(row.id)
  switch (row.kind) {
    case 'note':
    case 'theme':
      return `${room}/boards/${row.documentId}?record=${id}`
    case 'action':
      return `${room}/plans/${row.documentId}?action=${id}`
    case 'comment':
      return `${room}?thread=${row.threadId}`
    case 'decision':
      return `${room}?decision=${id}`
    case 'meeting':
      return `${room}?meeting=${id}`
    default:
      return pathOfDocument(row.roomId, { id: row.documentId!, kind: row.documentKind! })
  }
}

const rooms = (personId: string, { programmeId, roomId }: Pick<Wanted, 'programmeId' | 'roomId'>) => sql`
  select room.id as room_id, room.name as room_name, programme.name as programme_name
  from seat join room on room.id = seat.room_id join programme on programme.id = room.programme_id
  where seat.person_id = ${personId} and seat.removed_at is null
    and ${roomId ? sql`room.id = ${roomId}` : sql`true`}
    and ${programmeId ? sql`room.programme_id = ${programmeId}` : sql`true`}`

/** Of what facilitators have hidden the rows have no words, but a comment says words of its own about it. */
const onHidden = sql`exists (select 1 from hidden_object
  where hidden_object.document_id = thread.document_id and thread.record_id = any(hidden_object.record_ids))`

const onBoard = (kind: 'note' | 'theme') => sql`
  select ${kind} as kind, r.record_id as id, document.room_id, document.id as document_id, document.kind as document_kind,
    document.title as document_title, null::uuid as thread_id, r.words as text, r.side, null::timestamptz as at
  from asked, board_record r join document on document.id = r.document_id join mine using (room_id)
  where r.gone_at is null and r.kind = ${kind} and search_vector(r.folded) @@ asked.query`

/** One select each, of the same columns. */
const statements: Record<FoundKind, RawBuilder<unknown>> = {
  theme: onBoard('theme'),
  note: onBoard('note'),
  action: sql`
    select 'action', a.action_id, document.room_id, document.id, document.kind, document.title, null::uuid,
      a.title || case when a.description = '' then '' else e'\n' || a.description end, organisation.side, null::timestamptz
    from asked, plan_action a join document on document.id = a.document_id join mine using (room_id)
    left join organisation on organisation.id = a.responsible_id
    where search_vector(a.folded) @@ asked.query`,
  minutes: sql`
    select 'minutes', document.id::text || '.' || s.position, document.room_id, document.id, document.kind,
      document.title, null::uuid, btrim(s.heading || e'\\n' || s.words, e'\\n'), null::text, null::timestamptz
    from asked, minutes_section s join document on document.id = s.document_id join mine using (room_id)
    where search_vector(s.folded) @@ asked.query`,
  comment: sql`
    select 'comment', comment.id::text, thread.room_id, thread.document_id, null::text, document.title, thread.id,
      comment.text, organisation.side, comment.created_at
    from asked, comment join thread on thread.id = comment.thread_id join mine using (room_id)
    left join document on document.id = thread.document_id
    left join seat on seat.id = comment.seat_id left join organisation on organisation.id = seat.organisation_id
    where comment.deleted_at is null and search_vector(comment.folded) @@ asked.query and not ${onHidden}`,
  decision: sql`
    select 'decision', decision.id::text, decision.room_id, null::uuid, null::text, null::text, null::uuid,
      decision.title || case when decision.text = '' then '' else e'\n' || decision.text end, null::text,
      coalesce(decision.decided_at, decision.created_at)
    from asked, decision join mine using (room_id)
    where search_vector(decision.folded) @@ asked.query`,
  document: sql`
    select 'document', document.id::text, document.room_id, document.id, document.kind, null::text, null::uuid,
      document.title, null::text, document.changed_at
    from asked, document join mine using (room_id)
    where search_vector(folded_words(document.title)) @@ asked.query`,
  meeting: sql`
    select 'meeting', meeting.id::text, meeting.room_id, null::uuid, null::text, null::text, null::uuid,
      meeting.title || case when meeting.place = '' then '' else ' · ' || meeting.place end, null::text,
      coalesce(meeting.opened_at, meeting.planned_at)
    from asked, meeting join mine using (room_id)
    where search_vector(folded_words(meeting.title || ' ' || meeting.place)) @@ asked.query`,
}

/** Rooms in which a person has a seat now, by programme and name. */
export async function searchedRooms(db: Executor, personId: string): Promise<ReplyOf<typeof listSearchedRooms>> {
  const list = await db
    .selectFrom('seat')
    .innerJoin('room', 'room.id', 'seat.roomId')
    .innerJoin('programme', 'programme.id', 'room.programmeId')
    .select(['room.id', 'room.name', 'programme.id as programmeId', 'programme.name as programmeName'])
    .where('seat.personId', '=', personId)
    .where('seat.removedAt', 'is', null)
    .orderBy('programme.name')
    .orderBy('programme.id')
    .orderBy('room.name')
    .orderBy('room.id')
    .execute()
  return { rooms: list }
}
