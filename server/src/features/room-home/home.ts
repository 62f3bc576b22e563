import type { ReplyOf } from '@meydan/shared/contracts/contract'
import type { readProgrammeHome, RoomHome } from '@meydan/shared/contracts/room-home'
import type { DocumentKind } from '@meydan/shared/documents/kinds'
import { sql } from 'kysely'
import type { Seat } from '../../access/seats.ts'
import type { Executor } from '../../database/schema.ts'

type Mine = { seat: Seat; since: Date | null }
type Shown = Pick<RoomHome, 'votes' | 'proposals' | 'questions' | 'threads' | 'documents'>

/** What is open in a room and what is new there, as this seat may see it. */
export async function openThings(db: Executor, mine: Mine): Promise<Shown> {
  return {
    votes: await openVotes(db, mine),
    proposals: await openProposals(db, mine),
    questions: await openQuestions(db, mine),
    threads: await threadCounts(db, mine),
    documents: await documentsOf(db, mine),
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

async function openVotes(db: Executor, { seat }: Mine): Promise<RoomHome['votes']> {
  const voters = [seat.id, seat.personId, seat.organisationId]
  const { rows } = await sql<{ id: string; title: string; deadline: Date | null; haveVoted: boolean }>`
    select id, title, deadline, exists (
      select 1 from ballot where ballot.vote_id = vote.id and ballot.voter_id::text = any(${voters})) as have_voted
    from vote where room_id = ${seat.roomId} and state = 'open' order by opened_at desc, id limit 20`.execute(db)
  return rows.map((row) => ({ ...row, deadline: iso(row.deadline) }))
}

async function openProposals(db: Executor, { seat }: Mine): Promise<RoomHome['proposals']> {
  const { rows } = await sql<{ id: string; title: string; closesAt: Date; haveSpoken: boolean }>`
    select id, title, closes_at, exists (
      select 1 from stance where stance.decision_id = decision.id and stance.organisation_id = ${seat.organisationId}
    ) as have_spoken
    from decision where room_id = ${seat.roomId} and kind = 'proposal' and state = 'open'
    order by closes_at, id limit 20`.execute(db)
  return rows.map((row) => ({ ...row, closesAt: row.closesAt.toISOString() }))
}

/** Whoever asked is not told here: some asked without their name. */
async function openQuestions(db: Executor, { seat }: Mine): Promise<RoomHome['questions']> {
  const rows = await db
    .selectFrom('question')
    .select(['id', 'text', 'createdAt'])
    .where('roomId', '=', seat.roomId)
    .where('answer', '=', '')
    .orderBy('createdAt')
    .orderBy('id')
    .limit(20)
    .execute()
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
}

/** `mine`: those in which one said something or was named. */
async function threadCounts(db: Executor, { seat }: Mine): Promise<RoomHome['threads']> {
  const { rows } = await sql<RoomHome['threads']>`
    select count(*)::int as open,
      (count(*) filter (where exists (
        select 1 from comment where comment.thread_id = thread.id and comment.deleted_at is null
          and comment.seat_id is distinct from ${seat.id}
          and comment.created_at > coalesce(read.read_at, '-infinity'))))::int as unread,
      (count(*) filter (where exists (
        select 1 from comment where comment.thread_id = thread.id and comment.deleted_at is null
          and (comment.seat_id = ${seat.id} or exists (
            select 1 from comment_mention as mention where mention.comment_id = comment.id
              and (mention.seat_id = ${seat.id} or mention.organisation_id = ${seat.organisationId}))))))::int as mine
    from thread
    left join thread_read as read on read.thread_id = thread.id and read.person_id = ${seat.personId}
    where thread.room_id = ${seat.roomId} and thread.resolved_at is null
      and not exists (select 1 from hidden_object where hidden_object.document_id = thread.document_id
        and thread.record_id = any(hidden_object.record_ids))`.execute(db)
  return rows[0]!
}

/** New is what others changed after one last looked at it, or, where one never did, after the last visit. */
async function documentsOf(db: Executor, { seat, since }: Mine): Promise<RoomHome['documents']> {
  const { rows } = await sql<{ id: string; kind: DocumentKind; title: string; changedAt: Date; isNew: boolean }>`
    select d.id, d.kind, d.title, d.changed_at, coalesce(
      exists (select 1 from document_update u where u.document_id = d.id
        and u.created_at > coalesce(seen.seen_at, ${since}) and u.seat_id is distinct from ${seat.id})
      or exists (select 1 from document_change c where c.document_id = d.id
        and c.changed_at > coalesce(seen.seen_at, ${since}) and c.seat_id is distinct from ${seat.id}), false) as is_new
    from document d
    left join document_visit as seen on seen.document_id = d.id and seen.person_id = ${seat.personId}
    where d.room_id = ${seat.roomId}
    order by d.kind, d.created_at, d.id`.execute(db)
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }))
}

type RoomRow = Omit<ReplyOf<typeof readProgrammeHome>['rooms'][number], 'lastAt' | 'people'> & {
  lastAt: Date | null
  civil: number
  public: number
  neutral: number
}

/** What goes on in each room of a programme, in numbers; nothing of what is said there. One statement. */
export async function roomsOf(db: Executor, programmeId: string): Promise<ReplyOf<typeof readProgrammeHome>['rooms']> {
  const { rows } = await sql<RoomRow>`
    select room.id as room_id, greatest(
        (select max(changed_at) from document where document.room_id = room.id),
        (select max(last_at) from thread where thread.room_id = room.id)) as last_at,
      (select count(*)::int from thread where thread.room_id = room.id and resolved_at is null) as open_threads,
      (select count(*)::int from decision
        where decision.room_id = room.id and kind = 'proposal' and state = 'open') as open_proposals,
      coalesce(people.civil, 0) as civil, coalesce(people.public, 0) as public, coalesce(people.neutral, 0) as neutral
    from room left join lateral (
      select (count(*) filter (where side = 'civil'))::int as civil, (count(*) filter (where side = 'public'))::int as public,
        (count(*) filter (where side = 'neutral'))::int as neutral
      from seat join organisation on organisation.id = seat.organisation_id
      where seat.room_id = room.id and seat.removed_at is null
    ) as people on true
    where room.programme_id = ${programmeId} order by room.created_at, room.id`.execute(db)
  return rows.map(({ civil, public: ofPublic, neutral, ...row }) => ({
    ...row,
    lastAt: iso(row.lastAt),
    people: { civil, public: ofPublic, neutral },
  }))
}
